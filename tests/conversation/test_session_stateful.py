"""One conversation under everything that can happen to it, in any order."""

from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.conversation.check import ends, respects_stop, respects_the_night, speaks_well, tells_no_secret
from tests.conversation.people import example
from tests.conversation.strange import gaps, langs, names, replies, zones
from tests.conversation.versions import LATER
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.script_player import parse_local_time
from tocsin.conversation.session import (
    ConversationSession,
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    ReplyEvent,
    SendSms,
    TimerEvent,
    encode_session,
)
from tocsin.conversation.session_step import begin_flow_session, take_step


class OneConversation(RuleBasedStateMachine):
    @initialize(
        flow=st.sampled_from(list_flows()), lang=langs, zone=zones, hour=st.integers(0, 23), name=names
    )
    def begins(self, flow, lang, zone, hour, name):
        self.flow = load_flow(flow)
        self.now = parse_local_time(f"2021-03-04 {hour:02}:10", zone)
        self.sent = self.written = 0
        self.last = None
        facts = example(flow, given_name=name)
        self.take(
            "", begin_flow_session(self.flow, "s", facts, self.now, lang=lang, zone=zone), stopped=False
        )

    def take(self, written, turn, stopped):
        for send in (action for action in turn.actions if isinstance(action, SendSms)):
            self.sent += 1
            assert send.id == f"s.{self.sent}"
            speaks_well(send)
            respects_the_night(send, turn.session, self.flow)
        respects_stop(stopped, turn.actions)
        tells_no_secret(written, turn)
        self.session = turn.session
        assert msgspec.json.decode(encode_session(self.session), type=ConversationSession) == self.session

    def apply_event(self, event, written=""):
        self.now = event.at
        before = self.session
        turn = take_step(self.flow, before, event)
        assert take_step(self.flow, before, event) == turn
        self.take(written, turn, before.status == "stopped")

    @rule(text=replies, gap=gaps)
    def writes(self, text, gap):
        self.written += 1
        self.last = ReplyEvent(self.now + timedelta(minutes=gap), text, f"r{self.written}")
        self.apply_event(self.last, text)

    @precondition(lambda self: self.last)
    @rule()
    def network_repeats_itself(self):
        before = self.session
        turn = take_step(self.flow, before, self.last)
        assert (turn.session, turn.actions) == (before, ())

    @rule()
    def timer_fires(self):
        if self.session.next_due:
            self.apply_event(TimerEvent(max(self.now, self.session.next_due)))

    @rule(gap=gaps)
    def clerk_ticks_whenever(self, gap):
        self.apply_event(TimerEvent(self.now + timedelta(minutes=gap)))

    @rule(days=st.integers(-10, 15), name=names)
    def facts_are_corrected(self, days, name):
        day = (self.now + timedelta(days=days)).date().isoformat()
        facts = {"isolation_end": day, "test_day": day, "check_day": day, "since": day, "given_name": name}
        self.apply_event(CorrectionEvent(self.now, facts))

    @rule(gap=gaps)
    def network_gives_up(self, gap):
        self.apply_event(DeliveryFailureEvent(self.now + timedelta(minutes=gap)))

    @precondition(lambda self: self.written > 6)
    @rule()
    def agent_ends_it(self):
        self.apply_event(ExternalEndEvent(self.now, "reached"))

    @rule(later=st.sampled_from(LATER))
    def flow_has_a_new_version(self, later):
        if self.flow.version < 4:
            self.flow = later(self.flow)

    def teardown(self):
        if hasattr(self, "session"):
            ends(lambda: self.session.next_due, lambda at: self.apply_event(TimerEvent(at)), self.now)
            assert not self.session.is_open


OneConversation.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_one_conversation_keeps_its_promises = OneConversation.TestCase
