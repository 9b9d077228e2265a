"""The sender as displayed: a number, a mailbox, a name, or nothing; and whether it claims by itself."""

import re

from tocsin.charter.view import View
from tocsin.evidence import numbers
from tocsin.evidence.calls import Calls
from tocsin.evidence.claims import Claims
from tocsin.evidence.hosts import within
from tocsin.evidence.model import Evidence, Number
from tocsin.evidence.places import Places
from tocsin.evidence.shape import Shape
from tocsin.evidence.words import Words
from tocsin.message.model import Message

_ADDRESS = re.compile(r"[^\s<>@,;\"']{1,64}@([^\s<>@,;\"']{1,253})")
_SEPARATORS = re.compile(r"[@._<>\-]+")
_HIDDEN = frozenset(
    {"masque", "anonyme", "prive", "inconnu", "private", "unknown", "anonymous", "withheld", "cache"}
)
_LONGEST = 300
_MOST_KEPT = 20_000
_Found = tuple[list[Evidence], Claims]


class Senders:
    """Reads what is displayed as the sender."""

    def __init__(self, words: Words, places: Places, calls: Calls) -> None:
        self._words = words
        self._places = places
        self._calls = calls
        self._kept: dict[str, Shape] = {}
        self._names = words.of("name", "short")
        self._claiming = words.of("name", "short", "implied", "asset_account", "asset_card")

    def find(self, message: Message, view: View) -> _Found:
        """What the sender shows, and the claim that it makes, if any."""
        sender = message.sender
        if not sender:
            return [], []
        if sender[0] in "+0123456789" and not any(c.isalpha() for c in sender):
            return self._number(sender, view)
        if match := _ADDRESS.search(sender):
            return self._mailbox(sender, match, view)
        plain = self._read(sender)
        if plain.phones:
            return self._number(sender, view)
        if any(part in _HIDDEN for word in plain.words for part in word.split()):
            return [_of("masked", "masked_number", sender)], []
        shown = [_of("sender", sender, sender)]
        apart = self._read(_SEPARATORS.sub(" ", sender))
        if not apart.present.isdisjoint(self._claiming) or self._in_one_word(sender):
            return shown, [_claim(sender)]
        return shown, []

    def _read(self, sender: str) -> Shape:
        shape = self._kept.get(sender)
        if shape is None:
            shape = self._words.read(sender[:_LONGEST])
            if len(self._kept) < _MOST_KEPT:
                self._kept[sender] = shape
        return shape

    def _number(self, sender: str, view: View) -> _Found:
        """A number shown; that of the institution is a claim by itself."""
        found = numbers.scan(sender.lower())
        if not found:
            return [_of("sender", sender, sender)], []
        start, end, value, medium, _ = found[0]
        number = Number("caller", self._calls.plan.tariff(value, medium), medium)
        shown = [Evidence("sender", value, start, end, sender[start:end], "sender", number)]
        return shown, [_claim(sender, start, end)] if view.point(medium, value) else []

    def _mailbox(self, sender: str, match: re.Match[str], view: View) -> _Found:
        """A mailbox; the name beside it, or its domain, can claim."""
        domain = match[1].lower().strip(".")
        start, end = match.span()
        about = self._places.host(domain, domain, view)
        shown = [Evidence("sender", match[0].lower(), start, end, match[0], "sender", about)]
        if not domain.isascii():
            shown.append(Evidence("disguise", "obfuscation", start, end, match[0], "sender"))
        named = not self._read(_SEPARATORS.sub(" ", sender)).present.isdisjoint(self._names)
        own = self._is_own(domain, view) or self._places.directory.imitation.of(domain)
        return shown, [_claim(sender)] if named or own else []

    def _is_own(self, domain: str, view: View) -> bool:
        """Whether the charter knows the domain, on that day or another."""
        points = (p for p in view.charter.clauses if getattr(p, "medium", "") in ("mail_domain", "web_host"))
        return any(within(domain, str(getattr(p, "value", ""))) for p in points)

    def _in_one_word(self, sender: str) -> bool:
        """A name written in one word (``CPAM75``, ``AmeliInfo``)."""
        joined = "".join(re.findall(r"[a-z]+", sender.lower()))
        return len(joined) < 20 and bool(self._places.directory.imitation.of(joined))


def _of(kind: str, value: str, sender: str) -> Evidence:
    return Evidence(kind, value, 0, len(sender), sender, "sender")  # type: ignore[arg-type]


def _claim(sender: str, start: int = 0, end: int | None = None) -> tuple[str, Evidence]:
    end = len(sender) if end is None else end
    return "sender", Evidence("claim", "sender", start, end, sender[start:end], "sender")
