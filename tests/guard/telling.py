"""Shorter ways to guard a text in the tests."""

from datetime import date

from tocsin.charter.loading import load_charter
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.guard import GuardRuling, GuardWaiver, MessageDraft, guard_draft

SPRING = date(2021, 3, 4)
"""A day on which contact tracing ran."""
CHARTER = load_charter("assurance_maladie")


def view(on: date = SPRING) -> DatedCharter:
    """The charter as of a day."""
    return view_as_of(CHARTER, on)


def ruling(
    text: str, *, on: date = SPRING, waivers: tuple[GuardWaiver, ...] = (), **told: object
) -> GuardRuling:
    """The ruling on a text, sent to a contact from their short code unless something else is told."""
    draft = {"sender": "38663", "flow": "contact", "text": text} | told
    return guard_draft(MessageDraft(**draft), view(on), waivers)  # type: ignore[arg-type]


def said(text: str, **told: object) -> GuardRuling:
    """The ruling on a sentence, with the institution's name and the code put around it."""
    colon = ":" if told.get("lang") == "en" else " :"
    return ruling(f"Assurance Maladie{colon} {text} Réf. {{code}}", **told)


def kinds(found: GuardRuling) -> list[str]:
    """Kinds of reason, in order."""
    return [reason.kind for reason in found.reasons]
