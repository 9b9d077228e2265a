"""The rows of a line list as they stream out of the store, under pseudonyms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from secrets import token_bytes
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.locale.paris_time import PARIS_ZONE
from tocsin.metrics.line_list.pseudonyms import ExportPseudonyms
from tocsin.privacy.encrypted_payloads import open_person_details
from tocsin.privacy.vault import UNOPENABLE, Vault
from tocsin.store.queries import query

FETCHED: Final = 2_000
"""Rows that are held at once."""
_FIRST: Final = date(1970, 1, 1)
_LAST: Final = date(2200, 1, 1)
"""Days beyond which nothing lies."""


class LineListSelection(Struct, frozen=True, kw_only=True):
    territories: tuple[str, ...] | None
    """Codes of départements; None: everywhere. Who lives nobody knows where is in every list."""
    since: datetime
    until: datetime
    """Results that came in from the one moment until before the other."""
    disease: str = ""
    """Empty: all of them."""


def select_days(
    territories: tuple[str, ...] | None, since: date | None, until: date | None, disease: str = ""
) -> LineListSelection:
    """The cases whose results came in from one day to another, both included, by the clock of Paris; None: without that end."""
    after = until + timedelta(days=1) if until and until < _LAST else _LAST
    return LineListSelection(
        territories=territories,
        since=_find_midnight(max(since or _FIRST, _FIRST)),
        until=_find_midnight(after),
        disease=disease,
    )


def _find_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS_ZONE).astimezone(UTC)


class LineListCase(Struct, frozen=True, kw_only=True):
    """A case: the columns of ``linelist``, in their order."""

    id: str
    disease: str
    date_onset: date | None
    date_sample: date | None
    date_result: date
    date_reported: date
    date_reached: date | None
    date_isolation_end: date | None
    age_band: str
    sex: str
    territory: str
    exposure_setting: str
    hospitalised: bool | None
    date_admission: date | None
    date_discharge: date | None
    died: bool | None
    date_death: date | None
    follow_up_days: int
    follow_up_last: str
    places: str
    was_contact: bool
    contacts_named: int


class LineListLink(Struct, frozen=True, kw_only=True):
    """A case named somebody: the columns of ``contacts``, in their order."""

    source: str
    """``from``."""
    target: str
    """``to``."""
    date_last_contact: date | None
    date_named: date | None
    household: bool | None
    exposure_setting: str
    how: str
    reached: bool | None
    date_tested: date | None
    follow_up_days: int | None
    follow_up_last: str
    became_case: bool
    disease: str
    """Of the case that named; no column."""
    first: bool
    """Whether it is the first link to this person; no column."""


_OF_NAMING: Final[dict[str, Any]] = {
    "date_last_contact": None, "date_named": None, "household": None, "exposure_setting": "", "how": "", "reached": None,
    "date_tested": None, "follow_up_days": None, "follow_up_last": "",
}  # fmt: skip
"""What is told of a naming by a case of the list, with what stands there of any other."""


def iterate_cases(
    connection: psycopg.Connection[Any],
    vault: Vault,
    selection: LineListSelection,
    pseudonyms: ExportPseudonyms,
) -> Iterator[tuple[LineListCase, date]]:
    """Each case, and the day of whose collection the months that its data are kept run. In a transaction."""
    for row in _iterate_rows(connection, "cases", selection):
        yield (
            LineListCase(
                id=pseudonyms.make_pseudonym("case", row.id),
                sex=_open_sex(vault, row.person),
                places=_join_places(pseudonyms, row),
                **{
                    name: getattr(row, name)
                    for name in LineListCase.__struct_fields__
                    if name not in ("id", "sex", "places")
                },
            ),
            row.collected_on,
        )


def iterate_links(
    connection: psycopg.Connection[Any], selection: LineListSelection, pseudonyms: ExportPseudonyms
) -> Iterator[LineListLink]:
    """Each link of the list. In a transaction.

    Of a naming by a case that is not in the list, nothing is told but that it leads here.
    """
    for row in _iterate_rows(connection, "links", selection):
        told = {name: getattr(row, name) if row.own else empty for name, empty in _OF_NAMING.items()}
        yield LineListLink(
            source=pseudonyms.make_pseudonym("case", row.source),
            target=_make_target(pseudonyms, row),
            became_case=row.became is not None,
            disease=row.disease,
            first=row.first,
            **told,
        )


def _join_places(pseudonyms: ExportPseudonyms, row: Any) -> str:
    found = [pseudonyms.make_pseudonym("cluster", id) for id in row.clusters or ()]
    found += [pseudonyms.make_pseudonym("gathering", id) for id in row.gatherings or ()]
    return " ".join(sorted(found))


def _make_target(pseudonyms: ExportPseudonyms, row: Any) -> str:
    if row.became is not None:
        return pseudonyms.make_pseudonym("case", row.became)
    if row.person is not None:
        return pseudonyms.make_pseudonym("person", row.person)
    return pseudonyms.make_pseudonym("contact", row.contact)


def _iterate_rows(
    connection: psycopg.Connection[Any], name: str, selection: LineListSelection
) -> Iterator[Any]:
    asked = {
        "territories": None if selection.territories is None else list(selection.territories),
        "since": selection.since,
        "until": selection.until,
        "disease": selection.disease,
        "order": token_bytes(16),
    }
    with connection.cursor(f"linelist_{name}", row_factory=namedtuple_row) as cursor:
        cursor.itersize = FETCHED
        cursor.execute(query(f"linelist.{name}"), asked)
        yield from cursor


def _open_sex(vault: Vault, sealed: bytes | None) -> str:
    """The sex, where it is known and its key was not destroyed."""
    try:
        return open_person_details(vault, sealed).sex
    except UNOPENABLE:
        return ""
