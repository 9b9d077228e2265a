"""What must hold whatever was killed: from the store, and from what the network wrote down itself.

Each check gives what breaks it, in words without anything personal; an empty list is what is wanted.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tests.faults.seen import Seen
from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy import stored_threads
from tocsin.privacy.vault import Vault
from tocsin.register.canonical_text import hash_text


class Checked(Struct, frozen=True, kw_only=True):
    """The figures of a run, for a report."""

    cases: int
    contacts: int
    messages: int
    """Issued: in the register."""
    taken: int
    """Of which the network has every part, those twice counted twice."""
    twice: int
    """Copies too many."""
    flagged: int
    """That may have been sent, and nobody knew."""
    resent: int
    failed: int
    replies: int
    """That people wrote."""
    confirmed: int
    """Of them, those of which the network was told that they are safe."""
    heard: int
    """Of them, those that an engine took."""
    calls: int


class Checks:
    """Everything that is checked at the end of a run."""

    def __init__(self, db: psycopg.Connection[Any], vault: Vault, seen: Seen, now: datetime) -> None:
        self.db, self.vault, self.seen, self.now = db, vault, seen, now
        self.numbers = {
            id: vault.open(bytes(sealed), "phone.sealed").decode()
            for id, sealed in self.all(
                "select id, int8send(id) || sealed from tracing_phone where sealed is not null"
            )
        }

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(sql.encode(), values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        return self.all(sql, *values)[0][0]

    def broken(self, positives: int, *, moved: bool = False, **most_in_doubt: int) -> list[str]:
        """Everything that does not hold; ``most_in_doubt`` is why -> how many messages may be in doubt.

        ``moved``: the clock was, under somebody who had a moment in hand: what came later may be said to be
        earlier.
        """
        checks: tuple[Callable[[], Iterator[str]], ...] = (
            lambda: self.every_positive(positives),
            self.every_case_was_written_to_or_is_rung,
            self.every_message_left_or_is_known,
            self.the_network_has_what_the_store_says,
            lambda: self.nothing_twice_unsaid(most_in_doubt),
            self.every_reply_once,
            self.threads_and_messages_agree,
            self.milestones,
            *(() if moved else (self.order,)),
            self.calls,
            self.queues,
        )
        return [f"{n + 1}: {said}" for n, check in enumerate(checks) for said in check()]

    # ---- nothing is lost

    def every_positive(self, positives: int) -> Iterator[str]:
        yield from _unless(
            self.one("select count(*) from tracing_case") == positives, "cases and results differ"
        )
        yield from _ids(
            "results without a case", self.all("select id from tracing_result where case_id is null")
        )

    def every_case_was_written_to_or_is_rung(self) -> Iterator[str]:
        """The first SMS of a case with a mobile was taken by the network; who has none of that is rung."""
        rows = self.all(
            """select c.id, m.code, m.failed_at is not null,
                 exists (select 1 from tracing_calltask k where k.case_id = c.id and k.contact_id is null)
               from tracing_case c left join tracing_message m on m.key = 'case-' || c.id || '.1'"""
        )
        for id, code, _failed, rung in rows:
            if not rung and (code is None or not self.seen.taken[code]):
                yield f"case {id}: the network has no first SMS, and nobody is to ring"
        alone = "and f.same_as_id is null and f.became_case_id is null"
        for subject, own in (("case", ""), ("contact", alone)):
            yield from _ids(
                f"{subject} unanswered past the deadline, and nobody is or was to ring",
                self.all(
                    f"""select f.id from tracing_{subject} f
                        where f.answered_at is null and f.closed_at is null and f.deadline < %s
                          {own}
                          and not exists (select 1 from tracing_calltask k where k.{subject}_id = f.id)""",
                    self.now,
                ),
            )

    def every_message_left_or_is_known(self) -> Iterator[str]:
        """Submitted, failed, or still in the outbox, where only its hour or its doubt may keep it."""
        yield from _ids(
            "message neither submitted nor failed nor flagged nor queued",
            self.all(
                """select id from tracing_message m where submitted_at is null and failed_at is null
                     and not exists (select 1 from tracing_outbox o where o.message_id = m.id)"""
            ),
        )
        yield from _ids(
            "message in the outbox that nothing keeps there",
            self.all(
                """select message_id from tracing_outbox o join tracing_message m on m.id = o.message_id
                   where o.not_before <= %s and m.uncertain_at is null""",
                self.now,
            ),
        )
        yield from _ids(
            "message that failed, without a call",
            self.all(
                """select m.key || ' ' || m.failure from tracing_message m where failed_at is not null
                     and not exists (
                       select 1 from tracing_contact c where c.id = m.contact_id
                         and (c.same_as_id is not null or c.became_case_id is not null))
                     and not exists (select 1 from tracing_calltask k
                                     where k.case_id is not distinct from m.case_id
                                       and k.contact_id is not distinct from m.contact_id)
                     and not exists (select 1 from tracing_case c
                                     where c.id = m.case_id and c.answered_at is not null)
                     and not exists (select 1 from tracing_contact c
                                     where c.id = m.contact_id and c.answered_at is not null)"""
            ),
        )

    def the_network_has_what_the_store_says(self) -> Iterator[str]:
        """Submitted and taken are the same, but for what is in doubt; and the register has the very text."""
        rows = self.all(
            """select code, submitted_at is not null, uncertain_at is not null, failed_at is not null,
                 text_hash, phone_id, key from tracing_message"""
        )
        known = set()
        for code, submitted, doubtful, _failed, hash, phone, key in rows:
            known.add(code)
            taken = self.seen.taken[code]
            if submitted and not taken:
                yield f"{key}: submitted, and the network never had it"
            if taken and not submitted and not doubtful:
                yield f"{key}: the network has it, and the store does not know"
            if taken:
                number, text = self.seen.texts[code]
                if hash_text(text) != hash:
                    yield f"{key}: the register has another text than the network"
                if self.numbers.get(phone) != number:
                    yield f"{key}: it went to another phone"
        if strange := set(self.seen.taken) - known:
            yield f"the network has {len(strange)} messages that are in no register"

    # ---- nothing twice

    def nothing_twice_unsaid(self, most: dict[str, int]) -> Iterator[str]:
        rows = self.all("select code, resent, uncertain_at is not null, key from tracing_message")
        for code, resent, doubtful, key in rows:
            taken = self.seen.taken[code]
            if taken > 1 and not (resent and doubtful):
                yield f"{key}: the network has it {taken} times, and it is not flagged"
            if taken > 1 + resent:
                yield f"{key}: the network has it {taken} times, and it was sent again {resent} times"
        doubts = self.all(
            """select why, count(*) from tracing_change where subject = 'message' and what = 'uncertain'
               group by why"""
        )
        for why, count in doubts:
            yield from _unless(
                count <= most.get(why, 0), f"{count} messages in doubt, {why}, and at most {most} may be"
            )

    def every_reply_once(self) -> Iterator[str]:
        heard = Counter(
            (self.numbers[phone], self.vault.open(bytes(sealed), "heard.sealed").decode())
            for phone, sealed in self.all(
                "select phone_id, int8send(id) || int8send(phone_id) || sealed from tracing_heard"
            )
        )
        for reply, count in heard.items():
            if reply not in self.seen.sent:
                yield "a reply was taken that nobody sent"
            elif count > 1:
                yield f"a reply was taken {count} times"
        lost = self.seen.confirmed - set(heard)
        if lost:
            sizes = sorted(len(text) for _, text in lost)
            yield f"{len(lost)} replies that the network was told to be safe were never taken: of {sizes[:9]}"

    # ---- everything agrees

    def threads_and_messages_agree(self) -> Iterator[str]:
        """A conversation that said n things has n messages, and what is due by itself has a timer by then."""
        keys = {key for (key,) in self.all("select key from tracing_message")}
        refused = Counter(
            self.all("select subject, subject_id from tracing_change where what = 'guard' order by id")
        )
        rows = self.all(
            """select p.id, int8send(p.id) || p.thread, t.due
               from tracing_phone p left join tracing_timer t on t.phone_id = p.id
               where p.thread is not null"""
        )
        for phone, sealed, due in rows:
            thread = stored_threads.unpack_thread(self.vault.open(bytes(sealed), stored_threads.PLACE))
            late = due is not None and thread.next_due is not None and due > thread.next_due
            if (thread.next_due is None) != (due is None) or late:
                yield f"phone {phone}: due {thread.next_due}, timer {due}"
            for session in thread.sessions:
                said = {f"{session.id}.{n + 1}" for n in range(session.sent)}
                whose = ConversationId.parse(session.id)
                held_back = refused[whose.subject, whose.number]  # by the guard: a human says it instead
                if (missing := len(said - keys)) > held_back:
                    yield (
                        f"{session.id}: said {session.sent} things, {missing} are no messages,"
                        f" and the guard held {held_back} back"
                    )
                keys -= said
        if keys:
            yield f"{len(keys)} messages that no conversation said: {sorted(keys)[:5]}"

    def milestones(self) -> Iterator[str]:
        yield from _ids(
            "message delivered and not submitted",
            self.all(
                "select id from tracing_message where delivered_at is not null and submitted_at is null"
            ),
        )
        for subject, others in (("case", "and m.contact_id is null"), ("contact", "")):
            yield from _ids(
                f"{subject} whose milestones are not those of its messages",
                self.all(
                    f"""select f.id from tracing_{subject} f
                        left join (select m.{subject}_id as id, min(submitted_at) s, min(delivered_at) d
                                   from tracing_message m where true {others} group by 1) m on m.id = f.id
                        where f.submitted_at is distinct from m.s or f.delivered_at is distinct from m.d"""
                ),
            )

    def order(self) -> Iterator[str]:
        yield from _ids(
            "message delivered before it was submitted",
            self.all(
                "select id from tracing_message where delivered_at < submitted_at - interval '1 minute'"
            ),
        )
        for subject in ("case", "contact"):
            yield from _ids(
                f"{subject} that was answered before its result came in",
                self.all(
                    f"""select id from tracing_{subject} where answered_at <
                        {"received_at" if subject == "case" else "named_at"}"""
                ),
            )

    def calls(self) -> Iterator[str]:
        yield from _ids(
            "file with two open call tasks",
            self.all(
                """select min(id) from tracing_calltask where done_at is null
                   group by case_id, contact_id having count(*) > 1"""
            ),
        )

    def queues(self) -> Iterator[str]:
        for table in ("inbox", "unconfirmed"):
            left = self.one(f"select count(*) from tracing_{table}")
            yield from _unless(left == 0, f"{left} rows are left in {table}")
        yield from _ids(
            "timer that is over", self.all("select phone_id from tracing_timer where due < %s", self.now)
        )

    def figures(self) -> Checked:
        def count(table: str, where: str = "true") -> int:
            return int(self.one(f"select count(*) from tracing_{table} where {where}"))

        return Checked(
            messages=count("message"),
            taken=sum(self.seen.taken.values()),
            twice=sum(many - 1 for many in self.seen.taken.values()),
            flagged=count("message", "uncertain_at is not null"),
            resent=count("message", "resent > 0"),
            failed=count("message", "failed_at is not null"),
            replies=len(self.seen.sent),
            confirmed=len(self.seen.confirmed),
            heard=count("heard"),
            calls=count("calltask"),
            cases=count("case"),
            contacts=count("contact"),
        )


def _unless(holds: bool, said: str) -> Iterator[str]:
    if not holds:
        yield said


def _ids(what: str, rows: list[tuple[Any, ...]]) -> Iterator[str]:
    if rows:
        yield f"{len(rows)} x {what}, the first {rows[0][0]}"
