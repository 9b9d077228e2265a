"""What people do with words: propose, approve, withdraw, activate on a date, cancel, roll back.

Every step is a row, with who and when, in the transaction that decides it. Nobody approves what they
proposed, nobody approves twice, and what the guard refuses is never activated.
"""

from datetime import date, datetime, timedelta
from typing import Final

from tocsin.charter.schema import Wording
from tocsin.conversation import quiet
from tocsin.tracing.queries import query
from tocsin.tracing.wording import store
from tocsin.tracing.wording.judge import Judged, judge, plain
from tocsin.tracing.wording.model import OWN, Person, Rewording, Stage, What
from tocsin.tracing.wording.store import Connection
from tocsin.tracing.wording.texts import Text, text
from tocsin.verdict.check import DEFAULT

LONGEST_WHY: Final = 500
"""Characters of a reason."""
FARTHEST: Final = timedelta(days=366)
"""How far ahead an activation may be dated: a year that was typed wrong is not waited for."""
_ZONE: Final = "Europe/Paris"


class NoReason(ValueError):
    """A reason is needed: those who approve, and those who come later, read it."""


class Unchanged(ValueError):
    """These are the words that are in force."""


class OwnProposal(Exception):
    """Who proposed words does not approve them."""


class ApprovedAlready(Exception):
    """The same person approves once."""


class NotNow(Exception):
    """This cannot be done at the stage that the rewording has reached."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"{self.__doc__} It is {stage}.")
        self.stage = stage


class BadMoment(ValueError):
    """Words begin now or later, and within a year."""


class Refused(Exception):
    """The words do not fit, or the guard blocks them."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(f"{self.__doc__} {', '.join(judged.kinds)}")
        self.judged = judged


def today(now: datetime) -> date:
    """The day as of which words are read."""
    return quiet.local(now, _ZONE).date()


def current(connection: Connection, found: Text, now: datetime) -> Wording:
    """The words that a text is sent in."""
    active = store.in_force(connection, now).get(found.id)
    return found.own if active is None or active.own else active.text


def propose(
    connection: Connection, id: str, words: Wording, why: str, by: Person, now: datetime,
    *, charter: str = DEFAULT,
) -> int:  # fmt: skip
    """Propose words for a text; the number of the rewording.

    Raises NoSuchText, NoReason, Unchanged, Refused.
    """
    found, words, why = text(id), plain(words), _reason(why)
    with connection.transaction():
        active = store.in_force(connection, now).get(id)
        if words == (found.own if active is None or active.own else active.text):
            raise Unchanged(str(Unchanged.__doc__))
        judged = judge(found, words, today(now), charter)
        if judged.result == "block":
            raise Refused(judged)
        number = _add(connection, found, words, why, by, now, judged, former=active)
        _step(connection, number, "proposed", by, now, judged=judged)
    return number


def approve(connection: Connection, number: int, by: Person, now: datetime) -> int:
    """Agree to words; how many have. Raises NoSuchRewording, OwnProposal, ApprovedAlready, NotNow."""
    with connection.transaction():
        found = _held(connection, number)
        if found.stage(now) != "proposed":
            raise NotNow(found.stage(now))
        if by.id == found.by.id:
            raise OwnProposal(str(OwnProposal.__doc__))
        if any(step.by_id == by.id for step in found.approvals):
            raise ApprovedAlready(str(ApprovedAlready.__doc__))
        _step(connection, number, "approved", by, now)
    return len(found.approvals) + 1


def withdraw(connection: Connection, number: int, why: str, by: Person, now: datetime) -> None:
    """Nothing comes of a proposal. Raises NoSuchRewording, NoReason, NotNow."""
    why = _reason(why)
    with connection.transaction():
        found = _held(connection, number)
        if found.stage(now) not in ("proposed", "approved"):
            raise NotNow(found.stage(now))
        _step(connection, number, "withdrawn", by, now, why=why)


def activate(
    connection: Connection, number: int, starts_at: datetime | None, by: Person, now: datetime,
    *, charter: str = DEFAULT,
) -> datetime:  # fmt: skip
    """Say when words begin to be sent: None is now. They are read by the guard once more, as of that day.

    Raises NoSuchRewording, NotNow, BadMoment, Refused; that they were refused is a step, and stays.
    """
    starts = now if starts_at is None else starts_at
    if not now <= starts <= now + FARTHEST:
        raise BadMoment(str(BadMoment.__doc__))
    with connection.transaction():
        found = _held(connection, number)
        if found.stage(now) != "approved":
            raise NotNow(found.stage(now))
        judged = judge(text(found.template), found.text, today(starts), charter)
        refused = judged.result == "block"
        _step(
            connection, number, "refused" if refused else "activated", by, now,
            judged=judged, starts_at=None if refused else starts,
        )  # fmt: skip
    if refused:
        raise Refused(judged)
    return starts


def cancel(connection: Connection, number: int, why: str, by: Person, now: datetime) -> None:
    """Words that wait for their moment do not begin. Raises NoSuchRewording, NoReason, NotNow."""
    why = _reason(why)
    with connection.transaction():
        found = _held(connection, number)
        if found.stage(now) != "scheduled":
            raise NotNow(found.stage(now))
        _step(connection, number, "cancelled", by, now, why=why)


def roll_back(
    connection: Connection, id: str, to: int, why: str, by: Person, now: datetime,
    *, charter: str = DEFAULT,
) -> int:  # fmt: skip
    """Send earlier words again, from now on: one person may, and says why; the number of the new rewording.

    ``to`` is a rewording of this text that was in use, or ``OWN``: the words that Tocsin comes with. Raises
    NoSuchText, NoSuchRewording, NoReason, NotNow, Unchanged, Refused.
    """
    found, why = text(id), _reason(why)
    with connection.transaction():
        earlier = None if to == OWN else _held(connection, to)
        if earlier is not None and earlier.template != id:
            raise store.NoSuchRewording(to)
        if earlier is not None and earlier.stage(now) != "started":
            raise NotNow(earlier.stage(now))
        own = earlier is None or earlier.own
        words = found.own if earlier is None or earlier.own else earlier.text
        active = store.in_force(connection, now).get(id)
        if words == (found.own if active is None or active.own else active.text):
            raise Unchanged(str(Unchanged.__doc__))
        judged = judge(found, words, today(now), charter)
        if judged.result == "block" and not own:
            raise Refused(judged)
        number = _add(connection, found, words, why, by, now, judged, former=active, own=own, copy_of=earlier)
        _step(connection, number, "proposed", by, now, judged=judged)
        _step(connection, number, "activated", by, now, why=why, judged=judged, starts_at=now)
    return number


def _held(connection: Connection, number: int) -> Rewording:
    """A rewording that nobody else decides about until the transaction ends."""
    connection.execute(query("wording.hold"), {"id": number})
    return store.one(connection, number)


def _reason(why: str) -> str:
    why = " ".join(why.split())
    if not why:
        raise NoReason(str(NoReason.__doc__))
    return why[:LONGEST_WHY]


def _add(
    connection: Connection, found: Text, words: Wording, why: str, by: Person, now: datetime, judged: Judged,
    *, former: Rewording | None, own: bool = False, copy_of: Rewording | None = None,
) -> int:  # fmt: skip
    row = connection.execute(
        query("wording.add"),
        {
            "template": found.id, "base": found.base, "fr": words.fr, "en": words.en, "own": own,
            "former": former.id if former else None, "copy_of": copy_of.id if copy_of else None,
            "why": why, "by_id": by.id, "by_name": by.name[:80], "now": now,
            "parts_fr": judged.reading("fr").cost.parts, "parts_en": judged.reading("en").cost.parts,
        },
    ).fetchone()  # fmt: skip
    assert row
    return int(row[0])


def _step(
    connection: Connection, number: int, what: What, by: Person | None, now: datetime,
    *, why: str = "", judged: Judged | None = None, starts_at: datetime | None = None,
) -> None:  # fmt: skip
    connection.execute(
        query("wording.step"),
        {
            "id": number, "what": what, "by_id": by.id if by else None, "by_name": by.name[:80] if by else "",
            "now": now, "starts_at": starts_at, "why": why, "ruling": judged.result if judged else "",
            "reasons": ",".join(judged.kinds)[:200] if judged else "",
        },
    )  # fmt: skip


def set_aside(connection: Connection, number: int, judged: Judged, now: datetime) -> None:
    """The engine does not send words that were activated: the guard blocks them by now. Said once."""
    _step(connection, number, "set_aside", None, now, judged=judged)
