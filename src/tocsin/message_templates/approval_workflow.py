"""What people do with words: propose, approve, withdraw, activate on a date, cancel, roll back.

Every step is a row, with who and when, in the transaction that decides it. Nobody approves what they
proposed, nobody approves twice, and what the guard refuses is never activated. What it only holds back for
what it reads like may be proposed: the two who approve see why, and let it pass.
"""

from datetime import date, datetime, timedelta
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.locale.paris_time import find_paris_day
from tocsin.message_templates import rewording_records
from tocsin.message_templates.built_in_texts import BuiltInText, get_built_in_text
from tocsin.message_templates.review import WordingReview, normalise_wording, review_wording
from tocsin.message_templates.rewording import OWN, RewordingActor, Stage, TextRewording, What
from tocsin.message_templates.rewording_records import Connection
from tocsin.store.queries import query

LONGEST_WHY: Final = 500
"""Characters of a reason."""
FARTHEST: Final = timedelta(days=366)
"""How far ahead an activation may be dated: a year that was typed wrong is not waited for."""


class MissingReason(ValueError):
    """A reason is needed: those who approve, and those who come later, read it."""


class UnchangedWording(ValueError):
    """These are the words that are in force."""


class OwnProposal(Exception):
    """Who proposed words does not approve them."""


class AlreadyApproved(Exception):
    """The same person approves once."""


class WrongStage(Exception):
    """This cannot be done at the stage that the rewording has reached."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"{self.__doc__} It is {stage}.")
        self.stage = stage


class InvalidStartTime(ValueError):
    """Words begin now or later, and within a year."""


class WordingRefused(Exception):
    """The words do not fit, or the guard blocks them."""

    def __init__(self, judged: WordingReview) -> None:
        super().__init__(f"{self.__doc__} {', '.join(judged.kinds)}")
        self.judged = judged


def review_day(now: datetime) -> date:
    return find_paris_day(now)


def propose_rewording(
    connection: Connection, id: str, words: Wording, why: str, by: RewordingActor, now: datetime,
) -> int:  # fmt: skip
    """Propose words for a text; the number of the rewording.

    Raises UnknownText, MissingReason, UnchangedWording, WordingRefused.
    """
    found, words, why = get_built_in_text(id), normalise_wording(words), _clean_reason(why)
    with connection.transaction():
        active, judged = _review_change(connection, found, words, now)
        if judged.result == "block" and not judged.may_be_agreed_to:
            raise WordingRefused(judged)
        number = _insert_rewording(connection, found, words, why, by, now, judged, former=active)
        _insert_step(connection, number, "proposed", by, now, judged=judged)
    return number


def approve_rewording(connection: Connection, number: int, by: RewordingActor, now: datetime) -> int:
    """Agree to words; how many have. Raises UnknownRewording, OwnProposal, AlreadyApproved, WrongStage."""
    with connection.transaction():
        found = _lock_rewording(connection, number)
        if found.stage(now) != "proposed":
            raise WrongStage(found.stage(now))
        if by.id == found.by.id:
            raise OwnProposal(str(OwnProposal.__doc__))
        if any(step.by_id == by.id for step in found.approvals):
            raise AlreadyApproved(str(AlreadyApproved.__doc__))
        _insert_step(connection, number, "approved", by, now)
    return len(found.approvals) + 1


def withdraw_rewording(
    connection: Connection, number: int, why: str, by: RewordingActor, now: datetime
) -> None:
    """Nothing comes of a proposal. Raises UnknownRewording, MissingReason, WrongStage."""
    why = _clean_reason(why)
    with connection.transaction():
        found = _lock_rewording(connection, number)
        if found.stage(now) not in ("proposed", "approved"):
            raise WrongStage(found.stage(now))
        _insert_step(connection, number, "withdrawn", by, now, why=why)


def activate_rewording(
    connection: Connection, number: int, starts_at: datetime | None, by: RewordingActor, now: datetime,
) -> datetime:  # fmt: skip
    """Say when words begin to be sent: None is now. They are read by the guard once more, as of that day.

    Raises UnknownRewording, WrongStage, InvalidStartTime, WordingRefused; that they were refused is a step, and
    stays.
    """
    starts = now if starts_at is None else starts_at
    if not now <= starts <= now + FARTHEST:
        raise InvalidStartTime(str(InvalidStartTime.__doc__))
    with connection.transaction():
        found = _lock_rewording(connection, number)
        if found.stage(now) != "approved":
            raise WrongStage(found.stage(now))
        judged = review_wording(get_built_in_text(found.template), found.text, review_day(starts))
        refused = judged.is_blocked_beside(found.agreed)
        _insert_step(
            connection, number, "refused" if refused else "activated", by, now,
            judged=judged, starts_at=None if refused else starts,
        )  # fmt: skip
    if refused:
        raise WordingRefused(judged)
    return starts


def cancel_rewording(
    connection: Connection, number: int, why: str, by: RewordingActor, now: datetime
) -> None:
    """Words that wait for their moment do not begin. Raises UnknownRewording, MissingReason, WrongStage."""
    why = _clean_reason(why)
    with connection.transaction():
        found = _lock_rewording(connection, number)
        if found.stage(now) != "scheduled":
            raise WrongStage(found.stage(now))
        _insert_step(connection, number, "cancelled", by, now, why=why)


def roll_back_text(
    connection: Connection, id: str, to: int, why: str, by: RewordingActor, now: datetime,
) -> int:  # fmt: skip
    """Send earlier words again, from now on: one person may, and says why; the number of the new rewording.

    ``to`` is a rewording of this text that was in use, or ``OWN``: the words that Tocsin comes with. Raises
    NoSuchText, NoSuchRewording, NoReason, NotNow, Unchanged, Refused.
    """
    found, why = get_built_in_text(id), _clean_reason(why)
    with connection.transaction():
        earlier = None if to == OWN else _lock_rewording(connection, to)
        if earlier is not None and earlier.template != id:
            raise rewording_records.UnknownRewording(to)
        if earlier is not None and earlier.stage(now) != "started":
            raise WrongStage(earlier.stage(now))
        own = earlier is None or earlier.own
        words = found.wording if earlier is None or earlier.own else earlier.text
        active, judged = _review_change(connection, found, words, now)
        if judged.result == "block" and not own:
            raise WordingRefused(judged)
        number = _insert_rewording(
            connection, found, words, why, by, now, judged, former=active, own=own, copy_of=earlier
        )
        _insert_step(connection, number, "proposed", by, now, judged=judged)
        _insert_step(connection, number, "activated", by, now, why=why, judged=judged, starts_at=now)
    return number


def _review_change(
    connection: Connection, found: BuiltInText, words: Wording, now: datetime
) -> tuple[TextRewording | None, WordingReview]:
    """The rewording that holds, and what the guard says of other words. Raises UnchangedWording."""
    active = rewording_records.load_rewordings_in_force(connection, now).get(found.id)
    if words == (found.wording if active is None or active.own else active.text):
        raise UnchangedWording(str(UnchangedWording.__doc__))
    return active, review_wording(found, words, review_day(now))


def _lock_rewording(connection: Connection, number: int) -> TextRewording:
    """A rewording that nobody else decides about until the transaction ends."""
    connection.execute(query("wording.hold"), {"id": number})
    return rewording_records.load_rewording(connection, number)


def _clean_reason(why: str) -> str:
    why = " ".join(why.split())
    if not why:
        raise MissingReason(str(MissingReason.__doc__))
    return why[:LONGEST_WHY]


def _insert_rewording(
    connection: Connection, found: BuiltInText, words: Wording, why: str, by: RewordingActor, now: datetime, judged: WordingReview,
    *, former: TextRewording | None, own: bool = False, copy_of: TextRewording | None = None,
) -> int:  # fmt: skip
    row = connection.execute(
        query("wording.add"),
        {
            "template": found.id, "base": found.base, "fr": words.fr, "en": words.en, "own": own,
            "former": former.id if former else None, "copy_of": copy_of.id if copy_of else None,
            "why": why, "by_id": by.id, "by_name": by.name[:80], "now": now,
            "parts_fr": judged.in_language("fr").cost.parts, "parts_en": judged.in_language("en").cost.parts,
        },
    ).fetchone()  # fmt: skip
    assert row
    return int(row[0])


def _insert_step(
    connection: Connection, number: int, what: What, by: RewordingActor | None, now: datetime,
    *, why: str = "", judged: WordingReview | None = None, starts_at: datetime | None = None,
) -> None:  # fmt: skip
    connection.execute(
        query("wording.step"),
        {
            "id": number, "what": what, "by_id": by.id if by else None, "by_name": by.name[:80] if by else "",
            "now": now, "starts_at": starts_at, "why": why, "ruling": judged.result if judged else "",
            "reasons": ",".join(judged.kinds)[:200] if judged else "",
        },
    )  # fmt: skip


def record_set_aside(connection: Connection, number: int, judged: WordingReview, now: datetime) -> None:
    """The engine does not send words that were activated: the guard blocks them by now. Said once."""
    _insert_step(connection, number, "set_aside", None, now, judged=judged)
