"""Calls of one département that agents of another make for a time.

All of them: the agents of both may then take them, and those that come in meanwhile. Or a number: the
earliest deadlines, which are then the borrower's alone, until the end of the loan gives back what is open.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.store.queries import query
from tocsin.store.statements import fetch_records

MOST: Final = 100_000
"""Calls of one loan."""


class BadLoan(ValueError):
    """A loan has two different départements, a number of calls or all, and an end that is to come."""


class CallLoan(Struct, frozen=True):
    id: int
    lender: str
    """Code of the département whose people are rung."""
    borrower: str
    """Code of the département whose agents ring them."""
    tasks: int | None
    """How many were asked for; None: all."""
    starts_at: datetime
    ends_at: datetime
    by: str
    """Who decided it."""
    moved: int
    """Calls handed over, of a number."""
    open: int
    """Of those, or of all, how many are still to be made."""


def add_loan(
    connection: psycopg.Connection[Any],
    lender: str,
    borrower: str,
    ends_at: datetime,
    now: datetime,
    *,
    by: str,
    tasks: int | None = None,
) -> CallLoan:
    """Lend calls from now on, in one transaction. Raises BadLoan."""
    whole = tasks is None or 1 <= tasks <= MOST
    if not lender or not borrower or lender == borrower or ends_at <= now or not whole:
        raise BadLoan(str(BadLoan.__doc__))
    with connection.transaction():
        (loan,) = fetch_records(
            connection,
            CallLoan,
            "loans.add",
            lender=lender,
            borrower=borrower,
            tasks=tasks,
            ends=ends_at,
            now=now,
            by=by[:64],
        )
        if tasks is not None:
            given = {"lender": lender, "borrower": borrower, "tasks": tasks, "now": now, "loan": loan.id}
            connection.execute(query("loans.hand"), given)
        return next(one for one in list_current_loans(connection, now) if one.id == loan.id)


def list_current_loans(connection: psycopg.Connection[Any], now: datetime) -> list[CallLoan]:
    """Loans that go on, the first to end first."""
    return fetch_records(connection, CallLoan, "loans.present", now=now)


def end_loan(connection: psycopg.Connection[Any], loan_id: int, now: datetime) -> CallLoan | None:
    """End a loan now: what is open goes back. None where there is none that goes on."""
    with connection.transaction():
        found = fetch_records(connection, CallLoan, "loans.end", loan=loan_id, now=now)
        return_ended_loans(connection, now)
        return found[0] if found else None


def return_ended_loans(connection: psycopg.Connection[Any], now: datetime) -> int:
    """The calls of loans that are over are their lenders' again: how many. The sweep does it each minute."""
    return connection.execute(query("loans.back"), {"now": now}).rowcount


def list_lenders(
    connection: psycopg.Connection[Any], territories: Collection[str], now: datetime
) -> tuple[str, ...]:
    """The départements whose calls the agents of these may take as well."""
    asked = {"territories": list(territories), "now": now}
    return tuple(row[0] for row in connection.execute(query("loans.lenders"), asked).fetchall())
