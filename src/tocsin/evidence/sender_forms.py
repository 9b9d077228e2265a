"""How a sender is displayed: a number, a mailbox, a name; and the ways in which a name can be read."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from tocsin.charter import compiled_tables
from tocsin.deferred_pattern import defer_pattern
from tocsin.phone_numbers.scanner import scan_numbers

_ADDRESS = defer_pattern(r"[^\s<>()@,;\"']{1,64}@([^\s<>()@,;\"']{1,253})")
_SEPARATORS = defer_pattern(r"[@._<>\-]+")
_CAPITAL = defer_pattern(r"(?<=[a-z])(?=[A-Z])")
_MOST_KEPT = 20_000
_LONGEST_JOINED = 20
_LONGEST_SHOWN = 11
"""Signs of a sender's name that networks show."""
_CUT_AT = range(8, _LONGEST_SHOWN + 1)
_FIRMS_ENDINGS = frozenset(("fr", "com", "co.uk", "org", "be", "ch", "de", "es", "it"))
scan_sender = lru_cache(maxsize=_MOST_KEPT)(scan_numbers)
"""The numbers in a sender."""


@lru_cache(maxsize=_MOST_KEPT)
def is_number(sender: str) -> bool:
    """Whether nothing but a number is shown."""
    return sender[:1] in "+0123456789" and not any(map(str.isalpha, sender))


def find_mailbox(sender: str) -> re.Match[str] | None:
    """The mailbox in a sender, its domain captured; the handle of a social network (``(@ameli_actu)``) is none."""
    return _ADDRESS.search(sender) if "@" in sender else None


def space_words(sender: str) -> str:
    """A name or mailbox with spaces in the place of its signs."""
    return _SEPARATORS.sub(" ", sender)


def list_written_forms(sender: str) -> tuple[str, ...]:
    """A name as its words stand, and with those written in one apart (``CreditMutuel``)."""
    spaced = space_words(sender)
    return tuple(dict.fromkeys((spaced, _CAPITAL.sub(" ", spaced))))


def join_letters(sender: str) -> str:
    """The letters of a name in one word, or nothing where they are too many for one."""
    joined = "".join(re.findall(r"[a-z]+", sender.lower()))
    return joined if len(joined) < _LONGEST_JOINED else ""


def bears_name(domain: str, sender: str) -> bool:
    """Whether a domain has the very name that a sender shows, under an ending that firms have had for long: who buys one
    that is free takes another name, or another ending.

    >>> bears_name("brittany-ferries.co.uk", "Brittany Ferries"), bears_name("star.top", "STAR")
    (True, False)
    """
    label, _, ending = domain.partition(".")
    return len(label) > 2 and ending in _FIRMS_ENDINGS and label.replace("-", "") == join_letters(sender)


def list_cut_names(labels: Iterable[str]) -> frozenset[str]:
    """What is left of long names where a network shows their first letters alone.

    >>> sorted(list_cut_names(["france-travail"]))
    ['francetr', 'francetra', 'francetrav', 'francetrava']
    """
    joined = (label.replace("-", "") for label in labels)
    return frozenset(name[:n] for name in joined if len(name) > _LONGEST_SHOWN for n in _CUT_AT)


@cache
def load_mailbox_hosts() -> frozenset[str]:
    """Domains under which anybody has a mailbox: an address there is nobody's in particular."""
    return frozenset(compiled_tables.get_table("lexicon/world")["mailbox_hosts"])
