"""Where an outgoing text leads: links, mailboxes, and numbers that people would ring."""

from collections.abc import Iterator

from tocsin.charter.view import View
from tocsin.evidence.extract import extractor
from tocsin.evidence.model import Evidence, Host
from tocsin.guard.finding import Finding
from tocsin.guard.reading import Reading
from tocsin.guard.template import Filled

_BY_ITSELF = ("national", "intl", "foreign", "words")
"""Ways of writing that can only be a telephone number."""
_OTHER_DESKS = frozenset({"3939", "3949", "3960", "3230"})
"""Desks of other administrations: public help in what arrives, but nobody to ring about our own SMS."""


def links(evidence: tuple[Evidence, ...], filled: Filled, view: View) -> Iterator[Finding]:
    """Links that do not lead to a host of the charter that day; a shortened one is warned about as well."""
    listing = view.listing("web_host", "you_contact_them", "sms")
    for e in evidence:
        if e.kind != "link" or not isinstance(e.about, Host) or e.about.standing == "official":
            continue
        span = filled.back(e.start, e.end)
        rule = {"lookalike": "link_lookalike", "public": "link_public"}.get(e.about.standing, "")
        yield Finding("link_not_official", *span, rule, listing)
        if e.about.standing == "shortener":
            yield Finding("shortener", *span, clause=view.content("shortener", "sms"))


def mailboxes(reading: Reading, view: View) -> Iterator[Finding]:
    """Addresses to write to that are not the institution's."""
    places = extractor(view.charter).places
    for start, end, host in reading.shape.mails:
        if places.host(host, host, view).standing != "official":
            yield Finding("link_not_official", *_span(reading, start, end), "link_mailbox")


def numbers(reading: Reading, view: View) -> Iterator[Finding]:
    """Numbers that people would ring and that the charter does not give for it."""
    plan = extractor(view.charter).plan
    listing = view.listing("phone", "you_contact_them", "sms")
    for start, end, value, medium, written in reading.shape.phones:
        if (value in plan.help and value not in _OTHER_DESKS) or _is_ours(view, value, medium):
            continue
        if written not in _BY_ITSELF and not _to_ring(reading, start):
            continue
        premium = plan.tariff(value, medium) == "premium"
        rule = "callback_premium" if premium else ""
        yield Finding("callback_not_official", *_span(reading, start, end), rule, listing)


def _is_ours(view: View, value: str, medium: str) -> bool:
    """Whether the charter knows the number: to be rung, or shown by calls that the text may announce.

    A number that is only ``inferred``, from hearsay, is not given to people.
    """
    points = (view.point(medium, value, way) for way in ("you_contact_them", "they_contact_you"))  # type: ignore[arg-type]
    return any(point is not None and point.quality != "inferred" for point in points)


def _to_ring(reading: Reading, start: int) -> bool:
    """Whether a short number, which may be anything, is one to ring or to write to."""
    at = reading.shape.atom_at(start)
    return any(reading.is_a(i, "ring", "reply") for i in range(max(0, at - 5), at))


def _span(reading: Reading, start: int, end: int) -> tuple[int, int]:
    shape = reading.shape
    return reading.back(shape.place(start), shape.place(end, end=True))
