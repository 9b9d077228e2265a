"""Boards in the store: written by a chore, read by pages, one row for each disease and territory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg
from msgspec import Struct

from tocsin.metrics.surveillance.board import NATION, SurveillanceBoard
from tocsin.metrics.surveillance.board_assembly import USUAL, assemble_boards
from tocsin.metrics.surveillance.open_data import OpenAggregates, build_open_aggregates
from tocsin.metrics.surveillance.reporting_periods import compute_periods, compute_settled_periods
from tocsin.metrics.surveillance.source_rows import read_surveillance_rows
from tocsin.metrics.surveillance.weekly_release import is_release_due, release_board
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query

Kind = Literal["inside", "told", "open"]
"""``inside``: whole, for people who work here and are cleared for small counts; ``told``: what the others of
them may know, once a week; ``open``: what everybody may know, with it."""
_board: Final = msgspec.json.Decoder(SurveillanceBoard)
_open: Final = msgspec.json.Decoder(OpenAggregates)


class BoardListing(Struct, frozen=True):
    disease: str
    territory: str
    at: datetime


def renew_boards(connection: psycopg.Connection[Any], vault: Vault, now: datetime) -> dict[str, int]:
    """Count everything again as of ``now``; how many boards were written."""
    made = assemble_boards(read_surveillance_rows(connection, vault, compute_periods(now)))
    last = max((one.at for one in list_boards(connection, "open")), default=None)
    week, figures = _release_week(connection, vault, now) if is_release_due(last, now) else ([], [])
    with connection.transaction():
        save_boards(connection, "inside", made)
        if figures:
            save_boards(connection, "told", week)
            save_boards(connection, "open", figures)
    return {"boards": len(made), "open": len(figures)}


def _release_week(
    connection: psycopg.Connection[Any], vault: Vault, now: datetime
) -> tuple[list[SurveillanceBoard], list[OpenAggregates]]:
    """What is told of the last week that is over, beside what was told of those before."""
    made = assemble_boards(
        read_surveillance_rows(connection, vault, compute_settled_periods(now), ahead=False)
    )
    before = {
        (one.disease, one.territory): load_board(connection, one.territory, one.disease, "told")
        for one in list_boards(connection, "told")
    }
    week = [release_board(board, before.get((board.disease, board.territory))) for board in made]
    counts = connection.execute(query("jobs.day_counts"), {"now": now}).fetchall()
    return week, [
        build_open_aggregates(board, counts, load_open_data(connection, board.disease))
        for board in week
        if board.territory == NATION
    ]


def save_boards(
    connection: psycopg.Connection[Any],
    kind: Kind,
    made: Sequence[SurveillanceBoard] | Sequence[OpenAggregates],
) -> None:
    """Write boards over those of the run before, and remove what this run has not made."""
    asked: dict[str, Any] = {
        "kinds": [kind] * len(made),
        "diseases": [board.disease for board in made],
        "territories": [
            board.territory if isinstance(board, SurveillanceBoard) else NATION for board in made
        ],
        "ats": [board.at for board in made],
        "documents": [msgspec.json.encode(board).decode() for board in made],
    }
    connection.execute(query("boards.keep"), asked)
    connection.execute(query("boards.drop"), {"kind": kind, "at": min(board.at for board in made)})


def load_board(
    connection: psycopg.Connection[Any], territory: str, disease: str = USUAL, kind: Kind = "inside"
) -> SurveillanceBoard | None:
    """The board of a territory; None where none was made yet."""
    asked = {"kind": kind, "disease": disease, "territory": territory}
    row = connection.execute(query("boards.load"), asked).fetchone()
    return _board.decode(row[0]) if row else None


def load_open_data(connection: psycopg.Connection[Any], disease: str = USUAL) -> OpenAggregates | None:
    """What everybody may know; None where nothing was published yet."""
    asked = {"kind": "open", "disease": disease, "territory": NATION}
    row = connection.execute(query("boards.load"), asked).fetchone()
    return _open.decode(row[0]) if row else None


def list_boards(connection: psycopg.Connection[Any], kind: Kind = "inside") -> list[BoardListing]:
    return [BoardListing(*row) for row in connection.execute(query("boards.list"), {"kind": kind}).fetchall()]
