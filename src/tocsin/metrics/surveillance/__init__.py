"""The boards: what the service did for people, how the epidemic goes, by territory, and who may see what.

A chore counts people by département (``read``), adds them up for the regions and the nation (``tree``),
decides what stays hidden from those who are not cleared for small counts (``hide``), and keeps one document
for each disease and territory (``keep``). A page computes its figures from a document, and for somebody who
is not cleared from those cells alone that may be shown. ``docs/reference/boards.md`` has every formula.
"""
