"""Two people of the same names and birth date are taken for one: a number that says otherwise is rung.

A result that supports a case known already, with a mobile, and without any number that the person is known
to hold, may be somebody else's, to whom nothing was ever written. The case keeps a change for each such
number; whether it is the same person is a call's to ask (``sweep.namesakes``).
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.store.queries import query
from tocsin.tracing.intake.contactability import find_contact_route
from tocsin.tracing.intake.records import ResultRecord
from tocsin.tracing.intake.result_batch import BatchCase


class PossibleNamesake(Struct, frozen=True):
    """A number on which perhaps somebody else is reached."""

    case: int
    result: int
    """Which gave it."""
    phone: int


def find_namesakes(
    connection: psycopg.Connection[Any], cases: Sequence[BatchCase], phones: Mapping[str, tuple[int, int]]
) -> list[PossibleNamesake]:
    """Those of a batch, before it is written; ``phones`` are number -> id and shard."""
    doubtful = [case for case in cases if case.supports and len(case.told) > case.new]
    if not doubtful:
        return []
    known = [case.id for case in doubtful if not case.new]
    rows = connection.execute(query("intake.held"), {"cases": known}).fetchall() if known else []
    held = dict(rows)
    return [
        PossibleNamesake(case.id, result, phone)
        for case in doubtful
        for result, phone in _find_other_numbers(case.told, held.get(case.id, ()), phones)
    ]


def _find_other_numbers(
    told: Sequence[tuple[int, ResultRecord]], held: Collection[int], phones: Mapping[str, tuple[int, int]]
) -> list[tuple[int, int]]:
    """Results that share no number with what was known before each, and the mobile that they give."""
    known, found = set(held), []
    for result, record in told:
        numbers = [phones[number][0] for number in (*record.phones, *record.guardian.phones)]
        way = find_contact_route(record)
        if known and way.way == "sms" and known.isdisjoint(numbers):
            found.append((result, phones[way.number][0]))
        known.update(numbers)
    return found
