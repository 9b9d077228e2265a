"""Rows of an evaluation set that were judged otherwise than expected, whatever they are: what people read of each."""

from collections.abc import Iterable

from msgspec import Struct


class WrongRow(Struct, frozen=True, kw_only=True):
    id: str | int | None
    family: str
    expected: str
    got: str
    why: tuple[str, ...]
    """What decided: reasons with what they quote, or what was read."""
    text: str
    gravity: int = 0
    """0: the gravest, where they are still to be ranked."""


def rank_wrong_rows(rows: Iterable[WrongRow]) -> list[WrongRow]:
    """The gravest first, else in the order of the file."""
    return sorted(rows, key=lambda row: row.gravity)
