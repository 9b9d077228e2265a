"""The day as of which a flow is guarded, where nobody says: today, or the last day on which it ran."""

from datetime import date

from tocsin.charter.schema import MAX, Charter, PointClause
from tocsin.charter.view import view_as_of
from tocsin.guard.model import DraftPurpose


def find_programme(charter: Charter, flow: DraftPurpose) -> str:
    """The programme that a guided flow belongs to: that of the short code which it is sent from."""
    if flow == "other":
        return ""
    codes = (c for c in charter.clauses if isinstance(c, PointClause) and c.medium == "short_code")
    return next((c.programme for c in codes if c.direction == "they_contact_you" and c.programme), "")


def choose_guard_day(charter: Charter, flow: DraftPurpose, today: date) -> date:
    """Today where the flow's programme runs or it has none, else the last day on which it may have run.

    >>> from tocsin.charter.loading import load_charter
    >>> choose_guard_day(load_charter("assurance_maladie"), "contact", date(2026, 5, 4)).isoformat()
    '2023-01-31'
    """
    name = find_programme(charter, flow)
    clause = view_as_of(charter, today).find_programme(name) if name else None
    if clause is None or clause.in_force.possibly_holds(today):
        return today
    last = clause.in_force.latest_end
    return last if last != MAX and last < today else today
