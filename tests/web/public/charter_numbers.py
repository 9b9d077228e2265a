"""Every number of a charter, for those who look at every page."""

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter, PointClause
from tocsin.phone_numbers.dialled_number import parse_phone_number
from tocsin.verdict.institution_choice import DEFAULT


def list_charter_numbers(charter: Charter | None = None) -> tuple[str, ...]:
    """Digits of every number that a charter names."""
    found = (
        parse_phone_number(clause.value).digits
        for clause in (charter or load_charter(DEFAULT)).clauses
        if isinstance(clause, PointClause) and clause.medium in ("phone", "short_code")
    )
    return tuple(dict.fromkeys(found))
