"""What follows from what happened to one phone: pure, from records to records."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation import quiet
from tocsin.conversation.flow.load import load
from tocsin.conversation.session import (
    Call,
    Closed,
    Corrected,
    Ended,
    Event,
    Facts,
    Learned,
    Reply,
    Session,
    Tick,
)
from tocsin.conversation.session import Undelivered as NotDelivered
from tocsin.conversation.thread import Beginning, Flows, Said, Thread, ThreadTurn, happen, start
from tocsin.tracing import events
from tocsin.tracing.engine import beginnings, counting
from tocsin.tracing.engine.beginnings import CaseFile, ContactFile
from tocsin.tracing.engine.model import (
    Arrival,
    Desk,
    Effect,
    Fault,
    Happened,
    Listed,
    Same,
    Silenced,
    Started,
    Taken,
)

WITHDRAWN: Final = "withdrawn"
"""Outcome of a conversation, and reason of a call: the result for which somebody isolated was withdrawn."""


class Files(Struct, frozen=True):
    """The files that conversations of this step begin from, by their number."""

    cases: Mapping[int, CaseFile]
    contacts: Mapping[int, ContactFile]


def take(desk: Desk, files: Files, now: datetime, flows: Flows = load) -> Taken:
    """Everything that happened to a phone, one thing after the other, and then what is due by itself.

    ``flows`` gives a flow in the words of now; what is asked and where answers lead is the same in all.
    """
    run = _Run(desk, files, flows)
    for arrival in desk.arrivals:
        run.guarded(arrival.at, partial(run.arrive, arrival))
    due = run.thread.next_due
    if due is not None and due <= now and not run.guarded(now, partial(run.step, Tick(now))):
        run.drop_due(now)
    return Taken(desk, run.thread, tuple(run.effects))


class _Run:
    """One phone in one step."""

    def __init__(self, desk: Desk, files: Files, flows: Flows) -> None:
        self.desk = desk
        self.files = files
        self.flows = flows
        self.thread = desk.thread
        self.effects: list[Effect] = []

    def guarded(self, at: datetime, action: Callable[[], None]) -> bool:
        """Take one event, and say whether; one that cannot be taken changes nothing, and goes to a human."""
        before, effects = self.thread, len(self.effects)
        try:
            action()
        except Exception as error:
            self.thread = before
            del self.effects[effects:]
            session = before.floor or before.last or (before.sessions[-1].id if before.sessions else "")
            self.effects.append(Fault(at, session, type(error).__name__))
            return False
        return True

    def drop_due(self, now: datetime) -> None:
        """What was due and cannot be taken would be due for ever: it is not any more, and humans ring."""
        sessions = tuple(
            replace(one, timers=tuple(timer for timer in one.timers if timer.at > now))
            for one in self.thread.sessions
        )
        self.thread = replace(self.thread, sessions=sessions)
        due = self.thread.next_due
        if due is not None and due <= now:  # somebody waits for their turn, and cannot begin
            self.effects.extend(Fault(now, one.id, "NotBegun") for one in self.thread.waiting)
            self.thread = replace(self.thread, waiting=())

    def arrive(self, arrival: Arrival) -> None:
        letter, at = arrival.letter, arrival.at
        match letter:
            case events.Replied(text):
                self.step(Reply(at, text, arrival.key))
            case events.BeginCase(case_id):
                self.begin_case(self.files.cases.get(case_id), at)
            case events.BeginContact(contact_id):
                self.begin_contact(self.files.contacts.get(contact_id), at)
            case events.BeginFollowUp(case_id):
                self.begin_follow_up(self.files.cases.get(case_id), at)
            case events.Undelivered(message):
                self.undelivered(message, at)
            case events.Ended(session, outcome):
                self.step_named(session, Ended(at, outcome))
            case events.Replan(session):
                self.replan(session, at)
            case events.Withdrawn(session):
                self.withdrawn(session, at)

    # ---- beginnings

    def begin_case(self, file: CaseFile | None, at: datetime) -> None:
        if file is None or file.closed:
            return
        if file.minor:
            self.say(at, f"case-{file.id}", self.minor(at))
            return
        self.begin(beginnings.of_case(file, self.today(at), self.desk.zone), at)

    def begin_contact(self, file: ContactFile | None, at: datetime) -> None:
        if file is None or file.closed:
            return
        if file.minor:
            self.say(at, f"contact-{file.id}", self.minor(at))
            return
        speaks = self.speaking_with(file)
        if speaks is not None:
            self.effects.append(Same(file.id, speaks))
            return
        self.begin(beginnings.of_contact(file, self.today(at), self.desk.zone), at)

    def begin_follow_up(self, file: CaseFile | None, at: datetime) -> None:
        if file is None or file.closed:
            return
        beginning = beginnings.of_follow_up(file, self.today(at), self.desk.zone)
        if beginning is None:
            self.say(at, f"follow-{file.id}", Closed("nothing_left"))
        else:
            self.begin(beginning, at)

    def speaking_with(self, file: ContactFile) -> int | None:
        """The other naming of the same person whose conversation goes on already."""
        if file.person_id is None:
            return None
        begun: tuple[Session | Beginning, ...] = (*self.thread.sessions, *self.thread.waiting)
        for session in begun:
            if session.person == f"{file.person_id}" and session.id.startswith("contact-"):
                if isinstance(session, Session) and session.status == "closed":
                    continue
                return int(session.id.partition("-")[2])
        return None

    def begin(self, beginning: Beginning, at: datetime) -> None:
        begun: tuple[Session | Beginning, ...] = (*self.thread.sessions, *self.thread.waiting)
        if any(one.id == beginning.id for one in begun):
            return
        self.effects.append(Started(at, beginning.id, _end(beginning.facts)))
        self.keep(start(self.flows, self.thread, beginning, at), at)

    # ---- what goes on

    def replan(self, session: str, at: datetime) -> None:
        """Make the plan again, from the file as it is now; that of a case in its follow-up too."""
        kind, number = session.partition("-")[0], int(session.partition("-")[2])
        if kind == "contact" and (contact := self.files.contacts.get(number)):
            self.correct(session, beginnings.of_contact(contact, self.today(at), self.desk.zone).facts, at)
        elif case := self.files.cases.get(number):
            self.correct(session, beginnings.of_case(case, self.today(at), self.desk.zone).facts, at)
            self.follow_anew(case, at)

    def follow_anew(self, file: CaseFile, at: datetime) -> None:
        """The follow-up by the plan of now; it ends where no isolation is left."""
        known = self.session(f"follow-{file.id}")
        if known is None or known.status == "closed":
            return
        beginning = beginnings.of_follow_up(file, self.today(at), self.desk.zone)
        if beginning is None:
            self.step_named(known.id, Ended(at, "nothing_left"))
        elif beginning.facts["isolation_end"] != known.facts.get("isolation_end"):
            self.correct(known.id, beginning.facts, at)

    def withdrawn(self, session: str, at: datetime) -> None:
        """A case or a contact need not isolate any more: they are told, or rung where no SMS may be sent."""
        known = self.session(session)
        if known is not None and known.outcome == "wrong_person":
            return
        if known is None or known.status == "stopped" or self.thread.stopped:
            self.step_named(session, Ended(at, "void"))
            self.say(at, session, self.human(WITHDRAWN, at))
            return
        self.step_named(session, Ended(at, WITHDRAWN))

    def undelivered(self, message: str, at: datetime) -> None:
        """An SMS will never arrive; a human says instead what must be known."""
        session = message.rpartition(".")[0]
        known = self.session(session)
        if known is not None and known.status == "closed" and known.outcome == WITHDRAWN:
            self.say(at, session, self.human(WITHDRAWN, at))
        else:
            self.step_named(session, NotDelivered(at, message))

    def correct(self, session: str, facts: Facts, at: datetime) -> None:
        """Tell a conversation the facts that changed."""
        known = self.session(session)
        if known is None:
            return
        wanted = {name: value for name, value in facts.items() if name in self.flows(known.flow).facts}
        changed = {name: value for name, value in wanted.items() if known.facts.get(name) != value}
        if changed:
            self.step_named(session, Corrected(at, changed))
            end = facts.get("isolation_end")
            self.effects.append(
                Started(at, session, date.fromisoformat(end) if isinstance(end, str) else None)
            )

    def step_named(self, session: str, event: Event) -> None:
        if self.session(session) is not None:
            self.step(event, session)
        elif isinstance(event, Ended):  # it waits for its turn, which does not come any more
            waiting = tuple(one for one in self.thread.waiting if one.id != session)
            self.thread = replace(self.thread, waiting=waiting)

    def step(self, event: Event, session: str = "") -> None:
        before = self.thread
        turn = happen(self.flows, before, event, session)
        self.silence(before, turn.thread, event)
        self.keep(turn, event.at)
        self.unheard_plan(turn, event.at)
        self.fared(before, event, turn.said)

    def unheard_plan(self, turn: ThreadTurn, at: datetime) -> None:
        """Who says where they live after their last SMS, to whom another rule may apply, is rung."""
        for said in turn.said:
            if isinstance(said.action, Learned) and said.action.fact == "household":
                session = self.session(said.session)
                if session is not None and session.status == "closed":
                    self.say(at, said.session, self.human("instructions", at))

    def silence(self, before: Thread, after: Thread, event: Event) -> None:
        """Who wants no SMS, is somebody else, or was spoken to, does not get what still waits to leave."""
        stopped = after.stopped and not before.stopped
        for was in before.sessions:
            if stopped or _over(was, after.session(was.id), event):
                self.effects.append(Silenced(event.at, was.id, was.sent))

    def keep(self, turn: ThreadTurn, at: datetime) -> None:
        self.effects.extend(counting.put(self.thread.sessions, turn, at))
        self.thread = turn.thread
        for said in turn.said:
            self.effects.append(Happened(at, said))

    def minor(self, at: datetime) -> Call:
        """Somebody else answers for them: a human rings."""
        return self.human("minor", at)

    def human(self, reason: str, at: datetime) -> Call:
        """A human rings, at an hour at which one may."""
        return Call(reason=reason, urgent=False, not_before=quiet.not_before(at, self.desk.zone))

    def say(self, at: datetime, session: str, action: Call | Closed) -> None:
        self.effects.append(Happened(at, Said(session, action)))

    def session(self, id: str) -> Session | None:
        return next((one for one in self.thread.sessions if one.id == id), None)

    def today(self, at: datetime) -> date:
        return quiet.local(at, self.desk.zone).date()

    # ---- counts by step

    def fared(self, before: Thread, event: Event, said: tuple[Said, ...]) -> None:
        """How the open question fared; a list that the person closed is one."""
        asked = before.floor
        was = next((one for one in before.sessions if one.id == asked), None)
        now = self.session(asked) if asked else None
        if was is None or now is None:
            return
        if (
            isinstance(event, Reply)
            and now.state != was.state
            and now.live
            and self.flows(was.flow).states[was.state].ask == "people"
            and not self.called(asked)
        ):
            self.effects.append(Listed(event.at, asked, len(now.people)))
        self.effects.extend(counting.fared(was, now, event, said))

    def called(self, session: str) -> bool:
        """Whether a human was asked to ring in this step."""
        return any(
            isinstance(one, Happened) and one.said.session == session and isinstance(one.said.action, Call)
            for one in self.effects
        )


def _over(was: Session, now: Session, event: Event) -> bool:
    """Whether a conversation was ended from outside, or by the wrong person."""
    if now.outcome == "wrong_person" != was.outcome:
        return True
    return isinstance(event, Ended) and now.status == "closed" != was.status


def _end(facts: Facts) -> date | None:
    end = facts.get("isolation_end")
    return date.fromisoformat(end) if isinstance(end, str) else None
