"""docs/integrate/receive-events.md. The queue: an event is put in once, tried until it is taken, and stays to be seen where it is not."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tocsin.store.queries import query
from tocsin.webhooks import events, outbox
from tocsin.webhooks.endpoints import WebhookEndpoint
from tocsin.webhooks.signature import draw_secret
from tocsin.webhooks.verdict_counts import EVERY, VerdictCounter

NOON = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
ALL = ("verdicts.counted", "cases.late", "charter.changed")


def endpoint(*kinds: Any) -> WebhookEndpoint:
    return WebhookEndpoint(url="https://board.example/", signing=(draw_secret(),), events=kinds or ALL)


class Receiver:
    """Takes events, or not; keeps what it was sent."""

    def __init__(self) -> None:
        self.failure = ""
        self.heard: list[tuple[str, Any]] = []

    def __call__(self, _: WebhookEndpoint, event: str, body: bytes, _seconds: int) -> str:
        self.heard.append((event, json.loads(body)))
        return self.failure


@pytest.fixture
def board() -> Receiver:
    return Receiver()


def live(db: Any, board: Receiver, now: datetime = NOON, endpoints: Any = None) -> dict[str, int]:
    """What the job does, at a moment."""
    told = {"board": endpoint()} if endpoints is None else endpoints
    events = outbox.enqueue_events(db, told, now, now)
    return {"events": events, **outbox.deliver_due_events(db, told, now, board)}


def test_a_new_installation_tells_of_no_charter_and_later_of_the_one_that_changed(db, board):
    assert live(db, board)["events"] == 0
    db.execute("update webhooks_lasttold set value = '2020-01-01' where subject = 'charter:antai'")

    assert live(db, board) == {"events": 1, "delivered": 1, "waiting": 0, "given_up": 0}
    assert live(db, board)["events"] == 0

    ((_, told),) = board.heard
    assert told["type"] == "charter.changed"
    assert told["timestamp"] == "2026-11-28T11:00:00Z"
    assert told["data"].keys() == {"institution", "version", "before"}
    assert (told["data"]["institution"], told["data"]["before"]) == ("antai", "2020-01-01")


def test_verdicts_of_a_day_are_told_once_when_it_is_over(db, board):
    clock = Counter(s=0)
    counter = VerdictCounter(lambda: _held(db), clock=lambda: float(clock["s"]))
    for verdict in ("imposture", "imposture", "unproven"):
        counter.count_verdict("page", verdict, NOON)
    assert db.execute("select count(*) from webhooks_verdictcount").fetchone() == (0,)
    clock["s"] += int(EVERY)
    counter.count_verdict("api", "imposture", NOON, 40)

    assert live(db, board)["events"] == 0
    assert live(db, board, NOON + timedelta(days=1))["events"] == 1
    assert live(db, board, NOON + timedelta(days=1, hours=1))["events"] == 0
    counts = {"api": {"imposture": 40}, "page": {"imposture": 2, "unproven": 1}}
    assert board.heard[0][1]["data"] == {"day": "2026-11-28", "counts": counts}


def test_late_cases_are_told_when_their_number_changes(db, board, monkeypatch):
    late = iter((0, 3, 3, 1))
    monkeypatch.setattr(
        events, "_count_late_cases",
        lambda *_: events.WebhookEvent("cases.late", "cases", str(n := next(late)), {"n": n}, first=n > 0),
    )  # fmt: skip
    assert [live(db, board)["events"] for _ in range(4)] == [0, 1, 0, 1]


def test_the_figures_of_an_empty_store_are_those_of_nobody(db):
    found = {one.kind: one for one in events.find_events(db, NOON, set(ALL))}
    assert found["cases.late"].data == {"not_reached_in_time": 0, "reached_late": 0, "at_risk": 0}


def test_what_is_not_taken_is_tried_again_under_the_same_id_and_then_left_to_be_seen(db, board):
    board.failure = "503"
    outbox.enqueue_test_event(db, "board", NOON, NOON)
    now, ends = NOON, []
    for wait in (*outbox.WAITS, timedelta(0)):
        ends.append(live(db, board, now, {"board": endpoint("cases.late")}))
        assert not live(db, board, now, {"board": endpoint("cases.late")})["waiting"]
        now += wait

    assert [one["waiting"] for one in ends] == [1] * len(outbox.WAITS) + [0]
    assert ends[-1]["given_up"] == 1
    assert len({event for event, _ in board.heard}) == 1
    assert db.execute(query("webhooks.queue")).fetchall() == [("board", 0, 0, 1, None, "503")]

    board.failure = ""
    assert outbox.retry_dead_letters(db, "board", now) == 1
    assert live(db, board, now, {"board": endpoint("cases.late")})["delivered"] == 1


@pytest.mark.parametrize("failure", ["410", "no endpoint"])
def test_whoever_wants_no_more_of_it_is_not_tried_again(failure, db, board):
    board.failure = failure
    outbox.enqueue_test_event(db, "board", NOON, NOON)
    assert live(db, board)["given_up"] == 1


def test_what_is_over_is_removed_after_a_week_and_a_dead_letter_after_a_month(db, board):
    outbox.enqueue_test_event(db, "board", NOON, NOON)
    live(db, board)
    board.failure = "410"
    outbox.enqueue_test_event(db, "board", NOON, NOON)
    live(db, board)

    assert outbox.delete_ended_events(db, NOON + timedelta(days=6)) == 0
    assert outbox.delete_ended_events(db, NOON + timedelta(days=8)) == 1
    assert outbox.delete_ended_events(db, NOON + timedelta(days=31)) == 1


def _held(db: Any) -> Any:
    from contextlib import nullcontext

    return nullcontext(db)
