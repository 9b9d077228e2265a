"""People whom a case names, one line each: typed as they are said, read as in an SMS, corrected in place."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct

from tocsin.tracing.calls import NobodyRead, Told, read_contacts
from tocsin.tracing.calls.script import shown_number

MOST: Final = 40
"""People of one call: who has more is rung again."""
DAYS: Final = 14
"""How far back a last contact can be said to be."""
Problem = Literal["", "nobody", "no_number", "bad_number", "several"]


class Row(Struct, frozen=True, kw_only=True):
    """One person."""

    text: str
    """What stands in the line."""
    name: str = ""
    number: str = ""
    """As it is dialled."""
    problem: Problem = ""
    home: bool = False
    """Lives with the case."""
    there: bool = False
    """Was at the gathering."""
    day: str = ""
    """ISO date of the last contact; empty where it was not said."""

    @property
    def stops(self) -> bool:
        """Whether the call cannot be written down with it."""
        return self.problem == "nobody"


def rows_of(form: Mapping[str, str]) -> list[Row]:
    """The people of a form, read anew; what was typed and not yet noted is the last of them."""
    found: list[Row] = []
    for n in range(MOST):
        if form.get("drop") != str(n) and f"line-{n}" in form:
            found += _line(form, n)
    entry = form.get("entry", "")
    return [*found, *read_rows(entry)][:MOST] if entry.strip() else found[:MOST]


def read_rows(text: str, *, home: bool = False, there: bool = False, day: str = "") -> list[Row]:
    """The people of one line."""
    try:
        told = read_contacts(text)
    except NobodyRead:
        return [Row(text=text.strip()[:200], problem="nobody", home=home, there=there, day=day)]
    return [_row(one, home, there, day) for one in told]


def told_of(row: Row) -> Told:
    """A person as the rooms below take them. Raises NobodyRead."""
    (one,) = read_contacts(
        row.text,
        last_contact=date.fromisoformat(row.day) if row.day else None,
        household=True if row.home else None,
        co_exposed=row.there,
    )[:1]
    return one


def days(today: date) -> list[date]:
    """Days on which somebody may have been met last, the latest first."""
    return [today - timedelta(days=n) for n in range(DAYS)]


def _row(one: Told, home: bool, there: bool, day: str) -> Row:
    number = shown_number(one.number or "")
    problem: Problem = "" if number else "bad_number" if one.as_said else "no_number"
    text = " ".join(filter(None, (one.name, number or one.as_said)))
    return Row(text=text, name=one.name, number=number, problem=problem, home=home, there=there, day=day)


def _line(form: Mapping[str, str], n: int) -> list[Row]:
    text, day = form[f"line-{n}"], form.get(f"day-{n}", "")
    try:
        date.fromisoformat(day)
    except ValueError:
        day = ""
    home, there = f"home-{n}" in form, f"there-{n}" in form
    return read_rows(text, home=home, there=there, day=day) if text.strip() else []
