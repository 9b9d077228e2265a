"""The figures of small towns, each counted by hand."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.tracing.town_builder import BEGIN, NEVER, Story, at
from tocsin.metrics.reach.measurement import measure_service
from tocsin.store.database import open_connection
from tocsin.store.queries import query

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
def story(db: psycopg.Connection) -> Story:
    return Story(db)


def seen(story: Story, hour: float, **period):
    return measure_service(story.db, at(hour), **period)


def leg(numbers, name):
    return next(found for found in numbers.delays if found.name == name)


class TestReach:
    def test_an_empty_store_has_nobody_to_reach(self, story):
        numbers = seen(story, 5)
        assert numbers.received == 0
        assert numbers.cases.people == 0
        assert numbers.cases.answered.share.share is None
        assert numbers.groups == ()
        assert leg(numbers, "result_answered").median is None

    def test_three_levels(self, story):
        story.case(submitted=1, delivered=2, answered=3)
        story.case(submitted=1, delivered=2)
        story.case(submitted=1)
        story.case()
        cases = seen(story, 5).cases
        assert [cases.submitted.kept, cases.delivered.kept, cases.answered.kept] == [3, 2, 1]
        assert cases.answered.share.share == 0.25

    def test_all_positives_received_count_also_those_without_a_phone(self, story):
        story.case(submitted=1, delivered=1, answered=1)
        story.case(phone=None)
        story.case(phone="landline")
        numbers = seen(story, 30)
        assert numbers.received == 3
        assert numbers.cases.submitted.share.share == pytest.approx(1 / 3)
        assert numbers.cases.submitted.never == 2
        phones = {g.name: g.reach.people for g in numbers.groups if g.by == "phone"}
        assert phones == {"mobile": 1, "none": 1, "landline": 1}

    def test_a_withdrawn_result_counts_nowhere(self, story):
        story.case(submitted=1, closed=2, outcome="void")
        story.case(submitted=1)
        numbers = seen(story, 5)
        assert (numbers.received, numbers.withdrawn, numbers.cases.people) == (1, 1, 1)
        assert leg(numbers, "result_received").people == 1

    def test_reached_by_call_is_reached_at_every_level(self, story):
        story.case(phone="landline", answered=20)
        cases = seen(story, 30).cases
        assert (cases.submitted.kept, cases.delivered.kept, cases.answered.kept) == (1, 1, 1)

    def test_who_answered_and_was_never_reached_is_missed(self, story):
        # A refusal, an insult, "?": answered, and their 24 hours go by all the same.
        story.case(submitted=1, answered=2, reached=NEVER)
        story.case(submitted=1, answered=2, reached=23)
        story.case(submitted=1, answered=2, reached=25)
        case = story.case(answered=2)
        story.contact(case, named=2, answered=3, reached=NEVER)
        numbers = seen(story, 30)
        assert (numbers.cases.answered.kept, numbers.cases.answered.missed) == (4, 0)
        assert (numbers.cases.reached.kept, numbers.cases.reached.late, numbers.cases.reached.never) == (
            2,
            1,
            1,
        )
        assert (numbers.contacts.answered.kept, numbers.contacts.reached.never) == (1, 1)
        assert leg(numbers, "result_answered").waiting == 0
        assert leg(numbers, "result_reached").waiting == 1

    def test_a_receipt_that_never_came_is_made_up_for_by_the_answer(self, story):
        story.case(submitted=1, answered=2)
        assert seen(story, 3).cases.delivered.kept == 1

    def test_kept_late_never_at_risk_and_open_are_everybody(self, story):
        story.case(result=0, answered=24)  # on the very second: kept
        story.case(result=0, answered=24.01)  # late
        story.case(result=0)  # never
        story.case(result=6)  # due at 30: at risk at 26
        story.case(result=20)  # due at 44
        answered = seen(story, 26).cases.answered
        assert (answered.kept, answered.late, answered.never, answered.at_risk, answered.open) == (
            1,
            1,
            1,
            1,
            1,
        )
        assert answered.missed == 2
        assert answered.share.share == 0.2
        assert (answered.due.count, answered.due.of) == (1, 3)

    def test_the_result_s_own_time_starts_the_24_hours(self, story):
        story.case(result=0, received=20, answered=25)
        assert seen(story, 26).cases.answered.late == 1

    def test_what_happened_later_has_not_happened(self, story):
        story.case(submitted=1, delivered=2, answered=3)
        story.case(result=4, answered=5)
        numbers = seen(story, 2.5)
        assert numbers.received == 1
        assert (numbers.cases.delivered.kept, numbers.cases.answered.kept) == (1, 0)

    def test_period_and_territory(self, story):
        story.case(result=0, territory="75", answered=1)
        story.case(result=10, territory="75", answered=11)
        story.case(result=10, territory="13")
        assert seen(story, 20, since=at(10)).received == 2
        assert seen(story, 20, until=at(10)).received == 1
        assert seen(story, 20, territory="13").cases.answered.share.share == 0
        assert seen(story, 20, since=at(5), territory="75").cases.answered.share.share == 1

    def test_by_territory_age_phone_and_language(self, story):
        story.case(territory="75", age_band="80+", answered=1)
        story.case(territory="13", age_band="18-39", lang="en")
        found = {(g.by, g.name): g.reach.answered.kept for g in seen(story, 2).groups}
        assert found == {
            ("territory", "75"): 1, ("territory", "13"): 0, ("age_band", "80+"): 1, ("age_band", "18-39"): 0,
            ("lang", "fr"): 1, ("lang", "en"): 0, ("phone", "mobile"): 1,
        }  # fmt: skip


class TestContacts:
    def test_each_person_once_and_no_one_who_was_a_case_already(self, story):
        case = story.case(answered=1, listed=2)
        ill = story.case(result=-20)
        first = story.contact(case, named=2, submitted=3, delivered=3, answered=4)
        story.contact(case, named=2, same_as=first)
        story.contact(case, named=2, became=ill)
        story.contact(case, named=2, phone=None)
        numbers = seen(story, 30)
        assert numbers.contacts.people == 2
        assert (numbers.contacts.answered.kept, numbers.contacts.answered.never) == (1, 1)
        assert (numbers.contacts_in_48h.count, numbers.contacts_in_48h.of) == (1, 2)

    def test_48_hours_run_from_the_result_of_the_case(self, story):
        case = story.case(result=0, answered=40, listed=41)
        story.contact(case, named=41, submitted=48)
        story.contact(case, named=41, submitted=48.1)
        numbers = seen(story, 60)
        assert numbers.contacts.submitted.kept == 2  # 24 h after they were named
        assert numbers.contacts_in_48h.count == 1

    def test_contacts_named_by_a_case(self, story):
        for contacts in (0, 0, 1, 5):
            case = story.case(answered=1, listed=2)
            for _ in range(contacts):
                story.contact(case, named=2)
        asked_no_more = story.case(answered=1)
        story.contact(asked_no_more, named=2)
        numbers = seen(story, 3)
        assert (numbers.interviewed.count, numbers.interviewed.of) == (4, 5)
        assert (numbers.named.total, numbers.named.mean, numbers.named.median) == (6, 1.5, 0.5)
        assert (numbers.named.lower, numbers.named.upper) == (0, 2)
        assert numbers.naming_none.share == 0.5

    def test_co_exposed_people_are_counted_apart(self, story):
        case = story.case(answered=1, listed=2)
        story.contact(case, named=2)
        story.contact(case, named=2, how="event")
        numbers = seen(story, 3)
        assert (numbers.named.total, numbers.together) == (1, 1)

    def test_known_before_positive(self, story):
        first = story.case(result=0, listed=2)
        known = story.case(result=50)
        story.contact(first, named=2, became=known)
        story.contact(first, named=51, became=story.case(result=50))  # named after their own result
        story.case(result=50)
        assert (seen(story, 60).known_before.count, seen(story, 60).known_before.of) == (1, 4)

    def test_contacts_who_became_a_case_within_14_days(self, story):
        first = story.case(result=0, listed=2)
        soon, late = story.case(result=24 * 3), story.case(result=24 * 15)
        story.contact(first, named=2, became=soon, tested=3)
        story.contact(first, named=2, became=late)
        story.contact(first, named=2)
        on_day_4 = seen(story, 24 * 4)
        assert (on_day_4.became_case.count, on_day_4.became_case.of) == (1, 3)
        assert on_day_4.became_case_in_full.of == 0
        assert on_day_4.tested.count == 1
        on_day_20 = seen(story, 24 * 20)
        assert (on_day_20.became_case_in_full.count, on_day_20.became_case_in_full.of) == (1, 3)


class TestDelays:
    def test_each_leg_runs_between_its_two_moments(self, story):
        case = story.case(
            result=0, received=1, submitted=1.5, delivered=1.6, answered=4, reached=4.5, listed=5
        )
        story.contact(case, named=4.5, submitted=6)
        numbers = seen(story, 10)
        medians = {found.name: found.median for found in numbers.delays}
        assert medians == {
            "result_received": HOUR, "received_submitted": HOUR / 2, "submitted_delivered": 360,
            "delivered_answered": 2.4 * HOUR, "answered_listed": HOUR, "listed_contact": HOUR,
            "result_answered": 4 * HOUR, "result_reached": 4.5 * HOUR,
        }  # fmt: skip

    def test_who_still_waits_is_not_left_out(self, story):
        for hour in (1, 2, 3):
            story.case(submitted=0, delivered=0, answered=hour)
        for _ in range(3):
            story.case(submitted=0, delivered=0)
        answered = leg(seen(story, 10), "delivered_answered")
        assert (answered.people, answered.waiting) == (6, 3)
        assert answered.median == 3 * HOUR
        assert answered.p90 is None

    def test_one_closed_without_an_answer_goes_on_waiting(self, story):
        story.case(answered=1)
        story.case(closed=2, outcome="unreachable")
        assert leg(seen(story, 30), "result_answered").in_24h == 0.5

    def test_24_hours_sharp_are_within_24_hours_and_a_second_more_is_not(self, story):
        story.case(answered=24)
        story.case(answered=24 + 1 / 3600)
        assert leg(seen(story, 30), "result_answered").in_24h == 0.5

    def test_sms_legs_are_of_those_who_can_get_one(self, story):
        story.case(phone="landline")
        story.case(submitted=1)
        numbers = seen(story, 2)
        assert leg(numbers, "received_submitted").people == 1
        assert leg(numbers, "result_answered").people == 2

    def test_an_answer_before_the_receipt_took_no_time(self, story):
        story.case(submitted=1, answered=2, delivered=3)
        assert leg(seen(story, 4), "delivered_answered").median == 0

    def test_seconds_count_where_delays_are_short(self, story):
        story.case(submitted=0, delivered=7 / 3600)
        assert leg(seen(story, 1), "submitted_delivered").median == 7


class TestStream:
    def test_replies_and_drop_off_by_step(self, story):
        story.step("notice", 0, asked=8, answered=5, silent=2, human=1)
        story.step("notice", 1, asked=2, answered=1, again=1)
        story.step("contacts", 1, asked=5, answered=5)
        notice, contacts = sorted(seen(story, 2).steps, key=lambda s: -s.asked)
        assert (notice.state, notice.asked, notice.again, notice.human) == ("notice", 10, 1, 1)
        assert (notice.reply.share, notice.drop.share) == (0.6, 0.2)
        assert contacts.reply.share == 1

    def test_messages_and_parts(self, story):
        story.message(parts=1, submitted=1, delivered=2)
        story.message(parts=2, submitted=1, failed=3, failure="expired")
        story.message(parts=2, uncertain=1, resent=1)
        sms = seen(story, 5).sms
        assert (sms.messages, sms.parts, sms.submitted, sms.delivered) == (3, 5, 2, 1)
        assert (sms.failed, sms.failures, sms.uncertain, sms.resent) == (1, {"expired": 1}, 1, 1)
        assert seen(story, 2).sms.failed == 0

    def test_messages_of_one_territory_are_of_its_cases_and_of_the_contacts_whom_they_named(self, story):
        here, there = story.case(territory="75"), story.case(territory="13")
        story.message(case=here)
        story.message(contact=story.contact(here, named=1, territory=""))
        story.message(case=there)
        assert seen(story, 5, territory="75").sms.messages == 2

    def test_calls(self, story):
        one, two, three, four = (story.case() for _ in range(4))
        story.call(case=one, leased=6, deadline=24)
        story.call(case=two, not_before=8, reason="no_mobile")
        story.call(case=three, deadline=4, urgent=True)
        done = story.call(case=four, done=4, outcome="reached", attempts=2)
        story.attempt(done, 1, "no_answer", 20)
        story.attempt(done, 4.5, "reached", 300)
        story.shift(0, 12, 10, 3)
        story.shift(6, 12, 5, 3)
        calls = seen(story, 5).calls
        assert (calls.open.tasks, calls.open.leased, calls.open.held, calls.open.late, calls.open.urgent) == (
            3, 1, 1, 1, 1,
        )  # fmt: skip
        assert calls.open.reasons == {"no_mobile": 1, "silent": 2}
        assert (calls.done, calls.done_late) == ({"reached": 1}, 0)
        assert (calls.made, calls.last_hour, calls.seconds, calls.reached.share) == (2, 1, 320, 0.5)
        assert (calls.agents, calls.capacity) == (10, 30)

    def test_a_task_done_since_was_open_then(self, story):
        story.call(case=story.case(), done=4, outcome="reached")
        assert seen(story, 3).calls.open.tasks == 1
        assert seen(story, 3).calls.done == {}

    def test_queues(self, story):
        story.message(waits=True, deadline=3)
        story.message(waits=True, deadline=20, leased=6)
        story.message(waits=True, deadline=20, not_before=9)
        phone = story.phone()
        story.insert("timer", "phone_id", phone_id=phone, shard=0, due=at(4))
        story.insert(
            "inbox", shard=0, phone_id=phone, key="e1", at=at(4.5), sealed=b"", collected_on=BEGIN.date()
        )
        queues = seen(story, 5).queues
        (lane,) = queues.outbox
        assert (lane.messages, lane.leased, lane.held, lane.late, lane.first_deadline) == (3, 1, 1, 1, at(3))
        assert (queues.inbox, queues.inbox_age, queues.timers_due, queues.quarantine) == (1, 1800, 1, 0)

    def test_workers_and_how_fast_they_are(self, story):
        for name, last in (("engine-1", 5), ("engine-2", 4)):
            story.insert(
                "worker", "name", name=name, kind="engine", started_at=at(3), seen_at=at(last),
                counts=Jsonb({"events": 7200}),
            )  # fmt: skip
        alive, dead = seen(story, 5).workers
        assert (alive.name, alive.alive, alive.rates) == ("engine-1", True, {"events": 1.0})
        assert (dead.alive, dead.seen) == (False, 3600)


class TestReading:
    def test_what_another_writes_meanwhile_is_not_half_seen(self, store, story, monkeypatch):
        story.case()
        story.db.commit()

        def and_a_case_comes_in(name: str) -> str:
            if name == "reach.received":  # read after the reach of cases
                with open_connection(store) as other:
                    Story(other).case(phone=None)
            return query(name)

        monkeypatch.setattr("tocsin.metrics.reach.measurement.query", and_a_case_comes_in)
        numbers = measure_service(story.db, at(5))
        assert (numbers.cases.people, numbers.received) == (1, 1)
        assert measure_service(story.db, at(5)).cases.people == 2

    def test_nothing_is_written(self, story):
        story.db.commit()
        with story.db.transaction():
            story.db.execute("set transaction read only")
            measure_service(story.db, at(1))
