"""Links in a text, found from their dots, however they are disguised; never followed."""

import re

from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.hosts import is_public_suffix

# Possessive: a label never gives back a letter, so that no text makes the search quadratic.
_LABEL = r"[a-z0-9\x06](?:[a-z0-9\x06_-]{0,62}+)"
_HIDDEN_DOT = r"\s?[\[({<]\s?(?:\.|dot|point)\s?[\])}>]\s?"
_SCHEME = r"(?:h[tx*]{2}ps?|https?|ftp)\s?(?::|;|\[:\]|\(:\))\s?[/\\]{1,2}\s?"
_PATH = r"(?P<path>(?::[0-9]{2,5})?(?:[/?#\\][^\s<>\"']{0,2000})?)"
_LOOSE_DOT = r"(?:\s\.\s|\.\n)(?=(?:fr|com|net|org|example|site|online)\b)"
"""A dot with room around it, before an ending that begins no sentence."""
_LINK = defer_pattern(
    rf"""(?P<scheme>{_SCHEME})(?P<user>[^\s/?#@\\]{{1,200}}@)?
         (?P<address>{_LABEL}(?:(?:(?<=-)\n{_LABEL})|(?:{_HIDDEN_DOT}|\n?\.\n?|\s\.\s?){_LABEL}){{1,12}}){_PATH}
       | (?<![a-z0-9\x06@._-])(?P<bare>{_LABEL}
             (?:(?:(?<=-)\n{_LABEL}(?=[^\s]*\.))|\stiret\s{_LABEL}(?=\s(?:tiret|point|dot)\s|\.)
                |(?:{_HIDDEN_DOT}|\.|\s(?:dot|point)\s|\n\.|\s\.|{_LOOSE_DOT}){_LABEL}){{1,12}})
         (?![a-z0-9]*\*+@)(?P<at>@)?(?P<more>(?::[0-9]{{2,5}})?(?:[/?#][^\s<>\"']{{0,2000}})?)""",
    re.X,
)
_MAIL = defer_pattern(
    rf"[a-z0-9_.+%-]{{1,64}}\s?(?:@|\(at\)|\[at\]|\sarobase\s)\s?(?P<host>{_LABEL}(?:\.{_LABEL}){{1,8}})"
)
_DOT = defer_pattern(rf"{_HIDDEN_DOT}|\s?\n?\.\n?\s?|\s(?:dot|point)\s")
_SPOKEN = defer_pattern(r"\s(?:dot|point|tiret)\s|\s\.|\n\.|\.\n")
# Endings of host names that are words of a sentence too: a bare "au.de" is no link.
_WORDS = frozenset(
    (
        "ai as at au ca ce ci da de do es est et eu fr ge il in is it je la le ma me mi mm mu my na ne ni "
        "no nu on or pa pas pm re sa sc se si so st su ta te th to tu un us va vu am be by id im io so"
    ).split()
) - {"fr", "eu", "be", "io", "me"}
_SURE = frozenset(
    (
        "fr com net org info eu example online site app link click shop xyz top co io be me biz tech live "
        "pro help support services website page gouv ru cn invalid test"
    ).split()
)


class FoundLink(Struct, frozen=True):
    """A link in a text."""

    start: int
    end: int
    host: str
    """Folded host, dots restored."""
    user: str
    """What stands before the ``@`` of a link: it is not the host, whatever it looks like."""
    path: str
    scheme: bool
    disguised: bool
    """Written so that it is not seen as a link (``hxxp``, ``[.]``, broken over lines)."""


def scan_links(folded: str) -> tuple[list[FoundLink], list[tuple[int, int, str]]]:
    """Links, and mailboxes (start, end, host), of a folded text.

    >>> links, _ = scan_links("voir hxxps://ameli[.]vitale.example/x et www.ameli.fr.")
    >>> [(link.host, link.disguised) for link in links]
    [('ameli.vitale.example', True), ('www.ameli.fr', False)]
    """
    # Most messages have none: a substring search is cheaper than the patterns.
    if "." not in folded and "dot" not in folded and "point" not in folded:
        return [], []
    mails = (
        [(m.start(), m.end(), m["host"]) for m in _MAIL.finditer(folded)]
        if "@" in folded or "arobase" in folded or "at)" in folded or "at]" in folded
        else []
    )
    # ``nom@hote.example/chemin`` is a link with a user before its host, made to look like a mailbox.
    links = [
        FoundLink(s, e, host, "", "", False, True)
        for s, e, host in mails
        if folded[e : e + 1] == "/" and folded[s - 1 : s] != "/"
    ]
    mails = [m for m in mails if folded[m[1] : m[1] + 1] != "/"]
    for match in _LINK.finditer(folded):
        found = _read_link(match)
        if found and not any(
            s <= found.start < e or (found.start <= s < found.end and not found.scheme) for s, e, _ in mails
        ):
            links.append(found)
    # An ``@`` inside a link is no mailbox.
    taken = [(link.start, link.end) for link in links if link.scheme]
    return links, [m for m in mails if not any(s <= m[0] < e for s, e in taken)]


def _read_link(match: re.Match[str]) -> FoundLink | None:
    scheme = match["scheme"] is not None
    written = match["address"] or match["bare"]
    if match["at"]:
        return None
    host = _DOT.sub(".", written.replace("-\n", "-").replace(" tiret ", "-"))
    labels = host.strip("-.").split(".")
    kept = len(labels)
    while kept > 1 and not _is_plausible_host(labels[:kept], scheme, written):
        kept -= 1
    if kept < 2:
        return None
    path = match["path"] or match["more"] or ""
    end = match.end()
    if kept < len(labels):
        path = ""
        end = (match.start("address") if scheme else match.start("bare")) + _end_of_labels(written, kept)
    path = path.rstrip(".,;:!?)]}»\"'")
    end -= len(match[0]) - len(match[0].rstrip(".,;:!?)]}»\"'")) if kept == len(labels) else 0
    disguised = (scheme and "x" in match["scheme"].split("p")[0]) or bool(re.search(r"[\[({<]|\n", written))
    return FoundLink(
        match.start(),
        end,
        ".".join(labels[:kept]),
        (match["user"] or "").rstrip("@"),
        path,
        scheme,
        disguised or bool(_SPOKEN.search(written)),
    )


def _is_plausible_host(labels: list[str], scheme: bool, written: str) -> bool:
    last = labels[-1]
    if last.isdigit():
        return scheme and len(labels) == 4 and all(x.isdigit() for x in labels)
    if not is_public_suffix(last) and not last.startswith("xn--"):
        return False
    if scheme:
        return True
    # ``12.50`` with a word for a currency after it, ``1.de``: numbers, no hosts.
    if labels[0].isdigit() and len(labels) == 2:
        return False
    if _SPOKEN.search(written):
        return last in _SURE and len(labels[-2]) > 2
    if last in _SURE or "-" in "".join(labels) or len(labels) > 2:
        return True
    # ``fin.Merci``: without a space after a full stop, two words look like a host.
    return last not in _WORDS and (len(last) == 2 or len(labels[-2]) > 3)


def _end_of_labels(written: str, kept: int) -> int:
    """Where the first labels end in what was written."""
    place = 0
    for count, match in enumerate(_DOT.finditer(written), 1):
        if count == kept:
            return match.start()
        place = match.end()
    return max(place, len(written))
