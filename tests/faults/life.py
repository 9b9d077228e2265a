"""A few people, whatever may happen to them, and what must be so after each thing that did."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from msgspec import Struct

from tests.faults.invariants import Checks
from tests.faults.seen import Seen
from tests.tracing.conversations.office import Office
from tests.tracing.intake.results import row, table
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.privacy import stored_threads
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.vault import Vault
from tocsin.sms.gateway import DeliveryState
from tocsin.tracing.calls import model, outcomes, task_queue
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.cases.status import CaseStatus, compute_status
from tocsin.tracing.inbox import ReplyReceived
from tocsin.tracing.intake.intake_run import run_intake as take_in
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome

HOME: Final = "+33639987001"
"""A mobile that two share."""


class Someone(Struct, frozen=True):
    """Somebody of the story."""

    given: str
    family: str
    born: str
    number: str
    minor: bool = False


PEOPLE: Final = (
    Someone("Léa", "DURAND", "1990-02-01", HOME),
    Someone("Marc", "DURAND", "1988-06-11", HOME),
    Someone("Zoé", "DURAND", "2015-01-09", HOME, minor=True),
    Someone("Karim", "BENALI", "1971-12-24", "+33639987002"),
    Someone("Nadia", "ROUX", "2000-02-29", "+33639987003"),
    Someone("Odette", "PETIT", "1938-05-05", "+33199007004"),
    Someone("Paul", "SANS", "1960-07-07", ""),
)
MOBILES: Final = (HOME, "+33639987002", "+33639987003")
SAYINGS: Final = (
    "oui", "non", "oui c'est moi", "STOP", "ce n'est pas moi", "vous vous trompez de numéro", "appelez-moi",
    "personne", "Karim 06 39 98 70 02", "Léa 06 39 98 70 01, Nadia 06 39 98 70 03 et ma mère",
    "je ne l'ai pas", "Odette 01 99 00 70 04", "Karim", "c'est bon", "english please", "c'est une arnaque ?",
    "hier", "?", "merci",
    "le 2 mars", "j'ai besoin d'aide pour les courses", "plus tard",
)  # fmt: skip
NAMED: Final = ("Karim 06 39 98 70 02", "Nadia", "Marc 06 39 98 70 01, Odette 01 99 00 70 04", "")
TABLES: Final = ("case", "contact", "calltask", "message", "phone", "person")


class Life:
    """The office, and everybody who acts on it."""

    def __init__(self, db: psycopg.Connection[Any], vault: Vault, folder: Path) -> None:
        db.autocommit = True
        self.office = Office(db, vault)
        self.db, self.vault, self.folder = db, vault, folder
        self.numbered = 0
        self.place = GatewayIdentity(
            gateway="gateway-1", account="38663", lane="38663", policy=GatewayPolicy()
        )
        self.stopped: dict[int, int] = {}
        """Phone -> messages that had left for it when it was first seen that it wants none."""
        self.changes: tuple[int, int, int] = (0, 0, 0)
        """How many, the last, and a sum over their contents."""

    @property
    def now(self) -> datetime:
        return self.office.now

    # ---- what happens

    def result(self, who: Someone, id: str, value: str, status: str, laboratory: str) -> None:
        """A file of one result comes in."""
        self.numbered += 1
        resulted = self.now - timedelta(minutes=30)
        path = self.folder / f"{self.numbered}.csv"
        written = row(
            laboratory=laboratory, result_id=id, status=status, value=value,
            taken_at=(resulted - timedelta(hours=20)).isoformat(), resulted_at=resulted.isoformat(),
            family_name=who.family, given_names=who.given, birth_date=who.born,
            phone="" if who.minor else who.number,
            guardian_family_name="DURAND" if who.minor else "",
            guardian_given_names="Léa" if who.minor else "",
            guardian_phone=who.number if who.minor else "",
        )  # fmt: skip
        path.write_text(f"{table(written)}\n")
        with ResultFiles([path]) as given:
            list(take_in(given.files, StoreSink(self.db, self.vault, self.now), self.now))

    def write_replies(self, number: str, text: str) -> None:
        """A phone that was written to answers."""
        found = self.db.execute(
            "select id, shard from tracing_phone where number_index = any(%s)",
            (self.vault.list_indexes("number", number),),
        ).fetchone()
        if found is None:
            return
        self.numbered += 1
        self.office.post(*found, f"sms:{self.numbered}", ReplyReceived(text))

    def network(self, fate: str) -> None:
        """What is ready to leave meets its fate: it arrives, fails, is in doubt, or is taken and no more."""
        rows = self.office.all(
            """select message_id from tracing_outbox where not_before <= %s and leased_by is null
               order by priority, deadline limit 3""",
            self.now,
        )
        for (id,) in rows:
            out = BatchOutcome(submitted={id: self.now}, completed=[id])
            if fate == "arrives":
                out.receipts.append(PartOutcome(id, 1, 1, "", DeliveryState.DELIVERED, self.now))
            elif fate == "fails":
                out.receipts.append(PartOutcome(id, 1, 1, "", DeliveryState.UNDELIVERABLE, self.now))
            elif fate == "refused":
                out = BatchOutcome(failed={id: ("smpp_0x0000000b", self.now)})
            elif fate == "doubt":
                out = BatchOutcome(uncertain={id: ("line_dropped", self.now)})
            with self.db.transaction():
                persist_outcome(self.db, self.vault, self.place, out, self.now)

    def rings(self, agent: str, outcome: model.Outcome, named: str, nobody: bool) -> None:
        """An agent takes the next call, and writes down what came of it."""
        sheet = task_queue.take_next_call(self.db, self.vault, agent, self.now)
        if sheet is None:
            return
        told = (named,) if named and sheet.contact_id is None and outcome == "reached" else ()
        facts: dict[str, object] = (
            {"nobody": True} if nobody and sheet.contact_id is None and not told else {}
        )
        facts |= {"identity_confirmed": True, "instructions_given": True, "interpreter": "ar"}
        outcomes.record_outcome(
            self.db, self.vault, sheet.task_id, agent, self.now, outcome, contacts=told, facts=facts
        )

    def work(self) -> None:
        self.office.step()

    def later(self, by: timedelta) -> None:
        self.office.now += by

    def sweep(self) -> None:
        sweep_tasks(self.db, self.now)

    def erase(self) -> None:
        """What is three months old goes."""
        erase_due(self.db, self.vault, self.now.date(), self.now, by="test")
        self.changes = self._changes()

    # ---- what must be so

    def broken(self) -> list[str]:
        checks = Checks(self.db, self.vault, Seen.of([]), self.now)
        said = [*checks.calls()]
        said += [*self._standings(), *self._stopped(), *self._append_only(), *self._next_things()]
        if not self._erased():
            said += checks.threads_and_messages_agree()
        said += self._faults()
        return said

    def _erased(self) -> bool:
        return bool(self.office.one("select count(*) from tracing_erasure"))

    def _standings(self) -> list[str]:
        """Computed from rows, never impossible."""
        found = []
        for kind, listed in (("case", "listed_at"), ("contact", "null::timestamptz")):
            cursor = self.db.cursor(row_factory=psycopg.rows.namedtuple_row)
            cursor.execute(
                f"""select id, submitted_at, delivered_at, answered_at, reached_at, {listed} as listed_at,
                      closed_at, deadline, outcome, {"received_at" if kind == "case" else "named_at"} as began
                    from tracing_{kind}""".encode()
            )
            for one in cursor:
                where = compute_status(one, self.now)
                name = f"{kind} {one.id} ({where})"
                moments = (one.submitted_at, one.delivered_at, one.answered_at, one.listed_at, one.closed_at)
                if any(moment and not one.began <= moment <= self.now for moment in moments):
                    found.append(f"{name}: a moment before it began, or to come")
                if one.closed_at and not one.outcome:
                    found.append(f"{name}: closed, and nobody knows how")
                if one.outcome == "void" and where is not CaseStatus.VOID:
                    found.append(f"{name}: void, and not closed")
                if one.listed_at and not one.answered_at:
                    found.append(f"{name}: named contacts without having answered")
                if one.delivered_at and not one.submitted_at:
                    found.append(f"{name}: delivered and not sent")
        return found

    def _threads(self) -> dict[int, PhoneThread]:
        rows = self.office.all(
            "select id, int8send(id) || thread from tracing_phone where thread is not null"
        )
        return {
            id: stored_threads.unpack_thread(self.vault.open(bytes(sealed), stored_threads.PLACE))
            for id, sealed in rows
        }

    def _stopped(self) -> list[str]:
        """Nothing is sent to a phone after the confirmation of its STOP."""
        found = []
        for phone, thread in self._threads().items():
            if not thread.stopped:
                self.stopped.pop(phone, None)
                continue
            issued = self.office.one("select count(*) from tracing_message where phone_id = %s", phone)
            if issued > self.stopped.setdefault(phone, issued):
                found.append(f"phone {phone}: written to after STOP")
            waiting = self.office.all(
                """select m.template from tracing_outbox o join tracing_message m on m.id = o.message_id
                   where o.phone_id = %s and m.template <> 'common.stop'""",
                phone,
            )
            if waiting:
                found.append(f"phone {phone}: said STOP, and {waiting} is still to be sent")
        return found

    def _changes(self) -> tuple[int, int, int]:
        row = self.db.execute(
            """select count(*), coalesce(max(id), 0), coalesce(sum(hashtext(c::text)), 0)
               from tracing_change c"""
        ).fetchone()
        assert row
        return row[0], row[1], row[2]

    def _append_only(self) -> list[str]:
        count, last, total = self.changes
        row = self.db.execute(
            """select count(*), coalesce(sum(hashtext(c::text)), 0) from tracing_change c where id <= %s""",
            (last,),
        ).fetchone()
        self.changes = self._changes()
        return [] if row == (count, total) else ["a change was changed, or is gone"]

    def _next_things(self) -> list[str]:
        """Every open file has something that comes next, for whatever reason nobody thinks of it."""
        rows = self.office.all(
            """
            with files as (
              select 'case' as kind, id, phone_id, answered_at, deadline, closed_at is null as open
              from tracing_case
              union all
              select 'contact', id, phone_id, answered_at, deadline,
                closed_at is null and same_as_id is null and became_case_id is null
              from tracing_contact)
            select f.kind, f.id, f.phone_id from files f
            where f.open
              and not (f.answered_at is null and f.deadline > %s)  -- the sweep will see to it
              and not exists (select 1 from tracing_timer t where t.phone_id = f.phone_id)
              and not exists (select 1 from tracing_inbox i where i.phone_id = f.phone_id)
              and not exists (select 1 from tracing_calltask k where k.done_at is null
                and case f.kind when 'case' then k.case_id else k.contact_id end = f.id)
            """,
            self.now - timedelta(hours=24),
        )
        return [f"{kind} {id} is open, and nothing comes next" for kind, id, _ in rows]

    def _faults(self) -> list[str]:
        rows = self.office.all("select subject, subject_id, after from tracing_change where what = 'fault'")
        return [f"{subject} {id}: the engine could not take an event: {kind}" for subject, id, kind in rows]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
