"""People whom a case names, one line each: typed as they are said, and read once; then a name and a number.

A line that is there is never read as a sentence again: its number is what stands in the field of the number,
its name what stands in the field of the name, both as they were typed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.phone_numbers.dialled_number import format_phone_number
from tocsin.phone_numbers.e164 import to_e164
from tocsin.phone_numbers.mentions import find_phones
from tocsin.privacy.identity import fold_name
from tocsin.tracing.calls.named_contacts import (
    NoContactRead,
    SpokenContact,
    UnattachedFigures,
    parse_contacts,
)

MOST: Final = 40
"""People of one call: who has more is rung again."""
DAYS: Final = 14
"""How far back a last contact can be said to be."""
LONGEST: Final = 120
"""Characters of a name."""
LONGEST_NUMBER: Final = 40
"""Characters of a number, as it is typed."""
LONGEST_ENTRY: Final = 900
"""Characters of people who are typed in one go."""
_DIALLED: Final = re.compile(r"[0-9OoIl\s.,\-‐‑–/_()+]*")
Problem = Literal["", "no_name", "no_number", "bad_number", "twice"]


class ContactRow(Struct, frozen=True, kw_only=True):
    name: str
    """As it stands in its field."""
    tel: str = ""
    """The number as it stands in its field."""
    number: str = ""
    """E.164; empty where none can be rung."""
    problem: Problem = ""
    kept: bool = False
    """The number cannot be rung, and the person knows no other: it is written down as it is."""
    home: bool = False
    """Lives with the case."""
    child: bool = False
    """A child who lives with the case: their parent is told for them, and nobody looks for a number."""
    there: bool = False
    """Was at the gathering."""
    day: str = ""
    """ISO date of the last contact; empty where it was not said."""

    @property
    def blocks_outcome(self) -> bool:
        """Whether the call cannot be written down with it."""
        return self.problem in ("no_name", "twice") or (self.problem == "bad_number" and not self.kept)

    @property
    def dialled_form(self) -> str:
        return format_phone_number(self.number)

    @property
    def foreign(self) -> bool:
        """Whether the number is one of another country: that is worth a second look."""
        return bool(self.number) and not self.number.startswith("+33")


class UnreadEntry(Struct, frozen=True):
    """What stands in the line of new people: nothing of it is in the lines."""

    text: str = ""
    wrong: bool = False
    """It could not be read."""
    left: str = ""
    """The figures that are nobody's; empty where neither name nor number was found."""


class ContactRows(Struct, frozen=True):
    rows: tuple[ContactRow, ...]
    entry: UnreadEntry


def parse_contact_rows(form: Mapping[str, str], *, reads: bool = True) -> ContactRows:
    """The people of a form; what was typed and not yet noted is the last of them, where it can be read.

    Where it is not to be read (``reads``), it comes back as it was typed.
    """
    rows = [
        _row_from_fields(form, n) for n in range(MOST) if form.get("drop") != str(n) and _has_row(form, n)
    ]
    entry, left = form.get("entry", "")[:LONGEST_ENTRY].strip(), UnreadEntry()
    if not reads:
        left = UnreadEntry(form.get("entry", "")[:LONGEST_ENTRY])
    elif entry and form.get("as_typed"):
        rows.append(_row_as_typed(entry))
    elif entry:
        try:
            rows += [
                _build_row(one.name, format_phone_number(one.number or "") or one.as_said)
                for one in parse_contacts(entry)
            ]
        except UnattachedFigures as error:
            left = UnreadEntry(entry, True, ", ".join(error.figures))
        except NoContactRead:
            left = UnreadEntry(entry, True)
    return ContactRows(_mark_duplicates(rows[:MOST]), left)


def build_named_contact(row: ContactRow) -> SpokenContact:
    return SpokenContact(
        name=" ".join(row.name.split()),
        number=row.number or None,
        as_said="" if row.number else row.tel.strip(),
        last_contact=date.fromisoformat(row.day) if row.day else None,
        household=True if row.home or row.child else None,
        child=row.child,
        co_exposed=row.there,
    )


def list_contact_days(today: date) -> list[date]:
    """Days on which somebody may have been met last, the latest first."""
    return [today - timedelta(days=n) for n in range(DAYS)]


def _has_row(form: Mapping[str, str], n: int) -> bool:
    """Whether a line is there: one that was emptied by hand is not, unless a mark stands in it."""
    return any(
        form.get(f"{field}-{n}", "").strip() for field in ("name", "tel", "home", "child", "there", "day")
    )


def _row_from_fields(form: Mapping[str, str], n: int) -> ContactRow:
    day = form.get(f"day-{n}", "")
    try:
        date.fromisoformat(day)
    except ValueError:
        day = ""
    return replace(
        _build_row(form.get(f"name-{n}", "")[:LONGEST], form.get(f"tel-{n}", "")[:LONGEST_NUMBER]),
        kept=f"kept-{n}" in form,
        home=f"home-{n}" in form,
        child=f"child-{n}" in form,
        there=f"there-{n}" in form,
        day=day,
    )


def _build_row(name: str, tel: str) -> ContactRow:
    number = (to_e164(tel.strip()) or "") if _DIALLED.fullmatch(tel) else ""
    problem: Problem = ""
    if not number:
        problem = "bad_number" if tel.strip() else "no_number" if name.strip() else "no_name"
    return ContactRow(name=name, tel=tel, number=number, problem=problem)


def _row_as_typed(entry: str) -> ContactRow:
    """One person: the first number of a text, and the rest of it as the name."""
    phone = next(iter(find_phones(entry)), None)
    if phone is None:
        return _build_row(entry[:LONGEST], "")
    rest = f"{entry[: phone.start]} {entry[phone.end :]}"
    return _build_row(" ".join(rest.split())[:LONGEST], entry[phone.start : phone.end][:LONGEST_NUMBER])


def _mark_duplicates(rows: Sequence[ContactRow]) -> tuple[ContactRow, ...]:
    """Whoever is there twice is marked: below, the same name with no other number is one person."""
    found: list[ContactRow] = []
    for row in rows:
        twice = any(_is_same_person(row, other) for other in found)
        found.append(replace(row, problem="twice") if twice and row.problem != "no_name" else row)
    return tuple(found)


def _is_same_person(left: ContactRow, right: ContactRow) -> bool:
    names = fold_name(left.name), fold_name(right.name)
    if left.number and right.number:
        return left.number == right.number and (names[0] == names[1] or not all(names))
    return names[0] == names[1] != ""  # whoever has no number may be the other
