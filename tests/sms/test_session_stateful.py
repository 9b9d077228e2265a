"""Whatever the network does, in whatever order: nothing is lost, and nothing goes twice silently."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from tests.virtual_clock import VirtualClock
from tocsin.sms.gateway import (
    DeliveryReceipt,
    IncomingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SendPriority,
)
from tocsin.sms.pdu import CommandStatus
from tocsin_simulation.sms.handset import Handset
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkProfile

from .wire import ACCOUNT, Wire

ENDINGS = {
    (),
    (PartAccepted,),
    (PartRefused,),
    (PartUncertain,),
    (PartUncertain, PartAccepted),
    (PartUncertain, PartRefused),
}
"""What may be told of one part, in order."""


class Line(RuleBasedStateMachine):
    """An account, a network full of faults, and a caller who stores events when it pleases."""

    @initialize(
        ids=st.sampled_from(["decimal", "hex", "hex_then_decimal"]),
        receipts=st.sampled_from(["tlv", "text", "both"]),
        slow=st.booleans(),
        seed=st.integers(0, 99),
    )
    def begin(self, ids, receipts, slow, seed):
        clock = VirtualClock()
        habits = NetworkProfile(ids=ids, receipts=receipts, delay=(0.0, 90.0), rate=3.0 if slow else 1e6)
        network = SimulatedNetwork(clock=clock, habits=habits, seed=seed, default=Handset)
        account = replace(ACCOUNT, receipts_in="decimal" if ids == "hex_then_decimal" else "same")
        self.wire = Wire(network, account=account, clock=clock)
        self.faults = self.wire.network.faults
        self.answers = []
        self.drops = 0

    @rule(parts=st.integers(1, 4), reply=st.booleans())
    def send(self, parts, reply):
        n = len(self.wire.sent)
        text = f"{n:04}" + "a" * (150 * (parts - 1))
        self.wire.send(f"m{n}", text, to=f"+3363998{n:04}", priority=SendPriority(not reply))

    @rule(seconds=st.sampled_from([0.1, 1.0, 20.0, 70.0]))
    def wait(self, seconds):
        self.wire.pass_time(seconds)

    @rule()
    def confirm(self):
        self.wire.confirm()

    @rule(number=st.integers(0, 9), long=st.booleans())
    def a_person_writes(self, number, long):
        text = f"reponse {len(self.answers)} " + "b" * 300 * long
        self.answers.append(text)
        self.wire.network.send_from(f"+3363998{number:04}", "38663", text)
        self.wire.flow()

    @rule(times=st.integers(1, 8))
    def throttle(self, times):
        self.faults.throttle = times

    @rule(
        status=st.sampled_from(
            [0, CommandStatus.INVALID_DESTINATION, CommandStatus.SYSTEM_ERROR, CommandStatus.QUEUE_FULL]
        )
    )
    def refuse(self, status):
        self.faults.refuse = status

    @rule(hang=st.booleans())
    def hang(self, hang):
        self.faults.hang = hang

    @rule(twice=st.booleans(), first=st.booleans())
    def habits(self, twice, first):
        self.faults.answer_twice, self.faults.receipt_first = twice, first

    @rule(waiting=st.integers(1, 5))
    def drop_with_parts_in_flight(self, waiting):
        self.faults.drop_at = waiting

    @rule(garbage=st.binary(min_size=1, max_size=40))
    def write_garbage(self, garbage):
        self.faults.garbage = garbage

    @rule()
    def cut_an_answer(self):
        self.faults.cut_pdu = True

    @precondition(lambda self: not self.wire.session.is_closed)
    @rule()
    def cut_the_line(self):
        self.wire.cut()

    @precondition(lambda self: self.wire.session.is_closed)
    @rule()
    def reconnect(self):
        self.wire.connect()

    @invariant()
    def every_part_is_somewhere(self):
        if not hasattr(self, "wire"):
            return
        wire = self.wire
        fates = wire.fates()
        assert {tuple(fate) for fate in fates.values()} <= ENDINGS
        open_parts = sum(not fate for fate in fates.values())
        assert open_parts == len(wire.exchange.outbox) + wire.session.parts_in_flight
        assert wire.session.parts_in_flight <= ACCOUNT.window

    @invariant()
    def nothing_goes_twice(self):
        if hasattr(self, "wire"):
            assert set(self.wire.deliveries().values()) <= {1}

    @invariant()
    def what_left_without_an_answer_is_flagged(self):
        if not hasattr(self, "wire"):
            return
        fates = self.wire.fates()
        uncertain = sum(PartUncertain in fate for fate in fates.values())
        assert uncertain == self.wire.tally.uncertain

    def teardown(self):
        """Peace returns: everything that waits leaves, and every answer arrives."""
        if not hasattr(self, "wire"):
            return
        wire, faults = self.wire, self.faults
        faults.throttle = faults.refuse = faults.drop_at = 0
        faults.hang = faults.cut_pdu = False
        faults.garbage = b""
        for _ in range(40):
            if wire.session.is_closed:
                wire.connect()
            wire.pass_time(300)
            wire.confirm()
        fates = wire.fates()
        assert all(fates.values())
        accepted = {part for part, fate in fates.items() if fate[-1] is PartAccepted}
        receipts = [(event.id, event.part) for event in wire.all(DeliveryReceipt) if event.id]
        assert len(receipts) == len(set(receipts))
        assert accepted == set(receipts)
        heard = [event.text for event in wire.all(IncomingSms) if not event.missing]
        assert set(self.answers) <= set(heard)


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
