# Tables read best with one case a line.
"""The charter as rows for people, and its dates as sentences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charter.water import SOURCE, ask, charter_of, content, days, listing, point
from tocsin.charter import words
from tocsin.charter.channels import CHANNELS
from tocsin.charter.clause_table import build_clause_row, list_clauses_by_channel
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import MAX, MIN, ValidityPeriod

D = date.fromisoformat


@pytest.mark.parametrize(
    ("period", "fr", "en"),
    [
        (
            days("2021-03-04", "2023-01-31"),
            "à partir du 4 mars 2021, jusqu'au 31 janvier 2023",
            "from 4 March 2021, until 31 January 2023",
        ),
        (
            ValidityPeriod(earliest_start=D("2021-03-01"), latest_start=D("2021-03-01")),
            "depuis le 1er mars 2021",
            "since 1 March 2021",
        ),
        (
            ValidityPeriod(latest_start=D("2017-05-10")),
            "au plus tard depuis le 10 mai 2017",
            "since 10 May 2017 at the latest",
        ),
        (
            ValidityPeriod(earliest_start=D("2021-03-05"), latest_start=D("2021-04-09")),
            "depuis une date entre le 5 mars 2021 et le 9 avril 2021",
            "since a day between 5 March 2021 and 9 April 2021",
        ),
        (
            ValidityPeriod(latest_start=D("2017-05-10"), earliest_end=D("2022-11-11")),
            "au plus tard depuis le 10 mai 2017, vu pour la dernière fois le 11 novembre 2022",
            "since 10 May 2017 at the latest, last seen on 11 November 2022",
        ),
        (
            ValidityPeriod(
                latest_start=D("2017-05-10"), earliest_end=D("2021-03-04"), latest_end=D("2021-04-08")
            ),
            "au plus tard depuis le 10 mai 2017, jusqu'à une date entre le 4 mars 2021 et le 8 avril 2021",
            "since 10 May 2017 at the latest, until a day between 4 March 2021 and 8 April 2021",
        ),
        (ValidityPeriod(latest_start=MAX), "début inconnu", "start unknown"),
        (
            ValidityPeriod(latest_start=MAX, earliest_end=MIN),
            "début inconnu, fin inconnue",
            "start unknown, end unknown",
        ),
        (ValidityPeriod(), "de tout temps, à notre connaissance", "always, as far as is known"),
    ],
)
def test_a_period_in_words(period: ValidityPeriod, fr: str, en: str) -> None:
    assert words.format_validity(period, "fr") == fr
    assert words.format_validity(period, "en") == en


@given(st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=4, max_size=4).map(sorted))
def test_every_certain_end_is_told(ends: list[date]) -> None:
    period = ValidityPeriod(
        earliest_start=ends[0], latest_start=ends[1], earliest_end=ends[2], latest_end=ends[3]
    )
    for language in ("fr", "en"):
        told = words.format_validity(period, language)
        assert all(words.format_day(end, language) in told for end in ends)


def test_a_source_in_words() -> None:
    assert (
        words.format_source(SOURCE, "fr") == "Water Board, 2020 (texte d'origine) https://www.water.example"
    )
    assert words.format_source(SOURCE, "en") == "Water Board, 2020 (original text) https://www.water.example"


def test_a_row_says_what_when_and_who() -> None:
    made = build_clause_row(ask("ask.card", items=("card", "iban"), completeness="full"), "en")
    assert (made.clause, made.kind, made.subject) == ("ask.card", "ask", "card, iban (full)")
    assert (made.answer, made.text) == ("never", "A sentence.")
    assert made.dates == "from 1 January 2020, until 31 December 2029"
    assert made.source.startswith("Water Board")
    assert build_clause_row(ask("a"), "fr").text == "Une phrase."


@pytest.mark.parametrize(
    ("clause", "subject", "answer"),
    [
        (point("p"), "+33199001234 (A sentence.)", ""),
        (listing("l"), "phone", "closed"),
        (listing("l", closed=False), "phone", "open"),
        (content("c", contents=("urgency", "threat"), allowed="unknown"), "urgency, threat", "unknown"),
    ],
)
def test_each_kind_of_clause_says_what_it_is_about(clause: object, subject: str, answer: str) -> None:
    made = build_clause_row(clause, "en")  # type: ignore[arg-type]
    assert (made.subject, made.answer) == (subject, answer)


def test_rows_are_grouped_by_channel_and_a_clause_stands_in_each_of_its_own() -> None:
    groups = list_clauses_by_channel(
        charter_of(ask("a", channels=("sms", "letter")), ask("b")), language="en"
    )
    assert [g.channel for g in groups] == list(CHANNELS)
    told = {g.channel: [r.clause for r in g.rows] for g in groups}
    assert told["sms"] == ["a", "b"]
    assert told["letter"] == ["a"]
    assert told["call"] == []
    assert [g.title for g in groups][:2] == ["SMS", "E-mail"]


def test_on_a_day_only_what_may_hold_is_shown_and_doubt_is_said() -> None:
    doubtful = ValidityPeriod(earliest_start=D("2024-01-01"), latest_start=D("2025-01-01"))
    charter = charter_of(
        ask("sure"),
        ask("doubtful", in_force=doubtful),
        ask("past", in_force=days("2020-01-01", "2020-12-31")),
    )
    (rows,) = (g.rows for g in list_clauses_by_channel(charter, D("2024-06-01")) if g.channel == "sms")
    assert {(r.clause, r.state) for r in rows} == {("sure", "in"), ("doubtful", "perhaps")}
    (rows,) = (g.rows for g in list_clauses_by_channel(charter) if g.channel == "sms")
    assert len(rows) == 3


@pytest.mark.parametrize("name", list_charter_names())
def test_every_clause_of_every_charter_is_shown_somewhere(name: str) -> None:
    charter = load_charter(name)
    for language in ("fr", "en"):
        shown = {r.clause for g in list_clauses_by_channel(charter, language=language) for r in g.rows}
        assert shown == {c.id for c in charter.clauses}, language
