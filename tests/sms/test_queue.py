"""What may leave, in which order, and how fast."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sms.gateway import (
    BadDestination,
    BadSender,
    DeliveryState,
    OutgoingSms,
    SendPriority,
    TooManyParts,
    check_sendable,
)
from tocsin.sms.pacing import FLOOR, PAUSE, TokenBucket
from tocsin.sms.part_queue import PartQueue


def message(id, text="Bonjour", to="+33639981234", sender="38663", **more):
    return OutgoingSms(id=id, to=to, sender=sender, text=text, **more)


def taken(outbox):
    found = []
    while pending := outbox.pop_next():
        found.append((pending.message.id, pending.part.number))
    return found


# Messages that can never be sent


@pytest.mark.parametrize("to", ["0639981234", "+33 6 39", "+3363998123456789", "+12", "", "+33६३९९८"])
def test_a_destination_is_e164(to):
    with pytest.raises(BadDestination, match=r"E\.164.*m1"):
        check_sendable(message("m1", to=to))


@pytest.mark.parametrize("sender", ["", "12", "Assurance Maladie", "Améli", "CPAM\n", "1" * 16])
def test_a_sender_is_a_number_or_a_short_name(sender):
    with pytest.raises(BadSender, match="m1"):
        check_sendable(message("m1", sender=sender))


@pytest.mark.parametrize("sender", ["38663", "+33639981234", "AMELI", "Ass Maladie"])
def test_good_senders(sender):
    check_sendable(message("m1", sender=sender))


def test_a_text_of_more_than_255_parts():
    check_sendable(message("m1", "ê" * 67 * 255))
    with pytest.raises(TooManyParts, match=r"255 parts.*256"):
        check_sendable(message("m1", "ê" * (67 * 255 + 1)))


def test_a_message_knows_its_parts():
    assert message("m1", "a" * 161, valid_until=datetime(2021, 3, 4, tzinfo=UTC)).parts == 2


def test_final_states():
    assert [state for state in DeliveryState if not state.is_final] == [
        DeliveryState.ENROUTE,
        DeliveryState.ACCEPTED,
    ]


# The queue


def test_replies_leave_before_bulk_and_each_in_its_order():
    outbox = PartQueue()
    for id, priority in [("b1", 1), ("r1", 0), ("b2", 1), ("r2", 0)]:
        outbox.add_message(message(id, priority=SendPriority(priority)))
    assert taken(outbox) == [("r1", 1), ("r2", 1), ("b1", 1), ("b2", 1)]


def test_what_the_network_sends_back_keeps_its_place():
    """Jasmin #425: only the refused message waited, and the order broke."""
    outbox = PartQueue()
    for id in "abcd":
        outbox.add_message(message(id))
    a, b = outbox.pop_next(), outbox.pop_next()
    outbox.requeue(b)
    outbox.requeue(a)
    assert taken(outbox) == [("a", 1), ("b", 1), ("c", 1), ("d", 1)]


def test_every_part_counts_in_the_queue():
    outbox = PartQueue()
    outbox.add_message(message("long", "a" * 400))
    assert len(outbox) == 3


def test_the_rest_of_a_message_can_be_withdrawn():
    outbox = PartQueue()
    outbox.add_message(message("long", "a" * 400))
    outbox.add_message(message("other"))
    outbox.pop_next()
    assert [pending.part.number for pending in outbox.remove_message("long")] == [2, 3]
    assert outbox.remove_message("unknown") == []
    assert taken(outbox) == [("other", 1)]


def test_references_differ_for_one_phone_and_wrap():
    outbox = PartQueue(first_reference=254)
    for n in range(3):
        outbox.add_message(message(str(n), "a" * 200))
    references = [pending.part.payload[3] for pending in iter(outbox.pop_next, None)]
    assert references == [255, 255, 0, 0, 1, 1]


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), max_size=40))
def test_the_order_holds_whatever_is_sent_back(steps):
    outbox = PartQueue()
    for n, (priority, _) in enumerate(steps):
        outbox.add_message(message(f"{priority}{n:03}", priority=SendPriority(priority)))
    for _, sent_back in steps:
        pending = outbox.pop_next()
        outbox.requeue(pending)
        if sent_back:
            outbox.requeue(outbox.pop_next())
    left = taken(outbox)
    assert left == sorted(left)
    assert len(left) == len(steps)


# The pace


def test_a_burst_then_the_rate():
    pace = TokenBucket(rate=10, burst=5, now=0.0)
    assert pace.available_parts(0.0) == 5
    pace.spend(5)
    assert pace.available_parts(0.0) == 0
    assert pace.ready_at(0.0) == pytest.approx(0.1)
    assert pace.available_parts(0.1) == 1
    assert pace.available_parts(100.0) == 5


def test_a_throttle_slows_the_whole_bind_and_pauses_it():
    pace = TokenBucket(rate=100, burst=50, now=0.0)
    assert pace.slow_down(now=10.0, sent_at=9.9)
    assert pace.rate == 50
    assert pace.available_parts(10.5) == 0
    assert pace.ready_at(10.5) == 10.0 + PAUSE
    assert pace.available_parts(10.0 + PAUSE) > 0


def test_a_whole_window_refused_slows_once():
    pace = TokenBucket(rate=100, burst=50, now=0.0)
    slowed = [pace.slow_down(now=10.0, sent_at=9.0 + n / 100) for n in range(50)]
    assert slowed == [True] + [False] * 49
    assert pace.slow_down(now=12.0, sent_at=11.5)
    assert pace.rate < 50


def test_it_never_falls_to_nothing_and_climbs_back():
    pace = TokenBucket(rate=100, burst=50, now=0.0)
    now = 0.0
    for _ in range(50):
        now += PAUSE
        pace.slow_down(now, sent_at=now - 0.1)
    assert pace.rate == pytest.approx(100 * FLOOR, abs=3)
    pace.available_parts(now + 1000)
    assert pace.rate == 100


@given(
    st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=60), st.integers(1, 200), st.integers(1, 50)
)
def test_it_never_grants_more_than_the_contract(steps, rate, burst):
    pace, now, sent = TokenBucket(rate, burst, 0.0), 0.0, 0
    for passed, throttled in steps:
        now += passed
        if throttled:
            pace.slow_down(now, sent_at=now)
        room = pace.available_parts(now)
        pace.spend(room)
        sent += room
        assert sent <= burst + rate * now + 1e-6
        assert pace.ready_at(now) > now
