"""``tocsin status``: what operators see, in a terminal, in a pipe and as JSON."""

import io
import json
import re
from datetime import timedelta

import msgspec
import psycopg
import pytest
from msgspec.structs import replace

from tests.tracing.town_builder import BEGIN, Story, at
from tocsin.cli.command_parser import build_parser
from tocsin.cli.main import run_cli
from tocsin.cli.service import status
from tocsin.cli.service.status_board import StatusSentences, board_lines
from tocsin.cli.terminal_text import TerminalWriter, display_width
from tocsin.jobs.job_list import CHORES as JOBS
from tocsin.locale.catalogues import load_sentences, translate
from tocsin.locale.languages import ORIGINALS
from tocsin.metrics.forecast import compute_forecast, read_situation
from tocsin.metrics.reach.measurement import measure_service
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot
from tocsin.store import database as stores
from tocsin.web.sentences import page_sentences
from tocsin_simulation.simulated_clock import parse_simulated_clock as story_clock


@pytest.fixture
def story(db: psycopg.Connection, store: str, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A small town, seen five hours after the story begins: 13 h in Paris."""
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    monkeypatch.setenv("TOCSIN_STORY", "2021-03-04T12:00:00Z@1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    town = Story(db)
    first = town.case(
        submitted=1, delivered=1.1, answered=2, reached=2.5, listed=3, territory="75", age_band="80+"
    )
    town.contact(first, named=3, submitted=3.1, delivered=3.2)
    town.case(submitted=1, territory="13")
    late = town.case(result=-21, phone="landline", territory="75")
    town.call(case=late, reason="no_mobile", created=-20, deadline=3)
    town.case(result=-4, closed=1, outcome="void")
    town.step("notice", 1, asked=2, answered=1)
    town.message(case=first, submitted=1, delivered=1.1, parts=2)
    db.commit()
    return town


def said(capsys, *words: str) -> str:
    assert run_cli(["status", *words]) == 0
    return capsys.readouterr().out


class TestForPeople:
    def test_who_was_contacted_in_time(self, story, capsys):
        text = said(capsys)
        assert text.startswith("Tocsin, 4 March 2021, 13:00")
        assert "3 positives received; 1 withdrawn" in text
        sent, delivered, answered, reached = re.findall(
            r"^  (?:SMS sent|Delivered|Answered|Reached) .*$", text, re.M
        )[:4]
        assert sent.split() == ["SMS", "sent", "2", "66.7%", "0.0%", "(0-80)", "0", "1", "0", "0"]
        assert delivered.split()[1:3] == ["1", "33.3%"]
        assert answered.split()[-4:] == ["0", "1", "0", "1"]  # late, never, at risk, open
        assert reached.split()[1:3] == ["1", "33.3%"]

    def test_one_breakdown_at_a_time(self, story, capsys):
        assert "BY DÉPARTEMENT" not in said(capsys)
        text = said(capsys, "--by", "territory")
        assert re.search(r"^  75 +2 +1 +50\.0%", text, re.M)
        assert re.search(r"^  13 +1 +0 +0\.0%", text, re.M)
        assert re.search(r"^  80\+ +1 +1 +100\.0%", said(capsys, "--by", "age_band"), re.M)

    def test_of_one_territory(self, story, capsys):
        assert "1 positive received" in said(capsys, "--territory", "13")

    def test_as_it_stood_then_without_a_forecast(self, story, capsys):
        text = said(capsys, "--on", "2021-03-04 09:30")
        assert text.startswith("Tocsin, 4 March 2021, 09:30")
        assert "FORECAST" not in text
        assert re.search(r"^  Answered +0 ", text, re.M)
        for when, answered, reached in (("10:00", 1, 0), ("10:30", 1, 1)):
            text = said(capsys, "--on", f"2021-03-04 {when}")
            assert re.search(rf"^  Answered +{answered} ", text, re.M)
            assert re.search(rf"^  Reached +{reached} ", text, re.M)
        assert "FORECAST" in said(capsys)

    def test_since(self, story, capsys):
        assert "2 positives received" in said(capsys, "--since", "2021-03-04")
        assert "since the beginning" in said(capsys, "--since", "all")
        assert "1 positive received" in said(capsys, "--since", "all", "--until", "2021-03-04")

    def test_no_process_at_work_is_said(self, story, capsys):
        assert "no process is at work" in said(capsys)
        story.insert(
            "worker", "name", name="engine-1", kind="engine", started_at=at(1), seen_at=at(4.999), counts="{}"
        )
        story.db.commit()
        assert "engine engine-1: at work" in said(capsys)

    def test_what_is_done_by_itself(self, story, capsys):
        text = said(capsys)
        assert "CHORES  done once among all machines" in text
        assert re.search(r"^  calls, every minute: never yet; next 13:00$", text, re.M)
        assert re.search(r"^  folder, .*: never yet; it needs TOCSIN_INBOX$", text, re.M)
        assert re.search(r"^  erase, daily at 03:00: never yet; late: due since 03:00$", text, re.M)
        assert "CHORES" not in said(capsys, "--on", "2021-03-04 09:30")

    def test_a_chore_that_fails_is_said(self, story, capsys):
        job = """
            insert into procrastinate_jobs (queue_name, task_name, status, attempts, args)
            values ('store', 'tocsin.calls', %s::procrastinate_job_status, %s, %s)"""
        story.db.execute(job, ["failed", 6, '{"now": "2021-03-04T11:58:00+00:00"}'])
        story.db.execute(job, ["succeeded", 1, '{"now": "2021-03-04T12:00:00+00:00"}'])
        story.db.commit()
        (line,) = re.findall(r"^  calls, every minute: (.*?)(?=^  \w+, )", said(capsys), re.M | re.S)
        line = " ".join(line.split())
        assert line == ("done for 13:00, 1 given up in 7 days (last for 12:58); next 13:01")

    def test_in_french_in_the_words_of_the_pages(self, story, capsys):
        text = said(capsys, "--lang", "fr", "--by", "phone").replace("\u00a0", " ")
        assert text.startswith("Tocsin, 4 mars 2021, 13 h 00")
        assert "3 positifs reçus ; retirés : 1" in text
        for page, names in (("boards.clock", "level_"), ("boards.delays", "leg_result_reached")):
            words = page_sentences(page, "fr")
            told = [word for name, word in words.items() if name.startswith(names)]
            assert [word for word in told if not re.search(rf"^  {word} ", text, re.M)] == []
        assert f"({translate('call.reasons', 'no_mobile', 'fr')} : 1)" in " ".join(text.split())
        assert "calls, chaque minute : jamais encore ; prochaine 13 h 00" in " ".join(text.split())

    def test_every_rhythm_of_a_chore_has_its_words(self):
        for lang in ORIGINALS:
            assert {str(one.when) for one in JOBS.values()} == set(
                load_sentences("tocsin", "status.when", lang)
            )

    def test_a_pipe_gets_plain_text(self, story, capsys):
        assert "\x1b" not in said(capsys)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["--on", "noon"], "is not a time such as"),
            (["--rate", "0"], "expected a number above 0"),
            (["--rate", "nan"], "expected a number above 0"),
            (["--by", "name"], "choose from"),
        ],
    )
    def test_what_is_not_understood_is_said(self, words, expected, capsys):
        assert run_cli(["status", *words]) == 64
        assert expected in capsys.readouterr().err


class TestWithoutAStore:
    def test_nothing_answers(self, monkeypatch, capsys):
        monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://tocsin:secret@127.0.0.1:1/none")
        assert run_cli(["status"]) == 69
        told = capsys.readouterr().err
        assert "the store does not answer" in told
        assert "secret" not in told

    def test_a_store_that_was_never_migrated(self, fresh, monkeypatch, capsys):
        monkeypatch.setenv("TOCSIN_DATABASE_URL", fresh)
        assert run_cli(["status"]) == 69
        assert "tocsin db migrate" in capsys.readouterr().err


class TestJson:
    def test_one_object_with_every_figure(self, story, capsys):
        record = json.loads(said(capsys, "--json"))
        assert record["schema"] == 2
        assert record["numbers"]["received"] == 3
        assert record["numbers"]["cases"]["answered"]["share"] == {
            "count": 1, "of": 3, "share": pytest.approx(1 / 3), "low": pytest.approx(0.0615, abs=1e-4),
            "high": pytest.approx(0.7923, abs=1e-4),
        }  # fmt: skip
        assert record["numbers"]["at"].startswith("2021-03-04T12:00:")
        assert record["forecast"]["waiting"] == 2
        assert record["forecast"]["outlook"]["cases"] > 0

    def test_of_the_past_there_is_no_forecast(self, story, capsys):
        assert json.loads(said(capsys, "--json", "--on", "2021-03-04T09:00Z"))["forecast"] is None

    def test_nothing_personal_stands_in_it(self, story, capsys):
        text = said(capsys, "--json")
        assert not re.search(r"number_index|sealed|phone_id|person_id", text)


class TestWatching:
    def options(self, *words: str):
        return build_parser("status").parse_args(["status", *words])

    def watched(self, store: str, looks: int, *words: str) -> list[float]:
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == looks:
                raise KeyboardInterrupt

        clock = story_clock("2021-03-04T12:00:00Z@1")
        with stores.open_connection(store) as connection:
            assert status.watch_status(connection, self.options("--watch", *words), clock, wait) == 0
        return waits

    def test_in_a_pipe_one_report_after_another(self, story, store, capsys):
        waits = self.watched(store, 3)
        assert capsys.readouterr().out.count("CONTACTED WITHIN 24 H") == 3
        assert all(wait >= status.REDRAWN for wait in waits)

    def test_as_json_one_line_a_look(self, story, store, capsys):
        self.watched(store, 2, "--json")
        lines = capsys.readouterr().out.splitlines()
        assert [json.loads(line)["numbers"]["received"] for line in lines] == [3, 3]

    def test_a_terminal_is_redrawn_in_place_and_left_as_it_was(self, story, store, capsys, monkeypatch):
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("LINES", "30")
        monkeypatch.setenv("COLUMNS", "80")
        self.watched(store, 2)
        text = capsys.readouterr().out
        assert text.count(status._HOME) == 2
        assert text.endswith(status._SHOW)
        screens = text.split(status._HOME)[1:]
        assert all(screen.count("\n") <= 30 for screen in screens)
        assert "the terminal is too low for the rest" in screens[0]

    def test_what_changes_between_two_looks_is_seen(self, story, store, capsys):
        def wait(_seconds: float) -> None:
            if wait.looks:
                raise KeyboardInterrupt
            wait.looks = 1
            story.case(result=1)
            story.db.commit()

        wait.looks = 0
        with stores.open_connection(store) as connection:
            status.watch_status(connection, self.options(), story_clock("2021-03-04T12:00:00Z@1"), wait)
        text = capsys.readouterr().out
        assert "3 positives received" in text
        assert "4 positives received" in text


def record_day(numbers: MetricsSnapshot) -> MetricsSnapshot:
    """The same with half a million everywhere, and delays of many hours."""

    def grown(name: str, value):
        if isinstance(value, dict):
            return {key: grown(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [grown(name, each) for each in value]
        if isinstance(value, bool) or name in ("version", "at"):
            return value
        if name in ("median", "p90", "p99"):
            return 83_460.0
        return 501_635 if isinstance(value, int) else value

    return msgspec.convert(grown("", msgspec.to_builtins(numbers)), MetricsSnapshot)


class TestTheScreen:
    @pytest.mark.parametrize("lang", ORIGINALS)
    def test_a_record_day_is_lined_up_within_80_columns(self, lang, story):
        """Tables never fold; sentences may."""
        numbers, ahead = (
            record_day(measure_service(story.db, at(5))),
            compute_forecast(read_situation(story.db, at(5))),
        )
        drawn = list(board_lines(StatusSentences(lang), numbers, ahead, by="territory"))
        tables = [line for line in drawn if len(line) > 6 and all(text.startswith("  ") for text, _ in line)]
        assert len(tables) >= 4 + 4 + 3 + 8 + 2
        for line in tables:
            text = "".join(text for text, _ in line)
            assert display_width(text) <= 78, text
            page = io.StringIO()
            TerminalWriter(page).write_paragraph(*line, rest="  ")
            assert page.getvalue().count("\n") == 1

    @pytest.mark.parametrize("lang", ORIGINALS)
    def test_questions_stand_under_their_conversation_and_do_not_fold(self, lang, story):
        numbers = record_day(measure_service(story.db, at(5)))
        asked = numbers.steps[0]
        steps = tuple(
            replace(asked, flow=flow, state=state)
            for flow, state in (("case", "notice"), ("contact", "notice"), ("contact", "plan_of_both"))
        )
        drawn = board_lines(StatusSentences(lang), replace(numbers, steps=steps), None)
        lines = ["".join(text for text, _ in line) for line in drawn]
        flows = page_sentences("boards.replies", lang)
        begin = lines.index(f"  {flows['flow_case']}")
        told = [line.split()[0] for line in lines[begin + 1 : begin + 5]]
        assert told == ["notice", flows["flow_contact"].split()[0], "notice", "plan_of_both"]
        assert max(map(display_width, lines[begin - 1 : begin + 5])) <= 78

    def test_remedies_in_words(self, story):
        for _ in range(200):
            story.case(result=-12, phone="landline")
        story.shift(0, 24, 1)
        text = "\n".join(
            "".join(piece for piece, _ in line)
            for line in board_lines(
                StatusSentences("en"),
                measure_service(story.db, at(5)),
                compute_forecast(read_situation(story.db, at(5))),
            )
        )
        assert re.search(r"\d+ will not be reached by SMS or call in time", text)
        assert re.search(r"More agents, from now on: .*\d+ would leave \d+", text)

    def test_the_period_is_a_week_unless_asked(self, story):
        story.case(result=-24 * 8, territory="33")
        assert measure_service(story.db, at(5), since=BEGIN - timedelta(days=6)).received == 3
