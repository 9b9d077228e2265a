"""Once towards the person: whatever a provider says, late, twice, out of order or after the SMS has left."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.sms.rcs_fallback import (
    RcsArrived,
    RcsProgress,
    RcsRefused,
    RcsRevoked,
    TimePassed,
    advance_rcs,
)

PATIENCE = 60.0
HAPPENED = st.tuples(
    st.sampled_from((RcsRefused(), RcsArrived(), TimePassed(), RcsRevoked(True), RcsRevoked(False))),
    st.floats(0, 50),
)


def play(events, *, revocable=True, valid_until=None):
    """Each event so many seconds after the one before; what was done, each with the event that led to it."""
    known, now, done = (
        RcsProgress(falls_back_at=PATIENCE, revocable=revocable, valid_until=valid_until),
        0.0,
        [],
    )
    for event, later in events:
        now += later
        known, steps = advance_rcs(known, event, now)
        done += [(step, event, now) for step in steps]
    return known, done, now


@given(events=st.lists(HAPPENED, max_size=12), revocable=st.booleans(), valid=st.none() | st.floats(30, 200))
def test_a_message_is_sent_by_sms_once_at_most_and_never_after_it_has_arrived(events, revocable, valid):
    _, done, _ = play(events, revocable=revocable, valid_until=valid)
    steps = [step for step, _, _ in done]
    ends = [step for step in steps if step != "revoke"]
    assert len(ends) <= 1
    assert steps.count("revoke") <= revocable
    arrived = next((n for n, (event, _) in enumerate(events) if event == RcsArrived()), None)
    if arrived is not None:
        _, before, _ = play(events[:arrived], revocable=revocable, valid_until=valid)
        if not [step for step, _, _ in before if step != "revoke"]:
            assert ends == ["report_arrived"]
    for step, event, at in done:
        if step == "send_sms":
            assert valid is None or at < valid
            assert event != RcsArrived()


@given(events=st.lists(HAPPENED, max_size=12), revocable=st.booleans())
def test_nobody_is_left_without_a_message(events, revocable):
    """Once its time is over and the provider has said whether it took it back, one of the two has left."""
    _, done, _ = play([*events, (TimePassed(), PATIENCE), (RcsRevoked(True), 1.0)], revocable=revocable)
    assert sum(step in ("send_sms", "report_arrived") for step, _, _ in done) == 1


@given(events=st.lists(HAPPENED, max_size=8), revocable=st.booleans())
def test_what_is_said_twice_is_said_once(events, revocable):
    twice = [one for event, later in events for one in ((event, later), (event, 0.0))]
    once, again = (play(some, revocable=revocable) for some in (events, twice))
    assert [step for step, _, _ in once[1]] == [step for step, _, _ in again[1]]


def test_a_receipt_that_comes_after_the_sms_changes_nothing():
    _, done, _ = play([(TimePassed(), PATIENCE), (RcsRevoked(True), 1.0), (RcsArrived(), 1.0)])
    assert [step for step, _, _ in done] == ["revoke", "send_sms"]


def test_a_message_that_is_worth_nothing_any_more_is_followed_by_nothing():
    _, done, _ = play([(TimePassed(), PATIENCE)], revocable=False, valid_until=PATIENCE)
    assert [step for step, _, _ in done] == ["report_expired"]
