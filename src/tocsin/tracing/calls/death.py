"""Somebody died: nothing more is sent to them, at once, and a human speaks to those who live with them.

In one transaction every open file of the person is closed, what waits to leave is withdrawn, their conversations
end without a word, and whoever is written to on the same telephone, or lives with them, is rung. Engines of these
telephones wait meanwhile. What a gateway has in its hand may still leave, within seconds. Whatever comes later (a
result, a naming, a reply) begins no SMS either: ``Person.died``.
"""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId, FileSubject
from tocsin.conversation.phone_thread import end_sessions
from tocsin.conversation.session import BEREAVED, DEAD
from tocsin.locale.paris_time import PARIS
from tocsin.privacy import stored_threads
from tocsin.privacy.thread_pruning import find_next_due
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import execute_statement, fetch_rows
from tocsin.tracing.calls.change_log import ChangeLog
from tocsin.tracing.calls.model import NotedDeath
from tocsin.tracing.inbox import GIVEN
from tocsin.tracing.people.noted_details import REMOVED, name_file, note_details

Connection = psycopg.Connection[Any]
DEATH = "death"
"""What rows of change call it."""
NOT_DEAD = "not_dead"
"""Reason of a call to somebody whose death had been noted by mistake."""


class NoDeathNoted(RuntimeError):
    """No death is noted in the files of this person."""


class _PersonFiles(Struct, frozen=True, kw_only=True):
    """The files of one person, and those of whoever lives or is written to with them."""

    person: int | None
    cases: list[int]
    contacts: list[int]
    phones: list[int]
    """Of all of them."""
    household: list[tuple[FileSubject, int]]

    @property
    def own_files(self) -> dict[str, list[int]]:
        return {"cases": self.cases, "contacts": self.contacts}

    @property
    def sessions(self) -> set[str]:
        names = {str(ConversationId("contact", id)) for id in self.contacts}
        for id in self.cases:
            names |= {str(ConversationId("case", id)), str(ConversationId("follow", id))}
        return names

    @property
    def household_sessions(self) -> set[str]:
        names = {str(ConversationId(subject, id)) for subject, id in self.household}
        return names | {
            str(ConversationId("follow", id)) for subject, id in self.household if subject == "case"
        }

    def list_household(self, subject: FileSubject) -> list[int]:
        return [id for one, id in self.household if one == subject]


def hold_engines(connection: Connection, subject: FileSubject, id: int) -> None:
    """Let the engines of a person's telephones wait until the transaction ends; before anything else is locked."""
    found = _find_files(connection, subject, id)
    connection.execute(query("epidemiology.hold_engines"), {"phones": found.phones})


def hold_engines_of_task(connection: Connection, task: int) -> None:
    """The same for whoever a call is about."""
    for row in fetch_rows(connection, "epidemiology.of_task", task=task):
        hold_engines(connection, row.subject, row.id)


def record_death(
    connection: Connection,
    vault: Vault,
    subject: FileSubject,
    id: int,
    by: str,
    now: datetime,
    *,
    died_on: date | None = None,
    why: str = "call",
    zone: str = PARIS,
    task: int | None = None,
) -> None:
    """Note in a file that the person died, with everything that follows; in the caller's transaction.

    ``task``: the call in which it was said, which its own outcome ends. A death that is noted already stays as
    it was noted first. Raises BadFileDetail for a day that has not come.
    """
    found = _find_files(connection, subject, id)
    connection.execute(query("epidemiology.hold_engines"), {"phones": found.phones})
    note_details(connection, vault, subject, id, {"died_on": died_on} if died_on else {}, by, now, why, zone)
    log = ChangeLog(connection, by, now)
    asked = name_file(subject, id) | {"today": now.astimezone(UTC).date()}
    row = connection.execute(query("epidemiology.detail_row"), asked).fetchone()
    if row and execute_statement(connection, "epidemiology.death", id=row[0], now=now, by=by):
        log.add_change(subject, id, DEATH, GIVEN, why)
    if found.person:
        execute_statement(connection, "epidemiology.person_died", person=found.person, died=True)
    execute_statement(connection, "epidemiology.end_calls", now=now, task=task, **found.own_files)
    _end_conversations(connection, vault, found, now)
    execute_statement(
        connection, "epidemiology.withdraw", now=now, phones=found.phones,
        cases=found.cases + found.list_household("case"),
        contacts=found.contacts + found.list_household("contact"),
    )  # fmt: skip
    _close_files(connection, found, log, why)
    _ring_household(connection, found, log)


def take_back_death(
    connection: Connection, subject: FileSubject, id: int, by: str, now: datetime,
    why: str = "mistake", *, rings: bool = True,
) -> None:  # fmt: skip
    """The death was noted by mistake: the files are open again, and the person is to be rung.

    A conversation by SMS that was ended does not begin again, but the follow-up of a case once they are reached.
    ``rings``: False where the call in which it was noted is open again. Raises NoDeathNoted.
    """
    with connection.transaction():
        found = _find_files(connection, subject, id)
        noted = list_deaths(connection, subject, id)
        if not noted:
            raise NoDeathNoted(str(NoDeathNoted.__doc__))
        log = ChangeLog(connection, by, now)
        execute_statement(connection, "epidemiology.death_undone", **found.own_files)
        if found.person:
            execute_statement(connection, "epidemiology.person_died", person=found.person, died=False)
        execute_statement(
            connection,
            "epidemiology.end_household_calls",
            now=now,
            reason=BEREAVED,
            since=[one.noted_at for one in noted],
        )
        for one in noted:
            log.add_change(one.subject, one.id, DEATH, REMOVED, why)
        for row in fetch_rows(connection, "epidemiology.reopen", **found.own_files):
            log.add_change(row.subject, row.id, "reopened", "", why)
            if rings:
                log.execute(
                    "calls.ring_anew", subject=row.subject, id=row.id, phone=row.phone_id, reason=NOT_DEAD
                )


def list_deaths(connection: Connection, subject: FileSubject, id: int) -> tuple[NotedDeath, ...]:
    """The deaths noted in the files of the person of a file, the earliest first; mostly none."""
    return tuple(
        NotedDeath(
            subject="contact" if row.contact_id else "case",
            id=row.contact_id or row.case_id,
            noted_at=row.death_noted_at,
            noted_by=row.death_noted_by,
            died_on=row.died_on,
        )
        for row in fetch_rows(connection, "epidemiology.deaths", **name_file(subject, id))
    )


def _find_files(connection: Connection, subject: FileSubject, id: int) -> _PersonFiles:
    file = name_file(subject, id)
    person = next((row.person_id for row in fetch_rows(connection, "epidemiology.person", **file)), None)
    rows = fetch_rows(connection, "epidemiology.files", person=person, **file)
    cases = [row.id for row in rows if row.subject == "case"]
    contacts = [row.id for row in rows if row.subject == "contact"]
    own = sorted({row.phone_id for row in rows if row.phone_id})
    near = fetch_rows(connection, "epidemiology.household", cases=cases, contacts=contacts, phones=own)
    return _PersonFiles(
        person=person,
        cases=cases,
        contacts=contacts,
        phones=sorted({*own, *(row.phone_id for row in near if row.phone_id)}),
        household=[(row.subject, row.id) for row in near],
    )


def _end_conversations(connection: Connection, vault: Vault, found: _PersonFiles, now: datetime) -> None:
    """The person's conversations say nothing any more; those of the household go on with a human."""
    rows = connection.execute(query("epidemiology.threads"), {"phones": found.phones}).fetchall()
    phones, threads, off = [], [], []
    timers: list[tuple[int, int, datetime]] = []
    for phone, shard, sealed, day in rows:
        thread = stored_threads.unpack_thread(vault.open(sealed, stored_threads.PLACE))
        ended = end_sessions(thread, found.sessions, DEAD)
        ended = end_sessions(ended, found.household_sessions, BEREAVED, "human")
        phones.append(phone)
        threads.append(vault.seal(stored_threads.pack_thread(ended), stored_threads.PLACE, day, phone))
        if due := find_next_due(thread, ended, now):
            timers.append((phone, shard, due))
        else:
            off.append(phone)
    connection.execute(query("engine.threads"), {"phones": phones, "threads": threads})
    connection.execute(query("engine.timers_off"), {"phones": off})
    on, of, dues = (list(column) for column in zip(*timers, strict=True)) if timers else ([], [], [])
    connection.execute(query("engine.timers_on"), {"phones": on, "shards": of, "dues": dues, "now": now})


def _close_files(connection: Connection, found: _PersonFiles, log: ChangeLog, why: str) -> None:
    for row in fetch_rows(connection, "epidemiology.close", now=log.now, **found.own_files):
        log.add_change(row.subject, row.id, "closed", DEAD, why)


def _ring_household(connection: Connection, found: _PersonFiles, log: ChangeLog) -> None:
    execute_statement(
        connection, "epidemiology.ring_household", reason=BEREAVED, now=log.now,
        not_before=quiet_hours.find_next_allowed_time(log.now, PARIS),
        cases=[id if subject == "case" else None for subject, id in found.household],
        contacts=[id if subject == "contact" else None for subject, id in found.household],
    )  # fmt: skip
    for subject, id in found.household:
        log.add_change(subject, id, "to_call", BEREAVED, BEREAVED)
