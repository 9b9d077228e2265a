"""What others list of a message's hosts, links and numbers, as evidence to hand to the check."""

from collections.abc import Iterator
from typing import Final

from tocsin.campaigns.exchange.received_feed import FeedBook, Indicator
from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import Evidence, FoundNumber, LinkTarget, SourceListing
from tocsin.message.model import Message
from tocsin.verdict.institution_choice import DEFAULT

MOST: Final = 20
"""Listings that are told of one message."""


def find_listed_evidence(book: FeedBook, message: Message, audience: TrafficLight) -> tuple[Evidence, ...]:
    """Evidence of kind ``listed``, one for each source that lists a host, link or number; of what the audience may be told.

    It warns and never makes an imposture: a list is somebody's word, and hosts change hands.
    """
    shown = extract_evidence(message, view_as_of(load_charter(DEFAULT), message.received))
    found: dict[tuple[str, str], Evidence] = {}
    for e in shown:
        for one in _find_indicators(book, e, message, audience):
            listing = SourceListing(one.source, one.since, one.tlp)
            found.setdefault(
                (one.value, one.source),
                Evidence("listed", one.value, e.start, e.end, e.raw, e.field, listing),
            )
    return tuple(found.values())[:MOST]


def _find_indicators(
    book: FeedBook, e: Evidence, message: Message, audience: TrafficLight
) -> Iterator[Indicator]:
    if isinstance(e.about, FoundNumber):
        yield from book.find_number(e.value, message.received, audience)
    elif isinstance(e.about, LinkTarget):
        yield from book.find_host(e.about.host, message.received, audience)
        yield from book.find_link(_strip_scheme(e.about.url), message.received, audience)


def _strip_scheme(url: str) -> str:
    return url.partition("://")[2] or url
