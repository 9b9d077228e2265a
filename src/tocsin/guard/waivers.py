"""Leave to send a text in spite of a reason: by whom, why, until when, for which text."""

from datetime import date

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument
from tocsin.evidence.fold import fold_text
from tocsin.guard.model import GuardReasonKind, GuardWaiver, MessageDraft

NEVER_WAIVED: tuple[GuardReasonKind, ...] = (
    "asks_nir",
    "asks_medical",
    "asks_bank_details",
    "asks_credentials",
    "asks_payment",
)
"""What the charter never asks: nobody may allow it."""
LIKENESSES: tuple[GuardReasonKind, ...] = ("undeclared_ask", "threat")
"""What is held against a sentence for what it reads like alone, so that it may be wrong."""
NEEDS_TWO: tuple[GuardReasonKind, ...] = ("undeclared_ask",)
"""What one person alone may not allow: somebody else agrees, and both say when."""


class BadWaivers(YamlDocumentError):
    """The waivers cannot be used."""


def read_waivers(text: str, file: str) -> tuple[GuardWaiver, ...]:
    """The waivers of a YAML file: a list, each with kind, by, reason, until and for.

    Raises BadWaivers, with file, line and field; for an ask too, which nobody may allow.
    """
    document = YamlDocument(text, file, BadWaivers)
    found = tuple(document.convert_to(list[GuardWaiver] | None) or ())  # type: ignore[arg-type]
    never = "nobody may allow what the charter never asks"
    document.raise_first_fault(
        ((n, "kind"), never) for n, waiver in enumerate(found) if waiver.kind in NEVER_WAIVED
    )
    document.raise_first_fault(
        ((n, "second"), "two people allow this: by, second (somebody else) and granted_on")
        for n, waiver in enumerate(found)
        if waiver.kind in NEEDS_TWO and not is_agreed(waiver)
    )
    return found


def is_agreed(waiver: GuardWaiver) -> bool:
    """Whether two different people gave a waiver, on a day that they named."""
    people = {" ".join(fold_text(name).split()) for name in (waiver.by, waiver.second)} - {""}
    return len(people) == 2 and waiver.granted_on is not None


def find_waiver(
    waivers: tuple[GuardWaiver, ...], kind: GuardReasonKind, draft: MessageDraft, on: date
) -> GuardWaiver | None:
    """The waiver that covers a kind of reason for a draft on a day, if any; none ever covers a secret."""
    if kind in NEVER_WAIVED:
        return None
    fits = (
        w
        for w in waivers
        if w.kind == kind
        and w.until >= on
        and w.target in (draft.id, draft.text)
        and (kind not in NEEDS_TWO or is_agreed(w))
    )
    return next(fits, None)
