"""Calls lent to somebody's département: as long as the loan goes on, they ring there as well.

A loan is read with each page like every other grant: it holds, and ends, from the next page on.
"""

from typing import Any

import psycopg
from msgspec.structs import replace

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.tracing.supervision import loans
from tocsin.tracing.supervision.territory import find_departments
from tocsin.web.staff.staff_member import RoleGrant, StaffMember


def add_loan_grants(connection: psycopg.Connection[Any], who: StaffMember) -> StaffMember:
    """Who they are, with the role of an agent also where calls are lent to their own département."""
    theirs: set[str] = set()
    for grant in who.grants:
        if grant.role == "agent":
            codes = find_departments(grant.territory)
            if codes is None:
                return who  # they ring everywhere already
            theirs.update(codes)
    if not theirs:
        return who
    lenders = loans.list_lenders(connection, theirs, read_clock_from_environment().now())
    return replace(
        who, grants=(*who.grants, *(RoleGrant("agent", code) for code in lenders if code not in theirs))
    )
