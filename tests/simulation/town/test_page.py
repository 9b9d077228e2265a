"""The screen of the show, and its lines without a terminal."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.cli.terminal_text import display_width
from tocsin_simulation.cli.town.page import case_bar, render_line, render_page, render_summary
from tocsin_simulation.town.snapshot import MissForecast, RecentSms, TownCounts, TownSnapshot

GOLDEN = Path(__file__).parent / "golden"
AT = datetime(2021, 3, 4, 13, 32, tzinfo=UTC)
SCENE = TownSnapshot(
    at=AT,
    people=4_000,
    speed=240.0,
    counts=TownCounts(
        received=843, opened=353, known=13, negative=459, corrected=7, ignored=5, quarantined=6, cases=346,
        written=340, delivered=331, answered=287, reached=281, kept=280, missed=4, at_risk=12, contacts=612,
        contacts_written=590,
        contacts_answered=431, contacts_reached=402, became_cases=37, sms=4_120, sms_delivered=4_002,
        sms_failed=38, replies=3_204, waiting=12, calls=41, calls_held=5, calls_made=87, calls_reached=61,
    ),
    agents=12,
    talking=5,
    last=(
        RecentSms(AT, True, "Léa", "Assurance Maladie : merci. Qui avez-vous vu depuis lundi " + "…" * 40),
        RecentSms(AT, False, "Hugo", "oui\nc'est \x1b[31mmoi"),
    ),
    ahead=MissForecast(7, 2),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_screen_is_as_it_was(lang: str) -> None:
    golden = GOLDEN / f"town-{lang}.txt"
    assert render_page(SCENE, 80, lang) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_screen(lang: str, width: int) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", render_page(SCENE, width, lang, colours=True))
    assert max(map(display_width, shown.splitlines())) <= width


def test_nothing_that_somebody_wrote_steers_the_terminal() -> None:
    assert "\x1b" not in render_page(SCENE, 80, "fr")
    assert "\x1b[31m" not in render_page(SCENE, 80, "fr", colours=True)


def test_while_the_town_wakes_up_there_is_nothing_to_count() -> None:
    shown = render_page(replace(SCENE, state="starting"), 80, "en")
    assert "wakes up" in shown
    assert "Cases" not in shown


def test_a_forecast_without_misses_says_so() -> None:
    assert "nobody will miss" in render_page(replace(SCENE, ahead=MissForecast(0, None)), 80, "en")
    assert "more agents" not in render_page(replace(SCENE, ahead=MissForecast(3, None)), 80, "en")


def test_without_a_terminal_an_hour_is_a_line() -> None:
    said = render_line(SCENE, "en")
    assert said.startswith("04 Mar 14:32  results 843 · cases 346")
    assert said.endswith("24 h: 280 kept, 12 at risk, 4 missed")
    assert "\n" not in said


def test_the_end_tells_the_day_in_one_sentence() -> None:
    assert render_summary(SCENE, "en").startswith(
        "346 cases, 287 answered, 281 reached (81 % within 24 hours); 612 contacts named"
    )
    assert "(0 %" in render_summary(replace(SCENE, counts=TownCounts()), "en")


@given(
    kept=st.integers(0, 10**6), missed=st.integers(0, 10**6), at_risk=st.integers(0, 10**6),
    open_=st.integers(0, 10**6), width=st.integers(20, 100),
)  # fmt: skip
def test_the_bar_is_as_wide_as_it_should_be_and_hides_nobody(
    kept: int, missed: int, at_risk: int, open_: int, width: int
) -> None:
    total = kept + missed + at_risk + open_
    if not total:
        return
    drawn = case_bar(TownCounts(cases=total, kept=kept, missed=missed, at_risk=at_risk), width)
    assert sum(len(text) for text, _ in drawn) == width
    for (text, _), people in zip(drawn, (kept, open_, at_risk, missed), strict=True):
        assert bool(text) == bool(people)
