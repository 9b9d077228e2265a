"""What boards count, told as stories; and that a département, its region and the nation agree."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.metrics.surveillance.conftest import NOW, SOON, WEEK
from tests.tracing.town_builder import BEGIN, NEVER
from tocsin.metrics.surveillance.board import CaseCluster, redact_board
from tocsin.metrics.surveillance.board_assembly import assemble_boards
from tocsin.metrics.surveillance.reporting_periods import compute_periods
from tocsin.metrics.surveillance.snapshots import list_boards, load_board, save_boards
from tocsin.metrics.surveillance.source_rows import read_surveillance_rows
from tocsin.metrics.surveillance.territory_aggregation import board_territories
from tocsin.store.statements import draw_ids


class TestClock:
    def test_each_of_the_last_two_days_is_somewhere(self, story, board):
        story.case(result=SOON - 30, answered=SOON - 20)
        story.case(result=SOON - 30, answered=SOON - 2)
        story.case(result=SOON - 30, answered=SOON - 29, reached=NEVER)
        story.case(result=SOON - 20, answered=SOON - 19, reached=NEVER)
        story.case(result=SOON - 3)
        story.case(result=SOON - 60)  # not of the last 48 hours
        story.case(result=SOON - 3, outcome="void")
        assert board().cells("clock") == {"kept": 1, "late": 1, "never": 1, "at_risk": 1, "open": 1}

    def test_what_has_not_happened_yet_does_not_count(self, story, board):
        story.case(result=SOON - 20, answered=SOON + 1)
        story.case(result=SOON + 1)
        assert board().cells("clock") == {"at_risk": 1}

    def test_contacts_are_counted_where_they_live_or_else_where_their_case_lives(self, story, board):
        case = story.case(result=SOON - 40, listed=SOON - 30)
        story.contact(case, named=SOON - 30, answered=SOON - 20, territory="13")
        story.contact(case, named=SOON - 5, territory="")
        known = story.case(result=SOON - 31)
        story.contact(case, named=SOON - 30, became=known)  # was a case already
        first = story.contact(case, named=SOON - 30)
        story.contact(case, named=SOON - 30, same_as=first)
        assert board("13").cells("contact_clock") == {"kept": 1}
        assert board("75").cells("contact_clock") == {"open": 1, "never": 1}


class TestAhead:
    """What is to come, where people wait."""

    def test_who_will_be_missed_is_told_of_each_territory(self, story, board):
        for territory, cases in (("2A", 2), ("2B", 1), ("75", 3)):
            for _ in range(cases):
                story.case(result=SOON - 23, submitted=SOON - 22, territory=territory)
        missed = {place: board(place).ahead.cases for place in ("2A", "R94", "75", "", "13")}
        assert missed["13"] == 0
        assert 0 < missed["2A"] < missed["R94"] < missed[""]
        assert missed["R94"] + missed["75"] == pytest.approx(missed[""])

    def test_it_is_not_told_where_the_clock_is_hidden(self, story, board):
        story.case(result=SOON - 23, territory="2A")
        assert redact_board(board("2A"), cleared=False).ahead is None
        assert redact_board(board("75"), cleared=False).ahead == board("75").ahead


class TestWeek:
    def test_how_far_cases_were_reached_in_24_hours(self, story, board):
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 2, answered=WEEK + 20, reached=WEEK + 24)
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 2, answered=WEEK + 20, reached=WEEK + 25)
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 2, answered=WEEK + 24, reached=NEVER)
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 2, answered=WEEK + 25)
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 30)
        story.case(result=WEEK, phone=None)
        assert board().cells("reach") == {
            "reached": 1, "answered": 2, "delivered": 1, "submitted": 1, "none": 1,
        }  # fmt: skip

    def test_the_week_is_seven_days_that_are_over(self, story, board):
        last = datetime(2021, 4, 1, 21, 59, tzinfo=UTC) - BEGIN
        for hours in (last / timedelta(hours=1), WEEK - 8):
            story.case(result=hours)
        for hours in (last / timedelta(hours=1) + 0.1, WEEK - 8 - 1):
            story.case(result=hours)
        assert sum(board().cells("reach").values()) == 2

    def test_by_age(self, story, board):
        story.case(result=WEEK, answered=WEEK + 1, age_band="80+")
        story.case(result=WEEK, answered=WEEK + 1, reached=NEVER, age_band="80+")
        story.case(result=WEEK, age_band="")
        assert board().cells("age") == {"80+ kept": 1, "80+ missed": 1, "unknown missed": 1}

    def test_known_before_positive(self, story, board):
        first = story.case(result=WEEK - 100)
        story.contact(first, named=WEEK - 90, became=story.case(result=WEEK))
        story.contact(first, named=WEEK + 2, became=story.case(result=WEEK))
        assert board().cells("known") == {"before": 1, "not": 1}

    def test_contacts_that_a_case_named(self, story, board):
        talks, silent = (story.case(result=WEEK, answered=WEEK + 1, listed=WEEK + 2) for _ in range(2))
        story.case(result=WEEK)
        for _ in range(4):
            story.contact(talks, named=WEEK + 2)
        story.contact(silent, named=WEEK + 2, how="event")
        found = board()
        assert found.cells("named") == {"3-4": 1, "0": 1, "not asked": 1, "contacts": 4}
        assert found.fine.named == ((0, 1), (4, 1))

    def test_delays_with_those_who_wait(self, story, board):
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 1, answered=WEEK + 3)
        story.case(result=WEEK, submitted=WEEK + 1, delivered=WEEK + 1)
        found = board()
        waited = SOON - WEEK - 1
        assert found.fine.delays["delivered_answered"] == ((7200, 1, 0), (waited * 3600, 0, 1))
        assert found.cells("delay delivered_answered") == {"end 14400": 1, "wait 172800": 1}

    def test_contacts_of_the_week_and_how_far_they_were_reached(self, story, board):
        case = story.case(result=WEEK, listed=WEEK + 1)
        story.contact(case, named=WEEK + 1, submitted=WEEK + 2)
        story.contact(case, named=WEEK + 1, submitted=WEEK + 26)
        assert board().cells("contact_reach") == {"submitted": 1, "none": 1}

    def test_sms_and_calls(self, story, board):
        case = story.case(result=WEEK)
        story.message(case=case, issued=WEEK, parts=2)
        story.message(contact=story.contact(case, named=WEEK + 1), issued=WEEK + 1)
        task = story.call(case=case, created=WEEK)
        story.attempt(task, WEEK + 2, "voicemail", 20)
        story.attempt(task, WEEK + 3, "reached", 300)
        found = board()
        assert found.cells("sms") == {"messages": 2, "parts": 3}
        assert found.cells("calls") == {"reached": 1, "not": 1, "seconds": 320, "filtered": 0}

    def test_questions_are_of_no_territory(self, story, board):
        story.step("notice", WEEK, asked=9, answered=5, silent=4)
        assert board("2A").steps[0].answered == 5


class TestClusters:
    def gathering(self, db, vault, words, territory="75"):
        (id,) = draw_ids(db, "tracing_gathering", 1)
        return db.execute(
            "insert into tracing_gathering (id, case_id, sealed, collected_on, on_day, territory)"
            " values (%s, (select min(id) from tracing_case), %s, '2021-03-26', '2021-03-20', %s)"
            " returning id",
            (id, vault.seal(words, "gathering.sealed", date(2021, 3, 26), id), territory),
        ).fetchone()[0]

    def there(self, db, gathering, *cases):
        for case in cases:
            db.execute(
                "insert into tracing_attendance (gathering_id, case_id) values (%s, %s)", (gathering, case)
            )

    def test_three_at_one_event_within_seven_days(self, story, board, db, vault):
        cases = [story.case(result=WEEK + 24 * day) for day in (0, 3, 6)]
        wedding = self.gathering(db, vault, "mariage de Léa")
        self.there(db, wedding, *cases)
        found = board().fine.clusters
        assert found == (CaseCluster((wedding,), "75", 3, date(2021, 3, 26), date(2021, 4, 1)),)
        assert board("R11").cells("clusters") == {"clusters": 1, "cases": 3}

    def test_three_at_one_place_on_different_days(self, story, board, db, vault):
        cases = [story.case(result=WEEK) for _ in range(3)]
        days = [self.gathering(db, vault, words) for words in ("Salle des fêtes", "salle des FETES")]
        self.there(db, days[0], cases[0])
        self.there(db, days[1], *cases[1:])
        assert board().fine.clusters[0].gatherings == tuple(days)

    def test_what_a_human_said_is_one_place_is_one_over_two_départements(self, story, board, db, vault):
        """It counts where its first case was told, as a chain does."""
        cases = [story.case(result=WEEK + hours) for hours in (0, 48, 72)]
        told = [self.gathering(db, vault, "boum", "35"), self.gathering(db, vault, "la boum chez Paul", "75")]
        self.there(db, told[0], cases[0])
        self.there(db, told[1], *cases[1:])
        assert board("").fine.clusters == ()
        db.execute(
            "with made as (insert into tracing_cluster (collected_on, named_at, named_by)"
            " values ('2021-03-26', now(), 'eva') returning id)"
            " update tracing_gathering set cluster_id = (select id from made)"
        )
        (found,) = board("").fine.clusters
        assert (found.gatherings, found.territory, found.cases) == (tuple(told), "35", 3)
        assert board("75").cells("clusters") == {}

    def test_a_restaurant_is_not_the_same_as_another(self, story, board, db, vault):
        cases = [story.case(result=WEEK) for _ in range(3)]
        for case in cases:
            self.there(db, self.gathering(db, vault, "restaurant"), case)
        assert board().fine.clusters == ()

    def test_two_are_none_nor_three_in_a_fortnight(self, story, board, db, vault):
        cases = [story.case(result=WEEK - 24 * days) for days in (0, 4, 8)]
        self.there(db, self.gathering(db, vault, "mariage"), *cases)
        assert board().fine.clusters == ()


class TestTerritories:
    def test_what_is_in_a_département_is_in_its_region_and_in_the_nation(self, story, board):
        for territory, cases in (("2A", 5), ("2B", 6), ("75", 7), ("", 8), ("20", 1)):
            for _ in range(cases):
                story.case(result=WEEK, territory=territory)
        counts = {place: sum(board(place).cells("reach").values()) for place in ("2A", "R94", "R11", "", "?")}
        assert counts == {"2A": 5, "R94": 11, "R11": 7, "": 27, "?": 9}
        assert board("R94").parts == {"2A": {"none": 5}, "2B": {"none": 6}}

    def test_who_is_not_cleared_sees_no_small_count_and_nothing_that_gives_one_away(self, story, board):
        for territory, cases in (("2A", 3), ("2B", 20), ("75", 30), ("77", 30)):
            for _ in range(cases):
                story.case(result=WEEK, territory=territory)
        for place in ("2A", "2B"):
            found = redact_board(board(place), cleared=False)
            assert found.cells("reach") is None
            assert found.fine is None
        corse = redact_board(board("R94"), cleared=False)
        assert corse.cells("reach") == {"none": 23}
        assert corse.parts == {}
        assert redact_board(board("R94"), cleared=True).parts["2A"] == {"none": 3}

    def test_every_territory_has_a_board_also_where_nobody_is_ill(self, db, vault):
        made = assemble_boards(read_surveillance_rows(db, vault, compute_periods(NOW)))
        assert [one.territory for one in made] == list(board_territories())


class TestKept:
    def test_a_board_comes_back_as_it_was(self, story, db, vault):
        story.case(result=WEEK)
        made = assemble_boards(read_surveillance_rows(db, vault, compute_periods(NOW)))
        save_boards(db, "inside", made)
        assert load_board(db, "75") == next(one for one in made if one.territory == "75")
        assert load_board(db, "75", "dragon pox") is None
        assert {one.at for one in list_boards(db)} == {NOW}

    def test_a_disease_that_is_over_has_no_boards_any_more(self, story, db, vault):
        case = story.case(result=WEEK)
        db.execute("update tracing_case set disease = 'measles' where id = %s", (case,))
        save_boards(db, "inside", assemble_boards(read_surveillance_rows(db, vault, compute_periods(NOW))))
        assert load_board(db, "75", "measles") is not None
        later = NOW + timedelta(days=200)
        save_boards(db, "inside", assemble_boards(read_surveillance_rows(db, vault, compute_periods(later))))
        assert load_board(db, "75", "measles") is None
        assert load_board(db, "75").at == later
