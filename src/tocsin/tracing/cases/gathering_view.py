"""One gathering, told from its rows: the cases who were there, and the people whom they met there."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.charter.words import translate_wording
from tocsin.locale.catalogues import translate_name
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
        asked = {"gathering": id}
        found = _fetch_rows(connection, "one", asked)
        if not found:
            raise NoSuchGathering(f"{str(NoSuchGathering.__doc__).rstrip('.')}: {id}")
        cases = _fetch_rows(connection, "there", asked)
        people = _fetch_rows(connection, "co_exposed", asked)
        log = ChangeLog(connection, agent, now)
        for case in cases:
            log.add_change("case", case.case_id, "read", str(id), "gathering")
    (one,) = found
    return GatheringView(
        id=one.id,
        on_day=one.on_day,
        territory=one.territory,
        words=vault.open(one.sealed, "gathering.sealed").decode() if one.sealed else "",
        erased=one.erased,
        cases=tuple(_make_case_participant(case, now) for case in cases),
        co_exposed=tuple(_make_contact_participant(vault, person, now) for person in people),
    )


def _fetch_rows(connection: Connection, name: str, asked: dict[str, int]) -> list[Any]:
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(query(f"gatherings.{name}"), asked).fetchall()


def _make_case_participant(found: Any, now: datetime) -> GatheringParticipant:
    stands = compute_status(found, now, to_call=found.to_call)
    return GatheringParticipant(id=found.case_id, name="", named_by=None, became_case=None, standing=stands)


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
    return "".join(f"{strip_control_characters(line)}\n" for line in _iterate_lines(one, lang != "fr"))


def render_shared_gatherings(met: list[SharedGathering], lang: str = "fr") -> str:
    """Gatherings where cases meet, one a line, without the name of anybody."""
    english = lang != "fr"
    if not met:
        return (
            "No gathering has more than one case.\n"
            if english
            else "Aucun rassemblement n'a plus d'un cas.\n"
        )
    return "".join(f"{strip_control_characters(line)}\n" for line in _iterate_shared_lines(met, english))


def _iterate_shared_lines(met: list[SharedGathering], english: bool) -> Iterator[str]:
    for one in met:
        where = _format_day_and_place(one.on_day, one.territory, english)
        cases = ", ".join(str(case) for case in one.cases)
        people = f"{one.co_exposed} {'people met there' if english else 'personnes côtoyées'}"
        head = f"{one.id:>6}  {len(one.cases)} {'cases' if english else 'cas'} ({cases}), {people}"
        yield f"{head} : {one.words or '?'}, {where}"


def _iterate_lines(one: GatheringView, english: bool) -> Iterator[str]:
    lang = "en" if english else "fr"
    label = one.words or (("erased" if one.erased else "?") if english else "effacé" if one.erased else "?")
    yield f"{'Gathering' if english else 'Rassemblement'} {one.id} : {label}"
    yield f"{_format_day_and_place(one.on_day, one.territory, english)}."
    yield ""
    yield f"{'Cases who were there' if english else 'Cas qui y étaient'} : {len(one.cases)}"
    for case in one.cases:
        yield f"  {'case' if english else 'cas'} {case.id} : {translate_name('call.standings', case.standing, lang)}"
    yield ""
    yield f"{'People met there' if english else 'Personnes côtoyées'} : {len(one.co_exposed)}"
    for person in one.co_exposed:
        stands = translate_name("call.standings", person.standing, lang)
        if person.became_case:
            stands = f"{'became case' if english else 'devenu le cas'} {person.became_case}"
        by = f"{'named by case' if english else 'nommé par le cas'} {person.named_by}"
        yield f"  {person.id}  {person.name} : {stands} ({by})"


def _format_day_and_place(day: date | None, territory: str, english: bool) -> str:
    on = (
        translate_wording(format_long_date(day), "en" if english else "fr")
        if day
        else "day not known"
        if english
        else "jour inconnu"
    )
    return f"{on}, département {territory}" if territory else on
