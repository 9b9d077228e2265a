"""What keeps the answers by SMS from being used against us: each costs money, and whoever writes first
chooses the number that we pay for (*SMS pumping*, artificially inflated traffic).

Only numbers of the countries named get an answer, and of those none of a special tariff. Answers within an
hour have a ceiling by prefix, which is a number without its last four digits, and one in all. An operator can
stop them (``tocsin sms-in --stop``). What is left unanswered for one of these is counted, and logged.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

import phonenumbers
import psycopg
from msgspec import Struct

from tocsin.config import BadSetting, read_settings
from tocsin.phone_numbers.e164 import FICTION
from tocsin.store.statements import execute_statement, fetch_row

COUNTRIES: Final = "TOCSIN_CHECK_COUNTRIES"
FRANCE: Final = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF")
"""France where the Assurance Maladie is: the default."""
BLOCK: Final = 4
"""Digits at the end of a number that its prefix leaves out."""
_REACHED: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.VOIP,
    }
)

Overuse = Literal["abroad", "prefix_full", "all_full", "stopped"]
"""Why a number gets no answer: stable words."""


class AnswerCeilings(Struct, frozen=True):
    """Who is answered, and how often."""

    countries: tuple[str, ...] = FRANCE
    """By their two letters (ISO 3166)."""
    by_prefix: int = 60
    """Answers within an hour to the 10,000 numbers of one prefix."""
    in_all: int = 3_000
    """Answers within an hour."""


def ceilings_from_environment(environ: Mapping[str, str] | None = None) -> AnswerCeilings:
    """The bounds. Raises BadSetting."""
    said = read_settings(environ)
    if wrong := [one for one in said.check_countries if one not in phonenumbers.SUPPORTED_REGIONS]:
        raise BadSetting(
            COUNTRIES,
            ",".join(said.check_countries),
            f"countries by two letters, such as FR,BE; not {wrong[0]}",
        )
    return AnswerCeilings(said.check_countries, said.check_prefix_hour, said.check_hour)


def number_prefix(number: str) -> str:
    """A number in E.164 without its last digits.

    >>> number_prefix("+33639981234")
    '+3363998'
    """
    return number[:-BLOCK]


def is_answered_there(number: str, countries: tuple[str, ...]) -> bool:
    """Whether a number in E.164 is of one of these countries, and of no special tariff.

    Numbers kept for films and books are mobiles of France.

    >>> is_answered_there("+33639981234", FRANCE), is_answered_there("+18765550123", FRANCE)
    (True, False)
    """
    parsed = phonenumbers.parse(number, None)
    if number.startswith("+33") and number[3:].startswith(FICTION):
        return "FR" in countries
    kind = phonenumbers.number_type(parsed)
    return phonenumbers.region_code_for_number(parsed) in countries and kind in _REACHED


def find_overuse(
    db: psycopg.Connection[Any], row: Mapping[str, Any], bounds: AnswerCeilings
) -> Overuse | None:
    """Why nobody of this prefix, or nobody at all, is answered now; None where they are."""
    found = fetch_row(db, "answers.overuse", **row)
    if found.stopped:
        return "stopped"
    if found.of_all >= bounds.in_all:
        return "all_full"
    return "prefix_full" if found.of_prefix >= bounds.by_prefix else None


def stop_answers(db: psycopg.Connection[Any], by: str, now: datetime) -> None:
    """No SMS is answered from now on, by any process on any machine."""
    execute_statement(db, "answers.switch", stopped=True, by=by, now=now)


def resume_answers(db: psycopg.Connection[Any], by: str, now: datetime) -> None:
    execute_statement(db, "answers.switch", stopped=False, by=by, now=now)
