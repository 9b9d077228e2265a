"""What a batch changes, written: rows in bulk, in one transaction of the caller."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy.encrypted_payloads import open_contact_details
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing import inbox
from tocsin.tracing.contact_matching.mention_batch import fold_first_name
from tocsin.tracing.conversations.effect_rows import ChangeRow
from tocsin.tracing.conversations.step_writer import write_changes
from tocsin.tracing.intake.contactability import find_department
from tocsin.tracing.intake.person_writer import PersonWriter, copy_rows, find_namesakes, find_reach_zone
from tocsin.tracing.intake.result_batch import BatchCase, BatchPerson, ResultBatch, ResultRevision
from tocsin.tracing.intake.result_decision import TO_REACH
from tocsin.tracing.intake.withdrawals import find_told_cases, tell_cases, tell_contacts

A_CONTACT_FOR = timedelta(days=14)
"""After a naming within which a contact who tests positive became a case."""


class BatchWriter:
    def __init__(self, batch: ResultBatch, now: datetime, file: int) -> None:
        self.batch = batch
        self.connection: psycopg.Connection[Any] = batch.connection
        self.vault: Vault = batch.vault
        self.now = now
        self.today = now.date()
        self.file = file
        self.people = PersonWriter(batch, now)
        self.phones = self.people.phones
        self.events: list[inbox.InboxEntry] = []
        self.changes: list[tuple[str, int, str, str, str, str]] = []
        """Subject, id, what, before, after, why."""
        self.opened = 0
        self.voided = 0

    def write_batch(self) -> None:
        """Everything, in an order in which nobody waits for us who makes us wait."""
        cases = list(self.batch.cases.values())
        people = [person for person in self.batch.people.values() if person.record is not None]
        self.people.get_or_create_phones(people, cases)
        others = find_namesakes(self.connection, cases, self.phones)
        guardians = self.people.write_people(people)
        self._assign_phones(cases)
        self._write_cases([case for case in cases if case.new])
        self._write_results(list(self.batch.changed.values()))
        self._count_negatives()
        self.people.write_holdings(people, guardians)
        self._execute("contact_matching.lock")
        self._write_moved_cases([case for case in cases if not case.new])
        self.people.renew_known_people([person for person in people if not person.new])
        self._link_contacts([case for case in cases if case.new and case.supports])
        self._begin_cases(cases)
        inbox.post_events(self.connection, self.vault, self.events)
        for one in others:
            self.changes.append(("case", one.case, "namesake", str(one.result), str(one.phone), "result"))
        self._write_changes()
        if others:
            self._execute("sweep.namesakes", cases=[one.case for one in others], now=self.now)

    # ---- results and cases

    def _assign_phones(self, cases: Sequence[BatchCase]) -> None:
        """The phone of each case that has none yet, and its first result."""
        for case in cases:
            if case.route and case.route.number and case.phone is None:
                case.phone, case.shard = self.phones[case.route.number]
            if case.stored:
                case.resulted_at, case.sample_on = case.stored
            elif case.record:
                case.resulted_at = case.record.resulted_at
            if case.supports and case.first_support != case.earlier_support:
                case.resulted_at, sample = case.first_support
                case.sample_on = sample or case.sample_on

    def _write_cases(self, cases: Sequence[BatchCase]) -> None:
        if not cases:
            return
        self.opened += len(cases)
        self.voided += sum(not case.supports for case in cases)
        copy_rows(self.connection,
            "intake.add_cases",
            (
                (
                    case.id, case.person.id, case.phone, case.disease, case.resulted_at, self.now,
                    _compute_deadline(case), case.sample_on, None if case.supports else self.now,
                    "" if case.supports else "void", False,
                )
                for case in cases
            ),
        )  # fmt: skip

    def _write_results(self, results: Sequence[ResultRevision]) -> None:
        copy_rows(self.connection,
            "intake.add_results",
            (
                (
                    one.id, self.file, one.record.place, one.source, one.version, _person_id(one),
                    one.case or None, one.record.disease, one.meaning, one.disposition, one.taken_at,
                    one.resulted_at, self.now,
                )
                for one in results
                if one.new and one.record
            ),
        )  # fmt: skip
        known = [one for one in results if not one.new]
        if known:
            self._execute(
                "intake.change_results",
                ids=[one.id for one in known],
                versions=[one.version for one in known],
                persons=[_person_id(one) for one in known],
                cases=[one.case or None for one in known],
                meanings=[one.meaning for one in known],
                dispositions=[one.disposition for one in known],
                taken=[one.taken_at for one in known],
                resulted=[one.resulted_at for one in known],
            )
        for id, before, after, why in self.batch.corrections:
            self.changes.append(("result", id, "meaning", before, after, why))

    def _count_negatives(self) -> None:
        counted = {one: more for one, more in self.batch.negatives.items() if more}
        if counted:
            self._execute(
                "intake.count_negatives",
                days=[one.day for one in counted],
                diseases=[one.disease for one in counted],
                territories=[one.territory for one in counted],
                values=list(counted.values()),
            )

    def _write_moved_cases(self, cases: Sequence[BatchCase]) -> None:
        """Cases that were known: those that stand on other results now, and those on none."""
        void = [case for case in cases if not case.supports]
        self._void_cases(void)
        moved = [
            case
            for case in cases
            if case.supports
            and case.stored
            and ((case.resulted_at, case.sample_on) != case.stored or case.route)
        ]
        if not moved:
            return
        ids, deadlines, phones = (
            [case.id for case in moved],
            [_compute_deadline(case) for case in moved],
            [case.phone for case in moved],
        )
        self._execute(
            "intake.move_cases",
            ids=ids,
            resulted=[case.resulted_at for case in moved],
            deadlines=deadlines,
            samples=[case.sample_on for case in moved],
            phones=phones,
        )
        self._execute("intake.move_calls", ids=ids, deadlines=deadlines, phones=phones)
        for case in moved:
            resulted_at, sample_on = case.stored or (None, None)
            if resulted_at and case.resulted_at and resulted_at != case.resulted_at:
                change = resulted_at.isoformat(), case.resulted_at.isoformat()
                self.changes.append(("case", case.id, "resulted_at", *change, "result"))
            if sample_on != case.sample_on:
                change = str(sample_on or ""), str(case.sample_on or "")
                self.changes.append(("case", case.id, "sample_on", *change, "result"))
                if case.phone is not None and not case.route:
                    conversation = ConversationId("case", case.id)
                    key = f"replan:{conversation}:{self.now.timestamp():.0f}"
                    self._add_event(case, key, inbox.PlanOutdated(str(conversation)))
            if case.route:
                self.changes.append(("case", case.id, "phone", "", str(case.phone), "result"))

    def _void_cases(self, cases: Sequence[BatchCase]) -> None:
        if not cases:
            return
        self.voided += len(cases)
        ids = [case.id for case in cases]
        told = find_told_cases(self.connection, ids, self.now)
        by_sms = {one.id for one in told if one.kind == "mobile"}
        self._execute("intake.void_cases", ids=ids, now=self.now)
        for (call,) in self._fetch_all("intake.void_case_calls", ids=ids, now=self.now):
            self.changes.append(("call", call, "outcome", "", "void", "corrected"))
        for (contact,) in self._fetch_all("intake.undo_became", cases=ids):
            self.changes.append(("contact", contact, "became_case", "yes", "", "corrected"))
        for case in cases:
            self.changes.append(("case", case.id, "outcome", "", "void", "corrected"))
            if case.phone is not None:
                ended = [ConversationId("follow", case.id)]
                if case.id not in by_sms:
                    ended.append(ConversationId("case", case.id))
                for conversation in ended:
                    event = inbox.ConversationEnded(str(conversation), "void")
                    self._add_event(case, f"void:{conversation}", event)
        for found in (
            tell_cases(self.connection, told, self.now),
            tell_contacts(self.connection, ids, self.now),
        ):
            self.changes += found.changes
            self.events += found.events

    # ---- contacts who became cases, and beginnings

    def _link_contacts(self, cases: Sequence[BatchCase]) -> None:
        """Who tested positive may be known as a contact: the chain of who infected whom."""
        if not cases:
            return
        numbers = {case.id: _all_numbers(case.person) for case in cases}
        phones = {self.phones[n][0] for some in numbers.values() for n in some if n in self.phones}
        people = {case.person.id: case for case in cases}
        namings = self._fetch_all(
            "intake.namings",
            phones=list(phones),
            persons=list(people),
            since=self.now - A_CONTACT_FOR,
        )
        if not namings:
            return
        by_phone: dict[int, list[BatchCase]] = {}
        for case in cases:
            for number in numbers[case.id]:
                if number in self.phones:
                    by_phone.setdefault(self.phones[number][0], []).append(case)
        linked: list[tuple[int, int]] = []
        for id, person, phone, sealed, named_by, root, shard, kind in namings:
            found = people.get(person) or self._match_first_name(sealed, by_phone.get(phone, ()))
            if found is None or found.id == named_by:
                continue
            linked.append((id, found.id))
            self.changes.append(("contact", id, "became_case", "", str(found.id), "result"))
            if root and kind == "mobile":
                conversation = ConversationId("contact", id)
                self.events.append(
                    inbox.InboxEntry(
                        phone_id=phone, shard=shard, key=f"became:{conversation}", at=self.now,
                        event=inbox.ConversationEnded(str(conversation), "became_case"),
                        collected_on=self.today,
                    )
                )  # fmt: skip
        if linked:
            ids = [id for id, _ in linked]
            self._execute("intake.became", ids=ids, cases=[case for _, case in linked], now=self.now)
            for (call,) in self._fetch_all("intake.void_contact_calls", ids=ids, now=self.now):
                self.changes.append(("call", call, "outcome", "", "void", "became_case"))

    def _match_first_name(self, sealed: bytes | None, cases: Sequence[BatchCase]) -> BatchCase | None:
        """Whose first name a naming on their phone has; nobody where two have it."""
        if not cases or sealed is None:
            return None
        try:
            details = open_contact_details(self.vault, sealed)
        except KeyDestroyed:
            return None
        said = fold_first_name(details.name)
        found = {
            case.id: case
            for case in cases
            if said and case.record and fold_first_name(case.record.given) == said
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _begin_cases(self, cases: Sequence[BatchCase]) -> None:
        """Write to those who have a mobile; a human rings the others."""
        calls: list[BatchCase] = []
        for case in cases:
            if case.route is None or not case.supports:
                continue
            if case.route.way == "sms":
                self._add_event(case, f"begin:{ConversationId('case', case.id)}", inbox.BeginCase(case.id))
            elif case.new:
                calls.append(case)
        if calls:
            self._execute(
                "intake.add_calls",
                cases=[case.id for case in calls],
                phones=[case.phone for case in calls],
                territories=[find_department(case.record.postcode) if case.record else "" for case in calls],
                reasons=[case.route.way if case.route else "" for case in calls],
                not_befores=[
                    quiet_hours.find_next_allowed_time(
                        self.now, find_reach_zone(case.route.number if case.route else "", case.record)
                    )
                    for case in calls
                ],
                deadlines=[_compute_deadline(case) for case in calls],
                now=self.now,
            )

    def _add_event(self, case: BatchCase, key: str, event: inbox.InboxEvent) -> None:
        if case.phone is not None:
            self.events.append(
                inbox.InboxEntry(
                    phone_id=case.phone, shard=case.shard, key=key, at=self.now, event=event,
                    collected_on=self.today,
                )
            )  # fmt: skip

    # ---- rows

    def _write_changes(self) -> None:
        write_changes(
            self.connection,
            [
                ChangeRow(subject, id, what, after, why, self.now, before, by="intake")
                for subject, id, what, before, after, why in self.changes
            ],
        )

    def _execute(self, name: str, **parameters: Any) -> None:
        self.connection.execute(query(name), parameters)

    def _fetch_all(self, name: str, **parameters: Any) -> list[Any]:
        return self.connection.execute(query(name), parameters).fetchall()


def _person_id(result: ResultRevision) -> int | None:
    return result.person[1] or None if result.person else None


def _compute_deadline(case: BatchCase) -> datetime:
    assert case.resulted_at is not None
    return case.resulted_at + TO_REACH


def _all_numbers(person: BatchPerson) -> tuple[str, ...]:
    return (*person.record.phones, *person.record.guardian.phones) if person.record else ()
