"""One look at the store: rows of every statement, in one snapshot."""

from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg.pq import TransactionStatus

from tocsin.tracing.boards.clusters import There
from tocsin.tracing.boards.model import NATION, Ahead
from tocsin.tracing.boards.periods import Periods
from tocsin.tracing.forecast import look as situation
from tocsin.tracing.forecast import simulate
from tocsin.tracing.forecast.outlooks import situations, together
from tocsin.tracing.identity import folded_name
from tocsin.tracing.keyring import KeyDestroyed
from tocsin.tracing.queries import query
from tocsin.tracing.territory import regions
from tocsin.tracing.vault import NotOurs, Vault

Row = tuple[Any, ...]
STATEMENTS: Final = (
    "clock", "week", "contacts", "named", "delays", "days", "people", "links", "messages", "calls",
)  # fmt: skip
"""Whose rows begin with a disease and a département."""


class Looked(Struct, frozen=True):
    """What the store knows at a moment."""

    when: Periods
    rows: dict[str, list[Row]]
    """Statement -> its rows."""
    there: tuple[There, ...]
    """Who was where."""
    steps: tuple[Row, ...]
    ahead: dict[str, Ahead]
    """Territory -> what is to come there; one in which nobody waits is not in it."""


def look(connection: psycopg.Connection[Any], vault: Vault, when: Periods, *, ahead: bool = True) -> Looked:
    """Read it, with the forecast or not; of one snapshot where the connection is in no transaction yet."""
    if connection.info.transaction_status != TransactionStatus.IDLE:
        return _looked(connection, vault, when, ahead)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        return _looked(connection, vault, when, ahead)


def _looked(connection: psycopg.Connection[Any], vault: Vault, when: Periods, ahead: bool) -> Looked:
    def rows(name: str) -> list[Row]:
        # Never prepared: with the moments known, indexes serve.
        return connection.execute(query(f"boards.{name}"), when.parameters, prepare=False).fetchall()

    return Looked(
        when=when,
        rows={name: rows(name) for name in STATEMENTS},
        there=tuple(_there(rows("gatherings"), vault)),
        steps=tuple(rows("steps")),
        ahead=_ahead(connection, when.now) if ahead else {},
    )


def _ahead(connection: psycopg.Connection[Any], now: datetime) -> dict[str, Ahead]:
    """The forecast of the nation, of each département in which somebody waits, and of their regions."""
    whole = situation(connection, now)
    apart = situations(connection, whole)
    found = {NATION: whole, **apart}
    for code, region in regions().items():
        if inside := [apart[one] for one in region.departments if one in apart]:
            found[code] = together(inside)
    played = {place: simulate(one) for place, one in found.items()}
    return {place: Ahead(one.cases, one.contacts, one.by_hour) for place, one in played.items()}


def _there(rows: list[Row], vault: Vault) -> list[There]:
    """Words are opened only to compare them."""
    words: dict[int, str] = {}
    for _, _, gathering, sealed, _, _ in rows:
        if gathering not in words:
            words[gathering] = _place(sealed, vault)
    return [
        There(disease, territory, gathering, words[gathering], case, on)
        for disease, territory, gathering, _, case, on in rows
    ]


def _place(sealed: bytes | None, vault: Vault) -> str:
    """The folded words of a place; empty where one word alone, such as a restaurant, could be any of them."""
    try:
        said = vault.open(sealed, "gathering.sealed").decode() if sealed else ""
    except (NotOurs, KeyDestroyed):
        return ""
    several = sum(len(folded_name(word)) > 2 for word in said.split()) > 1
    return folded_name(said) if several else ""
