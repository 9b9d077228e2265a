"""Where a message leads: its links, and whose hosts they are. Nothing is ever fetched."""

import re

from tocsin.charter import tables
from tocsin.charter.schema import Medium
from tocsin.charter.view import View
from tocsin.evidence.hosts import Directory, Imitation, above, registrable
from tocsin.evidence.model import Evidence, Host, Standing
from tocsin.evidence.shape import Shape
from tocsin.evidence.words import Words
from tocsin.message.model import Link

_MEDIA: tuple[Medium, ...] = ("web_host", "mail_domain")
_MOST_KEPT = 50_000
# Words that make an imitation of an innocent name: amelie is a first name, amelie-sante is not.
_CONTEXT = (
    "sante secu assur maladie carte vital droit rembours renouv mutuelle social gouv info compte "
    "service espace client connexion formulaire cpam caisse patient medic portail login securis secure "
    "support demande miseajour fr france publi admin agent mon mes verif departement particulier "
    "demarche accompagn formul confirm check web site abonne rennes nantes paris lyon marseille lille "
    "aide sms plan alert suivi"
).split()


class Places:
    """Finds links, and says for each whose host it is as of a day."""

    def __init__(self, words: Words) -> None:
        lexicon = words.charter.lexicon
        self._words = words
        imitation = Imitation(lexicon.brand_labels, lexicon.not_alike, [*_CONTEXT, *lexicon.brand_labels])
        self.directory = Directory(tables.get("lexicon/world"), imitation)
        self._kept: dict[tuple[int, str], tuple[str, str, Standing, str]] = {}

    def find(self, shape: Shape, hidden: tuple[Link, ...], view: View) -> list[Evidence]:
        """Links written in a text, and those hidden behind an anchor."""
        found: list[Evidence] = []
        for link in shape.links:
            start, end = shape.place(link.start), shape.place(link.end, end=True)
            raw = shape.text[start:end]
            host = link.host.replace("\x06", "x")
            if not raw.isascii() and link.host not in raw.lower():
                host = _written(raw) or host
            about = self.host(host, raw, view, link.user, link.path)
            found.append(Evidence("link", about.host, start, end, raw, about=about))
        for target in hidden:
            shown = shape.text[target.start : target.end]
            if goes := self._target(target, shown, view):
                found.append(Evidence("link", goes.host, target.start, target.end, shown, about=goes))
        return found

    def _target(self, link: Link, shown: str, view: View) -> Host | None:
        """Where an anchor leads, and the host that its text shows, where that is another."""
        from tocsin.evidence.urls import host_of

        host, user, path = host_of(link.href)
        if not host:
            return None
        about = self.host(host, link.href, view, user, path)
        seen = self._words.read(shown).links if "." in shown else []
        if seen and registrable(seen[0].host) != registrable(about.host):
            return Host(about.url, about.host, about.domain, about.standing, about.imitates, seen[0].host)
        return about

    def host(self, host: str, url: str, view: View, user: str = "", path: str = "") -> Host:
        """A host, and whose it is."""
        host = host.lower().strip(".")
        path = "" if path == "/" else path
        bare = not user and not path
        if bare and (kept := self._kept.get((id(view), host))):
            return Host(url, *kept)
        domain = registrable(host) or host
        standing, imitates = self._standing(host, user, path, view)
        if bare and len(self._kept) < _MOST_KEPT:
            self._kept[id(view), host] = (host, domain, standing, imitates)
        return Host(url, host, domain, standing, imitates)

    def _standing(self, host: str, user: str, path: str, view: View) -> tuple[Standing, str]:
        if not user and host.isascii() and is_official(host, view):
            return "official", ""
        imitates = self.directory.imitation.of(host)
        if not imitates and (user or path) and _quotes_official(f"{user} {path}", view):
            imitates = user or path
        if imitates:
            return "lookalike", imitates
        if self.directory.is_shortener(host):
            return "shortener", ""
        if self.directory.is_public(host):
            return "public", ""
        known = any(name in self._words.brand_hosts for name in above(host))
        return ("known", "") if known else ("foreign", "")


def is_official(host: str, view: View) -> bool:
    """Whether it is a host of the charter that day, or a name below one that takes its subdomains in."""
    for name in above(host):
        for medium in _MEDIA:
            point = view.point(medium, name)
            if point and (point.subdomains or name == host or host == "www." + name):
                return True
    return False


def _quotes_official(text: str, view: View) -> bool:
    return any(p.value in text for p in view.points("web_host") if "." in p.value)


def _written(raw: str) -> str:
    """The host as written, where its letters are not all ASCII."""
    bare = re.sub(r"^[^/]*//", "", raw)
    return re.split(r"[/?#\\]", bare, maxsplit=1)[0].rsplit("@", 1)[-1].lower().strip(".")
