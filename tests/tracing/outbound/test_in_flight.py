"""What a gateway has in flight: whatever happens, in whatever order, every message has one fate."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    LinkChange,
    PartAccepted,
    PartRefused,
    PartUncertain,
)
from tocsin.tracing.outbound.batch_outcome import part_bits
from tocsin.tracing.outbound.in_flight import (
    MOST_UNCERTAIN,
    InFlightMessages,
    format_reference,
    message_id_of,
)
from tocsin.tracing.outbound.lease_policy import ExpiredLease, GatewayPolicy, decide_expired_lease

AT = datetime(2022, 1, 25, 12, tzinfo=UTC)


def fold(in_flight, *events):
    return in_flight.apply_events(events, lambda at: at)


def accepted(ref, part=1, of=1, remote_id=None):
    return PartAccepted(ref, part, of, remote_id or f"{ref}-{part}", AT)


def refused(ref, part=1, of=1, reason="smpp_0x0000000b", permanent=True):
    return PartRefused(ref, part, of, reason, permanent, AT)


def uncertain(ref, part=1, of=1, reason="line_dropped"):
    return PartUncertain(ref, part, of, reason, AT)


def receipt(ref, part=1, of=1, state=DeliveryState.DELIVERED, remote_id=None):
    return DeliveryReceipt(ref, part, of, remote_id or f"{ref}-{part}", state, "", AT)


# One message of one part


def test_an_accepted_message_leaves_the_hand_and_its_part_waits_for_a_receipt():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(17, 0, 1)
    assert (ref, in_flight.parts, in_flight.waiting_message_ids) == ("17.0", 1, [17])
    out = fold(in_flight, accepted(ref))
    assert (out.completed, list(out.accepted_parts), out.submitted) == ([17], ["17.0-1"], {17: AT})
    assert (in_flight.parts, len(in_flight)) == (0, 0)


def test_taken_and_delivered_in_one_batch_leaves_no_part_to_keep():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(17, 0, 1)
    out = fold(in_flight, accepted(ref, remote_id="00A1"), receipt(ref, remote_id="A1"))
    assert out.accepted_parts == {}
    assert [(receipt.message_id, receipt.state) for receipt in out.receipts] == [
        (17, DeliveryState.DELIVERED)
    ]


def test_news_that_is_not_the_last_is_no_news():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(17, 0, 1)
    out = fold(
        in_flight,
        accepted(ref),
        receipt(ref, state=DeliveryState.ENROUTE),
        receipt(ref, state=DeliveryState.ACCEPTED),
    )
    assert out.receipts == []
    assert len(out.accepted_parts) == 1


def test_a_receipt_that_bears_only_its_reference_is_read_as_the_account_says():
    out = fold(InFlightMessages("decimal"), receipt(None, 0, 0, remote_id="255"))
    assert [(receipt.message_id, receipt.remote_id) for receipt in out.receipts] == [(None, "ff")]


def test_a_refusal_for_good_fails_and_one_for_now_is_tried_again():
    in_flight = InFlightMessages()
    out = fold(
        in_flight,
        refused(in_flight.add_claimed(1, 0, 1)),
        refused(in_flight.add_claimed(2, 0, 1), permanent=False),
    )
    assert out.failed == {1: ("smpp_0x0000000b", AT)}
    assert out.to_retry == {2: False}
    assert len(in_flight) == 0


def test_what_never_left_at_a_stop_goes_back_at_once():
    in_flight = InFlightMessages()
    out = fold(in_flight, refused(in_flight.add_claimed(1, 0, 1), reason="stopped", permanent=False))
    assert out.to_retry == {1: True}
    assert not out.uncertain


def test_doubt_takes_no_room_and_a_late_answer_lifts_it():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 1)
    out = fold(in_flight, uncertain(ref, reason="no_answer"))
    assert out.uncertain == {1: ("no_answer", AT)}
    assert in_flight.parts == 0
    out = fold(in_flight, accepted(ref))
    assert (out.completed, out.resolved, out.uncertain) == ([1], {1}, {})


def test_a_late_refusal_makes_sure_that_it_was_not_sent():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 1)
    fold(in_flight, uncertain(ref))
    out = fold(in_flight, refused(ref, permanent=False))
    assert (out.to_retry, out.resolved) == ({1: False}, {1})


def test_doubt_that_is_lifted_in_the_same_batch_was_none():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 1)
    out = fold(in_flight, uncertain(ref), accepted(ref))
    assert (out.uncertain, out.completed) == ({}, [1])


def test_the_second_handing_over_is_not_mistaken_for_the_first():
    in_flight = InFlightMessages()
    first = in_flight.add_claimed(1, 0, 1)
    fold(in_flight, uncertain(first))
    second = in_flight.add_claimed(1, 1, 1)
    assert first != second
    assert message_id_of(first) == message_id_of(second) == 1
    fold(in_flight, accepted(first))  # late: the network had taken the first after all
    assert in_flight.waiting_message_ids == [1]
    fold(in_flight, accepted(second))
    assert in_flight.waiting_message_ids == []


# Several parts


def test_a_message_is_gone_once_every_part_is_taken():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 3)
    assert in_flight.parts == 3
    assert fold(in_flight, accepted(ref, 1, 3), accepted(ref, 3, 3)).completed == []
    assert in_flight.parts == 1
    assert fold(in_flight, accepted(ref, 2, 3)).completed == [1]


def test_half_a_message_is_in_doubt_and_not_sent_again_by_itself():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 2)
    out = fold(in_flight, accepted(ref, 1, 2), refused(ref, 2, 2, reason="stopped", permanent=False))
    assert out.uncertain == {1: ("partly", AT)}
    assert out.to_retry == {}


def test_the_reason_of_a_failure_is_that_of_the_part_that_was_refused():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 2)
    out = fold(in_flight, refused(ref, 1, 2), refused(ref, 2, 2, reason="sibling_refused"))
    assert out.failed == {1: ("smpp_0x0000000b", AT)}


def test_a_text_longer_than_the_store_believed_keeps_its_room():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 1)
    assert fold(in_flight, accepted(ref, 1, 2)).completed == []
    assert in_flight.parts == 1
    assert fold(in_flight, accepted(ref, 2, 2)).completed == [1]
    assert in_flight.parts == 0


def test_a_network_that_cuts_the_message_itself_answers_for_all_parts():
    in_flight = InFlightMessages()
    ref = in_flight.add_claimed(1, 0, 3)
    assert fold(in_flight, accepted(ref, 0, 3)).completed == [1]
    assert in_flight.parts == 0


def test_bits_of_more_parts_than_a_column_has():
    assert part_bits(200, 255) == part_bits(62, 255)
    assert part_bits(0, 255) < 2**62


# Lines


def test_which_lines_are_up():
    in_flight = InFlightMessages()
    fold(in_flight, LinkChange("a", True, "", AT), LinkChange("b", True, "", AT))
    fold(in_flight, LinkChange("a", False, "dropped", AT), LinkChange("c", False, "not_connected", AT))
    assert in_flight.links == {"b"}


def test_doubts_are_forgotten_before_they_fill_the_memory():
    in_flight = InFlightMessages()
    for n in range(MOST_UNCERTAIN + 5):
        fold(in_flight, uncertain(in_flight.add_claimed(n, 0, 1)))
    assert len(in_flight._uncertain) == MOST_UNCERTAIN


# Whatever happens


class Hands(RuleBasedStateMachine):
    """A network that answers for every part once, late or not; the model knows what each part got."""

    def __init__(self):
        super().__init__()
        self.in_flight = InFlightMessages()
        self.next = 0
        self.waiting = {}  # (ref, part, of) -> still without an answer
        self.unsure = {}  # (ref, part, of) -> given out as uncertain
        self.got = {}  # ref -> the fates of its parts
        self.size = {}
        self.fates = {}  # ref -> how often it was in flight no more, for good

    @rule(parts=st.integers(1, 4))
    def take(self, parts):
        self.next += 1
        ref = self.in_flight.add_claimed(self.next, 0, parts)
        self.size[ref] = parts
        self.got[ref] = {}
        for part in range(1, parts + 1):
            self.waiting[ref, part, parts] = True

    def answer(self, key, event, fate):
        self.waiting.pop(key, None)
        self.unsure.pop(key, None)
        ref, part, _ = key
        self.got[ref][part] = fate
        out = fold(self.in_flight, event)
        for message in [*out.completed, *out.failed, *out.to_retry]:
            done = format_reference(message, 0)
            self.fates[done] = self.fates.get(done, 0) + 1
        self.check(ref, out)

    @precondition(lambda self: self.waiting or self.unsure)
    @rule(data=st.data(), fate=st.sampled_from(["accepted", "permanent", "passing"]))
    def answered(self, data, fate):
        key = data.draw(st.sampled_from(sorted([*self.waiting, *self.unsure])))
        event = accepted(*key) if fate == "accepted" else refused(*key, permanent=fate == "permanent")
        self.answer(key, event, fate)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def dropped(self, data):
        key = data.draw(st.sampled_from(sorted(self.waiting)))
        self.unsure[key] = True
        self.answer_doubt(key)

    def answer_doubt(self, key):
        del self.waiting[key]
        ref, part, _ = key
        self.got[ref][part] = "doubt"
        out = fold(self.in_flight, uncertain(*key))
        assert message_id_of(ref) in out.uncertain or out.failed or out.completed
        self.check(ref, out)

    def check(self, ref, out):
        fates = set(self.got[ref].values())
        message = message_id_of(ref)
        if len(self.got[ref]) < self.size[ref] or "doubt" in fates:
            assert message not in out.completed
            assert message not in out.failed
            assert message not in out.to_retry
        elif fates == {"accepted"}:
            assert out.completed == [message]
        elif "permanent" in fates:
            assert message in out.failed
        elif "accepted" in fates:
            assert message in out.uncertain
        else:
            assert out.to_retry == {message: False}

    @invariant()
    def room_is_what_waits(self):
        assert self.in_flight.parts == len(self.waiting)

    @invariant()
    def nobody_has_two_fates(self):
        assert all(times == 1 for times in self.fates.values())

    @invariant()
    def who_waits_is_in_the_hand(self):
        assert set(self.in_flight.waiting_message_ids) == {message_id_of(ref) for ref, _, _ in self.waiting}


TestHands = Hands.TestCase


# What becomes of what may have been sent


def ended(**more):
    usual = {"message_id": 1, "valid_until": None, "flagged": True, "resent": 0, "settled": False}
    return ExpiredLease(**(usual | more))


@pytest.mark.parametrize(
    ("which", "decision"),
    [
        (ended(flagged=False), "flag"),
        (ended(), "resend"),
        (ended(resent=1), "give_up"),
        (ended(valid_until=AT + timedelta(minutes=1)), "resend"),
        (ended(valid_until=AT + timedelta(seconds=59)), "give_up"),
        (ended(valid_until=AT - timedelta(days=1)), "give_up"),
        (ended(settled=True, flagged=False), "forget"),
        (ended(flagged=False, valid_until=AT - timedelta(days=1)), "flag"),
    ],
)
def test_what_becomes_of_it(which, decision):
    assert decide_expired_lease(which, AT, GatewayPolicy()) == decision


def test_a_policy_may_forbid_to_send_again():
    assert decide_expired_lease(ended(), AT, GatewayPolicy(resends=0)) == "give_up"
