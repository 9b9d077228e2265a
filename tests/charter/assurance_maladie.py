"""The charter of the Assurance Maladie on a day."""

from datetime import date

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter, view_as_of

CHARTER: Charter = load_charter("assurance_maladie")


def on(day: str) -> DatedCharter:
    return view_as_of(CHARTER, date.fromisoformat(day))
