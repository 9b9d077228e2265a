"""The rows of a step, written: a handful of statements, whatever their number."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.session import RequestCall
from tocsin.privacy import stored_threads
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import draw_ids, execute_arrays, execute_rows
from tocsin.tracing.contact_matching import drop_unconfirmed, name_contacts
from tocsin.tracing.conversations.effect_rows import (
    CallRow,
    ChangeRow,
    ReplyRow,
    StepRows,
    collect_mentions,
)
from tocsin.tracing.conversations.outbound_guard import (
    BlockedMessage,
    OutboundGuard,
    RegisteredMessage,
    collect_wordings,
)
from tocsin.tracing.conversations.step_records import MessagesWithdrawn, StepResult
from tocsin.tracing.inbox import BeginFollowUp, InboxEntry, PlanOutdated, post_events

Connection = psycopg.Connection[Any]
WORTH = timedelta(hours=12)
"""A late message is still worth that much time."""


class WordingVersionConflict(Exception):
    """A text was published under this version with other words: a changed text is a new version."""


class StepWriter:
    """Writes what steps found, in the caller's transaction."""

    def __init__(self, vault: Vault, guard: OutboundGuard) -> None:
        self._vault = vault
        self._guard = guard
        self._published: set[tuple[str, str, str, str]] = set()
        self.restored = False  # what may have been said before the store was lost is flagged

    def write_step(
        self, connection: Connection, results: Sequence[StepResult], rows: StepRows, now: datetime
    ) -> int:
        """Write a step; how many messages it queued."""
        written, refused = self._guard.register_messages(rows.outgoing)
        for one in refused:
            _call_for_blocked(rows, one)
        self.queue_messages(connection, written)
        withdraw_messages(connection, rows.withdrawn, now)
        forget_announcements(connection, rows.unannounced, now)
        self.write_threads(connection, results, now)
        self.write_calls(connection, rows.calls)
        self.write_replies(connection, rows.replies)
        self.write_progress(connection, rows)
        self.write_named_contacts(connection, rows, now)
        self.post_follow_ups(connection, rows)
        self.post_replans(connection, rows)
        write_changes(connection, rows.changes)
        write_question_counts(connection, rows)
        return len(written)

    def queue_messages(self, connection: Connection, messages: Sequence[RegisteredMessage]) -> None:
        """Register entries and intents to send; a code that is taken is drawn again."""
        self.publish_wordings(connection, collect_wordings(messages))
        left, attempt = list(messages), 0
        while left:
            ids = draw_ids(connection, "tracing_message", len(left))
            columns = self._message_columns(left, ids)
            if execute_arrays(connection, "engine.messages", **columns).rowcount == len(left):
                return
            keys = [one.outgoing.send.id for one in left]
            there = {row[0] for row in connection.execute(query("engine.codes_written"), {"keys": keys})}
            attempt += 1
            again = [one.outgoing for one in left if one.outgoing.send.id not in there]
            left = [self._guard.register_message(one, attempt) for one in again]

    def forget_published(self) -> None:
        """What was published in a transaction that came to nothing is not."""
        self._published.clear()

    def publish_wordings(self, connection: Connection, wordings: set[tuple[str, str, str, str]]) -> None:
        """Publish wordings that this engine has not seen. Raises WordingVersionConflict."""
        new = sorted(wordings - self._published)
        if not new:
            return
        columns = dict(
            zip(("templates", "versions", "langs", "texts"), map(list, zip(*new, strict=True)), strict=True)
        )
        connection.execute(query("engine.wordings"), columns)
        changed = connection.execute(query("engine.wordings_changed"), columns).fetchall()
        if changed:
            raise WordingVersionConflict(f"{WordingVersionConflict.__doc__} {' '.join(changed[0])}")
        self._published.update(new)

    def _message_columns(self, messages: Sequence[RegisteredMessage], ids: list[int]) -> dict[str, Any]:
        sent = [one.outgoing for one in messages]
        seal = self._vault.seal
        whose = [one.conversation for one in sent]
        return {
            "ids": ids,
            "keys": [one.send.id for one in sent],
            "codes": [one.code for one in messages],
            "templates": [one.send.template for one in sent],
            "versions": [str(one.send.version) for one in sent],
            "langs": [one.send.lang for one in sent],
            "hashes": [one.text_hash for one in messages],
            "senders": [one.sender for one in messages],
            "recipients": [one.recipient for one in messages],
            "phones": [one.phone.phone_id for one in sent],
            "cases": [one.case_id for one in whose],
            "contacts": [one.contact_id for one in whose],
            "sealed": [
                seal(one.text, "message.sealed", phone.collected_on, id, phone.phone_id)
                for id, one in zip(ids, messages, strict=True)
                if (phone := one.outgoing.phone)
            ],
            "days": [one.phone.collected_on for one in sent],
            "parts": [one.parts for one in messages],
            "ats": [one.at for one in sent],
            "priorities": [0 if one.send.reply else 1 if one.first else 2 for one in sent],
            "deadlines": [one.deadline for one in sent],
            "not_befores": [one.send.not_before for one in sent],
            "instructs": [one.instructs for one in sent],
            "untils": [one.send.until or max(one.deadline, one.send.not_before + WORTH) for one in sent],
            "restored": self.restored,
        }

    def write_threads(self, connection: Connection, results: Sequence[StepResult], now: datetime) -> None:
        """The conversations as they are now, and when something is due on them."""
        changed = [one for one in results if one.thread is not one.phone.thread]
        columns: dict[str, Any] = {
            "phones": [one.phone.phone_id for one in changed],
            "threads": [
                self._vault.seal(
                    stored_threads.pack_thread(one.thread),
                    stored_threads.PLACE,
                    one.phone.collected_on,
                    one.phone.phone_id,
                )
                for one in changed
            ],
        }
        if changed:
            execute_arrays(connection, "engine.threads", **columns)
        moments = [(one.phone, one.thread.next_due) for one in results]
        due = [(phone.phone_id, phone.shard, at) for phone, at in moments if at]
        quiet = [phone.phone_id for phone, at in moments if at is None]
        if quiet:
            execute_arrays(connection, "engine.timers_off", phones=quiet)
        if due:
            phones, shards, dues = map(list, zip(*due, strict=True))
            execute_arrays(connection, "engine.timers_on", phones=phones, shards=shards, dues=dues, now=now)

    def write_calls(self, connection: Connection, calls: Sequence[CallRow]) -> None:
        if calls:
            execute_rows(connection, "engine.calls", calls)

    def write_replies(self, connection: Connection, replies: Sequence[ReplyRow]) -> None:
        """What people wrote, masked."""
        if replies:
            seal = self._vault.seal
            ids = draw_ids(connection, "tracing_heard", len(replies))
            execute_rows(
                connection,
                "engine.heard",
                replies,
                ids=ids,
                phone_id=[one.phone.phone_id for one in replies],
                sealed=[
                    seal(one.text, "heard.sealed", one.phone.collected_on, id, one.phone.phone_id)
                    for id, one in zip(ids, replies, strict=True)
                ],
                collected_on=[one.phone.collected_on for one in replies],
                signals=[one.signals[:120] for one in replies],
            )

    def write_progress(self, connection: Connection, rows: StepRows) -> None:
        if rows.cases:
            execute_rows(connection, "engine.case_marks", rows.cases.values(), ids=list(rows.cases))
        if rows.contacts:
            execute_rows(connection, "engine.contact_marks", rows.contacts.values(), ids=list(rows.contacts))

    def write_named_contacts(self, connection: Connection, rows: StepRows, now: datetime) -> None:
        """People whom cases named become contacts, each with an event or a call of their own.

        Those whom a case has not confirmed wait for it; whoever is not on its list any more is named no more.
        """
        if rows.named_contacts:
            found = name_contacts(connection, self._vault, collect_mentions(rows), now)
            kept = [contact for contact in found.contacts if contact]
            drop_unconfirmed(connection, sorted({one.case_id for one in rows.named_contacts}), kept, now)

    def post_follow_ups(self, connection: Connection, rows: StepRows) -> None:
        """Isolations to follow begin in a step of their own: they need the file."""
        post_events(
            connection,
            self._vault,
            [
                InboxEntry(
                    phone_id=one.phone.phone_id,
                    shard=one.phone.shard,
                    key=f"follow:{ConversationId('case', one.case_id)}",
                    at=one.at,
                    event=BeginFollowUp(one.case_id),
                    collected_on=one.phone.collected_on,
                )
                for one in rows.follow_ups
            ],
        )

    def post_replans(self, connection: Connection, rows: StepRows) -> None:
        """Plans to make anew, in a step of their own: they need the file as this step leaves it."""
        post_events(
            connection,
            self._vault,
            [
                InboxEntry(
                    phone_id=one.phone.phone_id,
                    shard=one.phone.shard,
                    key=f"replan:{one.conversation}:answer:{one.at.timestamp():.3f}",
                    at=one.at,
                    event=PlanOutdated(str(one.conversation)),
                    collected_on=one.phone.collected_on,
                )
                for one in rows.replans
            ],
        )


def withdraw_messages(connection: Connection, withdrawn: Sequence[MessagesWithdrawn], now: datetime) -> None:
    """What was said and has not left does not leave."""
    if withdrawn:
        execute_rows(connection, "engine.withdraw", withdrawn, now=now)


def forget_announcements(connection: Connection, whose: Sequence[ConversationId], now: datetime) -> None:
    """Calls that were to be announced and of which nobody was told: they are made like any other."""
    if whose:
        execute_rows(connection, "announcements.forget", whose, now=now)


def write_changes(connection: Connection, rows: Sequence[ChangeRow]) -> None:
    if rows:
        execute_rows(connection, "engine.changes", rows)


def write_question_counts(connection: Connection, rows: StepRows) -> None:
    if not rows.question_counts:
        return
    kept = sorted(
        rows.question_counts
    )  # every engine in one order: two that update the same rows never wait in a ring
    columns: dict[str, Any] = dict(
        zip(("hours", "flows", "versions", "states"), map(list, zip(*kept, strict=True)), strict=True)
    )
    for what in ("asked", "answered", "again", "silent", "human"):
        columns[what] = [rows.question_counts[key].get(what, 0) for key in kept]
    execute_arrays(connection, "engine.steps", **columns)


def _call_for_blocked(rows: StepRows, refused: BlockedMessage) -> None:
    """What the guard holds back is said by a human."""
    message = refused.outgoing
    if message.send.until:  # a call is open already: it was to be announced
        rows.unannounced.append(message.conversation)
    rows.add_call(
        message.phone,
        message.conversation,
        RequestCall(reason="guard", urgent=False, not_before=message.send.not_before),
        message.at,
    )
    rows.add_change(
        message.conversation, "guard", ",".join(refused.reasons)[:64], message.send.template[:32], message.at
    )
