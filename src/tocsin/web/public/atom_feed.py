"""Atom (RFC 4287) as all feeds of the site write it: the language is that of the page, which its address says."""

from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed


class PageAtomFeed(Atom1Feed):
    """A feed in the language of its page: ``lang`` among the extra keywords of the feed."""

    def root_attributes(self) -> dict[str, str]:
        """The language of the page, not that of Django."""
        return {**super().root_attributes(), "xml:lang": self.feed["lang"]}


def make_entry_tag(feed_url: str, name: str) -> str:
    """A name that stays the same wherever the site is moved to within its host (RFC 4151)."""
    return f"tag:{urlsplit(feed_url).hostname or 'localhost'},2026:{name}"


def start_of_day(day: date) -> datetime:
    """When an entry of a day was written, where no hour is known."""
    return datetime.combine(day, time(), UTC)
