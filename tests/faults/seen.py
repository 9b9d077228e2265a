"""What a network wrote down, counted."""

from collections import Counter
from typing import Any

from msgspec import Struct


class Seen(Struct, frozen=True):
    """What the network wrote down."""

    taken: Counter[str]
    """Code -> how often it has every part of that message."""
    texts: dict[str, tuple[str, str]]
    """Code -> number and text."""
    sent: Counter[tuple[str, str]]
    """Number and text, each unlike any other, of what people wrote."""
    confirmed: set[tuple[str, str]]
    """Of that, what the service said that it has."""
    lives: int

    @classmethod
    def of(cls, lines: list[list[Any]]) -> "Seen":
        taken = [line[1:] for line in lines if line[0] == "taken"]
        return cls(
            taken=Counter(code for code, _, _ in taken),
            texts={code: (number, text) for code, number, text in taken},
            sent=Counter((number, text) for what, number, text in _three(lines, "sends")),
            confirmed={(number, text) for what, number, text in _three(lines, "confirmed")},
            lives=sum(line[0] == "up" for line in lines),
        )


def _three(lines: list[list[Any]], what: str) -> list[list[Any]]:
    return [line for line in lines if line[0] == what]
