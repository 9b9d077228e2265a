"""How large a part of a file may be."""

from typing import Final

RECORD: Final = 4 << 20
"""Bytes of one record: a message, a line, an entry of a bundle."""
KEPT: Final = 64 << 10
"""Bytes of a record that is too large that go to quarantine: what shows where it stands."""
WHOLE: Final = 8 << 20
"""Bytes up to which a JSON document is read in one piece."""
CHUNK: Final = 1 << 18
"""Bytes read at once."""
EXCEL_ROWS: Final = (65_536, 1_048_576)
"""Rows that a sheet of the old and of the new format can hold: a file of so many may have been cut."""
