"""Where an outgoing text leads: links, mailboxes, and numbers that people would ring."""

import re
from collections.abc import Iterator

from tocsin.charter.view import DatedCharter
from tocsin.evidence.extraction import get_extractor
from tocsin.evidence.model import Evidence, LinkTarget
from tocsin.guard.draft_reading import DraftReading
from tocsin.guard.draft_template import FilledTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.phone_numbers.kinds import is_placeholder

_BY_ITSELF = ("national", "intl", "foreign", "words")
"""Ways of writing that can only be a telephone number."""
_STATE = ".gouv.fr"
"""Names that only the State can have: its pages may be read."""
_PRICE_OF_CALL = re.compile(
    r"(?:€|\beuros?|\bcents?|\bcentimes?)\s?(?:/|par|per|l['’]|an?)\s?(?:l['’])?(?:appel|call|min)", re.I
)
"""What a call costs: a short number beside it is one to ring."""
_OTHER_DESKS = frozenset({"3939", "3949", "3960", "3230", "0800130000", "+33800130000"})
"""Desks of other administrations: public help in what arrives, but nobody to ring about our own SMS."""


def find_foreign_links(
    evidence: tuple[Evidence, ...], filled: FilledTemplate, view: DatedCharter
) -> Iterator[GuardFinding]:
    """Links that do not lead to a host of the charter that day; a shortened one is warned about as well."""
    listing = view.find_closed_listing("web_host", "you_contact_them", "sms")
    for e in evidence:
        if e.kind != "link" or not isinstance(e.about, LinkTarget) or e.about.standing == "official":
            continue
        if e.about.standing == "public" and f".{e.about.host}".endswith(_STATE):
            continue
        span = filled.to_template_span(e.start, e.end)
        rule = {"lookalike": "link_lookalike", "public": "link_public"}.get(e.about.standing, "")
        yield GuardFinding("link_not_official", *span, rule, listing)
        if e.about.standing == "shortener":
            yield GuardFinding("shortener", *span, clause=view.find_content("shortener", "sms"))


def find_foreign_mailboxes(reading: DraftReading, view: DatedCharter) -> Iterator[GuardFinding]:
    """Addresses to write to that are not the institution's."""
    places = get_extractor(view.charter).places
    for start, end, host in reading.shape.mails:
        if places.classify_host(host, host, view).standing != "official":
            yield GuardFinding("link_not_official", *_find_span(reading, start, end), "link_mailbox")


def find_foreign_numbers(reading: DraftReading, view: DatedCharter) -> Iterator[GuardFinding]:
    """Numbers that people would ring and that the charter does not give for it."""
    plan = get_extractor(view.charter).plan
    listing = view.find_closed_listing("phone", "you_contact_them", "sms")
    priced = _PRICE_OF_CALL.search(reading.shape.text) is not None
    for start, end, value, medium, written in reading.shape.phones:
        if (value in plan.help and value not in _OTHER_DESKS) or _is_known_number(view, value, medium):
            continue
        if is_placeholder(value):
            continue
        if written not in _BY_ITSELF and not (priced or _is_to_ring(reading, start)):
            continue
        premium = plan.find_tariff(value, medium) == "premium"
        rule = "callback_premium" if premium else ""
        yield GuardFinding("callback_not_official", *_find_span(reading, start, end), rule, listing)


def _is_known_number(view: DatedCharter, value: str, medium: str) -> bool:
    """Whether the charter knows the number: to be rung, or shown by calls that the text may announce.

    A number that is only ``inferred``, from hearsay, is not given to people.
    """
    points = (view.find_point(medium, value, way) for way in ("you_contact_them", "they_contact_you"))  # type: ignore[arg-type]
    return any(point is not None and point.quality != "inferred" for point in points)


def _is_to_ring(reading: DraftReading, start: int) -> bool:
    """Whether a short number, which may be anything, is one to ring or to write to."""
    at = reading.shape.find_atom_at(start)
    return any(reading.belongs_to(i, "ring", "reply") for i in range(max(0, at - 5), at))


def _find_span(reading: DraftReading, start: int, end: int) -> tuple[int, int]:
    shape = reading.shape
    return reading.to_draft_span(shape.original_place(start), shape.original_place(end, end=True))
