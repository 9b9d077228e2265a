"""The boards: what the service did for people, how the epidemic goes, by territory, and who may see what.

The job *boards* counts people by département (``source_rows``), adds them up for the regions and the nation
(``territory_aggregation``, ``board_assembly``), decides what stays hidden from those who are not cleared for small counts
(``coarse_cells``), and writes one document for each disease and territory (``snapshots``). A page computes its figures
from such a document (``indicators``), and for somebody who is not cleared from those cells alone that may be shown.
``docs/reference/boards.md`` has every formula.
"""
