"""Tell forwarded and quoted messages apart from what surrounds them.

Every pattern here is linear: bounded or possessive quantifiers, and at most :data:`MARKS` marks of a kind.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from msgspec import Struct

from tocsin.message.model import Passage

MARKS = 500

_E = "[eéEÉ]\u0301?"
_GAP = "[ \t\u00a0\u202f]{0,4}"
_LEAD = "[ \t>*]{0,16}"
_KIND = f"(?:sms|texto|message|messages|mail|mails|e-?mail|courriel|courrier|lettre|texte|mot|vocal|m{_E}l)"


class _PassageMark(Struct, frozen=True, order=True, gc=False):
    start: int
    end: int
    """-1 where it runs to the next open mark, or to the end."""
    kind: str


class _PassagePatterns(Struct, frozen=True):
    quote: re.Pattern[str]
    separator: re.Pattern[str]
    sender: re.Pattern[str]
    field: re.Pattern[str]
    wrote: re.Pattern[str]
    prefix: re.Pattern[str]
    intro: re.Pattern[str]
    opening: re.Pattern[str]
    person: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _compile_patterns() -> _PassagePatterns:
    """Compiled at first need: a plain SMS never pays for them."""
    flags = re.IGNORECASE | re.MULTILINE
    sent = f"transf{_E}r{_E}|r{_E}exp{_E}di{_E}|d['’` ]?origine|original|initial"
    title = (
        f"(?:message (?:{sent})|(?:original|forwarded) message|(?:courriel|e-?mail|mail) (?:{sent})"
        f"|d{_E}but du message (?:{sent})|begin forwarded message)"
    )
    receipt = (
        rf"(?:\bj['’]?ai |\bje viens (?:juste )?de |\bvient de |\bm(?:a|on|es) \w{{1,15}} (?:a|ont) )"
        rf"(?:bien |encore |aussi |juste )?(?:re[çc]u|recevoir|eu)\b(?! (?:votre|vos|ton|ta|tes)\b)"
        rf"|\bvoici (?:le|la|ce|cette|un|une) (?:texte|contenu|copie)?(?: du | de la )?{_KIND}\b"
        rf"|\b(?:le|ce|son|leur) {_KIND} (?:re[çc]u|dit|disait|est le suivant)\b"
        rf"|\b{_KIND} re[çc]us?\b|\bil est {_E}crit\b"
        rf"|\bm['’ ]a (?:dit|envoy{_E}|{_E}crit|laiss{_E}|appel{_E})\b"
        rf"|\bi(?: have| just|['’]ve)? (?:just )?(?:got|received)\b"
        rf"|\bhere is the (?:message|text|e-?mail)\b|\bit says\b"
    )
    answer = (
        rf"\bj['’ ]ai (?:dit|r{_E}pondu|{_E}crit)\b"
        rf"|\bje (?:lui |leur )?(?:ai )?(?:dis|dit|r{_E}ponds|r{_E}pondu)\b"
    )
    mention = (
        rf"\b(?:disant|indiquant|pr{_E}tendant|affirmant|annon[çc]ant|intitul{_E}e?s?|exemples?"
        rf"|du (?:type|genre|style)|tels? que|comme|saying|such as)\b"
    )
    return _PassagePatterns(
        quote=re.compile(r"^[ \t]{0,8}>[^\n]*+(?:\n[ \t\n]*+>[^\n]*+)*+", flags),
        separator=re.compile(
            rf"^{_LEAD}(?:-{{2,40}}{_GAP}{title}[^\n]{{0,80}}|{title}{_GAP}:[^\n]{{0,80}})$", flags
        ),
        sender=re.compile(rf"^{_LEAD}(?:de|from|von|exp{_E}diteur)[*]?{_GAP}:", flags),
        field=re.compile(
            rf"(?:^{_LEAD}|[ \t])"
            rf"(envoy{_E}(?: le)?|date|[àa]\u0300?|to|cc|objet|sujet|sent|subject)[*]?{_GAP}:",
            flags,
        ),
        wrote=re.compile(rf"(?:a {_E}crit|wrote|schrieb|escribi[óo]|escreveu){_GAP}:[ \t]{{0,4}}$", flags),
        prefix=re.compile(rf"\s{{0,8}}(?:(?:tr|fwd?|transf{_E}r{_E}|wg){_GAP}:{_GAP}){{1,4}}", flags),
        intro=re.compile(rf"(?P<reply>{answer})|(?P<forwarded>{receipt})|(?P<quoted>{mention})", flags),
        opening=re.compile('[«“"]|:(?!//)'),
        person=re.compile(
            rf"\bj['’]|\b(?:je|mon|ma|mes|moi|est[- ]ce|que faire|my|is (?:it|this|that)"
            rf"|c['’]est (?:vrai|faux|normal|s{_E}rieux|fiable|une arnaque))\b|\barnaque ?\?",
            flags,
        ),
        other=re.compile(
            r"\b(?:votre|vos|vous|your|you|ils?|elles?|on|l['’]on|he|she|they)\b"
            r"|\b(?!chez\b|assez\b)\w{2,12}ez\b|https?:|hxxp|www\.|\w[.]\w{2,6}/",
            flags,
        ),
    )


def _may_hold_marks(text: str) -> bool:
    """Whether the text may hold a mark at all: a handful of substring searches, no pattern."""
    return (
        '"' in text
        or "«" in text
        or "“" in text
        or ">" in text
        or "--" in text
        or text[:12].lstrip()[:3].casefold() in _PREFIXES
        or "re\u00e7u" in text
        or "recu" in text
        or "ecevoir" in text
        or "oici" in text
        or "m'a" in text
        or "m\u2019a" in text
        or "receive" in text
        or "crit :" in text
        or "dit :" in text
        or "re is th" in text
        or ("\n" in text and any(hint in text for hint in _LINE_HINTS))
    )


_LINE_HINTS = (
    *("De :", "De:", "De\u00a0:", "De\u202f:", "DE :", "De* :", "From:", "From :", "From*", "Von:"),
    *("xp\u00e9diteur", "crit :", "crit:", "crit\u00a0:", "wrote:", "schrieb", "escrib", "escrev"),
    *("essage transf", "essage r\u00e9ex", "essage d", "essage o", "essage i"),
    *("orwarded m", "riginal m", "ourriel "),
)
_PREFIXES = ("tr ", "tr:", "tr\u00a0", "fw:", "fw ", "fwd", "tra", "wg:")
_CLOSING = {"«": "»", "“": "”", '"': '"'}
_STOPS = (". ", "! ", "? ", "\n")


def find_passages(text: str, *, answers: bool = True) -> tuple[Passage, ...]:
    """Stretches of the text that somebody else wrote before: in order, never overlapping, never empty.

    With ``answers``, what the person adds below in the first person is a ``reply``. A message read from
    its source gets none: there, everything was written by others, and a forger could claim any part.

    >>> find_passages("Tr : AMELI, votre carte expire")
    (Passage(kind='forwarded', start=5, end=30),)
    """
    if not _may_hold_marks(text):
        return ()
    found = _resolve_overlaps(text, sorted(_find_marks(text)))
    return (*found, *_find_reply(text, found)) if answers and found else found


def _find_marks(text: str) -> Iterator[_PassageMark]:
    patterns = _compile_patterns()
    yield from islice(_find_separators(text, patterns), MARKS)
    yield from islice(_find_header_blocks(text, patterns), MARKS)
    yield from islice(_find_attributions(text, patterns), MARKS)
    yield from islice(_find_quote_blocks(text, patterns), MARKS)
    if prefix := patterns.prefix.match(text):
        yield _PassageMark(prefix.end(), -1, "forwarded")
    yield from islice(_find_introduced(text, patterns), MARKS)


def _find_open_end(text: str, after: int, patterns: _PassagePatterns) -> int:
    """Where a mark's message ends: with the ``>`` block that follows it at once, else open (-1)."""
    start = after
    while start < len(text) and text[start] in " \t\r\n":
        start += 1
    if not text.startswith(">", start):
        return -1
    block = patterns.quote.match(text, text.rfind("\n", 0, start) + 1)
    return block.end() if block else -1


def _find_separators(text: str, patterns: _PassagePatterns) -> Iterator[_PassageMark]:
    for mark in islice(patterns.separator.finditer(text), MARKS):
        yield _PassageMark(mark.start(), _find_open_end(text, mark.end(), patterns), "forwarded")


def _find_header_blocks(text: str, patterns: _PassagePatterns) -> Iterator[_PassageMark]:
    for mark in islice(patterns.sender.finditer(text), MARKS):
        blank = text.find("\n\n", mark.end(), mark.end() + 600)
        window = text[mark.end() : blank if blank >= 0 else mark.end() + 600]
        fields = {field[1].casefold()[:4] for field in patterns.field.finditer(window)}
        if len(fields) >= 2:
            yield _PassageMark(mark.start(), -1, "forwarded")


def _find_attributions(text: str, patterns: _PassagePatterns) -> Iterator[_PassageMark]:
    for mark in islice(patterns.wrote.finditer(text), MARKS):
        floor = max(0, mark.start() - 300)
        start = max(text.rfind("\n", floor, mark.start()) + 1, floor)
        if not _is_dated_attribution(text[start : mark.start()]):
            start = max(text.rfind("\n", floor, max(floor, start - 1)) + 1, floor)
        if _is_dated_attribution(text[start : mark.start()]):
            yield _PassageMark(start, _find_open_end(text, mark.end(), patterns), "quoted")


def _is_dated_attribution(line: str) -> bool:
    """Whether a line begins as the attribution of a quotation: ``Le 3 mars 2026``, ``On Mon 3``."""
    words = line.lstrip(" \t>*").casefold()
    return words.startswith(("le ", "on ", "am ", "el ", "em ")) and any(c.isdigit() for c in words)


def _find_quote_blocks(text: str, patterns: _PassagePatterns) -> Iterator[_PassageMark]:
    for block in islice(patterns.quote.finditer(text), MARKS):
        opens = not text[: block.start()].strip() if block.start() < 8 else False
        several = "\n" in block[0].strip()
        if several or (opens and block[0].count(" ") >= 5 and text[block.end() : block.end() + 200].strip()):
            yield _PassageMark(block.start(), block.end(), "quoted")


def _find_introduced(text: str, patterns: _PassagePatterns) -> Iterator[_PassageMark]:
    """What stands in quotation marks, or after a colon, when its introduction says that it was received."""
    position = 0
    last = max(map(text.rfind, '«“":'))  # an introduction is followed by one of these
    for _ in range(MARKS):
        if not (intro := patterns.intro.search(text, position, last + 1)):
            return
        position = intro.end()
        kind = str(intro.lastgroup)
        reach = position + (160 if kind == "forwarded" else 40)
        opening = _compile_patterns().opening.search(text, position, reach)
        while opening and opening[0] == ":" and (better := _match_quote_after(text, opening.end())):
            opening = better
        if not opening or (opening[0] == ":" and kind != "forwarded"):
            continue
        if opening[0] == ":":
            end = _find_unquoted_end(text, opening.end(), patterns)
            yield _PassageMark(opening.end(), end if end < len(text) else -1, kind)
            return
        end = text.find(_CLOSING[opening[0]], opening.end())
        yield _PassageMark(opening.end(), end if end >= 0 else len(text), kind)
        if end < 0:
            return
        position = end + 1


def _find_unquoted_end(text: str, start: int, patterns: _PassagePatterns) -> int:
    """Where a message without quotation marks ends: before the last sentences, if they are the person's."""
    end = len(text)
    for _ in range(3):
        close = len(text[start:end].rstrip()) + start
        cut = max((text.rfind(stop, start, close - 1) for stop in _STOPS), default=-1) + 1
        if cut <= start or not _is_personal(text[cut:end], patterns):
            break
        end = cut
    return end


def _is_personal(stretch: str, patterns: _PassagePatterns) -> bool:
    """Whether somebody speaks of oneself there, and neither to anybody nor of what another wanted."""
    return bool(patterns.person.search(stretch)) and not patterns.other.search(stretch)


def _match_quote_after(text: str, colon: int) -> re.Match[str] | None:
    """The quotation mark that follows a colon at once."""
    start = colon
    while start < len(text) and start < colon + 8 and text[start].isspace():
        start += 1
    found = _compile_patterns().opening.match(text, start)
    return found if found and found[0] != ":" else None


def _resolve_overlaps(text: str, marks: list[_PassageMark]) -> tuple[Passage, ...]:
    """Marks in order of place to passages that do not overlap; an open one ends where the next begins."""
    kept: list[Passage] = []
    busy = 0
    for index, mark in enumerate(marks):
        if mark.start < busy:
            continue
        end = mark.end if mark.end >= 0 else _find_next_open(marks, index, len(text))
        busy = end
        start, end = _trim(text, mark.start, end)
        if start < end:
            kept.append(Passage(mark.kind, start, end))
    return tuple(kept)


def _find_next_open(marks: list[_PassageMark], index: int, end: int) -> int:
    """Start of the next open mark; one within 200 characters is the same message's header block."""
    for other in marks[index + 1 :]:
        if other.end < 0 and other.start > marks[index].start + 200:
            return other.start
    return end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - (len(stretch) - len(stretch.rstrip()))


def _find_reply(text: str, found: tuple[Passage, ...]) -> Iterator[Passage]:
    """What follows the last passage, when the person speaks there and addresses nobody."""
    start, end = _trim(text, found[-1].end, len(text))
    while start < end and text[start] in '»”".) \n':
        start += 1
    if _is_personal(text[start : min(end, start + 2000)], _compile_patterns()):
        yield Passage("reply", start, end)
