"""Phrases of a table, with the words of kin and of trades written out where a line stands for any of them."""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.speech_markers import GROUPS, KIN

_KIN: Final = "|".join(sorted(word for word in KIN | GROUPS if "-" not in word))


def build_phrasebook(name: str, lines: str, jobs: str = "") -> Phrasebook[str]:
    """The phrases of one cell of a table, all of one name; ``<kin>`` and ``<job>`` stand for any such word."""
    return Phrasebook([(name, lines.replace("<kin>", _KIN).replace("<job>", "|".join(jobs.split())))])
