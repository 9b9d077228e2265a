"""The word by which whoever forwards a message agrees that it is kept as a report.

It stands before the message, in the same SMS or mail: so nothing has to be held back until somebody agrees.
"""

import re
from typing import Final

from msgspec import Struct

from tocsin.answering.answer_language import AnswerLanguage

_WORDS: Final[dict[str, AnswerLanguage]] = {"signaler": "fr", "report": "en"}
_FOLLOWS: Final = r"(?:[ \t]{1,4}(et suivre|and follow))?"
"""What asks besides to be written to about it; by mail alone."""
_ALONE: Final = re.compile(
    rf"\s{{0,8}}({'|'.join(_WORDS)}){_FOLLOWS}[ \t]{{0,8}}[.!:]?[ \t]{{0,8}}(?:\r?\n|$)", re.IGNORECASE
)
_SHOUTED: Final = re.compile(rf"\s{{0,8}}({'|'.join(_WORDS).upper()})[ \t]{{0,4}}[:,-]?[ \t]{{1,8}}(?=\S)")


class ReportWord(Struct, frozen=True):
    lang: AnswerLanguage
    end: int
    """Where what follows it begins."""
    follows: bool = False
    """Whether they want to be written to about what becomes of it."""


def find_report_word(text: str) -> ReportWord | None:
    """The word at the beginning of a text: alone on its line, or in capitals before the message. A message that itself
    begins with such a word, as a fraud may, is no consent.

    >>> find_report_word("Signaler\\nAMELI : votre carte expire").lang, find_report_word("REPORT AMELI").end
    ('fr', 7)
    >>> find_report_word("Signaler un changement : ameli.example"), find_report_word("REPORTÉ à lundi")
    (None, None)
    """
    if found := _ALONE.match(text):
        return ReportWord(_WORDS[found[1].lower()], found.end(), bool(found[2]))
    if found := _SHOUTED.match(text):
        return ReportWord(_WORDS[found[1].lower()], found.end())
    return None
