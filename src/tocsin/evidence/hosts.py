"""Hosts: registrable domain, whose they are, and what they imitate."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tocsin.evidence.fold import fold_text
from tocsin.evidence.vocabulary import (
    confusable_skeleton,
    delete_each_letter,
    is_one_edit_apart,
    single_letter_skeleton,
)

_RESERVED = frozenset({"example", "test", "invalid", "localhost"})
_DATA = Path(__file__).with_name("data") / "suffixes.txt"
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=1)
def _load_suffix_rules() -> frozenset[str]:
    return frozenset(_DATA.read_text(encoding="ascii").split("\n")[1:]) | _RESERVED


def is_public_suffix(name: str) -> bool:
    """Whether anybody may register names directly below this one."""
    return name in _load_suffix_rules()


def find_registrable_domain(host: str) -> str:
    """The part of a host that its owner registered; empty for a bare public suffix or an address.

    >>> (find_registrable_domain("compte.ameli.fr"), find_registrable_domain("sante.gouv.fr"),
    ...  find_registrable_domain("gouv.fr"))
    ('ameli.fr', 'sante.gouv.fr', '')
    """
    labels = host.split(".")
    rules = _load_suffix_rules()
    for i in range(len(labels)):
        rest = ".".join(labels[i:])
        above = ".".join(labels[i + 1 :])
        if "!" + rest in rules:
            return rest
        if rest in rules or (above and "*." + above in rules):
            return ".".join(labels[i - 1 :]) if i else ""
    return ".".join(labels[-2:]) if len(labels) > 1 and not labels[-1].isdigit() else ""


def iterate_parent_hosts(host: str) -> Iterator[str]:
    """The host and each name above it.

    >>> list(iterate_parent_hosts("a.b.fr"))
    ['a.b.fr', 'b.fr', 'fr']
    """
    while host:
        yield host
        host = host.partition(".")[2]


def is_within_domain(host: str, domain: str) -> bool:
    """Whether a host is a domain or a name below it, at a label boundary.

    >>> is_within_domain("www.ameli.fr", "ameli.fr"), is_within_domain("xameli.fr", "ameli.fr")
    (True, False)
    """
    return host == domain or host.endswith("." + domain)


def decode_punycode(host: str) -> str:
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


class ImitationDetector:
    """Finds which of an institution's labels a host imitates."""

    def __init__(self, labels: Iterable[str], not_alike: Iterable[str], context: Iterable[str]) -> None:
        """``labels`` are what is imitated, ``not_alike`` the innocent neighbours, ``context`` words that turn
        an innocent neighbour into an imitation (``amelie`` is a name, ``amelie-sante`` is not)."""
        self._labels = {confusable_skeleton(_join_label(label)): label for label in labels}
        self._innocent = {confusable_skeleton(_join_label(word)) for word in not_alike}
        self._context = tuple(
            sorted({confusable_skeleton(_join_label(word)) for word in context}, key=len, reverse=True)
        )
        # Innocent words that hold a label in them (camelia, amelie); the others only matter as whole words.
        self._hiding = sorted(
            (w for w in self._innocent if any(k in w for k in self._labels)), key=len, reverse=True
        )
        self._near: dict[str, str] = {}
        for key, label in self._labels.items():
            if len(key) >= 5:
                for variant in (key, *delete_each_letter(key)):
                    if len(variant) >= 4 or variant == key:
                        self._near.setdefault(variant, label)

    def find_imitated_label(self, host: str) -> str:
        """The label imitated, or an empty string."""
        shown = fold_text(decode_punycode(host))
        labels = shown.split(".")
        body = labels[:-1] if len(labels) > 1 else labels
        for label in body:
            # A number behind a word (ameli44) is no letter in disguise (amelia).
            for written in dict.fromkeys((label, _NUMBERED.sub("", label))):
                if found := self._find_in_label(written):
                    return found
        joined = "".join(body)
        return self._find_in_label(joined) if len(body) > 1 and len(joined) < 60 else ""

    def _find_in_label(self, label: str) -> str:
        whole = confusable_skeleton(_join_label(label))
        if len(whole) > 80:
            whole = whole[:80]
        words = [confusable_skeleton(w) for w in re.split(r"[-_]", label) if w]
        named = next((w for w in words if w in self._labels), "")
        # A whole word of the host is the label, and what stands around makes no other known word of it.
        if named and not self._is_harmless(words, named):
            return self._labels[named]
        # Words that hold a label by chance (``famelia``) are taken out before looking inside words.
        innocent = [w for w in self._hiding if w in whole]
        rest = whole
        for word in innocent:
            rest = rest.replace(word, " ")
        for key, found in self._labels.items():
            if key in rest:
                short = len(key) < 5
                if not short or key in words or self._has_context(rest.replace(key, " "), found):
                    return found
        # One letter beside an innocent word counts only with a word of the institution's trade.
        if innocent:
            known = (f for k, f in self._labels.items() if any(is_one_edit_apart(k, w) for w in innocent))
            return next(known, "") if self._has_context(rest, "") else ""
        for word in (*words, whole, single_letter_skeleton(_join_label(label))[:80]):
            if near := self._find_near_label(word):
                return near
        return ""

    def _is_harmless(self, words: list[str], named: str) -> bool:
        """Whether whole words around a label make an innocent one: force-vitale, not ameli-aide (amelia)."""
        runs = {
            "".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1)
        }
        return any(named in word and word in runs for word in self._hiding)

    def _find_near_label(self, word: str) -> str:
        if word in self._innocent or len(word) < 5:
            return ""
        for variant in (word, *delete_each_letter(word)):
            if (found := self._near.get(variant)) and is_one_edit_apart(
                confusable_skeleton(_join_label(found)), word
            ):
                return found
        return ""

    def _has_context(self, rest: str, found: str) -> bool:
        return any(word in rest for word in self._context if word != confusable_skeleton(_join_label(found)))


_NUMBERED = re.compile(r"(?<=[a-z]{4})\d{2,4}(?![a-z0-9])")


def _join_label(label: str) -> str:
    return fold_text(label).replace("-", "").replace(" ", "").replace("_", "")


class HostDirectory:
    """Whose host it is, for one institution on one day; official hosts are asked of the charter's view."""

    def __init__(self, world: Mapping[str, object], imitation: ImitationDetector) -> None:
        self.shorteners = frozenset(_to_strings(world["shorteners"]))
        self.public_hosts = frozenset(_to_strings(world["public_hosts"]))
        self.public_suffixes = tuple(_to_strings(world["public_suffixes"]))
        self.deeds = tuple(_to_strings(world["host_deeds"]))
        self.imitation = imitation

    def is_public(self, host: str) -> bool:
        """A host of the State or of a public service."""
        return find_registrable_domain(host) in self.public_hosts or any(
            host.endswith("." + suffix) for suffix in self.public_suffixes
        )

    def is_shortener(self, host: str) -> bool:
        """A public service that hides where a link goes."""
        return host in self.shorteners or host.removeprefix("www.") in self.shorteners

    def find_spelt_deed(self, domain: str) -> str:
        """The word of a registered name that spells what somebody is to do (``renouv-dossier.example``).

        Who offers something has a name; only a host made for one message is called after its errand.
        """
        words = split_registered_name(domain)
        return next((word for word in words if word.startswith(self.deeds)), "") if len(words) > 1 else ""


def split_registered_name(domain: str) -> list[str]:
    """The words of the label that the owner of a domain chose.

    >>> split_registered_name("dossier-regul36.example")
    ['dossier', 'regul']
    """
    return _LETTERS.findall(domain.partition(".")[0])


def _to_strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(v) for v in value]
