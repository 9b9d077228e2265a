"""A file told from its rows: what happened, whom the case named, and the chain both ways."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from tocsin.charter.words import said
from tocsin.conversation import quiet
from tocsin.protocol.wording import in_words
from tocsin.tracing.calls import words
from tocsin.tracing.calls.model import Line, Past
from tocsin.tracing.calls.rows import Connection, Log, row, rows
from tocsin.tracing.calls.script import plain, word
from tocsin.tracing.calls.sheet import contact_of, name_of, past, person_of, thread
from tocsin.tracing.chain import MOST, Link, ancestors, descendants
from tocsin.tracing.standing import Standing, standing
from tocsin.tracing.vault import Vault


class NoSuchCase(LookupError):
    """There is no case of this number."""


class Named(Struct, frozen=True, kw_only=True):
    """Somebody whom the case named."""

    id: int
    name: str
    standing: Standing
    same_as: int | None
    became_case: int | None
    gathering: int | None


class Changed(Struct, frozen=True):
    """A row of ``Change``."""

    at: datetime
    what: str
    before: str
    after: str
    why: str
    by: str


Event = Changed | Past | Line
"""A change, a call or an SMS."""


class CaseFile(Struct, frozen=True, kw_only=True):
    """Everything about a case."""

    id: int
    person_id: int
    name: str
    territory: str
    """Département of the person; empty where it is not known."""
    zone: str
    standing: Standing
    deadline: datetime
    onset_on: date | None
    """First day of symptoms, where an agent was told."""
    isolation_end: date | None
    events: tuple[Event, ...]
    """What happened, in order."""
    named: tuple[Named, ...]
    up: tuple[Link, ...]
    down: tuple[Link, ...]


def case_file(
    connection: Connection,
    vault: Vault,
    case_id: int,
    agent: str,
    now: datetime,
    why: str = "agent",
    links: int = MOST,
) -> CaseFile:
    """A case as it stands at ``now``. That the agent read it, and why, is written down. Raises NoSuchCase.

    ``links`` is how many links of the chain are read, each way.
    """
    with connection.transaction():
        found = row(connection, "case", case=case_id)
        if found is None:
            raise NoSuchCase(f"{str(NoSuchCase.__doc__).rstrip('.')}: {case_id}")
        changes = rows(connection, "changes_of_case", case=case_id)
        calls = past(connection, vault, case_id, None)
        said_ = thread(connection, vault, case_id, None)
        Log(connection, agent, now).change("case", case_id, "read", "", why)
    return CaseFile(
        id=case_id,
        person_id=found.person_id,
        territory=found.territory,
        name=name_of(person_of(vault, found.person)),
        zone=found.zone,
        standing=standing(found, now, to_call=found.to_call),
        deadline=found.deadline,
        onset_on=found.onset_on,
        isolation_end=found.isolation_end,
        events=in_order([Changed(*one) for one in changes], calls, said_),
        named=tuple(_named(vault, one, now) for one in rows(connection, "named", case=case_id)),
        up=tuple(ancestors(connection, case_id, links)),
        down=tuple(descendants(connection, case_id, links)),
    )


def in_order(changes: list[Changed], calls: list[Past], lines: list[Line]) -> tuple[Event, ...]:
    """What happened, in order; of the same moment, changes first."""
    events: list[Event] = [*changes, *calls, *lines]
    return tuple(sorted(events, key=lambda event: event.at))


def render(file: CaseFile, lang: str = "fr") -> str:
    """A file as text; moments are in the person's own time."""
    return "".join(f"{plain(line)}\n" for line in _lines(file, lang))


def _named(vault: Vault, one: Any, now: datetime) -> Named:
    details = contact_of(vault, one.sealed)
    return Named(
        id=one.id,
        name=details.name or details.number or "?",
        standing=Standing.TO_CONFIRM if one.unconfirmed else standing(one, now, to_call=one.to_call),
        same_as=one.same_as_id,
        became_case=one.became_case_id,
        gathering=one.gathering_id,
    )


def _lines(file: CaseFile, lang: str) -> Iterator[str]:
    def say(fr: str, en: str) -> str:
        return en if lang == "en" else fr

    def moment(at: datetime) -> str:
        here = quiet.local(at, file.zone)
        return f"{said(in_words(here.date(), year=False), lang)} {here:%H:%M}"

    name = file.name or say("nom effacé", "name erased")
    yield say(f"Cas {file.id} : {name}", f"Case {file.id}: {name}")
    stands = word(words.STANDINGS, file.standing, lang)
    yield say(f"Où il en est : {stands}.", f"Standing: {stands}.")
    yield say(f"À joindre avant : {moment(file.deadline)}.", f"To reach before: {moment(file.deadline)}.")
    if file.onset_on:
        day = said(in_words(file.onset_on), lang)
        yield say(f"Premiers symptômes : {day}.", f"First symptoms: {day}.")
    if file.isolation_end:
        day = said(in_words(file.isolation_end), lang)
        yield say(f"Isolement jusqu'au {day} inclus.", f"Isolation through {day}.")
    yield ""
    for event in file.events:
        yield f"  {moment(event.at)}  {_event(event, lang)}"
    yield ""
    yield say(f"Personnes nommées : {len(file.named)}", f"People named: {len(file.named)}")
    for one in file.named:
        also = [word(words.STANDINGS, one.standing, lang)]
        if one.became_case:
            also = [say(f"devenu le cas {one.became_case}", f"became case {one.became_case}")]
        elif one.same_as:
            also = [say(f"comme le contact {one.same_as}", f"as contact {one.same_as}")]
        if one.gathering:
            also.append(say(f"rassemblement {one.gathering}", f"gathering {one.gathering}"))
        yield f"  {one.id}  {one.name} : {', '.join(also)}"
    for links, fr, en in (
        (file.up, "A pu être contaminé par", "May have been infected by"),
        (file.down, "A pu contaminer", "May have infected"),
    ):
        if links:
            yield ""
            yield say(fr, en)
            for link in links:
                yield f"  {'  ' * (link.depth - 1)}{say('cas', 'case')} {link.source} > {link.case}"


def _event(what: Event, lang: str) -> str:
    match what:
        case Line(_, ours, text, failed):
            who = (
                ("us" if lang == "en" else "nous")
                if ours
                else ("the person" if lang == "en" else "la personne")
            )
            lost = (" (did not arrive)" if lang == "en" else " (pas arrivé)") if failed else ""
            return f"SMS, {who}{lost} : {' '.join(text.split())}"
        case Past(_, outcome, agent, note):
            call = "call" if lang == "en" else "appel"
            return f"{call}, {word(words.OUTCOMES, outcome, lang)} ({agent}) {note}".rstrip()
        case Changed(_, name, before, after, why, by):
            values = " > ".join(word(words.VALUES, one, lang) for one in (before, after) if one)
            return f"{word(words.CHANGES, name, lang)} {values}".rstrip() + f" ({why}, {by})"
