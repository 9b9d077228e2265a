"""A household on one phone: two or three people, one of them a contact who becomes a case."""

from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.conversation.check import ends, respects_stop, respects_the_night, speaks_well, tells_no_secret
from tests.conversation.people import example
from tests.conversation.strange import gaps, langs, replies, zones
from tests.conversation.versions import LATER
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.phone_thread import ConversationStart, PhoneThread
from tocsin.conversation.script_player import parse_local_time
from tocsin.conversation.session import (
    CorrectionEvent,
    DeliveryFailureEvent,
    ExternalEndEvent,
    ReplyEvent,
    SendSms,
    TimerEvent,
)
from tocsin.conversation.thread_step import apply_event, start_conversation

HOUSEHOLD = ("Léa", "Karim", "Inès")


class OnePhone(RuleBasedStateMachine):
    @initialize(zone=zones, hour=st.integers(0, 23))
    def phone_is_known(self, zone, hour):
        self.flows = {name: load_flow(name) for name in list_flows()}
        self.zone = zone
        self.now = parse_local_time(f"2021-03-04 {hour:02}:10", zone)
        self.thread = PhoneThread(phone="+33639981234")
        self.counts = {}
        self.written = 0
        self.last = None

    def take(self, turn, before, written=""):
        actions = [said.action for said in turn.actions]
        for said in turn.actions:
            if isinstance(said.action, SendSms):
                self.counts[said.session] = self.counts.get(said.session, 0) + 1
                assert said.action.id == f"{said.session}.{self.counts[said.session]}"
                session = turn.thread.get_session(said.session)
                speaks_well(said.action)
                respects_the_night(said.action, session, self.flows[session.flow])
        respects_stop(before.stopped, actions)
        tells_no_secret(written, turn)
        self.thread = turn.thread
        assert msgspec.json.decode(msgspec.json.encode(self.thread), type=PhoneThread) == self.thread
        self.one_question_at_most()

    def one_question_at_most(self):
        open_ones = [
            session.id
            for session in self.thread.sessions
            if session.is_open
            and session.id not in self.thread.parked
            and (state := self.flows[session.flow].states.get(session.state))
            and session.version == self.flows[session.flow].version
            and state.ask
        ]
        assert len(open_ones) <= 1
        assert not open_ones or open_ones == [self.thread.floor]

    def apply_event(self, event, session="", written=""):
        self.now = event.at
        before = self.thread
        turn = apply_event(self.flows.__getitem__, before, event, session)
        assert apply_event(self.flows.__getitem__, before, event, session) == turn
        self.take(turn, before, written)
        return before

    @rule(flow=st.sampled_from(list_flows()), who=st.sampled_from(HOUSEHOLD), lang=langs, gap=gaps)
    def conversation_begins(self, flow, who, lang, gap):
        if len(self.thread.sessions) < 5:
            self.now += timedelta(minutes=gap)
            known = self.flows[flow]
            facts = {n: v for n, v in example(flow, given_name=who).items() if n in known.facts}
            beginning = ConversationStart(
                flow=flow, id=f"{flow}-{who}", facts=facts, lang=lang, zone=self.zone, person=who
            )
            before = self.thread
            self.take(start_conversation(self.flows.__getitem__, before, beginning, self.now), before)

    @rule(text=replies, gap=gaps)
    def somebody_writes(self, text, gap):
        self.written += 1
        self.last = ReplyEvent(self.now + timedelta(minutes=gap), text, f"r{self.written}")
        before = self.apply_event(self.last, written=text)
        self.only_one_hears(before)

    def only_one_hears(self, before):
        facts = {session.id: (session.facts, session.people) for session in before.sessions}
        changed = [
            session.id
            for session in self.thread.sessions
            if session.id in facts and facts[session.id] != (session.facts, session.people)
        ]
        assert set(changed) <= {before.floor or before.last}

    @precondition(lambda self: self.last and self.thread.sessions)
    @rule()
    def network_repeats_itself(self):
        before = self.thread
        turn = apply_event(self.flows.__getitem__, before, self.last)
        assert (turn.thread, turn.actions) == (before, ())

    @rule()
    def timer_fires(self):
        if self.thread.next_due:
            self.apply_event(TimerEvent(max(self.now, self.thread.next_due)))

    @rule(gap=gaps)
    def clerk_ticks_whenever(self, gap):
        self.apply_event(TimerEvent(self.now + timedelta(minutes=gap)))

    @precondition(lambda self: self.thread.sessions)
    @rule(days=st.integers(-10, 15), which=st.integers(0, 4))
    def facts_are_corrected(self, days, which):
        day = (self.now + timedelta(days=days)).date().isoformat()
        facts = {"isolation_end": day, "test_day": day, "check_day": day}
        self.apply_event(CorrectionEvent(self.now, facts), self.one(which))

    @precondition(lambda self: self.thread.sessions)
    @rule(which=st.integers(0, 4))
    def network_gives_up(self, which):
        self.apply_event(DeliveryFailureEvent(self.now), self.one(which))

    @precondition(lambda self: self.thread.sessions)
    @rule(which=st.integers(0, 4))
    def contact_became_a_case(self, which):
        self.apply_event(ExternalEndEvent(self.now, "case"), self.one(which))

    @rule(flow=st.sampled_from(list_flows()), later=st.sampled_from(LATER))
    def flow_has_a_new_version(self, flow, later):
        if self.flows[flow].version < 3:
            self.flows = self.flows | {flow: later(self.flows[flow])}

    def one(self, which):
        return self.thread.sessions[which % len(self.thread.sessions)].id

    def teardown(self):
        if hasattr(self, "thread"):
            ends(lambda: self.thread.next_due, lambda at: self.apply_event(TimerEvent(at)), self.now)
            assert not [session for session in self.thread.sessions if session.is_open]
            assert not self.thread.waiting


OnePhone.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
test_one_phone_keeps_its_conversations_apart = OnePhone.TestCase
