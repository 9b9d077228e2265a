"""What becomes of a result, from what is known already: a pure decision, the same with a store and without.

One identifier of one laboratory is one result, whose later versions correct or withdraw it. One person has
one case of a disease within sixty days, however many results support it.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from tocsin.tracing.intake.records import Disposition, Meaning, RejectedRecord, ResultRecord

WINDOW: Final = timedelta(days=60)
"""A positive result further from the first one is a new infection."""
TO_REACH: Final = timedelta(hours=24)
"""From the result's own time to the deadline."""

Act = Literal["nothing", "new", "replace", "withdraw"]
"""What happens to the stored result: it stays, is written, gives way to another version, or becomes void."""


class PriorResult(Struct, frozen=True, gc=False):
    """The result that is known under the same identifier."""

    meaning: Meaning
    corrected: bool
    """Whether a correction was applied to it."""
    resulted_at: datetime
    person: object = None
    """Whose it is; None where it is not kept: of negative results."""
    case: int = -1
    """The case that it supports, or -1."""


class ResultDecision(Struct, frozen=True, gc=False):
    disposition: Disposition
    act: Act = "nothing"
    leaves: bool = False
    """Whether the earlier version supports its case no more."""
    supports: bool = False
    """Whether this one supports a case: the person's, or a new one."""
    opens: bool = False
    """Whether that case is new."""


NOTHING_NEW: Final = ResultDecision("known")
_NEGATIVE: Final = ResultDecision("negative", "new")
_KNOWN_CASE: Final = ResultDecision("known", "new", supports=True)
_OPENED: Final = ResultDecision("opened", "new", supports=True, opens=True)
_NOTED_VOID: Final = ResultDecision("void", "new")
_STILL_VOID: Final = ResultDecision("void")


def decide_result(
    record: ResultRecord, person: object, before: PriorResult | None, has_case: bool
) -> ResultDecision:
    """What becomes of a record. Raises RejectedRecord where only a human can tell.

    ``person`` is whose it is, comparable with ``before.person``; ``has_case``: whether that person has a case
    of the disease within the window of the result, other than one that rests on ``before`` alone.
    """
    if record.status == "void":
        if before is None:
            return _NOTED_VOID
        if before.meaning == "void":
            return _STILL_VOID
        return ResultDecision("void", "withdraw", leaves=before.case >= 0)
    positive = record.meaning == "positive"
    if before is None:
        if not positive:
            return _NEGATIVE
        return _KNOWN_CASE if has_case else _OPENED
    if record.status == "final":
        stays = _decide_known_result(record, person, before)
        if stays is not None:
            return stays
    elif before.corrected and record.resulted_at < before.resulted_at:
        return NOTHING_NEW  # an older correction, on a slower way
    else:
        same_person = before.person is None or before.person == person
        same = before.meaning == record.meaning and before.resulted_at == record.resulted_at and same_person
        if before.corrected and same:
            return NOTHING_NEW
    return ResultDecision(
        "corrected", "replace", leaves=before.case >= 0, supports=positive, opens=positive and not has_case
    )


def decide_untraced_result(before: PriorResult | None) -> Disposition:
    """What becomes of a result of another test. ``before``: what is known under the identifier it revises.

    Raises RejectedRecord where that one is positive: whether its laboratory gave two results one identifier, or named the
    wrong test, only a human can tell.
    """
    if before is not None and before.meaning == "positive":
        raise RejectedRecord("same_identifier", "a correction of the same test is expected")
    return "ignored"


def _decide_known_result(record: ResultRecord, person: object, before: PriorResult) -> ResultDecision | None:
    """A final result whose identifier is known; None where it takes the place of the former."""
    if before.meaning == "void":
        return _STILL_VOID
    if before.person is not None and before.person != person:
        raise RejectedRecord("same_identifier", "an identifier that no other person's result has is expected")
    if before.meaning == record.meaning:
        return NOTHING_NEW
    if record.resulted_at > before.resulted_at:
        return None
    if before.corrected or (record.resulted_at < before.resulted_at and before.meaning == "positive"):
        return NOTHING_NEW  # what the known one corrects
    raise RejectedRecord("conflict", "a correction that says so, or that is later, is expected")
