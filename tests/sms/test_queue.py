"""What may leave, in which order, and how fast."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sms.gateway import (
    BadDestination,
    BadSender,
    Outgoing,
    Priority,
    State,
    TooManyParts,
    check,
)
from tocsin.sms.outbox import Outbox
from tocsin.sms.pace import FLOOR, PAUSE, Pace


def message(id, text="Bonjour", to="+33639981234", sender="38663", **more):
    return Outgoing(id=id, to=to, sender=sender, text=text, **more)


def taken(outbox):
    found = []
    while pending := outbox.take():
        found.append((pending.message.id, pending.part.number))
    return found


# Messages that can never be sent


@pytest.mark.parametrize("to", ["0639981234", "+33 6 39", "+3363998123456789", "+12", "", "+33६३९९८"])
def test_a_destination_is_e164(to):
    with pytest.raises(BadDestination, match=r"E\.164.*m1"):
        check(message("m1", to=to))


@pytest.mark.parametrize("sender", ["", "12", "Assurance Maladie", "Améli", "CPAM\n", "1" * 16])
def test_a_sender_is_a_number_or_a_short_name(sender):
    with pytest.raises(BadSender, match="m1"):
        check(message("m1", sender=sender))


@pytest.mark.parametrize("sender", ["38663", "+33639981234", "AMELI", "Ass Maladie"])
def test_good_senders(sender):
    check(message("m1", sender=sender))


def test_a_text_of_more_than_255_parts():
    check(message("m1", "ê" * 67 * 255))
    with pytest.raises(TooManyParts, match=r"255 parts.*256"):
        check(message("m1", "ê" * (67 * 255 + 1)))


def test_a_message_knows_its_parts():
    assert message("m1", "a" * 161, valid_until=datetime(2021, 3, 4, tzinfo=UTC)).parts == 2


def test_final_states():
    assert [state for state in State if not state.final] == [State.ENROUTE, State.ACCEPTED]


# The queue


def test_replies_leave_before_bulk_and_each_in_its_order():
    outbox = Outbox()
    for id, priority in [("b1", 1), ("r1", 0), ("b2", 1), ("r2", 0)]:
        outbox.add(message(id, priority=Priority(priority)))
    assert taken(outbox) == [("r1", 1), ("r2", 1), ("b1", 1), ("b2", 1)]


def test_what_the_network_sends_back_keeps_its_place():
    """Jasmin #425: only the refused message waited, and the order broke."""
    outbox = Outbox()
    for id in "abcd":
        outbox.add(message(id))
    a, b = outbox.take(), outbox.take()
    outbox.put_back(b)
    outbox.put_back(a)
    assert taken(outbox) == [("a", 1), ("b", 1), ("c", 1), ("d", 1)]


def test_every_part_counts_in_the_queue():
    outbox = Outbox()
    outbox.add(message("long", "a" * 400))
    assert len(outbox) == 3


def test_the_rest_of_a_message_can_be_withdrawn():
    outbox = Outbox()
    outbox.add(message("long", "a" * 400))
    outbox.add(message("other"))
    outbox.take()
    assert [pending.part.number for pending in outbox.withdraw("long")] == [2, 3]
    assert outbox.withdraw("unknown") == []
    assert taken(outbox) == [("other", 1)]


def test_references_differ_for_one_phone_and_wrap():
    outbox = Outbox(first_reference=254)
    for n in range(3):
        outbox.add(message(str(n), "a" * 200))
    references = [pending.part.payload[3] for pending in iter(outbox.take, None)]
    assert references == [255, 255, 0, 0, 1, 1]


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), max_size=40))
def test_the_order_holds_whatever_is_sent_back(steps):
    outbox = Outbox()
    for n, (priority, _) in enumerate(steps):
        outbox.add(message(f"{priority}{n:03}", priority=Priority(priority)))
    for _, sent_back in steps:
        pending = outbox.take()
        outbox.put_back(pending)
        if sent_back:
            outbox.put_back(outbox.take())
    left = taken(outbox)
    assert left == sorted(left)
    assert len(left) == len(steps)


# The pace


def test_a_burst_then_the_rate():
    pace = Pace(rate=10, burst=5, now=0.0)
    assert pace.room(0.0) == 5
    pace.spend(5)
    assert pace.room(0.0) == 0
    assert pace.ready_at(0.0) == pytest.approx(0.1)
    assert pace.room(0.1) == 1
    assert pace.room(100.0) == 5


def test_a_throttle_slows_the_whole_bind_and_pauses_it():
    pace = Pace(rate=100, burst=50, now=0.0)
    assert pace.slow(now=10.0, sent_at=9.9)
    assert pace.rate == 50
    assert pace.room(10.5) == 0
    assert pace.ready_at(10.5) == 10.0 + PAUSE
    assert pace.room(10.0 + PAUSE) > 0


def test_a_whole_window_refused_slows_once():
    pace = Pace(rate=100, burst=50, now=0.0)
    slowed = [pace.slow(now=10.0, sent_at=9.0 + n / 100) for n in range(50)]
    assert slowed == [True] + [False] * 49
    assert pace.slow(now=12.0, sent_at=11.5)
    assert pace.rate < 50


def test_it_never_falls_to_nothing_and_climbs_back():
    pace = Pace(rate=100, burst=50, now=0.0)
    now = 0.0
    for _ in range(50):
        now += PAUSE
        pace.slow(now, sent_at=now - 0.1)
    assert pace.rate == pytest.approx(100 * FLOOR, abs=3)
    pace.room(now + 1000)
    assert pace.rate == 100


@given(
    st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=60), st.integers(1, 200), st.integers(1, 50)
)
def test_it_never_grants_more_than_the_contract(steps, rate, burst):
    pace, now, sent = Pace(rate, burst, 0.0), 0.0, 0
    for passed, throttled in steps:
        now += passed
        if throttled:
            pace.slow(now, sent_at=now)
        room = pace.room(now)
        pace.spend(room)
        sent += room
        assert sent <= burst + rate * now + 1e-6
        assert pace.ready_at(now) > now
