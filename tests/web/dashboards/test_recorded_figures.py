"""The figures of one seeded town, as they were recorded in ``figures/``: no change of code changes one unseen.

``TOCSIN_RECORD=1`` records anew what differs: for a change of a figure that is meant, and said in the changelog.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tests.recordings import is_recorded
from tocsin.metrics.surveillance.board import NATION
from tocsin.metrics.surveillance.snapshots import list_boards, load_board
from tocsin.store import database
from tocsin.web.dashboards.data_tables import table_records
from tocsin.web.dashboards.panels import PANELS
from tocsin.web.dashboards.panels.panel import PanelSentences
from tocsin.web.sentences import page_sentences

FOLDER = Path(__file__).with_name("figures")
DIGITS = 9
"""Of a figure that is no whole number: what comes after may differ from one processor to another."""


def plain(value: Any) -> Any:
    """A value as it is recorded."""
    match value:
        case float():
            return float(f"{value:.{DIGITS}g}")
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)


def lines(rows: Iterable[Any]) -> list[str]:
    """Each row on a line of its own, so that a difference reads by itself."""
    return [json.dumps(plain(row), ensure_ascii=False) for row in rows]


def tables(connection, territory: str, kind: Any) -> dict[str, list[str]]:
    """All tables of a board, in English."""
    board = load_board(connection, territory, kind=kind)
    assert board
    panels = (
        panel
        for section, make in PANELS.items()
        for panel in make(board, PanelSentences(page_sentences(f"boards.{section}", "en"), "en"))
    )
    return {panel.table.name: lines(table_records(panel.table)) for panel in panels if panel.table}


def digest(board: Any) -> str:
    text = json.dumps(plain(msgspec.to_builtins(board, order="deterministic")), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_the_figures_of_a_country_and_of_a_small_place_are_the_recorded_ones(counted):
    with database.open_connection(counted) as connection:
        found = {
            "nation": tables(connection, NATION, "inside"),
            "nation, told": tables(connection, NATION, "told"),
            "2A": tables(connection, "2A", "inside"),
            "2A, told": tables(connection, "2A", "told"),
        }
    assert is_recorded(FOLDER / "tables.json", found)


def test_the_open_figures_are_the_recorded_ones(visitor, boards_store):
    told = json.loads(visitor.get("/en/figures.json").content)
    told["tables"] = {name: lines(rows) for name, rows in told["tables"].items()}
    assert is_recorded(FOLDER / "open.json", told)


def test_no_other_board_differs_from_the_recorded_one(counted):
    """Of each only a digest: which of them differs, and the tables above say how."""
    with database.open_connection(counted) as connection:
        found = {
            f"{kind} {one.territory}": digest(load_board(connection, one.territory, one.disease, kind))
            for kind in ("inside", "told")
            for one in list_boards(connection, kind)
        }
    assert is_recorded(FOLDER / "boards.json", found)
