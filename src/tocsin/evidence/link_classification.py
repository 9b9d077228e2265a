"""Where a message leads: its links, and whose hosts they are. Nothing is ever fetched."""

import re

from tocsin.charter import compiled_tables
from tocsin.charter.schema import Medium
from tocsin.charter.view import DatedCharter
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.hosts import (
    HostDirectory,
    find_registrable_domain,
    iterate_parent_hosts,
    split_registered_name,
)
from tocsin.evidence.imitation import make_detector
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.model import Evidence, LinkTarget, Standing
from tocsin.evidence.token_string import TokenString
from tocsin.message.model import HiddenLink

HOST_MEDIA: tuple[Medium, ...] = ("web_host", "mail_domain")
_MOST_KEPT = 50_000


class LinkClassifier:
    """Finds links, and says for each whose host it is as of a day."""

    def __init__(self, words: InstitutionVocabulary) -> None:
        lexicon = words.charter.lexicon
        self._words = words
        self.directory = HostDirectory(compiled_tables.get_table("lexicon/world"), make_detector(lexicon))
        self._kept: dict[tuple[DatedCharter, str], tuple[str, Standing, str, str]] = {}
        # A health body's words (mutuelle, complémentaire) stand in the names of many honest hosts.
        self._borrowed = frozenset(c for c, brand in words.brand_of.items() if brand != "health")

    def find_links(
        self, shape: TokenString, hidden: tuple[HiddenLink, ...], view: DatedCharter
    ) -> list[Evidence]:
        """Links written in a text, and those hidden behind an anchor."""
        found: list[Evidence] = []
        for link in shape.links:
            start, end = shape.original_place(link.start), shape.original_place(link.end, end=True)
            raw = shape.text[start:end]
            host = link.host.replace("\x06", "x")
            if not raw.isascii() and link.host not in raw.lower():
                host = _written_host(raw) or host
            if link.disguised and "." not in raw:
                host = _find_said_host(host, shape.folded[: link.start], view) or host
            about = self.classify_host(host, raw, view, link.user, link.path)
            found.append(Evidence("link", about.host, start, end, raw, about=about))
        for target in hidden:
            shown = shape.text[target.start : target.end]
            if goes := self._classify_anchor(target, shown, view):
                found.append(Evidence("link", goes.host, target.start, target.end, shown, about=goes))
        return found

    def _classify_anchor(self, link: HiddenLink, shown: str, view: DatedCharter) -> LinkTarget | None:
        """Where an anchor leads, and the host that its text shows, where that is another."""
        from tocsin.evidence.urls import split_target

        host, user, path = split_target(link.href)
        if not host:
            return None
        about = self.classify_host(host, link.href, view, user, path)
        seen = self._words.tokenise(shown).links if "." in shown else []
        if seen and find_registrable_domain(seen[0].host) != find_registrable_domain(about.host):
            return LinkTarget(
                about.url,
                about.host,
                about.domain,
                about.standing,
                about.imitates,
                seen[0].host,
                about.poses,
            )
        return about

    def classify_host(
        self, host: str, url: str, view: DatedCharter, user: str = "", path: str = ""
    ) -> LinkTarget:
        """A host, and whose it is."""
        host = host.lower().strip(".")
        path = "" if path == "/" else path
        domain, standing, imitates, poses = self._find_kept(host, view)
        if user:
            standing, imitates = self._find_reputation(host, user, path, view)
            poses = self._find_pose(domain) if standing == "foreign" else ""
        elif path and standing not in ("official", "lookalike") and _quotes_official(path, view):
            standing, imitates, poses = "lookalike", path, ""
        return LinkTarget(url, host, domain, standing, imitates, "", poses)

    def _find_kept(self, host: str, view: DatedCharter) -> tuple[str, Standing, str, str]:
        """Of a host by itself its domain, whose it is, what it imitates and as whom it poses: the same on each day on which
        the same clauses hold."""
        key = view.period, host
        kept = self._kept.get(key)
        if kept is None:
            domain = find_registrable_domain(host) or host
            standing, imitates = self._find_reputation(host, "", "", view)
            kept = domain, standing, imitates, self._find_pose(domain) if standing == "foreign" else ""
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = kept
        return kept

    def _find_pose(self, domain: str) -> str:
        """By which of its words a host passes for another body, or is named after its errand."""
        words = split_registered_name(domain)
        if len(words) < 2:
            return ""
        name = self._words.tokenise(" ".join(words))
        borrowed = (w for c, w in zip(name.letters, name.words, strict=True) if c in self._borrowed)
        return next(borrowed, "") or self.directory.find_spelt_deed(domain)

    def _find_reputation(self, host: str, user: str, path: str, view: DatedCharter) -> tuple[Standing, str]:
        if not user and host.isascii() and is_official_host(host, view):
            return "official", ""
        known = any(name in self._words.brand_hosts for name in iterate_parent_hosts(host))
        public = self.directory.is_public(host)
        imitates = ""
        if not known and not public:
            imitates = self.directory.imitation.find_imitated_label(host) or _find_worn_host(host, view)
        if not imitates and (user or path) and _quotes_official(f"{user} {path}", view):
            imitates = user or path
        if imitates:
            return "lookalike", imitates
        if self.directory.is_shortener(host):
            return "shortener", ""
        if public:
            return "public", ""
        return ("known", "") if known else ("foreign", "")


def is_official_host(host: str, view: DatedCharter) -> bool:
    """Whether it is a host of the charter that day, or a name below one that takes its subdomains in."""
    for name in iterate_parent_hosts(host):
        for medium in HOST_MEDIA:
            point = view.find_point(medium, name)
            if point and (point.subdomains or name == host or host == "www." + name):
                return True
    return False


def _find_said_host(host: str, before: str, view: DatedCharter) -> str:
    """The host of the charter of which these are the last words as they were said, empty where there is none: nobody hears
    a hyphen (*mon kit point dépistage colorectal point fr*)."""
    whole = (p.value for p in view.iterate_points("web_host") if p.value.endswith(f"-{host}"))
    said = _UNHEARD.sub("", before)
    return next((one for one in whole if said.endswith(_UNHEARD.sub("", one.removesuffix(host)))), "")


_UNHEARD = defer_pattern(r"[^a-z0-9]|\b(?:point|dot|tiret)\b")


def _find_worn_host(host: str, view: DatedCharter) -> str:
    """A host of the charter that a foreign one wears whole in front of its own name: ``dpd.com.parcel.example``."""
    return next((p.value for p in view.iterate_points("web_host") if f".{p.value}." in f".{host}"), "")


def _quotes_official(text: str, view: DatedCharter) -> bool:
    return any(p.value in text for p in view.iterate_points("web_host") if "." in p.value)


def _written_host(raw: str) -> str:
    """The host as written, where its letters are not all ASCII."""
    bare = re.sub(r"^[^/]*//", "", raw)
    return re.split(r"[/?#\\]", bare, maxsplit=1)[0].rsplit("@", 1)[-1].lower().strip(".")
