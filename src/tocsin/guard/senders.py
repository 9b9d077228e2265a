"""Senders that French rules and the charter let through, by what the telephone will show.

The rules and their sources stand in ``wording.yaml``, under ``sender_*``.
"""

import re
from datetime import date
from functools import lru_cache

from tocsin.charter.schema import Charter, Point
from tocsin.charter.view import View
from tocsin.evidence import numbers
from tocsin.evidence.extract import extractor
from tocsin.guard.finding import Finding
from tocsin.guard.model import Flow

_MOBILES_UNTIL = date(2019, 7, 31)
"""Last day on which an institution could send from an ordinary line (decision 18-0881, af2m)."""
_NAME = re.compile(r"[A-Za-z0-9]{3,11}")
_NUMBER = re.compile(r"\+?[0-9][0-9 .()-]*")


def judge(sender: str, flow: Flow, view: View) -> Finding | None:
    """Why this sender may not be used for this flow, or None where it may."""
    shown = sender.strip()
    rule = _number(shown, flow, view) if _NUMBER.fullmatch(shown) else _name(shown, flow, view)
    if not rule:
        return None
    clause = next(iter(_codes(view)), None) if rule == "sender_not_of_contacts" else None
    if rule == "sender_not_of_contacts" and clause is None:
        rule = "sender_no_code_that_day"
    code = clause.value if clause else ""
    return Finding("sender_not_allowed", rule=rule, clause=clause, fill={"sender": sender, "code": code})


def _codes(view: View) -> list[Point]:
    """Short codes from which the institution sends that day."""
    return [p for p in view.points("short_code") if p.direction == "they_contact_you" and "sms" in p.channels]


def _number(shown: str, flow: Flow, view: View) -> str:
    digits = re.sub(r"[^0-9+]", "", shown)
    if any(point.value == digits for point in _codes(view)):
        return ""
    if flow == "contact":
        return "sender_not_of_contacts"
    value, medium = numbers.normalise(digits)
    if medium == "short_code":
        return _short_code(value)
    return _line(value, view.on)


def _short_code(value: str) -> str:
    if value.startswith("38"):
        return ""
    if value.startswith("36"):
        return "sender_marketing"
    return "sender_premium" if value[0] != "3" else "sender_other_code"


def _line(value: str, on: date) -> str:
    """A telephone number in the place of the sender."""
    if not value.startswith("+"):
        return "sender_voice"
    if not value.startswith("+33"):
        return "sender_foreign"
    if numbers.Plan.is_mobile(value):
        return "" if on <= _MOBILES_UNTIL else "sender_mobile"
    return "sender_premium" if value.startswith("+338") else "sender_landline"


def _name(shown: str, flow: Flow, view: View) -> str:
    if not shown:
        return "sender_empty"
    if flow != "other":
        return "sender_not_of_contacts" if flow == "contact" else "sender_no_reply"
    if not _NAME.fullmatch(shown):
        return "sender_name_shape"
    return "" if _names_it(shown, _Key(view.charter)) else "sender_nameless"


class _Key:
    """A charter by identity: to hash a whole one would cost more than the answer."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter

    def __hash__(self) -> int:
        return id(self.charter)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.charter is self.charter


@lru_cache(maxsize=256)
def _names_it(shown: str, key: _Key) -> bool:
    """Whether a name in one word is the institution's (``CPAM75``, ``AssMaladie``), however it is parted."""
    words = extractor(key.charter).words
    names = words.of("name", "short")
    letters = re.sub(r"[0-9]+", " ", shown).strip()
    parted = [letters, *(f"{letters[:i]} {letters[i:]}" for i in range(2, len(letters) - 1))]
    return any(_all(words.read(text).letters, names) for text in parted)


def _all(letters: str, names: frozenset[str]) -> bool:
    return bool(letters) and letters[0] in names and len(letters) <= 2
