"""Ends of telephone numbers that are corrected, or differ from the number before: ``oups 41 à la fin``.

Only as many last digits as are said change; a number that cannot be called then is left as it was.
"""

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.reading.name_context import PersonMention
from tocsin.phone_numbers.e164 import to_e164
from tocsin.phone_numbers.mentions import PhoneMention

_END: Final = re.compile(
    r"(?<![\d])(?P<before>\d{2}(?:[ .]?\d{2})?)\s+(?:à|a)\s+la\s+fin\b"
    r"|\b(?:la\s+fin|finit|fini|termine|derniers?\s+chiffres?)\s*(?:c\W?est|sont|par|en|:|,)?\s*(?P<behind>\d{2}(?:[ .]?\d{2})?)(?![\d])",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\bpas\s+$", re.IGNORECASE)


class NameOrPhone(Struct, frozen=True):
    """Somebody, or a number, in the order of the reply."""

    start: int
    end: int
    named: PersonMention | None = None
    phone: PhoneMention | None = None


class PersonDraft(Struct, frozen=True):
    """A person being put together."""

    name: str | None
    phone: PhoneMention | None = None


def correct_ends(text: str, drafts: list[PersonDraft], entries: list[NameOrPhone]) -> list[PersonDraft]:
    """The people, the end of whose number is said anew, each with the number that it makes."""
    fixed = list(drafts)
    for said in _END.finditer(text):
        digits = re.sub(r"\D", "", said["before"] or said["behind"])
        if _NOT.search(text[: said.start()]):
            continue
        whole = next(
            (e.phone for e in reversed(entries) if e.phone and e.phone.number and e.end <= said.start()), None
        )
        named = next((e.named for e in reversed(entries) if e.named and e.end <= said.start()), None)
        if whole is None or whole.number is None:
            continue
        number = to_e164(whole.number[: -len(digits)] + digits)
        at = _find_corrected(fixed, whole, named)
        if number and at is not None:
            fixed[at] = PersonDraft(fixed[at].name, replace(whole, number=number))
    return fixed


def tells_end(text: str) -> bool:
    """Whether the end of a number is told: ``finit par 61``, ``le 71 à la fin``."""
    return _END.search(text) is not None


def _find_corrected(
    drafts: list[PersonDraft], whole: PhoneMention, named: PersonMention | None
) -> int | None:
    """Index of whoever was named last, where they have no number yet; else of whose number it is."""
    last = next((at for at, one in enumerate(drafts) if named and one.name == named.text), None)
    if last is not None and drafts[last].phone is None:
        return last
    return next((at for at, one in enumerate(drafts) if one.phone == whole), None)
