"""The first day of symptoms of a case: whether it can be one, and the isolation that is counted from it."""

from datetime import date, timedelta
from typing import Final

from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.tracing.calls.model import BadCallFact

LONGEST: Final = timedelta(days=60)
"""How long before today symptoms may have begun: an earlier day is a slip of the pen."""


def check_onset(onset: date, today: date) -> None:
    """Raises BadCallFact where symptoms cannot have begun on this day."""
    if not today - LONGEST <= onset <= today:
        days = f"a day that has come, at most {LONGEST.days} days before {today}"
        raise BadCallFact(f"onset_on: found {onset}; expected {days}")


def compute_isolation_end(disease: str, sample: date, onset: date, on: date) -> date | None:
    """The last day of isolation by the rules of the day ``on``; None where they leave it open."""
    return make_plan(
        load_protocol(disease), PersonFacts(role="case", sample=sample, onset=onset), on
    ).isolation_end


def find_first_day(sample: date, onset: date | None) -> date:
    """The day from which contacts and gatherings are counted back: of the symptoms, or of the sample."""
    return min(sample, onset) if onset else sample
