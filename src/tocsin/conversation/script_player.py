"""A conversation played from a script, and written down as people read it.

A transcript is its own script: the head says who and when, ``>`` lines are what the person wrote, ``!``
lines what else happened. Playing it writes the whole again, so that a file either comes out as it was, or
shows in a diff what changed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.conversation import quiet_hours
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.session import (
    CallAnnouncedEvent,
    CloseConversation,
    ConversationAction,
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    FactValue,
    FlowFacts,
    ListedContact,
    RecordContacts,
    RecordFact,
    RecordReply,
    ReplyEvent,
    RequestCall,
    SendSms,
    SessionEvent,
    SessionTurn,
    TimerEvent,
)
from tocsin.conversation.session_step import begin_flow_session, take_step

PATIENCE: Final = timedelta(days=60)
"""How long after the last event a conversation is followed to its end."""

_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) ([<>!*]) ?(.*)")
_ANNOUNCED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)-(\d\d:\d\d) (\d[\d ]*\d)")
_HEAD = re.compile(r"([a-z_]+): ?(.*)")


class BadScript(ValueError):
    """A transcript cannot be played."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class ConversationScript(Struct, frozen=True, kw_only=True):
    """Who, when, and what happens from outside."""

    title: str
    flow: str
    at: str
    """Local time at which it begins, ``2021-03-04 09:00``."""
    zone: str = "Europe/Paris"
    lang: str = "fr"
    facts: dict[str, str] = {}
    """As written."""
    events: tuple[tuple[str, str, str], ...] = ()
    """Local time, ``>`` or ``!``, and what is said or what happened."""


def read_script(text: str, file: str) -> ConversationScript:
    """A script from a transcript; raises ``BadScript`` with its line."""
    title = ""
    head: dict[str, str] = {}
    events = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("# "):
            title = line[2:]
        elif found := _LINE.fullmatch(line):
            if found[2] in "<*":
                continue
            events.append((found[1], found[2], found[3]))
        elif not events and (pair := _HEAD.fullmatch(line)):
            head[pair[1]] = pair[2]
        elif line.strip():
            raise BadScript(
                file, number, f"neither 'key: value' nor '2021-03-04 09:00 > reply': {line[:40]!r}"
            )
    for needed in ("flow", "at"):
        if needed not in head:
            raise BadScript(file, 1, f"does not say '{needed}:'")
    known = {key: head.pop(key) for key in ("flow", "at", "zone", "lang") if key in head}
    return ConversationScript(title=title, facts=head, events=tuple(events), **known)


def parse_facts(flow: Flow, written: dict[str, str]) -> FlowFacts:
    """Facts as a person writes them; raises ``ValueError`` with what was expected."""
    return {name: _parse_fact(flow, name, text) for name, text in written.items()}


def _parse_fact(flow: Flow, name: str, text: str) -> FactValue:
    if name not in flow.facts:
        raise ValueError(f"{name}: the flow {flow.flow} knows {', '.join(flow.facts)}")
    kind = flow.facts[name].kind
    if kind == "flag":
        if text not in ("true", "false"):
            raise ValueError(f"{name}: {text!r} is neither true nor false")
        return text == "true"
    if kind == "day":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(f"{name}: {text!r} is not a day such as 2021-03-04") from None
    if kind == "number":
        if not text.lstrip("-").isdecimal():
            raise ValueError(f"{name}: {text!r} is not a number")
        return int(text)
    if kind == "text":
        french, _, english = text.partition(" | ")
        return Wording(french, english or french)
    return text


class ScriptPlayer:
    """Both sides of a conversation, on a clock that jumps."""

    def __init__(
        self,
        flow: Flow,
        facts: FlowFacts,
        at: datetime,
        *,
        lang: str = "fr",
        zone: str = "Europe/Paris",
    ) -> None:
        self.flow = flow
        self.now = at
        self.lines: list[str] = []
        self.turns: list[SessionTurn] = []
        self._zone = zone
        self._record_turn(begin_flow_session(flow, "1", facts, at, lang=lang, zone=zone))

    def apply_event(self, event: SessionEvent) -> None:
        """Let what is due before it fire, then the event."""
        self.advance_to(event.at)
        if isinstance(event, ReplyEvent):
            self._write_line(event.at, ">", event.text)
        elif not isinstance(event, TimerEvent):
            self._write_line(event.at, "!", _describe_event(event, self._zone))
        self._record_turn(take_step(self.flow, self.session, event))

    def advance_to(self, at: datetime) -> None:
        """Let time pass, each timer firing when it is due."""
        while (due := self.session.next_due) is not None and due <= at:
            self.now = due
            self._record_turn(take_step(self.flow, self.session, TimerEvent(due)))
        self.now = max(self.now, at)

    def advance_to_end(self) -> None:
        """Let time pass until the end, or ``PATIENCE``."""
        last = self.now + PATIENCE
        while (due := self.session.next_due) is not None and due <= last:
            self.advance_to(due)

    def _record_turn(self, turn: SessionTurn) -> None:
        self.session = turn.session
        self.turns.append(turn)
        for at, mark, text in _describe_actions(turn.actions, self.now):
            self._write_line(at, mark, text)

    def _write_line(self, at: datetime, mark: str, text: str) -> None:
        here = quiet_hours.to_local_time(at, self._zone)
        self.lines.append(f"{here:%Y-%m-%d %H:%M} {mark} {' '.join(text.split())}".rstrip())


def play_script(flow: Flow, script: ConversationScript) -> ScriptPlayer:
    """Play a script to its end; raises ``ValueError`` for facts or times that cannot be."""
    zone = script.zone
    player = ScriptPlayer(
        flow, parse_facts(flow, script.facts), parse_local_time(script.at, zone), lang=script.lang, zone=zone
    )
    for written, mark, text in script.events:
        at = parse_local_time(written, zone)
        player.apply_event(ReplyEvent(at, text) if mark == ">" else _parse_event(flow, at, text, zone))
    player.advance_to_end()
    return player


def write_transcript(script: ConversationScript, player: ScriptPlayer) -> str:
    """The whole, as a file holds it."""
    head = [
        f"# {script.title}",
        f"flow: {script.flow}",
        f"at: {script.at}",
        f"zone: {script.zone}",
        f"lang: {script.lang}",
    ]
    head += [f"{name}: {value}" for name, value in script.facts.items()]
    return "\n".join([*head, "", *player.lines, ""])


def parse_local_time(written: str, zone: str) -> datetime:
    """A local time as a moment in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=quiet_hours.load_zone(zone)).astimezone(UTC)


def _parse_event(flow: Flow, at: datetime, text: str, zone: str) -> SessionEvent:
    what, _, rest = text.partition(" ")
    if what == "undelivered":
        return DeliveryFailureEvent(at)
    if what == "ended":
        return ExternalEndEvent(at, rest)
    if what == "corrected":
        pairs = (pair.partition("=") for pair in rest.split("; "))
        return CorrectionEvent(at, parse_facts(flow, {name: value for name, _, value in pairs}))
    if what == "announced":
        return _parse_announcement(at, rest, zone)
    raise ValueError(f"{what!r} is none of undelivered, corrected, ended, announced")


def _parse_announcement(at: datetime, text: str, zone: str) -> CallAnnouncedEvent:
    """``2021-03-04 14:00-16:00 402 817``: local times of a day, and what the agent says first."""
    found = _ANNOUNCED.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not such as '2021-03-04 14:00-16:00 402 817'")
    begins, ends = (parse_local_time(f"{found[1]} {hour}", zone) for hour in (found[2], found[3]))
    return CallAnnouncedEvent(at, begins, ends, found[4])


def _describe_event(event: SessionEvent, zone: str) -> str:
    if isinstance(event, CorrectionEvent):
        return "corrected " + "; ".join(
            f"{name}={_format_value(value)}" for name, value in event.facts.items()
        )
    if isinstance(event, CallAnnouncedEvent):
        begins, ends = (quiet_hours.to_local_time(moment, zone) for moment in (event.begins, event.ends))
        return f"announced {begins:%Y-%m-%d %H:%M}-{ends:%H:%M} {event.call_code}"
    return f"ended {event.outcome}" if isinstance(event, ExternalEndEvent) else "undelivered"


def _format_value(value: FactValue) -> str:
    if isinstance(value, Wording):
        return f"{value.fr} | {value.en}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _describe_household(person: ListedContact) -> str:
    """Whether somebody named lives with the person, where that is known."""
    return {None: "", True: " (at home)", False: " (elsewhere)"}[person.household]


def _describe_actions(
    actions: tuple[ConversationAction, ...], now: datetime
) -> Iterator[tuple[datetime, str, str]]:
    """Each action as one line; an SMS at the moment at which it may go."""
    for action in actions:
        if isinstance(action, SendSms):
            yield action.not_before, "<", action.text
        elif isinstance(action, RequestCall):
            yield now, "*", f"call: {action.reason}{', at once' if action.urgent else ''}"
        elif isinstance(action, RecordFact):
            yield now, "*", f"learned: {action.fact} = {_format_value(action.value)}"
        elif isinstance(action, RecordContacts):
            people = ", ".join(
                f"{p.name or '?'} {p.number or 'no number'}{_describe_household(p)}" for p in action.people
            )
            yield now, "*", f"{'confirmed' if action.confirmed else 'noted'}: {people or 'nobody'}"
        elif isinstance(action, CloseConversation):
            yield now, "*", f"closed: {action.outcome}"
        elif isinstance(action, RecordReply) and action.signals:
            yield now, "*", f"heard: {', '.join(action.signals)}; kept as: {action.text}"
