"""The whole life of call tasks, in every order that two agents, a clock and replies can think of."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.tracing.calls.people import NOON, TOLD, People
from tocsin.conversation import quiet_hours
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls import callback_time, model, outcomes, task_queue
from tocsin.tracing.calls.task_sweep import sweep_tasks

AGENTS = st.sampled_from(["anne", "brice"])
ZONES = ["Europe/Paris", "Indian/Reunion", "America/Guadeloupe"]


class Life(RuleBasedStateMachine):
    """Tasks as the store has them, beside what they must be."""

    db: psycopg.Connection[Any]
    vault: Vault

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.people = People(self.db, self.vault)
        self.held: dict[int, tuple[str, datetime]] = {}
        self.attempts = 0
        self.cases = 0

    def teardown(self) -> None:
        self.db.rollback()

    # ---- what happens

    @rule(zone=st.sampled_from(ZONES), hours=st.integers(1, 30), urgent=st.booleans(), mobile=st.booleans())
    def somebody_is_to_be_rung(self, zone: str, hours: int, urgent: bool, mobile: bool) -> None:
        self.cases += 1
        number = f"+3363998{5000 + self.cases}" if mobile else f"+331990{10000 + self.cases}"
        self.people.now = self.now
        case = self.people.case(f"Cas{self.cases}", number, zone=zone, family=f"Nom{self.cases}")
        self.people.task(case=case, since=self.now, due=self.now + timedelta(hours=hours), urgent=urgent)

    @rule(minutes=st.sampled_from([1, 5, 19, 21, 60, 150, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(agent=AGENTS)
    def an_agent_asks_for_the_next(self, agent: str) -> None:
        expected = self.expected(agent)
        sheet = task_queue.take_next_call(self.db, self.vault, agent, self.now)
        assert (sheet.task_id if sheet else None) == expected
        if sheet:
            self.held[sheet.task_id] = (agent, self.now + model.LEASE)
            assert sheet.leased_until == self.now + model.LEASE

    @precondition(lambda self: self.held)
    @rule(data=st.data(), agent=AGENTS, what=st.sampled_from(model.OUTCOMES))
    def a_call_ends(self, data: Any, agent: str, what: model.Outcome) -> None:
        task = data.draw(st.sampled_from(sorted(self.held)))
        holder, until = self.held[task]
        state = self.state(task)
        try:
            facts = {**TOLD, "interpreter": "ar"}
            outcomes.record_outcome(self.db, self.vault, task, agent, self.now, what, facts=facts)
        except model.TaskTakenByOther:
            assert holder != agent
            assert until > self.now
            return
        except model.TaskAlreadyDone:
            assert state["done_at"]
            assert state["outcome"] not in ("answered_by_sms", "void")
            return
        assert holder == agent or until <= self.now or state["leased_by"] is None
        self.attempts += 1
        self.held.pop(task)
        self.followed(state, self.state(task), what)

    def followed(self, before: dict[str, Any], after: dict[str, Any], what: str) -> None:
        """What an outcome made of the task."""
        if before["done_at"]:
            assert after == before
            return
        assert after["leased_by"] is None
        if what in ("reached", "refused", "hospital", "dead"):
            assert (after["done_at"], after["outcome"]) == (self.now, what)
        elif what == "wrong_person":
            assert (after["done_at"], after["phone_id"], after["reason"]) == (None, None, "no_phone")
        elif what in ("call_back", "interpreter"):
            assert after["not_before"] >= self.now + timedelta(hours=2)
        elif before["attempts"] + 1 >= callback_time.MOST:
            assert (after["done_at"], after["outcome"]) == (self.now, "no_answer")
        else:
            assert after["attempts"] == before["attempts"] + 1
            assert after["not_before"] >= self.now + callback_time.LEAST
            here = quiet_hours.to_local_time(after["not_before"], after["zone"])
            assert 8 <= here.hour < 20
        assert before["attempts"] <= after["attempts"] <= before["attempts"] + 1

    @precondition(lambda self: self.held)
    @rule(data=st.data(), agent=AGENTS)
    def a_call_is_given_back(self, data: Any, agent: str) -> None:
        task = data.draw(st.sampled_from(sorted(self.held)))
        state = self.state(task)
        given = task_queue.release_task(self.db, task, agent, self.now)
        assert given is (state["leased_by"] == agent and state["done_at"] is None)
        if given:
            self.held.pop(task)

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), void=st.booleans())
    def somebody_answers_by_sms_or_the_result_is_withdrawn(self, data: Any, void: bool) -> None:
        ids = [id for (id,) in self.people.rows("select id from tracing_case order by id")]
        case = data.draw(st.sampled_from(ids))
        if void:
            sql = (
                "update tracing_case set closed_at = coalesce(closed_at, %s), outcome = 'void' where id = %s"
            )
        else:
            sql = "update tracing_case set reached_at = coalesce(reached_at, %s) where id = %s"
        self.db.execute(sql, (self.now, case))

    @rule()
    def a_sweep_goes_over_them(self) -> None:
        swept = sweep_tasks(self.db, self.now)
        again = sweep_tasks(self.db, self.now)
        assert (again.answered, again.void, again.returned, again.escalated) == (0, 0, 0, 0)
        ended = [task for task, (_, until) in self.held.items() if until <= self.now]
        assert swept.returned + swept.answered + swept.void <= len(ended) + self.open_before_sweep()
        for task in ended:
            self.held.pop(task)

    # ---- what must hold

    @invariant()
    def every_call_that_was_made_is_written_down(self) -> None:
        assert self.people.one("select count(*) from tracing_attempt") == self.attempts
        changes = "select count(*) from tracing_change where what = 'outcome' and by <> 'clock'"
        assert self.people.one(changes) == self.attempts

    @invariant()
    def nobody_has_a_call_that_is_done_or_of_another(self) -> None:
        leased = self.people.rows(
            "select id, leased_by from tracing_calltask where done_at is null and leased_until > %s", self.now
        )
        live = {task: agent for task, (agent, until) in self.held.items() if until > self.now}
        assert dict(leased) == {task: agent for task, agent in live.items() if task in dict(leased)}
        assert not self.people.rows(
            "select 1 from tracing_calltask where done_at is not null and leased_by <> ''"
        )

    @invariant()
    def one_open_call_a_person(self) -> None:
        assert not self.people.rows(
            "select case_id from tracing_calltask where done_at is null group by case_id having count(*) > 1"
        )

    # ---- how it looks

    def state(self, task: int) -> dict[str, Any]:
        """A task, and the zone of its phone."""
        names = ["done_at", "outcome", "leased_by", "attempts", "not_before", "phone_id", "reason", "zone"]
        (found,) = self.people.rows(
            "select k.done_at, k.outcome, k.leased_by, k.attempts, k.not_before, k.phone_id, k.reason,"
            " coalesce(f.zone, 'Europe/Paris') from tracing_calltask k left join tracing_phone f"
            " on f.id = k.phone_id where k.id = %s",
            task,
        )
        return dict(zip(names, found, strict=True))

    def expected(self, agent: str) -> int | None:
        """The task that this agent must be given, worked out another way."""
        found = self.people.rows(
            "select k.id, k.urgent, k.deadline, k.not_before, k.leased_by, k.leased_until, f.zone"
            " from tracing_calltask k left join tracing_phone f on f.id = k.phone_id where k.done_at is null"
        )
        order = sorted(found, key=lambda row: (not row[1], row[2], row[0]))
        mine = [row for row in order if row[4] == agent and row[5] > self.now]
        if mine:
            return int(mine[0][0])
        for id, urgent, _, not_before, _, until, zone in order:
            free = until is None or until <= self.now
            awake = 8 <= quiet_hours.to_local_time(self.now, zone or "Europe/Paris").hour < 20
            if free and not_before <= self.now and (urgent or awake):
                return int(id)
        return None

    def open_before_sweep(self) -> int:
        """Tasks that a sweep may have ended."""
        return int(
            self.people.one(
                "select count(*) from tracing_calltask where outcome in ('answered_by_sms', 'void')"
            )
        )


def test_the_life_of_call_tasks(db: psycopg.Connection[Any], vault: Vault) -> None:
    Life.db, Life.vault = db, vault
    quick = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(Life, settings=quick)
