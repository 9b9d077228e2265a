"""Messages in which nothing that was found can count: most of a stream, and at once known to be harmless.

A message in another name is a sign of fraud only through a pretext, an ask, a link, a number to ring or a dear
one, or a claim (``verdict/unclaimed_fraud.py``). Where the finders found none of these there is nobody to settle
and nothing to decide. ``tests/verdict/test_quiet_messages.py`` holds the verdict to that of the whole way.
"""

from msgspec import Struct

from tocsin.charter.view import DatedCharter
from tocsin.evidence.claims import Claims
from tocsin.evidence.lures import LureFinder
from tocsin.evidence.model import Evidence, Field, FoundNumber, LinkTarget
from tocsin.evidence.token_string import TokenString
from tocsin.message.model import Message


class FirstFindings(Struct, frozen=True):
    """What the fields of a message show one by one, before it is settled who speaks."""

    message: Message
    view: DatedCharter
    shapes: list[tuple[Field, TokenString]]
    """Name of each field, and the field as it was read; the text is the last."""
    sender: list[Evidence]
    """What the sender shows."""
    fields: list[list[Evidence]]
    """For each field what can count by itself or with another finding; pressure and disguise count beside these."""
    enclosed: list[Evidence]
    """Attachments and signatures."""
    claims: Claims

    @property
    def shows_link(self) -> bool:
        """Whether a field has a link, wherever it leads, and whether or not it counts."""
        return any(self.fields) and any(e.kind == "link" for found in self.fields for e in found)


def shows_nothing(first: FirstFindings, lures: LureFinder) -> bool:
    """Whether no finding of a message can count, whatever else is looked for; what the person tells apart."""
    message = first.message
    if first.claims or message.inside_account or message.passages or message.beside or message.hidden:
        return False
    if message.answers or message.presented_as:
        return False
    traits = message.traits
    if traits.spoken or traits.has_subject or len(first.shapes) > 1 or first.enclosed:
        return False
    for e in (*first.sender, *first.fields[-1]):
        if not _is_idle(e, first.view):
            return False
    return not lures.find_pretexts(first.shapes[-1][1])


def _is_idle(e: Evidence, view: DatedCharter) -> bool:
    """Whether a finding is nothing without another one beside it."""
    about = e.about
    if about is None:
        return e.kind in ("sender", "disguise") or (e.kind == "claim" and e.value.startswith("brand:"))
    if isinstance(about, FoundNumber):
        known = view.find_point(about.medium, e.value)
        return about.role != "callback" and about.tariff != "premium" and known is None
    return (
        isinstance(about, LinkTarget) and e.kind == "link" and about.standing == "public" and not about.shown
    )
