"""A positive result is withdrawn: the person who isolates because of it hears that they need not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.tracing.calls.people import TOLD
from tests.tracing.conversations.office import Office as Engines
from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import NEGATIVE, row, table
from tocsin.store.postgres_register import PostgresRegister
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.sheet_text import list_questions
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.intake.withdrawals import WithdrawnCase

LEA = "+33639981234"
WORDS = "vous n'avez plus à vous isoler à cause de ce résultat"
HOME = "01 99 00 12 34"


class Story:
    """Results come in, engines answer, and a gateway hands over what waits."""

    def __init__(self, intake: Office) -> None:
        self.intake = intake
        self.engines = Engines(intake.db, intake.vault)
        self.engines.now = NOW

    def take(self, **changes: str) -> None:
        self.intake.take(table(row(**changes)), now=self.engines.now)
        self.engines.step()

    def withdraw(self, **changes: str) -> None:
        """The same result, corrected; the sweep of the minute goes over the calls."""
        self.take(value=NEGATIVE, status="corrected", **changes)
        with self.intake.db.transaction():
            sweep_tasks(self.intake.db, self.engines.now)

    def sent(self) -> None:
        db = self.intake.db
        db.execute("update tracing_message set submitted_at = %s where failed_at is null", (NOW,))
        db.execute("delete from tracing_outbox")

    def write_replies(self, *texts: str) -> None:
        for text in texts:
            self.engines.write_replies(LEA, text)
            self.sent()

    @property
    def texts(self) -> list[str]:
        return self.engines.texts(LEA)

    @property
    def rung(self) -> list[Any]:
        return self.intake.rows("select reason from tracing_calltask where done_at is null order by id")


@pytest.fixture
def story(office: Office) -> Story:
    return Story(office)


@pytest.fixture
def written(story: Story) -> Story:
    """Somebody whom the notice of their case reached."""
    story.take()
    story.sent()
    return story


DONE = ("oui", "personne", "oui", "non")


@pytest.mark.parametrize("said", [(), ("oui",), DONE], ids=["notice", "asked", "follow-up"])
def test_who_was_written_to_is_told_by_sms_once_and_nothing_more(written: Story, said: tuple) -> None:
    written.write_replies(*said)
    written.engines.later(hours=13)
    before = len(written.texts)
    written.withdraw()
    assert len(written.texts) == before + 1
    assert WORDS in written.texts[-1]
    assert written.rung == []
    written.engines.later(days=12)
    assert len(written.texts) == before + 1


def test_it_is_guarded_registered_and_leaves_from_the_short_number(written: Story) -> None:
    written.withdraw()
    rows = written.intake.rows("select code, template, sender from tracing_message order by id desc limit 1")
    ((code, template, sender),) = rows
    assert (template, sender) == ("case.withdrawn", "38663")
    assert written.intake.rows("select count(*) from tracing_outbox where lane = '38663'") == [(1,)]
    assert PostgresRegister(written.intake.db).find(code) is not None


def test_never_after_stop_but_by_a_call(written: Story) -> None:
    written.write_replies("oui", "STOP")
    before = written.texts
    written.engines.later(hours=13)
    written.withdraw()
    assert written.texts == before
    assert written.rung == [("withdrawn",)]


def test_a_wrong_person_is_told_nothing(written: Story) -> None:
    written.write_replies("non, vous vous trompez de numéro")
    before = written.texts
    written.withdraw()
    assert written.texts == before
    assert written.rung == []


def test_who_was_not_told_yet_is_told_nothing(story: Story) -> None:
    story.take()
    story.withdraw()
    assert story.intake.rows("select failure from tracing_message") == [("withdrawn",)]
    assert story.rung == []


def test_who_was_reached_on_a_landline_is_rung_and_asked_nothing(story: Story) -> None:
    story.take(phone=HOME)
    story.engines.later(hours=15)
    sheet = take_next_call(story.intake.db, story.intake.vault, "anne", story.engines.now)
    assert sheet
    record_outcome(
        story.intake.db, story.intake.vault, sheet.task_id, "anne", story.engines.now, "reached", facts=TOLD
    )
    story.withdraw(phone=HOME)
    assert story.rung == [("withdrawn",)]
    again = take_next_call(story.intake.db, story.intake.vault, "anne", story.engines.now)
    assert again
    assert again.withdrawn
    assert list_questions(again) == ()


def test_who_asked_for_help_keeps_their_call_and_hears_of_it_there(written: Story) -> None:
    written.write_replies("oui", "j'arrive plus a respiré")
    written.withdraw()
    assert written.rung == [("emergency",)]
    sheet = take_next_call(written.intake.db, written.intake.vault, "anne", written.engines.now)
    assert sheet
    assert sheet.withdrawn


def test_an_isolation_that_is_over_is_not_taken_back(written: Story) -> None:
    written.write_replies(*DONE)
    written.intake.db.execute("update tracing_case set isolation_end = '2022-02-01'")
    written.engines.later(days=8)
    before = written.texts
    written.withdraw()
    assert written.texts == before


@pytest.mark.parametrize(
    ("territory", "at", "still"),
    [
        ("75", "2021-03-13T22:59:59Z", True),
        ("75", "2021-03-13T23:00:00Z", False),
        ("974", "2021-03-13T19:59:59Z", True),
        ("974", "2021-03-13T20:00:00Z", False),
        ("971", "2021-03-14T03:59:59Z", True),
        ("971", "2021-03-14T04:00:00Z", False),
    ],
)
def test_the_last_day_of_an_isolation_ends_at_midnight_where_the_person_lives(
    territory: str, at: str, still: bool
) -> None:
    case = WithdrawnCase(1, 1, 1, "mobile", "Europe/Paris", territory, date(2021, 3, 13))
    assert case.isolates(datetime.fromisoformat(at)) is still


@pytest.mark.parametrize(("days", "told"), [(0, True), (-1, False)])
def test_on_its_last_day_it_is_still_taken_back(written: Story, days: int, told: bool) -> None:
    written.write_replies(*DONE)
    last = written.engines.now.date() + timedelta(days=days)
    written.intake.db.execute("update tracing_case set isolation_end = %s", (last,))
    before = len(written.texts)
    written.withdraw()
    assert len(written.texts) == before + told


def test_the_person_and_those_whom_they_named_are_both_told(written: Story) -> None:
    written.write_replies("oui", "Karim 06 39 98 12 02", "oui")
    written.engines.step()
    written.sent()
    written.withdraw()
    assert WORDS in written.texts[-1]
    assert "à cause de ce contact" in written.engines.texts("+33639981202")[-1]


def test_an_sms_of_withdrawal_that_never_arrives_becomes_a_call(written: Story) -> None:
    from tocsin.tracing.inbox import MessageUndelivered

    written.withdraw()
    ((key, phone, shard),) = written.intake.rows(
        "select m.key, p.id, p.shard from tracing_message m join tracing_phone p on p.id = m.phone_id"
        " order by m.id desc limit 1"
    )
    written.engines.now += timedelta(minutes=5)
    written.engines.post(phone, shard, "failed", MessageUndelivered(key))
    written.engines.step()
    assert written.rung == [("withdrawn",)]
