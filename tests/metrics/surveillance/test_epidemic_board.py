"""What boards count of the epidemic: cases, delays and positivity by day, attack, follow-up, chains."""

from datetime import UTC, date, datetime, timedelta

from tests.metrics.surveillance.conftest import SOON, WEEK
from tests.tracing.town_builder import BEGIN
from tocsin.metrics.surveillance.board import DelayOfDay
from tocsin.metrics.surveillance.contact_outcomes import (
    FOLLOWED,
    measure_attack_by_setting,
    measure_follow_up,
    measure_household_attack,
)
from tocsin.metrics.surveillance.epidemic_curve import (
    build_epidemic_curve,
    count_cases_by_day,
    find_last_complete_day,
    measure_positivity_by_day,
)
from tocsin.metrics.surveillance.territory_aggregation import day_of_block


class TestEpidemic:
    def test_cases_by_day_of_their_result_in_paris(self, story, board):
        late = (datetime(2021, 4, 1, 22, 30, tzinfo=UTC) - BEGIN) / timedelta(hours=1)
        story.case(result=late)
        story.case(result=SOON)  # today is not over
        assert [name for name in board().blocks if day_of_block(name)] == ["day 2021-04-02"]

    def test_cases_by_day_of_onset_and_of_sample_with_their_lags(self, story, board, db):
        known, unknown = story.case(result=WEEK, age_band="80+"), story.case(result=WEEK)
        db.execute(
            "update tracing_case set onset_on = '2021-03-22', sample_on = '2021-03-25' where id = %s",
            (known,),
        )
        found = board()
        assert [day for day, cases in count_cases_by_day(found) if cases == 2] == [date(2021, 3, 26)]
        for by, day, lag in (("onset", date(2021, 3, 22), 4), ("sample", date(2021, 3, 25), 1)):
            assert [one for one in count_cases_by_day(found, by) if one[1]] == [(day, 1)]
            assert found.fine.lags[by] == ((lag, 1),)
            curve = build_epidemic_curve(found, by, "80+")
            assert [(one.day, one.cases) for one in curve if one.cases] == [(day, 1)]
            assert sum(one.cases for one in build_epidemic_curve(found, by, "0-11")) == 0
            last = find_last_complete_day(found, by)
            assert last == date(2021, 4, 2) - timedelta(days=lag)
            assert [one.provisional for one in curve] == [one.day > last for one in curve]
        assert unknown

    def test_delays_of_each_day(self, story, board, db):
        for hours in (2, 4, 6, None):
            case = story.case(
                result=WEEK, submitted=WEEK + 1, answered=hours and WEEK + hours, listed=hours and WEEK + 9
            )
            db.execute(
                "update tracing_case set onset_on = '2021-03-24', sample_on = '2021-03-25' where id = %s",
                (case,),
            )
        story.contact(case, named=WEEK + 30, answered=WEEK + 33)
        found = board().fine.delay_days
        place = (date(2021, 3, 26) - date(2021, 3, 6)).days
        hour, day = 3600, 86_400
        assert found["onset_sample"] == found["sample_result"] == (DelayOfDay(place, 4, 0, day, day),)
        assert found["result_submitted"] == (DelayOfDay(place, 4, 0, hour, hour),)
        assert found["submitted_reached"] == (DelayOfDay(place, 4, 1, 3 * hour, None),)
        assert found["reached_listed"] == (DelayOfDay(place, 3, 0, 5 * hour, 7 * hour),)
        assert found["named_reached"] == (DelayOfDay(place + 1, 1, 0, 3 * hour, 3 * hour),)

    def test_contacts_who_became_a_case_in_fourteen_days(self, story, board):
        first = story.case(result=24 * 5)
        story.contact(first, named=24 * 6, became=story.case(result=24 * 9))
        story.contact(first, named=24 * 6, became=story.case(result=24 * 25))
        story.contact(first, named=24 * 20)  # it is too early to tell
        assert board().cells("attack") == {"became": 1, "not": 1}

    def test_attack_by_setting_and_by_household(self, story, board, db):
        """What an agent noted counts before how the contact was named; of two at home one fell ill."""
        source, other = story.case(result=24 * 5), story.case(result=24 * 5)
        home, sister, colleague, guest, friend = (story.contact(source, named=24 * 6) for _ in range(5))
        ill = story.case(result=24 * 9)
        neighbour = story.contact(other, named=24 * 6)
        db.execute(
            "update tracing_contact set household = true where id = any(%s)", ([home, sister, neighbour],)
        )
        db.execute("update tracing_contact set became_case_id = %s where id = any(%s)", (ill, [home, guest]))
        story.detail("work", contact=colleague)
        story.detail("event", contact=guest)
        found = board()
        shares = {setting: (one.count, one.of) for setting, one in measure_attack_by_setting(found)}
        assert shares == {"household": (1, 3), "work": (0, 1), "event": (1, 1), "unknown": (0, 1)}
        households = measure_household_attack(found)
        assert (households.count, households.of) == (1, 2)
        assert sum(of for _, of in shares.values()) == sum(found.cells("attack").values())
        assert friend

    def test_positivity_counts_negative_results_beside_new_cases(self, story, board, db):
        assert measure_positivity_by_day(board()) == []
        story.case(result=WEEK)
        db.execute(
            "insert into tracing_daycount (day, measure, disease, territory, age_band, value)"
            " values ('2021-03-26', 'negatives', 'covid19', '75', '', 9), ('2021-03-26', 'cases', 'covid19', '75', '', 7)"
        )
        found = dict(measure_positivity_by_day(board()))[date(2021, 3, 26)]
        assert (found.count, found.of) == (1, 10)

    def test_follow_up_is_complete_where_everybody_was_heard_from(self, story, board):
        case = story.case(result=24 * 20)
        seen, refused, silent = (story.contact(case, named=24 * 20) for _ in range(3))
        story.contact(case, named=24 * 20, became=story.case(result=24 * 21), outcome="became_case")
        assert measure_follow_up(board(), "contact_follow") == []  # fourteen days from 3 March are over
        story.db.execute("update tracing_contact set last_contact = '2021-03-23'")
        story.follow_up(22, "no_symptoms", contact=seen)
        story.follow_up(22, "refused", contact=refused)
        story.follow_up(23, "symptoms", contact=seen)
        first, second, *rest = measure_follow_up(board(), "contact_follow")
        nobody = dict.fromkeys(FOLLOWED, 0)
        assert (first.day, first.outcomes) == (
            date(2021, 3, 26), nobody | {"seen": 1, "refused": 1, "none": 2},
        )  # fmt: skip
        assert second.outcomes == nobody | {"seen": 1, "none": 3}
        assert (second.completeness.count, second.completeness.of, len(rest)) == (1, 4, 5)
        assert silent

    def test_a_case_is_followed_until_the_end_of_its_isolation(self, story, board, db):
        case, released = (story.case(result=24 * 20) for _ in range(2))
        db.execute("update tracing_case set isolation_end = '2021-03-28' where id = %s", (case,))
        db.execute("update tracing_case set isolation_end = '2021-03-25' where id = %s", (released,))
        story.follow_up(23, "no_symptoms", case=case)
        found = measure_follow_up(board(), "case_follow")
        assert [(one.day.day, one.completeness.count, one.completeness.of) for one in found] == [
            (26, 0, 1), (27, 1, 1), (28, 0, 1),
        ]  # fmt: skip

    def test_a_chain_and_those_in_none(self, story, board):
        """Léa named Karim and Nadia; Karim named Tom; Zoé is in no chain."""
        lea = story.case(result=WEEK, territory="2A")
        karim, nadia = story.case(result=WEEK + 72), story.case(result=WEEK + 80)
        tom = story.case(result=WEEK + 140)
        story.case(result=WEEK)
        for source, case in ((lea, karim), (lea, nadia), (karim, tom)):
            story.contact(source, named=WEEK + 10, became=case)
        assert board("2A").cells("sizes") == {"3-4": 1}
        assert board("2A").cells("depths") == {"2": 1}
        assert board("75").cells("sizes") == {"1": 1}
        assert (board("R94").fine.largest, board("R94").fine.deepest) == (4, 2)

    def test_who_was_named_by_two_has_one_source_the_one_met_last(self, story, board, db):
        one, other = story.case(result=WEEK, territory="13"), story.case(result=WEEK, territory="75")
        both = story.case(result=WEEK + 72, territory="69")
        story.contact(one, named=WEEK, became=both)
        story.contact(other, named=WEEK, became=both)
        db.execute("update tracing_contact set last_contact = '2021-03-20' where case_id = %s", (one,))
        assert board("13").cells("sizes") == {"2": 1}
        assert board("75").cells("sizes") == {"1": 1}
        assert board("69").cells("sizes") is not None

    def test_two_who_named_each_other_are_no_ring(self, story, board):
        one, other = story.case(result=WEEK), story.case(result=WEEK + 1)
        story.contact(one, named=WEEK, became=other)
        story.contact(other, named=WEEK, became=one)
        assert board().cells("sizes") == {"2": 1}

    def test_pairs_of_first_symptoms(self, story, board, db):
        one, other = story.case(result=WEEK), story.case(result=WEEK + 72)
        story.contact(one, named=WEEK + 1, became=other)
        db.execute("update tracing_case set onset_on = '2021-03-24' where id = %s", (one,))
        db.execute("update tracing_case set onset_on = '2021-03-28' where id = %s", (other,))
        assert board().fine.pairs == ((4, 1),)
        third = story.case(result=WEEK + 1)
        story.contact(third, named=WEEK + 2, became=other)
        assert board().fine.pairs == ()  # who of the two it was is not known

    def test_measles_has_boards_of_its_own(self, story, board, db):
        case = story.case(result=WEEK)
        db.execute("update tracing_case set disease = 'measles' where id = %s", (case,))
        assert board(disease="measles").cells("reach") == {"none": 1}
        assert board().cells("reach") == {}
