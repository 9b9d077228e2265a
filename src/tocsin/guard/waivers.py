"""Leave to send a text in spite of a reason: by whom, why, until when, for which text."""

from datetime import date

import msgspec

from tocsin.guard.model import Draft, Kind, Waiver

NEVER_WAIVED: tuple[Kind, ...] = (
    "asks_nir",
    "asks_medical",
    "asks_bank_details",
    "asks_credentials",
    "asks_payment",
)
"""What the charter never asks: nobody may allow it."""


class BadWaivers(ValueError):
    """The waivers cannot be read."""


class NeverWaived(BadWaivers):
    """Nobody may allow what the charter never asks."""

    def __init__(self, kind: str, by: str) -> None:
        super().__init__(f"{self.__doc__} {kind}, by {by}")
        self.kind = kind
        self.by = by


def read(source: bytes) -> tuple[Waiver, ...]:
    """The waivers of a YAML file: a list, each with kind, by, reason, until and for.

    Raises BadWaivers, or NeverWaived for an ask.
    """
    try:
        found = tuple(msgspec.yaml.decode(source, type=list[Waiver] | None) or ())
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BadWaivers(str(error)) from error
    for waiver in found:
        if waiver.kind in NEVER_WAIVED:
            raise NeverWaived(waiver.kind, waiver.by)
    return found


def covering(waivers: tuple[Waiver, ...], kind: Kind, draft: Draft, on: date) -> Waiver | None:
    """The waiver that covers a kind of reason for a draft on a day, if any; none ever covers an ask."""
    if kind in NEVER_WAIVED:
        return None
    fits = (w for w in waivers if w.kind == kind and w.until >= on and w.target in (draft.id, draft.text))
    return next(fits, None)
