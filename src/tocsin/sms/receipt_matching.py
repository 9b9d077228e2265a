"""Which part a receipt speaks of, whichever of the two came first."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tocsin.sms.gateway import DeliveryReceipt, utc_datetime
from tocsin.sms.receipt_parsing import Form, ParsedReceipt, answered_reference, canonical_reference
from tocsin.sms.smpp_account import TrafficCounters

PATIENCE: Final = 60.0
"""Seconds that a receipt waits for the answer to its submit_sm."""


class AcceptedPart(Struct, frozen=True):
    id: str
    part: int
    of: int
    phone: str
    remote_id: str


class _EarlyReceipt(Struct, frozen=True):
    report: ParsedReceipt
    since: float


class ReceiptMatcher:
    """Parts accepted and not yet final, and receipts that nobody has claimed."""

    def __init__(
        self,
        tally: TrafficCounters,
        form: Form = "same",
        most: int = 1_000_000,
        most_early: int = 50_000,
        patience: float = PATIENCE,
        expects: Callable[[str], bool] = lambda phone: True,
    ) -> None:
        """``expects`` says whether a part to a phone waits for its answer: only then may a receipt of which
        nothing is known be the receipt of that part."""
        self._form: Form = form
        self._sent: dict[str, AcceptedPart] = {}
        self._early: dict[str, list[_EarlyReceipt]] = {}
        self._final: dict[str, str] = {}
        """Phones of the last references that were settled, to know a receipt that comes twice."""
        self._most = most
        self._most_early = most_early
        self._tally = tally
        self._patience = patience
        self._expects = expects

    def __len__(self) -> int:
        return len(self._sent)

    def add_accepted_part(self, sent: AcceptedPart, now: float) -> list[DeliveryReceipt]:
        """Note an accepted part; gives the receipts that had come before."""
        key = canonical_reference(sent.remote_id)
        self._final.pop(key, None)
        self._sent[key] = sent
        if len(self._sent) > self._most:
            del self._sent[next(iter(self._sent))]
        early = self._early.pop(key, ()) if self._early else ()
        return [found for waiting in early for found in self.match_receipt(waiting.report, now)]

    def match_receipt(self, report: ParsedReceipt, now: float) -> list[DeliveryReceipt]:
        """The receipt for a part that is known; nothing where it must wait, or says nothing new."""
        key = self.matching_key(report.remote_id)
        sent = self._sent.get(key)
        if sent is None:
            return self._handle_unmatched(key, report, now)
        if not _same_phone(sent.phone, report.phone):
            self._tally.mismatched_receipts += 1
            return [_unmatched_receipt(report, now)]
        if report.state.is_final:
            self._finish_part(key)
        return [
            DeliveryReceipt(
                sent.id, sent.part, sent.of, sent.remote_id, report.state, report.error, utc_datetime(now)
            )
        ]

    def is_waiting(self, report: ParsedReceipt) -> bool:
        """Whether this receipt, or its twin, waits here for the answer to its submission."""
        return any(
            early.report == report for early in self._early.get(self.matching_key(report.remote_id), ())
        )

    def matching_key(self, receipted: str) -> str:
        """The reference of a receipt, as the answer to its submission writes it."""
        return answered_reference(receipted, self._form)

    def expire_unmatched(self, now: float) -> list[DeliveryReceipt]:
        """Receipts that nobody claimed in time."""
        late = [key for key, waiting in self._early.items() if now - waiting[0].since >= self._patience]
        return [_unmatched_receipt(early.report, now) for key in late for early in self._early.pop(key)]

    def next_expiry(self) -> float | None:
        """When the oldest unclaimed receipt is given out as it is."""
        oldest = next(iter(self._early.values()), None)
        return oldest[0].since + self._patience if oldest else None

    def _handle_unmatched(self, key: str, report: ParsedReceipt, now: float) -> list[DeliveryReceipt]:
        if key in self._final and _same_phone(self._final[key], report.phone):
            self._tally.duplicate_receipts += 1
            return []
        if not report.remote_id or len(self._early) >= self._most_early:
            return [_unmatched_receipt(report, now)]
        if key not in self._early and not self._expects(report.phone):
            if report.state.is_final:
                self._remember_final(key, report.phone)
            return [_unmatched_receipt(report, now)]
        waiting = self._early.setdefault(key, [])
        if any(early.report == report for early in waiting):
            self._tally.duplicate_receipts += 1
        else:
            waiting.append(_EarlyReceipt(report, now))
        return []

    def _finish_part(self, key: str) -> None:
        self._remember_final(key, self._sent.pop(key).phone)

    def _remember_final(self, key: str, phone: str) -> None:
        self._final[key] = phone
        if len(self._final) > self._most_early:
            del self._final[next(iter(self._final))]


def _unmatched_receipt(report: ParsedReceipt, now: float) -> DeliveryReceipt:
    return DeliveryReceipt(None, 0, 0, report.remote_id, report.state, report.error, utc_datetime(now))


def national_digits(phone: str) -> str:
    """What of a number is the same however a network writes it: 33639981234, 0639981234 or +33639981234."""
    return phone[-8:]


def _same_phone(ours: str, theirs: str) -> bool:
    return not theirs or national_digits(ours) == national_digits(theirs)
