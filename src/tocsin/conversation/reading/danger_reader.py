"""A learned reader of danger: how much a reply resembles those that were cries for help.

It weighs what stands in the reply (``danger_features``) by a table made from labelled replies
(``tools/build_danger_table.py``). What it says is a resemblance, no proof: it calls a human, it decides nothing.
"""

import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final, Self

from msgspec import Struct

from tocsin.conversation.reading.danger_features import WORD, find_danger_features
from tocsin.conversation.reply_words import ReplyWord

SCALE: Final = 32
"""Parts of a unit in which the table is written."""


class DangerTable:
    """The weights, and how they are added up."""

    def __init__(self, rows: dict[str, tuple[float, float, float]], biases: tuple[float, float]) -> None:
        self._rows = rows
        self._biases = biases

    @classmethod
    def parse(cls, text: str) -> Self:
        """The table as its file holds it: a line for both biases, then one for each feature."""
        first, *lines = text.splitlines()
        _, danger, kind = first.split("\t")
        rows = {}
        for line in lines:
            name, *weights = line.split("\t")
            rarity, of_danger, of_kind = (int(weight) / SCALE for weight in weights)
            rows[name] = (rarity, of_danger, of_kind)
        return cls(rows, (int(danger) / SCALE, int(kind) / SCALE))

    def is_everyday_sound(self, sound: str) -> bool:
        """Whether a word that sounds so stood in several replies, and speaks for no danger."""
        row = self._rows.get(WORD + sound)
        return row is not None and row[1] <= 0

    def weigh(self, features: Iterable[str]) -> tuple[float, float]:
        """The logits of danger, and of emergency rather than distress."""
        known = [row for feature in features if (row := self._rows.get(feature))]
        length = math.sqrt(math.fsum(rarity * rarity for rarity, _, _ in known)) or 1.0
        danger = math.fsum(rarity * weight for rarity, weight, _ in known) / length
        kind = math.fsum(rarity * weight for rarity, _, weight in known) / length
        return danger + self._biases[0], kind + self._biases[1]


class DangerReading(Struct, frozen=True):
    """What the danger reader makes of a reply."""

    resemblance: float
    """Logit: above 0, the reply resembles cries for help more than other replies."""
    kind: float
    """Logit: above 0, an emergency rather than distress."""


@cache
def load_danger_table() -> DangerTable:
    """The table that is shipped."""
    return DangerTable.parse(files(__package__).joinpath("danger_table.tsv").read_text(encoding="utf-8"))


def weigh_danger(words: tuple[ReplyWord, ...]) -> DangerReading:
    """How much a reply resembles a cry for help, and of which kind."""
    return DangerReading(*load_danger_table().weigh(find_danger_features(words)))
