"""A positive result that was withdrawn, as the person hears of it, and those whom they named.

Whoever was told to isolate because of it is told that they need not any more: by SMS where they got one, else
by a call. Whoever was not told yet is told nothing. Whom another case named too goes on, planned without
this one; whoever is a case themselves isolates for their own result.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.store.queries import query
from tocsin.store.statements import execute_statement
from tocsin.tracing.inbox import ConversationEnded, InboxEntry, InboxEvent, PlanOutdated, ResultWithdrawn
from tocsin.tracing.supervision.territory import find_local_day, find_zone

RECENT: Final = timedelta(days=14)
"""So long after the naming somebody may still isolate because of it."""
_NOT_TOLD: Final = frozenset(("wrong_person", "refused", "not_reached", "done", "nothing_left", "dead"))
"""How a file ended where nobody isolates because of it: never told, or over."""
TIME_TO_TELL: Final = timedelta(hours=24)

Change = tuple[str, int, str, str, str, str]
"""Subject, id, what, before, after, why."""


class SpeakingContact(Struct, frozen=True):
    """The contact who speaks for a naming."""

    id: int
    phone: int | None
    shard: int | None
    kind: str
    zone: str
    answered_at: datetime | None
    outcome: str
    territory: str

    @property
    def session(self) -> str:
        return str(ConversationId("contact", self.id))


class WithdrawnCase(Struct, frozen=True):
    id: int
    phone: int | None
    shard: int | None
    kind: str
    zone: str
    territory: str
    isolation_end: date | None
    """Its last day; None where it is not known."""

    @property
    def session(self) -> str:
        return str(ConversationId("case", self.id))

    def isolates(self, now: datetime) -> bool:
        """Whether the last day of the isolation is not over yet where they live."""
        today = find_local_day(now, find_zone(self.territory, self.zone))
        return self.isolation_end is None or today <= self.isolation_end


class WithdrawalEffects(Struct):
    changes: list[Change]
    events: list[InboxEntry]


def find_told_cases(
    connection: psycopg.Connection[Any], cases: Sequence[int], now: datetime
) -> list[WithdrawnCase]:
    """Which of these cases, not void yet, were told to isolate because of a result, and may still do so."""
    rows = connection.execute(
        query("intake.withdrawn_cases"),
        {"cases": list(cases), "since": now - RECENT},
    ).fetchall()
    return [case for case in (WithdrawnCase(*row) for row in rows) if case.isolates(now)]


def tell_cases(
    connection: psycopg.Connection[Any], told: Sequence[WithdrawnCase], now: datetime
) -> WithdrawalEffects:
    """Tell them that it was withdrawn, once their calls are void; the caller posts the events.

    Who has a mobile hears of it in the conversation, or by a call after STOP; the others by a call.
    """
    found = WithdrawalEffects([], [])
    to_ring = [one for one in told if one.kind != "mobile"]
    _open_calls(connection, to_ring, now)
    found.changes += [("case", one.id, "to_call", "", "withdrawn", "corrected") for one in to_ring]
    for one in told:
        _add_event(found, one, "withdrawn", ResultWithdrawn(one.session), now)
    return found


def tell_contacts(
    connection: psycopg.Connection[Any], cases: Sequence[int], now: datetime
) -> WithdrawalEffects:
    """End the files of contacts of these cases, which are void already; the caller posts the events."""
    rows = connection.execute(
        query("intake.withdrawn_contacts"), {"cases": list(cases), "since": now - RECENT}
    ).fetchall()
    namings = [(row[0], SpeakingContact(*row[1:9]), row[9]) for row in rows]
    ended = {root.id: root for _, root, stands in namings if not stands}
    apart = {naming for naming, root, stands in namings if not stands or naming != root.id}
    ids = sorted(apart | set(ended))
    found = WithdrawalEffects([("contact", id, "outcome", "", "void", "corrected") for id in ids], [])
    if not namings:
        return found
    told = _find_told_contacts(connection, list(ended.values()), now)
    execute_statement(connection, "intake.void_contacts", ids=ids, now=now)
    for (call,) in connection.execute(
        query("intake.void_calls_of_contacts"), {"ids": list(ended), "now": now}
    ).fetchall():
        found.changes.append(("call", call, "outcome", "", "void", "corrected"))
    to_ring = [root for root in ended.values() if root.id in told and root.kind != "mobile"]
    _open_calls(connection, to_ring, now)
    found.changes += [("contact", root.id, "to_call", "", "withdrawn", "corrected") for root in to_ring]
    for root in ended.values():
        event = ResultWithdrawn(root.session) if root.id in told else ConversationEnded(root.session, "void")
        _add_event(found, root, "withdrawn", event, now)
    for root in {root.id: root for _, root, stands in namings if stands}.values():
        _add_event(found, root, "replan", PlanOutdated(root.session), now)
    return found


def _find_told_contacts(
    connection: psycopg.Connection[Any], roots: Sequence[SpeakingContact], now: datetime
) -> set[int]:
    """Those who were told to isolate: by an SMS that left, or by somebody who reached them."""
    phones, ids = [root.phone for root in roots if root.phone], [root.id for root in roots]
    execute_statement(connection, "intake.withdraw_unsent", phones=phones, ids=ids, now=now)
    rows = connection.execute(query("intake.written_to"), {"phones": phones, "ids": ids}).fetchall()
    written = {row[0] for row in rows}
    return {
        root.id
        for root in roots
        if root.outcome not in _NOT_TOLD and (root.id in written or root.answered_at is not None)
    }


def _open_calls(
    connection: psycopg.Connection[Any],
    roots: Sequence[SpeakingContact] | Sequence[WithdrawnCase],
    now: datetime,
) -> None:
    """Those without a mobile are told by an agent, at an hour at which they may be rung."""
    if roots:
        execute_statement(
            connection,
            "intake.calls_of_withdrawn",
            cases=[root.id if isinstance(root, WithdrawnCase) else None for root in roots],
            contacts=[root.id if isinstance(root, SpeakingContact) else None for root in roots],
            phones=[root.phone for root in roots],
            territories=[root.territory for root in roots],
            not_befores=[quiet_hours.find_next_allowed_time(now, root.zone) for root in roots],
            deadline=now + TIME_TO_TELL,
            now=now,
        )


def _add_event(
    found: WithdrawalEffects,
    root: SpeakingContact | WithdrawnCase,
    what: str,
    event: InboxEvent,
    now: datetime,
) -> None:
    if root.kind == "mobile" and root.phone is not None and root.shard is not None:
        found.events.append(
            InboxEntry(
                phone_id=root.phone, shard=root.shard, key=f"{what}:{root.session}:{now.timestamp():.0f}",
                at=now, event=event, collected_on=now.date(),
            )
        )  # fmt: skip
