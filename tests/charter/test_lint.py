"""Lint: each check finds its fault, and finds none where there is none."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.lint import LONGEST_WORDING, RULES, lint_charter, lint_loaded_charter
from tocsin.charter.schema import ClauseExample, ClauseSource, FoundingSentence, ValidityPeriod, Wording
from tocsin.charter.view import DatedCharter

from .water import SOURCE, WORDING, Folder, ask, charter_of, content, days, listing, point


def found(*clauses: Any, rule: str, **more: Any) -> list[str]:
    """Messages of one rule about a charter of these clauses."""
    return [
        f"{f.clause}: {f.message}"
        for f in lint_loaded_charter(charter_of(*clauses, **more))
        if f.rule == rule
    ]


def test_a_charter_that_does_not_load_is_one_finding(folder: Folder) -> None:
    folder.change("asks.yaml", "allowed: never", "allowed: perhaps")
    (only,) = lint_charter(folder.write())
    assert only.rule == "schema"
    assert "asks.yaml, line 6, asks[0].allowed" in only.message


def test_a_charter_that_does_not_exist_is_one_finding(tmp_path: Path) -> None:
    (only,) = lint_charter(tmp_path / "nothing")
    assert only.rule == "schema"


def test_every_rule_says_what_it_wants() -> None:
    assert all(rule.__doc__ for rule in RULES)


# ---- sources and wording


@pytest.mark.parametrize(
    "url", ["", "ameli.fr/page", "ftp://water.example/a", "https://localhost/a", "javascript:x"]
)
def test_a_source_without_a_web_address(url: str) -> None:
    source = ClauseSource(url=url, publisher="A", date="2020", quality="quoted")
    assert found(ask("a", sources=(source,)), rule="source") == [f"a: {url!r} is not a web address"]


def test_a_source_younger_than_the_charter() -> None:
    source = ClauseSource(url="https://a.example", publisher="A", date="2024-06-02", quality="quoted")
    assert len(found(ask("a", sources=(source,)), rule="source")) == 1
    assert found(ask("a", sources=(source,)), rule="source", version="2024-06-02") == []


def test_a_good_source_is_left_alone() -> None:
    undated = ClauseSource(url="http://a.example/page?x=1", publisher="A", date="undated", quality="quoted")
    assert found(ask("a", sources=(SOURCE, undated)), rule="source") == []


def test_a_wording_that_was_not_translated() -> None:
    same = Wording(fr="Never a card number.", en="Never a card number.")
    assert len(found(ask("a", wording=same), rule="language")) == 1
    assert found(ask("a"), rule="language") == []


def test_a_wording_that_nobody_will_read() -> None:
    long = Wording(fr="m" * (LONGEST_WORDING + 1), en="short")
    assert len(found(ask("a", wording=long), rule="language")) == 1
    just = Wording(fr="m" * LONGEST_WORDING, en="short")
    assert found(ask("a", wording=just), rule="language") == []


# ---- contradictions


def test_two_answers_of_the_same_rank_on_the_same_day() -> None:
    clauses = ask("no"), ask("yes", allowed="yes")
    (message,) = found(*clauses, rule="contradiction")
    assert message.startswith("yes: answers AskQuestion(item='card', channel='sms'")
    assert message.endswith("otherwise than no does")


@pytest.mark.parametrize(
    "other",
    [
        {"allowed": "never"},
        {"allowed": "yes", "channels": ("call",)},
        {"allowed": "yes", "items": ("iban",)},
        {"allowed": "yes", "programme": "leaks"},
        {"allowed": "yes", "completeness": "partial"},
        {"allowed": "yes", "solicited": True},
        {"allowed": "yes", "inside_account": True},
        {"allowed": "yes", "quality": "inferred"},
        {"allowed": "yes", "supersedes": ("no",)},
        {"allowed": "yes", "in_force": days("2030-01-01", "2031-01-01")},
    ],
    ids=lambda other: "+".join(other),
)
def test_what_differs_in_rank_circumstance_or_day_contradicts_nothing(other: dict[str, Any]) -> None:
    assert found(ask("no"), ask("other", **other), rule="contradiction") == []


def test_a_doubtful_never_does_not_contradict_on_its_days_of_doubt() -> None:
    doubtful = ValidityPeriod(
        earliest_start=date(2020, 1, 1),
        latest_start=date(2022, 1, 1),
        earliest_end=date(2023, 1, 1),
        latest_end=date(2024, 1, 1),
    )
    early, inside = days("2020-01-01", "2021-12-31"), days("2020-01-01", "2022-01-01")
    assert (
        found(ask("no", in_force=doubtful), ask("y", allowed="yes", in_force=early), rule="contradiction")
        == []
    )
    assert found(ask("no", in_force=doubtful), ask("y", allowed="yes", in_force=inside), rule="contradiction")


def test_contents_and_lists_contradict_too() -> None:
    assert found(content("no"), content("yes", allowed="yes"), rule="contradiction")
    assert found(listing("closed"), listing("open", closed=False), rule="contradiction")
    assert found(listing("a"), listing("b"), rule="contradiction") == []


ANSWERS = st.sampled_from(["never", "yes", "only_if"])
STARTS = st.integers(2020, 2026)


@given(st.lists(st.tuples(ANSWERS, STARTS, st.integers(0, 3)), min_size=2, max_size=4))
def test_where_lint_finds_no_contradiction_no_order_of_the_file_matters(
    made: list[tuple[str, int, int]],
) -> None:
    clauses = [
        ask(f"a{i}", allowed=allowed, in_force=days(f"{start}-01-01", f"{start + years}-12-31"))
        for i, (allowed, start, years) in enumerate(made)
    ]
    if found(*clauses, rule="contradiction"):
        return
    for year in range(2020, 2030):
        day = date(year, 6, 1)
        answers = {
            (
                clause.allowed
                if (clause := DatedCharter(charter_of(*order), day).find_ask("card", "sms"))
                else None
            )
            for order in (clauses, clauses[::-1])
        }
        assert len(answers) == 1


# ---- duplicates, unreachable clauses, gaps


def test_one_value_twice_at_the_same_time() -> None:
    assert found(point("a"), point("b"), rule="duplicate") == [
        "b: the same contact point as a, at the same time"
    ]
    assert found(point("a"), point("b", direction="you_contact_them"), rule="duplicate") == []
    assert found(point("a"), point("b", value="+33199009999"), rule="duplicate") == []
    late = days("2030-01-01", "2031-01-01")
    assert found(point("a"), point("b", in_force=late), rule="duplicate") == []


def test_a_clause_that_another_always_beats() -> None:
    hidden = ask("hidden", quality="inferred")
    assert found(ask("wins"), hidden, rule="unreachable") == [
        "hidden: no question is answered by it on any day"
    ]


def test_a_clause_that_wins_on_a_single_day_is_reachable() -> None:
    winner = ask("wins", in_force=days("2020-01-01", "2022-12-30"))
    loser = ask("loses", quality="inferred", in_force=days("2020-01-01", "2022-12-31"))
    assert found(winner, loser, rule="unreachable") == []
    loser = ask("loses", quality="inferred", in_force=days("2020-01-01", "2022-12-30"))
    assert found(winner, loser, rule="unreachable") == ["loses: no question is answered by it on any day"]


def test_a_clause_that_wins_in_one_circumstance_is_reachable() -> None:
    narrow = ask("narrow", solicited=False, allowed="yes")
    assert found(ask("wide"), narrow, rule="unreachable") == []


def test_a_clause_replaced_from_its_first_day_is_unreachable() -> None:
    old, new = content("old"), content("new", allowed="yes", supersedes=("old",))
    assert found(old, new, rule="unreachable") == ["old: no question is answered by it on any day"]


def test_a_never_that_surely_holds_on_no_day() -> None:
    never = ValidityPeriod(
        earliest_start=date(2020, 1, 1), latest_start=date(2024, 1, 1), earliest_end=date(2023, 1, 1)
    )
    assert len(found(ask("a", in_force=never), rule="period")) == 1
    assert found(ask("a", in_force=never, allowed="yes"), rule="period") == []


def test_days_without_an_answer_between_two_answers() -> None:
    early, late = days("2020-01-01", "2020-12-31"), days("2022-01-01", "2022-12-31")
    messages = found(ask("a", in_force=early), ask("b", in_force=late), rule="gap")
    assert messages
    assert all("from 2021-01-01 to 2021-12-31" in m for m in messages)
    bridge = days("2021-01-01", "2021-12-31")
    whole = ask("a", in_force=early), ask("c", in_force=bridge), ask("b", in_force=late)
    assert found(*whole, rule="gap") == []


def test_days_that_no_list_tells_about_between_two_lists() -> None:
    early, late = days("2020-01-01", "2020-12-31"), days("2021-01-02", "2022-12-31")
    lists = listing("a", in_force=early), listing("b", closed=False, in_force=late)
    assert any("from 2021-01-01 to 2021-01-01" in m for m in found(*lists, rule="gap"))
    late = days("2021-01-01", "2022-12-31")
    assert found(listing("a", in_force=early), listing("b", closed=False, in_force=late), rule="gap") == []


# ---- founding and examples


def test_a_founding_sentence_that_no_clause_carries() -> None:
    sentences = FoundingSentence(id="S1", wording=WORDING), FoundingSentence(id="S2", wording=WORDING)
    messages = found(ask("a", founding=("S1",)), rule="founding", founding=sentences)
    assert messages == [": S2 is carried by no clause"]


def example(fires: bool, clause: str = "a", reason: str = "") -> ClauseExample:
    return ClauseExample(
        clause=clause, fires=fires, on=date(2024, 1, 1), channel="sms", text="Bonjour", reason=reason
    )


@pytest.mark.parametrize(("fires", "near", "faults"), [(1, 2, 0), (2, 3, 0), (0, 2, 1), (1, 1, 1), (0, 0, 1)])
def test_a_clause_needs_one_that_fires_and_two_near_misses(fires: int, near: int, faults: int) -> None:
    examples = (example(True),) * fires + (example(False),) * near
    assert len(found(ask("a"), rule="examples", examples=examples)) == faults


def test_a_clause_that_speaks_by_silence_names_what_it_silences() -> None:
    bare = (example(True), example(False), example(False))
    named = tuple(example(e.fires, reason="asks_nir") for e in bare)
    assert len(found(ask("a", allowed="yes"), rule="examples", examples=bare)) == 3
    assert found(ask("a", allowed="yes"), rule="examples", examples=named) == []
