"""Others' lists of hosts, links and numbers, as a command looks into them."""

from datetime import date
from pathlib import Path
from typing import Final

from tocsin.campaigns.exchange.feed_evidence import find_listed_evidence
from tocsin.campaigns.exchange.received_feed import BadFeedTable, FeedBook, read_feed_folder
from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.cli.exit_status import BadData
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message

AUDIENCE: Final[TrafficLight] = "amber"
"""Who works at this machine is of the organisation that was given the lists."""


def open_feed_book(folder: str, today: date) -> FeedBook:
    """Every list of a folder. Raises BadData."""
    try:
        return read_feed_folder(Path(folder), today)
    except BadFeedTable as error:
        raise BadData(str(error)) from None


def look_up_listings(book: FeedBook, message: Message) -> tuple[Evidence, ...]:
    return find_listed_evidence(book, message, AUDIENCE)
