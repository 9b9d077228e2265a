"""Hosts that imitate: the label of an institution in them, whole, disguised, or with a letter more or less."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tocsin.charter import compiled_tables
from tocsin.charter.schema import InstitutionLexicon
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.fold import fold_text
from tocsin.evidence.vocabulary import (
    confusable_skeleton,
    delete_each_letter,
    is_one_edit_apart,
    single_letter_skeleton,
)

_SHORTEST = 4
"""Letters of a label that is looked for inside other words."""
_WORDS = defer_pattern(r"[a-z]+|[0-9]+")
_GRAM = 3
# Words that make an imitation of an innocent name: amelie is a first name, amelie-sante is not.
_CONTEXT = (
    "sante secu assur maladie carte vital droit rembours renouv mutuelle social gouv info compte "
    "service espace client connexion formulaire cpam caisse patient medic portail login securis secure "
    "support demande miseajour fr france publi admin agent mon mes verif departement particulier "
    "demarche accompagn formul confirm check web site abonne rennes nantes paris lyon marseille lille "
    "aide sms plan alert suivi"
).split()


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

    def __init__(
        self,
        labels: Iterable[str],
        not_alike: Iterable[str],
        context: Iterable[str],
        common: Iterable[str] = (),
        trade: Iterable[str] = (),
    ) -> None:
        """``labels`` are what is imitated, ``not_alike`` the innocent neighbours, ``context`` words that turn
        an innocent neighbour into an imitation (``amelie`` is a name, ``amelie-sante`` is not). A label in
        ``common`` is a word that others use too (``orange``): like the shortest ones, it must stand as a word, beside
        one of ``trade``: what is dealt with there, or what somebody is to do (``caf-dossier``)."""
        known = {_liken_label(label): label for label in (*labels, *common)}
        apart = {_liken_label(label) for label in common}
        self._common = {k: v for k, v in known.items() if k in apart or len(k) < _SHORTEST}
        self._first_level = frozenset(known)
        self._labels = {k: v for k, v in known.items() if k not in self._common}
        self._trade = tuple(
            word for word in map(confusable_skeleton, map(_join_label, trade or context)) if len(word) > 3
        )
        self._innocent = {_liken_label(word) for word in not_alike}
        self._context = tuple(sorted({_liken_label(word) for word in context}, key=len, reverse=True))
        # Innocent words that hold a label in them (camelia, amelie); the others only matter as whole words.
        self._hiding = sorted(
            (w for w in self._innocent if any(k in w for k in self._labels)), key=len, reverse=True
        )
        self._near: dict[str, str] = {}
        for key, label in self._labels.items():
            for variant in _list_near(key):
                self._near.setdefault(variant, label)

    def find_imitated_label(self, host: str) -> str:
        """The label imitated, or an empty string."""
        shown = fold_text(decode_punycode(host))
        labels = shown.split(".")
        body = labels[:-1] if len(labels) > 1 else labels
        if len(labels) > 1 and confusable_skeleton(labels[-1]) in self._first_level:
            return ""  # a name of the first level that is a brand is run by its owner
        for label in body:
            # A number behind a word (ameli44) is no letter in disguise (amelia).
            for written in dict.fromkeys((label, _NUMBERED.sub("", label))):
                if found := self._find_in_label(written):
                    return found
        joined = "".join(body)
        found = self._find_in_label(joined) if len(body) > 1 and len(joined) < 60 else ""
        return found or self._find_common_label(body)

    def _find_common_label(self, body: list[str]) -> str:
        """A label that others bear too, where it stands as a word beside one of the trade: ``orange-facture``."""
        if not self._common:
            return ""
        words = [confusable_skeleton(w) for label in body for w in _WORDS.findall(label)]
        named = next((w for w in words if w in self._common), "")
        beside = any(w != named and w.startswith(self._trade) for w in words)
        return self._common[named] if named and beside else ""

    def _find_in_label(self, label: str) -> str:
        whole = _liken_label(label)
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
        joined = _join_label(label)
        for key, found in self._labels.items():
            if key in rest:
                # Letters that only look like a name's lie inside many words: *wallaert* holds Aliae's.
                by_chance = len(key) < 5 or _join_label(found) not in joined
                if not by_chance or key in words or self._has_context(rest.replace(key, " "), found):
                    return found
        # One letter beside an innocent word counts only with a word of the institution's trade.
        if innocent:
            known = (f for k, f in self._labels.items() if any(is_one_edit_apart(k, w) for w in innocent))
            return next(known, "") if self._has_context(rest, "") else ""
        for word in dict.fromkeys((*words, whole, single_letter_skeleton(_join_label(label))[:80])):
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
            if (found := self._near.get(variant)) and is_one_edit_apart(_liken_label(found), word):
                return found
        return ""

    def _has_context(self, rest: str, found: str) -> bool:
        return any(word in rest for word in self._context if word != _liken_label(found))


_NUMBERED = defer_pattern(r"(?<=[a-z]{4})\d{2,4}(?![a-z0-9])")


@lru_cache(maxsize=4096)
def _join_label(label: str) -> str:
    """A label without what parts its words; each institution's detector asks for those of the same host."""
    return fold_text(label).replace("-", "").replace(" ", "").replace("_", "")


@lru_cache(maxsize=4096)
def _liken_label(label: str) -> str:
    """What a label looks like, written in one word."""
    return confusable_skeleton(_join_label(label))


def _list_near(key: str) -> Iterator[str]:
    """A label, and what is left of it without one of its letters: how words one edit apart from it are found."""
    if len(key) >= 5:
        for variant in (key, *delete_each_letter(key)):
            if len(variant) >= 4 or variant == key:
                yield variant


def make_detector(lexicon: InstitutionLexicon) -> ImitationDetector:
    """The detector of hosts that imitate an institution's."""
    labels = lexicon.brand_labels
    world = compiled_tables.get_table("lexicon/world")
    context = [*_CONTEXT, *labels]
    trade = [*context, *world["host_deeds"], *world["host_trades"]]
    return ImitationDetector(labels, lexicon.not_alike, context, lexicon.common_labels, trade)


class ImitationIndex:
    """Tells which of many institutions' labels a host may imitate; each institution's own detector decides."""

    def __init__(self, labels: Mapping[str, Iterable[str]]) -> None:
        self._starts: dict[str, dict[str, list[str]]] = {}
        self._near: dict[str, list[str]] = {}
        for institution, own in labels.items():
            for key in {_liken_label(label) for label in own}:
                self._starts.setdefault(key[:_GRAM], {}).setdefault(key, []).append(institution)
                for variant in _list_near(key):
                    self._near.setdefault(variant, []).append(institution)
        self.find_candidates = lru_cache(maxsize=20_000)(self._search)

    def _search(self, host: str) -> tuple[str, ...]:
        body = fold_text(decode_punycode(host)).split(".")
        body = body[:-1] if len(body) > 1 else body
        found: dict[str, None] = {}
        for label in dict.fromkeys((*body, "".join(body))):
            for written in dict.fromkeys((label, _NUMBERED.sub("", label))):
                found.update(dict.fromkeys(self._search_in_label(written)))
        return tuple(found)

    def _search_in_label(self, label: str) -> Iterator[str]:
        whole = _liken_label(label)[:80]
        for i in range(len(whole)):
            for key, institutions in self._starts.get(whole[i : i + _GRAM], {}).items():
                if whole.startswith(key, i):
                    yield from institutions
        words = (confusable_skeleton(w) for w in re.split(r"[-_]", label) if w)
        for word in dict.fromkeys((*words, whole, single_letter_skeleton(_join_label(label))[:80])):
            for variant in (word, *delete_each_letter(word)):
                yield from self._near.get(variant, ())
