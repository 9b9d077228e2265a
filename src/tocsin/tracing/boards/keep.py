"""Boards in the store: written by a chore, read by pages, one row for each disease and territory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
import psycopg
from msgspec import Struct

from tocsin.tracing.boards.assemble import USUAL, boards
from tocsin.tracing.boards.model import NATION, Board
from tocsin.tracing.boards.opened import Open, opened
from tocsin.tracing.boards.periods import periods, settled
from tocsin.tracing.boards.read import look
from tocsin.tracing.boards.told import is_due, told
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

Kind = Literal["inside", "told", "open"]
"""``inside``: whole, for people who work here and are cleared for small counts; ``told``: what the others of
them may know, once a week; ``open``: what everybody may know, with it."""
_board: Final = msgspec.json.Decoder(Board)
_open: Final = msgspec.json.Decoder(Open)


class Listed(Struct, frozen=True):
    """A board that is there."""

    disease: str
    territory: str
    at: datetime


def renew(connection: psycopg.Connection[Any], vault: Vault, now: datetime) -> dict[str, int]:
    """Count everything again as of ``now``; how many boards were written."""
    made = boards(look(connection, vault, periods(now)))
    last = max((one.at for one in listed(connection, "open")), default=None)
    week, figures = _week(connection, vault, now) if is_due(last, now) else ([], [])
    with connection.transaction():
        keep(connection, "inside", made)
        if figures:
            keep(connection, "told", week)
            keep(connection, "open", figures)
    return {"boards": len(made), "open": len(figures)}


def _week(connection: psycopg.Connection[Any], vault: Vault, now: datetime) -> tuple[list[Board], list[Open]]:
    """What is told of the last week that is over, beside what was told of those before."""
    made = boards(look(connection, vault, settled(now), ahead=False))
    before = {
        (one.disease, one.territory): load(connection, one.territory, one.disease, "told")
        for one in listed(connection, "told")
    }
    week = [told(board, before.get((board.disease, board.territory))) for board in made]
    counts = connection.execute(query("chores.day_counts"), {"now": now}).fetchall()
    return week, [
        opened(board, counts, load_open(connection, board.disease))
        for board in week
        if board.territory == NATION
    ]


def keep(connection: psycopg.Connection[Any], kind: Kind, made: Sequence[Board] | Sequence[Open]) -> None:
    """Write boards over those of the run before, and remove what this run has not made."""
    asked: dict[str, Any] = {
        "kinds": [kind] * len(made),
        "diseases": [board.disease for board in made],
        "territories": [board.territory if isinstance(board, Board) else NATION for board in made],
        "ats": [board.at for board in made],
        "documents": [msgspec.json.encode(board).decode() for board in made],
    }
    connection.execute(query("boards.keep"), asked)
    connection.execute(query("boards.drop"), {"kind": kind, "at": min(board.at for board in made)})


def load(
    connection: psycopg.Connection[Any], territory: str, disease: str = USUAL, kind: Kind = "inside"
) -> Board | None:
    """The board of a territory; None where none was made yet."""
    asked = {"kind": kind, "disease": disease, "territory": territory}
    row = connection.execute(query("boards.load"), asked).fetchone()
    return _board.decode(row[0]) if row else None


def load_open(connection: psycopg.Connection[Any], disease: str = USUAL) -> Open | None:
    """What everybody may know; None where nothing was published yet."""
    asked = {"kind": "open", "disease": disease, "territory": NATION}
    row = connection.execute(query("boards.load"), asked).fetchone()
    return _open.decode(row[0]) if row else None


def listed(connection: psycopg.Connection[Any], kind: Kind = "inside") -> list[Listed]:
    """Which boards there are."""
    return [Listed(*row) for row in connection.execute(query("boards.list"), {"kind": kind}).fetchall()]
