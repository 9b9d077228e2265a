"""Every sentence of the boards is said by one of their panels."""

from datetime import date

import msgspec
import pytest

from tests.web.dashboards.conftest import NOW
from tocsin.locale.catalogues import load_catalogue
from tocsin.metrics.surveillance.board import (
    CASE_DATES,
    MissedDeadlineForecast,
    QuestionOutcomes,
    SurveillanceBoard,
    redact_board,
)
from tocsin.metrics.surveillance.department_figures import MAP_MEASURES
from tocsin.metrics.surveillance.exact_figures import DELAY_DAY_LEGS
from tocsin.metrics.surveillance.reporting_periods import compute_periods
from tocsin.metrics.surveillance.snapshots import load_board
from tocsin.store import database
from tocsin.web.dashboards.figure_selection import FigureSelection, list_filter_fields
from tocsin.web.dashboards.panels import PANELS
from tocsin.web.dashboards.panels.panel import PanelSentences, lay_out_panels
from tocsin.web.sentences import page_sentences

ON_THE_PAGE = {
    "boards", "sections", "where", "disease", "look", "nation", "as_of", "not_yet", "not_cleared", "csv",
    "formulas", "title", "lead", "unknown", "none",
}  # fmt: skip
"""Said by the template, or where there is nothing."""
SELECTIONS = {
    "epidemic": (
        *(FigureSelection(by=by) for by in CASE_DATES),
        FigureSelection(age="80+"),
        FigureSelection(since=date(2031, 3, 4)),
        FigureSelection(until=date(2021, 3, 12)),
    ),
    "delays": tuple(FigureSelection(leg=leg) for leg in DELAY_DAY_LEGS),
    "map": tuple(FigureSelection(measure=measure) for measure in MAP_MEASURES),
}
"""Section -> what a reader may choose there, such that every sentence is needed."""


class Listening(dict):
    """Sentences, and which of them were asked for."""

    def __init__(self, sentences):
        super().__init__(sentences)
        self.said = set()

    def __getitem__(self, name):
        self.said.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.said.add(name)
        return super().get(name, default)


def looks(section, boards):
    """What a page asks for, of each of these boards."""
    t = Listening(page_sentences(f"boards.{section}", "fr"))
    for chosen in SELECTIONS.get(section, (FigureSelection(),)):
        list_filter_fields(section, chosen, t)
        for board in boards:
            lay_out_panels(PANELS[section](board, PanelSentences(t, "fr", chosen)), "fr", t["hidden"])
    return t.said


@pytest.fixture(scope="module")
def some_boards(boards_store):
    """The whole nation, Corse to somebody who is not cleared, and a board of nobody."""
    with database.open_connection(boards_store) as connection:
        nation, corse = load_board(connection, ""), load_board(connection, "R94")
    empty = SurveillanceBoard(disease="dragon pox", territory="", at=NOW, blocks={})
    few = SurveillanceBoard(
        disease="covid19", territory="", at=NOW, blocks={}, hidden=frozenset(("clock", "clusters", "sms")),
        cleared=False,
    )  # fmt: skip
    hidden = redact_board(corse, cleared=False)
    flows = tuple(QuestionOutcomes(flow, 1, "notice", 9, 5, 0, 4, 0) for flow in ("contact", "follow_up"))
    quiet = msgspec.structs.replace(nation, ahead=MissedDeadlineForecast(0, 0, ()), steps=flows)
    steady = SurveillanceBoard(
        disease="covid19", territory="", at=NOW,
        blocks={f"day {day}": {"cases": 100} for day in compute_periods(NOW).case_days},
    )  # fmt: skip
    return nation, corse, hidden, empty, few, quiet, steady


@pytest.mark.parametrize("section", list(PANELS))
def test_every_sentence_is_said(some_boards, section, monkeypatch):
    monkeypatch.setenv("TOCSIN_PRICE_SMS_PART", "0.04; a contract")
    monkeypatch.setenv("TOCSIN_PRICE_CALL_HOUR", "30; a scale")
    said = looks(section, some_boards)
    monkeypatch.delenv("TOCSIN_PRICE_SMS_PART")
    said |= looks(section, some_boards)
    own = set(load_catalogue("site", "fr")[f"boards.{section}"])
    assert own - said - ON_THE_PAGE == set()


def test_every_shared_sentence_is_said(some_boards):
    said = {name for section in PANELS for name in looks(section, some_boards)}
    assert {
        name for name in load_catalogue("site", "fr")["boards.common"] if not name.startswith("nav_")
    } - said - ON_THE_PAGE == set()
