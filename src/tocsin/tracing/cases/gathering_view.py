"""One gathering, told from its rows: the cases who were there, and the people whom they met there."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.charter.words import translate_wording
from tocsin.locale.catalogues import translate, translate_name
from tocsin.privacy.vault import Vault
from tocsin.protocol.wording import format_long_date
from tocsin.store.queries import query
from tocsin.tracing.calls.call_sheet import open_contact_details
from tocsin.tracing.calls.sheet_text import strip_control_characters
from tocsin.tracing.calls.statements import ChangeLog, Connection
from tocsin.tracing.cases.status import CaseStatus, compute_status
from tocsin.tracing.people.gatherings import SharedGathering


class NoSuchGathering(LookupError):
    """There is no gathering of this number."""


class GatheringParticipant(Struct, frozen=True, kw_only=True):
    """Somebody who was there."""

    id: int
    """Of the case, or of the contact."""
    name: str
    """Of a contact, as it was said; empty for a case."""
    named_by: int | None
    """The case who named them; None for a case."""
    became_case: int | None
    standing: CaseStatus
    territory: str = ""
    """Of the person of a case."""


class GatheringView(Struct, frozen=True, kw_only=True):
    """An event or a place, and who was there."""

    id: int
    on_day: date | None
    territory: str
    words: str
    """As the first of them told; empty once erased."""
    erased: bool
    cases: tuple[GatheringParticipant, ...]
    co_exposed: tuple[GatheringParticipant, ...]


def read_gathering(connection: Connection, vault: Vault, id: int, agent: str, now: datetime) -> GatheringView:
    """A gathering as it stands at ``now``. That the agent read it is written down in the file of each case.

    Raises NoSuchGathering.
    """
    with connection.transaction():
        found = _fetch_rows(connection, "one", gathering=id)
        if not found:
            raise NoSuchGathering(f"{str(NoSuchGathering.__doc__).rstrip('.')}: {id}")
        cases, co_exposed = read_participants(connection, vault, [id], agent, now)
    (one,) = found
    return GatheringView(
        id=one.id,
        on_day=one.on_day,
        territory=one.territory,
        words=vault.open(one.sealed, "gathering.sealed").decode() if one.sealed else "",
        erased=one.erased,
        cases=cases,
        co_exposed=co_exposed,
    )


def read_participants(
    connection: Connection, vault: Vault, gatherings: Sequence[int], agent: str, now: datetime
) -> tuple[tuple[GatheringParticipant, ...], tuple[GatheringParticipant, ...]]:
    """The cases who were at one of some gatherings, and the people named as having been there.

    That the agent read it is written down in the file of each case, in the transaction of the caller.
    """
    cases = _fetch_rows(connection, "there", gatherings=list(gatherings))
    people = _fetch_rows(connection, "co_exposed", gatherings=list(gatherings))
    log = ChangeLog(connection, agent, now)
    for case in cases:
        log.add_change("case", case.case_id, "read", str(gatherings[0]), "gathering")
    return (
        tuple(_make_case_participant(case, now) for case in cases),
        tuple(_make_contact_participant(vault, person, now) for person in people),
    )


def _fetch_rows(connection: Connection, name: str, /, **asked: Any) -> list[Any]:
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(query(f"gatherings.{name}"), asked).fetchall()


def _make_case_participant(found: Any, now: datetime) -> GatheringParticipant:
    stands = compute_status(found, now, to_call=found.to_call)
    return GatheringParticipant(
        id=found.case_id, name="", named_by=None, became_case=None, standing=stands, territory=found.territory
    )


def _make_contact_participant(vault: Vault, found: Any, now: datetime) -> GatheringParticipant:
    details = open_contact_details(vault, found.sealed)
    return GatheringParticipant(
        id=found.id,
        name=details.name or details.number or "?",
        named_by=found.case_id,
        became_case=found.became_case_id,
        standing=compute_status(found, now, to_call=found.to_call),
    )


def render_gathering(one: GatheringView, lang: str = "fr") -> str:
    """A gathering as text."""
    return "".join(f"{strip_control_characters(line)}\n" for line in _iterate_lines(one, lang))


def render_shared_gatherings(met: list[SharedGathering], lang: str = "fr") -> str:
    """Gatherings where cases meet, one a line, without the name of anybody."""
    if not met:
        return translate("case.gathering", "no_gathering_has_more", lang)
    return "".join(f"{strip_control_characters(line)}\n" for line in _iterate_shared_lines(met, lang))


def _iterate_shared_lines(met: list[SharedGathering], lang: str) -> Iterator[str]:
    for one in met:
        where = _format_day_and_place(one.on_day, one.territory, lang)
        cases = ", ".join(str(case) for case in one.cases)
        people = f"{one.co_exposed} {translate('case.gathering', 'people_met_there', lang)}"
        head = (
            f"{one.id:>6}  {len(one.cases)} {translate('case.gathering', 'cases', lang)} ({cases}), {people}"
        )
        yield f"{head} : {one.words or '?'}, {where}"


def _iterate_lines(one: GatheringView, lang: str) -> Iterator[str]:
    label = one.words or (translate("case.gathering", "erased", lang) if one.erased else "?")
    yield f"{translate('case.gathering', 'gathering', lang)} {one.id} : {label}"
    yield f"{_format_day_and_place(one.on_day, one.territory, lang)}."
    yield ""
    yield f"{translate('case.gathering', 'cases_who_were_there', lang)} : {len(one.cases)}"
    for case in one.cases:
        yield f"  {translate('case.gathering', 'case', lang)} {case.id} : {translate_name('call.standings', case.standing, lang)}"
    yield ""
    yield f"{translate('case.gathering', 'people_met_there_2', lang)} : {len(one.co_exposed)}"
    for person in one.co_exposed:
        stands = translate_name("call.standings", person.standing, lang)
        if person.became_case:
            stands = f"{translate('case.gathering', 'became_case', lang)} {person.became_case}"
        by = f"{translate('case.gathering', 'named_by_case', lang)} {person.named_by}"
        yield f"  {person.id}  {person.name} : {stands} ({by})"


def _format_day_and_place(day: date | None, territory: str, lang: str) -> str:
    on = (
        translate_wording(format_long_date(day), lang)
        if day
        else translate("case.gathering", "day_not_known", lang)
    )
    return f"{on}, département {territory}" if territory else on
