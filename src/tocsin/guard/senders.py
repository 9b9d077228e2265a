"""Senders that French rules and the charter let through, by what the telephone will show.

The rules and their sources stand in ``wording.yaml``, under ``sender_*``.
"""

import re
from datetime import date
from functools import lru_cache

from tocsin.charter.schema import Charter, PointClause
from tocsin.charter.view import DatedCharter
from tocsin.evidence.extraction import get_extractor
from tocsin.guard.finding import GuardFinding
from tocsin.guard.model import DraftPurpose
from tocsin.phone_numbers.kinds import is_french_mobile
from tocsin.phone_numbers.scanner import normalise_number

_MOBILES_UNTIL = date(2019, 7, 31)
"""Last day on which an institution could send from an ordinary line (decision 18-0881, af2m)."""
_NAME = re.compile(r"[A-Za-z0-9]{3,11}")
_NUMBER = re.compile(r"\+?[0-9][0-9 .()-]*")


def judge_sender(sender: str, flow: DraftPurpose, view: DatedCharter) -> GuardFinding | None:
    """Why this sender may not be used for this flow, or None where it may."""
    shown = sender.strip()
    rule = _judge_number(shown, flow, view) if _NUMBER.fullmatch(shown) else _judge_name(shown, flow, view)
    if not rule:
        return None
    clause = next(iter(_list_short_codes(view)), None) if rule == "sender_not_of_contacts" else None
    if rule == "sender_not_of_contacts" and clause is None:
        rule = "sender_no_code_that_day"
    code = clause.value if clause else ""
    return GuardFinding("sender_not_allowed", rule=rule, clause=clause, fill={"sender": sender, "code": code})


def _list_short_codes(view: DatedCharter) -> list[PointClause]:
    """Short codes from which the institution sends that day."""
    return [
        p
        for p in view.iterate_points("short_code")
        if p.direction == "they_contact_you" and "sms" in p.channels
    ]


def _judge_number(shown: str, flow: DraftPurpose, view: DatedCharter) -> str:
    digits = re.sub(r"[^0-9+]", "", shown)
    if any(point.value == digits for point in _list_short_codes(view)):
        return ""
    if flow == "contact":
        return "sender_not_of_contacts"
    value, medium = normalise_number(digits)
    if medium == "short_code":
        return _judge_short_code(value)
    return _judge_line(value, view.on)


def _judge_short_code(value: str) -> str:
    if value.startswith("38"):
        return ""
    if value.startswith("36"):
        return "sender_marketing"
    return "sender_premium" if value[0] != "3" else "sender_other_code"


def _judge_line(value: str, on: date) -> str:
    """A telephone number in the place of the sender."""
    if not value.startswith("+"):
        return "sender_voice"
    if not value.startswith("+33"):
        return "sender_foreign"
    if is_french_mobile(value):
        return "" if on <= _MOBILES_UNTIL else "sender_mobile"
    return "sender_premium" if value.startswith("+338") else "sender_landline"


def _judge_name(shown: str, flow: DraftPurpose, view: DatedCharter) -> str:
    if not shown:
        return "sender_empty"
    if flow != "other":
        return "sender_not_of_contacts" if flow == "contact" else "sender_no_reply"
    if not _NAME.fullmatch(shown):
        return "sender_name_shape"
    return "" if _names_institution(shown, _CharterKey(view.charter)) else "sender_nameless"


class _CharterKey:
    """A charter by identity: to hash a whole one would cost more than the answer."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter

    def __hash__(self) -> int:
        return id(self.charter)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _CharterKey) and other.charter is self.charter


@lru_cache(maxsize=256)
def _names_institution(shown: str, key: _CharterKey) -> bool:
    """Whether a name in one word is the institution's (``CPAM75``, ``AssMaladie``), however it is parted."""
    words = get_extractor(key.charter).words
    names = words.letters_of("name", "short")
    letters = re.sub(r"[0-9]+", " ", shown).strip()
    parted = [letters, *(f"{letters[:i]} {letters[i:]}" for i in range(2, len(letters) - 1))]
    return any(_is_made_of_names(words.tokenise(text).letters, names) for text in parted)


def _is_made_of_names(letters: str, names: frozenset[str]) -> bool:
    return bool(letters) and letters[0] in names and len(letters) <= 2
