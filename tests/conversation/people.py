"""The people of these stories, and a conversation as they live it.

Léa was tested positive on 4 March 2021. Karim and Inès are her contacts. All numbers are kept for fiction.
"""

from datetime import UTC, datetime, timedelta

from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.schema import parse_duration
from tocsin.conversation.script_player import parse_facts, parse_local_time
from tocsin.conversation.session import (
    CloseConversation,
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    RecordContacts,
    RecordFact,
    RecordReply,
    ReplyEvent,
    RequestCall,
    SendSms,
    TimerEvent,
)
from tocsin.conversation.session_step import begin_flow_session, take_step

PARIS = "Europe/Paris"


def utc(written):
    """``2021-03-04 09:00`` in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def example(name, **facts):
    """The facts of a flow's example, some changed; None takes one out."""
    flow = load_flow(name)
    known = parse_facts(flow, flow.example.facts) | facts
    return {key: value for key, value in known.items() if value is not None}


class Talk:
    """A conversation, and a clock that jumps. Times are local."""

    def __init__(self, flow="case", at="2021-03-04 09:00", zone=PARIS, lang="fr", **facts):
        self.flow = load_flow(flow) if isinstance(flow, str) else flow
        self.zone = zone
        self.now = parse_local_time(at, zone)
        known = example(self.flow.flow, **facts) if isinstance(flow, str) else facts
        self.turns = [begin_flow_session(self.flow, "s", known, self.now, lang=lang, zone=zone)]

    @property
    def session(self):
        return self.turns[-1].session

    @property
    def state(self):
        return self.session.state

    def of(self, kind, turns=None):
        """The actions of a kind, of the last turn, or of these."""
        every = self.turns[-1:] if turns is None else turns
        return [action for turn in every for action in turn.actions if isinstance(action, kind)]

    @property
    def sent(self):
        """Templates of the SMS of the last turn, without the name of the flow."""
        return [send.template.removeprefix(f"{self.flow.flow}.") for send in self.of(SendSms)]

    @property
    def ever_sent(self):
        return [send.template.removeprefix(f"{self.flow.flow}.") for send in self.of(SendSms, self.turns)]

    @property
    def text(self):
        """The SMS of the last turn, as one text."""
        return " / ".join(send.text for send in self.of(SendSms))

    @property
    def calls(self):
        return [call.reason for call in self.of(RequestCall)]

    @property
    def ever_called(self):
        return [call.reason for call in self.of(RequestCall, self.turns)]

    @property
    def learned(self):
        return {learned.fact: learned.value for learned in self.of(RecordFact)}

    @property
    def heard(self):
        return self.of(RecordReply)[0]

    @property
    def named(self):
        """The people noted in the last turn that noted any: names and last four digits."""
        lists = self.of(RecordContacts, self.turns)
        return [(p.name, p.number[-4:] if p.number else None) for p in lists[-1].people] if lists else []

    @property
    def confirmed(self):
        return any(named.confirmed for named in self.of(RecordContacts, self.turns))

    @property
    def closed(self):
        return [closed.outcome for closed in self.of(CloseConversation, self.turns)]

    def happens(self, event):
        self.now = event.at
        self.turns.append(take_step(self.flow, self.session, event))
        return self

    def write_replies(self, *texts, after="2m", id=""):
        """The person writes, once or several times."""
        for text in texts:
            self.happens(ReplyEvent(self.now + parse_duration(after), text, id))
        return self

    def waits(self, written):
        """Time passes, each timer fires when it is due."""
        until = self.now + parse_duration(written)
        while (due := self.session.next_due) and due <= until:
            self.happens(TimerEvent(due))
        self.now = until
        return self

    def wakes(self, written):
        """An outage: one tick, however late."""
        self.happens(TimerEvent(parse_local_time(written, self.zone)))
        return self

    def corrected(self, **facts):
        return self.happens(CorrectionEvent(self.now + timedelta(minutes=1), facts))

    def undelivered(self):
        return self.happens(DeliveryFailureEvent(self.now + timedelta(minutes=1)))

    def ended(self, outcome):
        return self.happens(ExternalEndEvent(self.now + timedelta(minutes=1), outcome))

    def local(self, at):
        """A moment as the person's clock shows it."""
        from tocsin.conversation.quiet_hours import to_local_time

        return f"{to_local_time(at, self.zone):%Y-%m-%d %H:%M}"
