"""Which part a receipt speaks of, whichever of the two came first."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tocsin.sms.account import Tally
from tocsin.sms.gateway import Receipt, moment
from tocsin.sms.receipt import Form, Report, as_answered, canonical

PATIENCE: Final = 60.0
"""Seconds that a receipt waits for the answer to its submit_sm."""


class Sent(Struct, frozen=True):
    """A part that the network has accepted."""

    id: str
    part: int
    of: int
    phone: str
    remote_id: str


class _Early(Struct, frozen=True):
    report: Report
    since: float


class Ledger:
    """Parts accepted and not yet final, and receipts that nobody has claimed."""

    def __init__(
        self,
        tally: Tally,
        form: Form = "same",
        most: int = 1_000_000,
        most_early: int = 50_000,
        patience: float = PATIENCE,
        expects: Callable[[str], bool] = lambda phone: True,
    ) -> None:
        """``expects`` says whether a part to a phone waits for its answer: only then may a receipt of which
        nothing is known be the receipt of that part."""
        self._form: Form = form
        self._sent: dict[str, Sent] = {}
        self._early: dict[str, list[_Early]] = {}
        self._final: dict[str, str] = {}
        """Phones of the last references that were settled, to know a receipt that comes twice."""
        self._most = most
        self._most_early = most_early
        self._tally = tally
        self._patience = patience
        self._expects = expects

    def __len__(self) -> int:
        return len(self._sent)

    def accepted(self, sent: Sent, now: float) -> list[Receipt]:
        """Note an accepted part; gives the receipts that had come before."""
        key = canonical(sent.remote_id)
        self._final.pop(key, None)
        self._sent[key] = sent
        if len(self._sent) > self._most:
            del self._sent[next(iter(self._sent))]
        early = self._early.pop(key, ()) if self._early else ()
        return [found for waiting in early for found in self.reported(waiting.report, now)]

    def reported(self, report: Report, now: float) -> list[Receipt]:
        """The receipt for a part that is known; nothing where it must wait, or says nothing new."""
        key = self.key(report.remote_id)
        sent = self._sent.get(key)
        if sent is None:
            return self._not_found(key, report, now)
        if not _same_phone(sent.phone, report.phone):
            self._tally.mismatched_receipts += 1
            return [_unclaimed(report, now)]
        if report.state.final:
            self._settle(key)
        return [Receipt(sent.id, sent.part, sent.of, sent.remote_id, report.state, report.error, moment(now))]

    def waits(self, report: Report) -> bool:
        """Whether this receipt, or its twin, waits here for the answer to its submission."""
        return any(early.report == report for early in self._early.get(self.key(report.remote_id), ()))

    def key(self, receipted: str) -> str:
        """The reference of a receipt, as the answer to its submission writes it."""
        return as_answered(receipted, self._form)

    def expire(self, now: float) -> list[Receipt]:
        """Receipts that nobody claimed in time."""
        late = [key for key, waiting in self._early.items() if now - waiting[0].since >= self._patience]
        return [_unclaimed(early.report, now) for key in late for early in self._early.pop(key)]

    def next_expiry(self) -> float | None:
        """When the oldest unclaimed receipt is given out as it is."""
        oldest = next(iter(self._early.values()), None)
        return oldest[0].since + self._patience if oldest else None

    def _not_found(self, key: str, report: Report, now: float) -> list[Receipt]:
        if key in self._final and _same_phone(self._final[key], report.phone):
            self._tally.duplicate_receipts += 1
            return []
        if not report.remote_id or len(self._early) >= self._most_early:
            return [_unclaimed(report, now)]
        if key not in self._early and not self._expects(report.phone):
            if report.state.final:
                self._remember(key, report.phone)
            return [_unclaimed(report, now)]
        waiting = self._early.setdefault(key, [])
        if any(early.report == report for early in waiting):
            self._tally.duplicate_receipts += 1
        else:
            waiting.append(_Early(report, now))
        return []

    def _settle(self, key: str) -> None:
        self._remember(key, self._sent.pop(key).phone)

    def _remember(self, key: str, phone: str) -> None:
        self._final[key] = phone
        if len(self._final) > self._most_early:
            del self._final[next(iter(self._final))]


def _unclaimed(report: Report, now: float) -> Receipt:
    return Receipt(None, 0, 0, report.remote_id, report.state, report.error, moment(now))


def national(phone: str) -> str:
    """What of a number is the same however a network writes it: 33639981234, 0639981234 or +33639981234."""
    return phone[-8:]


def _same_phone(ours: str, theirs: str) -> bool:
    return not theirs or national(ours) == national(theirs)
