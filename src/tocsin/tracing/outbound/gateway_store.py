"""The store as a gateway sees it: one connection, one transaction a turn, tried again until it stands."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct, field
from psycopg.types.json import Jsonb

from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import NotSealedHere, Vault
from tocsin.sms.gateway import (
    BadDestination,
    BadSender,
    OutgoingSms,
    SendPriority,
    TooManyParts,
    check_sendable,
)
from tocsin.store.database import BY_KEY, NoStore, open_connection
from tocsin.store.queries import query
from tocsin.store.statements import execute_arrays
from tocsin.tracing.outbound.batch_outcome import BatchOutcome
from tocsin.tracing.outbound.in_flight import format_reference
from tocsin.tracing.outbound.lease_policy import ExpiredLease, decide_expired_lease
from tocsin.tracing.outbound.persistence import (
    GatewayIdentity,
    PersistResult,
    find_crossed_receipts,
    persist_outcome,
)

FROZEN = "set idle_in_transaction_session_timeout = 60000"
"""Milliseconds after which the server ends a turn of which nothing more is heard: its rows are free again."""


class StoreUnreachable(Exception):
    """The store did not answer; nothing of the turn stands, and it can be taken again."""


class WrongKeys(Exception):
    """The keys of this process open nothing in the store: look at TOCSIN_KEYS. No message was touched."""


class ClaimedMessage(Struct, frozen=True):
    message_id: int
    resent: int
    parts: int
    outgoing: OutgoingSms


class ClaimCapacity(Struct, frozen=True):
    places: int
    """In the window of the account."""
    alone: bool
    """Whether nothing else is in flight: a message that is longer than the window may then leave."""
    whole: bool
    """Whether a message takes one place, and not one a part."""


class TurnResult(Struct):
    kept: PersistResult = field(default_factory=PersistResult)
    claimed: list[ClaimedMessage] = field(default_factory=list)
    unsendable: BatchOutcome = field(default_factory=BatchOutcome)
    """Messages that were claimed and cannot leave: to be stored in the next turn."""
    full: bool = False
    """Whether more would have come, had there been room."""
    wrote: bool = False
    """Whether anything changed in the store."""
    flagged: int = 0
    resent: int = 0
    given_up: int = 0


Work = Callable[[psycopg.Connection[Any]], TurnResult]


class GatewayStore:
    """One connection; every method runs in the one thread that has it."""

    def __init__(
        self,
        url: str | None,
        vault: Vault,
        place: GatewayIdentity,
        started: datetime,
        complete: Callable[[psycopg.Connection[Any], Sequence[ClaimedMessage]], list[ClaimedMessage]]
        | None = None,
    ) -> None:
        """``complete`` adds to claimed messages what their channel shows beside the text."""
        self._url = url
        self._vault = vault
        self._place = place
        self._started = started
        self._complete = complete
        self._db: psycopg.Connection[Any] | None = None
        self._turns = 0
        self._doubt: TurnResult | None = None
        """A turn whose commit was not answered."""
        self._opened = False
        """Whether the keys have opened something."""

    # One transaction

    def run_transaction(
        self, work: Callable[[psycopg.Connection[Any]], TurnResult], counts: dict[str, int], now: datetime
    ) -> TurnResult:
        """Do the work in a transaction. Raises StoreUnreachable, after which the same is to be done again.

        Where the answer to the commit was lost, the store is asked whether it stood: it is not done twice.
        """
        try:
            return self._run_once(work, counts, now)
        except NoStore as error:
            raise StoreUnreachable(str(error)) from None
        except (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout) as error:
            self.close()
            raise StoreUnreachable(type(error).__name__) from None

    def _run_once(
        self, work: Callable[[psycopg.Connection[Any]], TurnResult], counts: dict[str, int], now: datetime
    ) -> TurnResult:
        db = self._open_connection()
        if self._doubt is not None and self._was_committed(db):
            done, self._doubt = self._doubt, None
            return done
        self._turns += 1
        with db.transaction():
            done = work(db)
            if done.wrote:
                alive = {"gateway": self._place.gateway, "started": self._started, "now": now}
                db.execute(query("gateway.alive"), alive | {"counts": Jsonb(counts | {"turn": self._turns})})
            self._doubt = done if done.wrote else None
        self._doubt = None
        return done

    def _was_committed(self, db: psycopg.Connection[Any]) -> bool:
        """Whether the last turn was committed: its number stands in the row of this process."""
        with db.transaction():
            row = db.execute(query("gateway.last_turn"), {"gateway": self._place.gateway}).fetchone()
        return bool(row and row[0] == self._turns)

    def _open_connection(self) -> psycopg.Connection[Any]:
        if self._db is None:
            db = open_connection(self._url)
            db.execute(BY_KEY + "; set enable_hashjoin = off")
            db.execute(FROZEN)
            db.commit()
            self._db = db
        return self._db

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    # What a turn is made of

    def persist(
        self, db: psycopg.Connection[Any], turn: TurnResult, out: BatchOutcome, now: datetime
    ) -> None:
        if out:
            turn.wrote = True
            turn.kept = persist_outcome(db, self._vault, self._place, out, now)

    def claim_messages(
        self,
        db: psycopg.Connection[Any],
        turn: TurnResult,
        room: ClaimCapacity,
        now: datetime,
        line: datetime,
    ) -> None:
        """Take the next messages, as many as fit; ``line`` is what the network's clock shows at ``now``."""
        asked = {
            "lane": self._place.lane,
            "gateway": self._place.gateway,
            "now": now,
            "until": now + self._place.policy.lease,
            "room": room.places,
            "alone": room.alone,
        }
        statement = query("gateway.claim_whole" if room.whole else "gateway.claim")
        rows = db.cursor(binary=True).execute(statement, asked).fetchall()
        turn.wrote |= bool(rows)
        for *row, _ in rows:
            self._decrypt_message(turn, tuple(row), now, line)
        if not self._opened and any(why == "not_ours" for why, _ in turn.unsendable.failed.values()):
            raise WrongKeys(str(WrongKeys.__doc__))
        if self._complete and turn.claimed:
            turn.claimed = self._complete(db, turn.claimed)
        turn.full = bool(rows) and (rows[0][-1] >= room.places or rows[0][-1] > len(rows))

    def _decrypt_message(self, turn: TurnResult, row: tuple[Any, ...], now: datetime, line: datetime) -> None:
        message_id, priority, until, sender, resent, parts, text, number = row
        reason = ""
        if until is not None and until <= now:
            reason = "expired"
        elif text is None or number is None:
            reason = "erased"
        else:
            try:
                outgoing = OutgoingSms(
                    id=format_reference(message_id, resent),
                    to=self._vault.open_text(number, "phone.sealed"),
                    sender=sender,
                    text=self._vault.open_text(text, "message.sealed"),
                    priority=SendPriority.BULK if priority else SendPriority.REPLY,
                    valid_until=None if until is None else line + (until - now),
                )
                check_sendable(outgoing)
            except (KeyDestroyed, NotSealedHere, BadDestination, BadSender, TooManyParts) as error:
                reason = _REASONS[type(error)]
            else:
                self._opened = True
                turn.claimed.append(ClaimedMessage(message_id, resent, parts, outgoing))
                return
        turn.unsendable.failed[message_id] = (reason, now)

    def renew_leases(
        self, db: psycopg.Connection[Any], turn: TurnResult, held: list[int], now: datetime
    ) -> None:
        """Renew the leases, say that the gateway lives, and let receipts that crossed speak."""
        place = self._place
        turn.wrote = True
        if held:
            lease = place.policy.lease
            execute_arrays(
                db,
                "gateway.renew",
                held=held,
                gateway=place.gateway,
                until=now + lease,
                before=now + lease / 2,
            )
        if receipts := find_crossed_receipts(db, place, now):
            persist_outcome(db, self._vault, place, BatchOutcome(receipts=receipts), now)

    def settle_expired_leases(
        self, db: psycopg.Connection[Any], turn: TurnResult, held: list[int], now: datetime
    ) -> None:
        """Decide on messages whose lease has ended, and put away what nobody will ask for any more."""
        place, policy = self._place, self._place.policy
        turn.wrote = True
        rows = execute_arrays(
            db, "gateway.ended", lane=place.lane, now=now, held=held, most=now + policy.longest_hold
        ).fetchall()
        ended = [ExpiredLease(*row) for row in rows]
        out = BatchOutcome()
        again: list[int] = []
        for one in ended:
            match decide_expired_lease(one, now, policy):
                case "flag":
                    out.uncertain[one.message_id] = ("lease_ended", now)
                case "resend":
                    again.append(one.message_id)
                case "give_up":
                    out.failed[one.message_id] = ("uncertain", now)
                case "forget":
                    out.completed.append(one.message_id)
        if again:
            execute_arrays(db, "gateway.resend", id=again, now=now)
        if out:
            persist_outcome(db, self._vault, place, out, now)
        turn.flagged, turn.resent, turn.given_up = len(out.uncertain), len(again), len(out.failed)
        account = {"account": place.account}
        db.execute(query("gateway.tidy_early"), account | {"since": now - policy.early_receipt_for})
        db.execute(query("gateway.tidy_unconfirmed"), account | {"since": now - policy.repetition_for})

    def return_unsent(self, db: psycopg.Connection[Any], held: list[int]) -> None:
        """What is leased to this gateway and not in flight was never handed over."""
        place = self._place
        execute_arrays(db, "gateway.strays_of_mine", lane=place.lane, gateway=place.gateway, held=held)


_REASONS: dict[type[Exception], str] = {
    KeyDestroyed: "erased",
    NotSealedHere: "not_ours",
    BadDestination: "bad_destination",
    BadSender: "bad_sender",
    TooManyParts: "too_many_parts",
}
