"""What an argument of the command line means: days, times, shares, keys."""

import argparse
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

if TYPE_CHECKING:
    from tocsin.message.model import ToldAnswer


def parse_day(text: str) -> date:
    """A date, or the day of a date and time, as ISO writes them."""
    try:
        return date.fromisoformat(text[:10] if text[10:11] in ("T", " ") else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2024-05-31") from None


def parse_reception_day(text: str) -> date:
    """A day on which something came: tomorrow has begun somewhere, what comes after it has not."""
    found = parse_day(text)
    if found > date.today() + timedelta(days=1):
        raise argparse.ArgumentTypeError(f"{text!r} lies ahead")
    return found


def parse_local_time(text: str) -> str:
    """A local time, as flows and transcripts write it; of a year in which SMS could be sent."""
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007  # it gets the zone of the person
    except ValueError:
        found = None
    if not found or not 1970 <= found.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a local time such as '2021-03-04 09:00'")
    return found.strftime("%Y-%m-%d %H:%M")


def parse_fact(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def number_between(low: int, high: int, what: str = "number") -> Callable[[str], int]:
    """What reads a whole number within bounds."""

    def parse_number(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a {what} from {low} to {high}")
        return int(text)

    return parse_number


def parse_share(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return found


def parse_told_answer(text: str) -> "ToldAnswer":
    """What a person answered to a spoken question: ``code=yes``."""
    from tocsin.message.model import (  # a check without one never pays for it
        AnswerWord,
        QuestionId,
        ToldAnswer,
    )

    question, _, said = text.partition("=")
    if question not in get_args(QuestionId) or said not in get_args(AnswerWord):
        wanted = f"{'|'.join(get_args(QuestionId))}={'|'.join(get_args(AnswerWord))}"
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")
    return ToldAnswer(question, said)  # type: ignore[arg-type]  # they were looked up


def parse_dkim_key(text: str) -> tuple[str, str]:
    """A published key: its name in the DNS, and the file that holds it."""
    name, equals, file = text.partition("=")
    if not equals or "._domainkey." not in name or not file:
        raise argparse.ArgumentTypeError(f"{text!r} is not SELECTOR._domainkey.DOMAIN=FILE")
    return name.lower().strip("."), file
