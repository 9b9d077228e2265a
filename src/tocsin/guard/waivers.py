"""Leave to send a text in spite of a reason: by whom, why, until when, for which text."""

from datetime import date

from tocsin.charter.document import Document, DocumentError
from tocsin.guard.model import Draft, Kind, Waiver

NEVER_WAIVED: tuple[Kind, ...] = (
    "asks_nir",
    "asks_medical",
    "asks_bank_details",
    "asks_credentials",
    "asks_payment",
)
"""What the charter never asks: nobody may allow it."""


class BadWaivers(DocumentError):
    """The waivers cannot be used."""


def read(text: str, file: str) -> tuple[Waiver, ...]:
    """The waivers of a YAML file: a list, each with kind, by, reason, until and for.

    Raises BadWaivers, with file, line and field; for an ask too, which nobody may allow.
    """
    document = Document(text, file, BadWaivers)
    found = tuple(document.convert(list[Waiver] | None) or ())  # type: ignore[arg-type]
    never = "nobody may allow what the charter never asks"
    document.refuse(((n, "kind"), never) for n, waiver in enumerate(found) if waiver.kind in NEVER_WAIVED)
    return found


def covering(waivers: tuple[Waiver, ...], kind: Kind, draft: Draft, on: date) -> Waiver | None:
    """The waiver that covers a kind of reason for a draft on a day, if any; none ever covers an ask."""
    if kind in NEVER_WAIVED:
        return None
    fits = (w for w in waivers if w.kind == kind and w.until >= on and w.target in (draft.id, draft.text))
    return next(fits, None)
