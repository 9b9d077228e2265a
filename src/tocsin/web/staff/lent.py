"""Calls lent to somebody's département: as long as the loan goes on, they ring there as well.

A loan is read with each page like every other grant: it holds, and ends, from the next page on.
"""

from typing import Any

import psycopg
from msgspec.structs import replace

from tocsin.tracing import loans
from tocsin.tracing.clock import from_environment
from tocsin.web.staff.model import Grant, Staff
from tocsin.web.staff.territory import departments_of


def with_loans(connection: psycopg.Connection[Any], who: Staff) -> Staff:
    """Who they are, with the role of an agent also where calls are lent to their own département."""
    theirs: set[str] = set()
    for grant in who.grants:
        if grant.role == "agent":
            codes = departments_of(grant.territory)
            if codes is None:
                return who  # they ring everywhere already
            theirs.update(codes)
    if not theirs:
        return who
    lenders = loans.lenders(connection, theirs, from_environment().now())
    return replace(
        who, grants=(*who.grants, *(Grant("agent", code) for code in lenders if code not in theirs))
    )
