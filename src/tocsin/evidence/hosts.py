"""Hosts: registrable domain, whose they are, and what they imitate."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tocsin.evidence.fold import fold
from tocsin.evidence.vocabulary import alike, deletions, plain_skeleton, skeleton

_RESERVED = frozenset({"example", "test", "invalid", "localhost"})
_DATA = Path(__file__).with_name("data") / "suffixes.txt"
_PIECES = re.compile(r"[a-z\x06]+|[0-9]+")


@lru_cache(maxsize=1)
def _rules() -> frozenset[str]:
    return frozenset(_DATA.read_text(encoding="ascii").split("\n")[1:]) | _RESERVED


def is_suffix(name: str) -> bool:
    """Whether anybody may register names directly below this one."""
    return name in _rules()


def registrable(host: str) -> str:
    """The part of a host that its owner registered; empty for a bare public suffix or an address.

    >>> registrable("compte.ameli.fr"), registrable("sante.gouv.fr"), registrable("gouv.fr")
    ('ameli.fr', 'sante.gouv.fr', '')
    """
    labels = host.split(".")
    rules = _rules()
    for i in range(len(labels)):
        rest = ".".join(labels[i:])
        above = ".".join(labels[i + 1 :])
        if "!" + rest in rules:
            return rest
        if rest in rules or (above and "*." + above in rules):
            return ".".join(labels[i - 1 :]) if i else ""
    return ".".join(labels[-2:]) if len(labels) > 1 and not labels[-1].isdigit() else ""


def above(host: str) -> Iterator[str]:
    """The host and each name above it.

    >>> list(above("a.b.fr"))
    ['a.b.fr', 'b.fr', 'fr']
    """
    while host:
        yield host
        host = host.partition(".")[2]


def within(host: str, domain: str) -> bool:
    """Whether a host is a domain or a name below it, at a label boundary.

    >>> within("www.ameli.fr", "ameli.fr"), within("xameli.fr", "ameli.fr")
    (True, False)
    """
    return host == domain or host.endswith("." + domain)


def decode(host: str) -> str:
    """The host as people see it: punycode labels decoded where they can be."""
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        if label.startswith("xn--") and len(label) <= 63:
            with contextlib.suppress(UnicodeError, ValueError):
                label = label[4:].encode("ascii").decode("punycode")
        labels.append(label)
    return ".".join(labels)


class Imitation:
    """Finds which of an institution's labels a host imitates."""

    def __init__(self, labels: Iterable[str], not_alike: Iterable[str], context: Iterable[str]) -> None:
        """``labels`` are what is imitated, ``not_alike`` the innocent neighbours, ``context`` words that turn
        an innocent neighbour into an imitation (``amelie`` is a name, ``amelie-sante`` is not)."""
        self._labels = {skeleton(_join(label)): label for label in labels}
        self._innocent = {skeleton(_join(word)) for word in not_alike}
        self._context = tuple(sorted({skeleton(_join(word)) for word in context}, key=len, reverse=True))
        # Innocent words that hold a label in them (camelia, amelie); the others only matter as whole words.
        self._hiding = sorted(
            (w for w in self._innocent if any(k in w for k in self._labels)), key=len, reverse=True
        )
        self._near: dict[str, str] = {}
        for key, label in self._labels.items():
            if len(key) >= 5:
                for variant in (key, *deletions(key)):
                    if len(variant) >= 4 or variant == key:
                        self._near.setdefault(variant, label)

    def of(self, host: str) -> str:
        """The label imitated, or an empty string."""
        shown = fold(decode(host))
        labels = shown.split(".")
        body = labels[:-1] if len(labels) > 1 else labels
        for label in body:
            if found := self._in_label(label):
                return found
        joined = "".join(body)
        return self._in_label(joined) if len(body) > 1 and len(joined) < 60 else ""

    def _in_label(self, label: str) -> str:
        whole = skeleton(_join(label))
        if len(whole) > 80:
            whole = whole[:80]
        words = [skeleton(w) for w in re.split(r"[-_]", label) if w]
        named = next((w for w in words if w in self._labels), "")
        if named and not self._harmless(words, named):
            return self._labels[named]
        innocent = [w for w in self._hiding if w in whole]
        rest = whole
        for word in innocent:
            rest = rest.replace(word, " ")
        for key, found in self._labels.items():
            if key in rest:
                short = len(key) < 5
                if not short or key in words or self._has_context(rest.replace(key, " "), found):
                    return found
        if innocent:
            known = (f for k, f in self._labels.items() if any(alike(k, w) for w in innocent))
            return next(known, "") if self._has_context(rest, "") else ""
        for word in (*words, whole, plain_skeleton(_join(label))[:80]):
            if near := self._near_word(word):
                return near
        return ""

    def _harmless(self, words: list[str], named: str) -> bool:
        """Whether whole words around a label make an innocent one: force-vitale, not ameli-aide (amelia)."""
        runs = {
            "".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1)
        }
        return any(named in word and word in runs for word in self._hiding)

    def _near_word(self, word: str) -> str:
        if word in self._innocent or len(word) < 5:
            return ""
        for variant in (word, *deletions(word)):
            if (found := self._near.get(variant)) and alike(skeleton(_join(found)), word):
                return found
        return ""

    def _has_context(self, rest: str, found: str) -> bool:
        return any(word in rest for word in self._context if word != skeleton(_join(found)))


def _join(label: str) -> str:
    return fold(label).replace("-", "").replace(" ", "").replace("_", "")


class Directory:
    """Whose host it is, for one institution on one day; official hosts are asked of the charter's view."""

    def __init__(self, world: Mapping[str, object], imitation: Imitation) -> None:
        self.shorteners = frozenset(_strings(world["shorteners"]))
        self.public_hosts = frozenset(_strings(world["public_hosts"]))
        self.public_suffixes = tuple(_strings(world["public_suffixes"]))
        self.imitation = imitation

    def is_public(self, host: str) -> bool:
        """A host of the State or of a public service."""
        return registrable(host) in self.public_hosts or any(
            host.endswith("." + suffix) for suffix in self.public_suffixes
        )

    def is_shortener(self, host: str) -> bool:
        """A public service that hides where a link goes."""
        return host in self.shorteners or host.removeprefix("www.") in self.shorteners


def _strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(v) for v in value]
