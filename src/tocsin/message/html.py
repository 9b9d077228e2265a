"""HTML to what a reader sees: the visible text, the links under it, and the hidden text apart.

``turbohtml`` builds the tree as browsers do, in linear time and without a limit of depth, and hands its
events over; the text is written in one pass. (``lxml`` drops what lies below depth 256: an evasion.)
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from tocsin.message.bounds import HTML_CHARS, TEXT_CHARS, cut
from tocsin.message.model import Link, Passage
from tocsin.message.style import Declarations, Look, Sheet, declarations, wear

_BREAKS: dict[str, int] = {
    **dict.fromkeys(
        str.split("p blockquote h1 h2 h3 h4 h5 h6 ul ol dl pre table hr form fieldset article section"), 2
    ),
    **dict.fromkeys(
        str.split(
            "div tr li dt dd address aside body caption center details dialog dir figcaption figure footer "
            "header html legend main menu nav option summary tbody tfoot thead textarea optgroup"
        ),
        1,
    ),
    **dict.fromkeys(str.split("td th button select label"), 0),
}
"""Tag -> line breaks around it; 0 is a space."""
_SILENT = frozenset(str.split("style script title noembed noframes iframe datalist"))
"""Elements whose text nobody reads, and which hide nothing either."""
_NATURAL: dict[str, dict[str, str]] = {
    "pre": {"white-space": "pre"},
    "textarea": {"white-space": "pre"},
    "template": {"display": "none"},
    "dialog": {"display": "none"},
    "a": {"color": "#0000ee"},
}
_MEANS = {
    "hidden": {"display": "none"},
    "open": {"display": "block"},
    "background": {"background-image": "url(picture)"},
}
_WORN_AS = {"bgcolor": "background-color", "color": "color", "text": "color"}
_WORN = frozenset({"style", "class", "id", *_MEANS, *_WORN_AS})
_BLANKS = " \t\n\r\f"
_SPACES = re.compile("[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""What folds to one space; a lone space need not be touched."""
_HEX = re.compile("[0-9a-f]{6}|[0-9a-f]{3}")
_BASE_CHARS = 1_000
_BUTTONS = ("submit", "button", "reset", "image")

Attributes = tuple[tuple[str, str | None], ...]


class Page(NamedTuple):
    """What a reader sees of an HTML document, and what not."""

    text: str
    links: tuple[Link, ...] = ()
    quotes: tuple[Passage, ...] = ()
    """Stretches that a mail program marked as quoted."""
    hidden: str = ""
    defects: tuple[str, ...] = ()


def read_html(html: str) -> Page:
    """The visible text of an HTML document, its links and its hidden text. Never raises.

    >>> page = read_html('<p>Allez sur <a href="http://x.example">ameli.fr</a><i hidden>zz</i></p>')
    >>> page.text, page.links, page.hidden
    ('Allez sur ameli.fr', (Link(href='http://x.example', start=10, end=18),), 'zz')
    """
    from turbohtml.saxparse import sax_parse

    reader = _Reader(Sheet(_sheets(html[:HTML_CHARS])))
    sax_parse(html[:HTML_CHARS], cast(Any, reader))
    page = reader.page()
    if len(html) > HTML_CHARS:
        return page._replace(defects=(cut("html", HTML_CHARS), *page.defects))
    return page


def _sheets(html: str) -> list[str]:
    """The contents of the ``<style>`` elements: a rule may stand below what it hides."""
    lower = html.lower()
    sheets: list[str] = []
    end = 0
    while (begin := lower.find("<style", end)) >= 0:
        start = lower.find(">", begin) + 1
        end = lower.find("</style", start)
        if not start or end < 0:
            break
        sheets.append(lower[start:end])
    return sheets


class _Stretch:
    """A stretch of the text that is being written: a link, a form or a quotation."""

    __slots__ = ("end", "href", "start")

    def __init__(self, href: str = "") -> None:
        self.href = href
        self.start = self.end = -1

    def within(self, length: int) -> tuple[int, int]:
        return min(self.start, length), min(self.end, length)


class _Writer:
    """The text so far. Breaks and spaces wait until something follows them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._space = False
        self._breaks = 0
        self._waiting: list[_Stretch] = []

    def flow(self, data: str) -> None:
        """Text whose white space folds."""
        words = data.strip(_BLANKS)
        if not words:
            self._space = self._space or bool(data)
            return
        if data[0] in _BLANKS:
            self._space = True
        self.put(_SPACES.sub(" ", words))
        self._space = data[-1] in _BLANKS

    def put(self, data: str) -> None:
        """Text as it is."""
        if self.length and (self._breaks or self._space):
            lead = "\n" * self._breaks or " "
            self.pieces.append(lead)
            self.length += len(lead)
        self._breaks, self._space = 0, False
        if self._waiting:
            self._begin()
        self.pieces.append(data)
        self.length += len(data)

    def _begin(self) -> None:
        """Those that wait begin here, but for those that ended empty."""
        for stretch in self._waiting:
            if stretch.end < 0:
                stretch.start = self.length
        self._waiting.clear()

    def part(self, breaks: int) -> None:
        """Keep what follows apart: by lines, or by a space where ``breaks`` is 0."""
        self._space = True
        self._breaks = max(self._breaks, breaks)

    def new_line(self) -> None:
        self._breaks = min(self._breaks + 1, 2)

    def open(self, stretch: _Stretch) -> None:
        """Begin a stretch with the next thing written."""
        self._waiting.append(stretch)

    def close(self, stretch: _Stretch) -> None:
        """End a stretch here; empty where nothing was written."""
        if stretch.start < 0:
            stretch.start = self.length
        stretch.end = self.length


class _Reader:
    """Receives turbohtml's events, one document only."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._writer = _Writer()
        self._look = Look()
        self._outer: list[Look] = []
        self._silent = 0
        self._hidden: list[str] = []
        self._links: list[_Stretch] = []
        self._quotes: list[_Stretch] = []
        self._open: list[tuple[int, _Stretch]] = []
        self._forms: list[tuple[int, _Stretch]] = []
        self._styles: dict[str, Declarations] = {}
        self._looks: dict[tuple[int, str, Attributes], Look] = {}
        self._base = ""

    def start_element(self, tag: str, attrs: Attributes) -> None:
        self._outer.append(self._look)
        if tag in _SILENT:
            self._silent += 1
            return
        if attrs or tag in _NATURAL or self._sheet.has_tags:
            self._dress(tag, attrs)
        if tag in _BREAKS:
            self._writer.part(_BREAKS[tag])
        elif tag == "br":
            self._writer.new_line()
        if (attrs or tag == "button") and (act := _ACTS.get(tag)):
            act(self, tag, {name: value or "" for name, value in attrs})

    def end_element(self, tag: str) -> None:
        self._look = self._outer.pop()
        if tag in _SILENT:
            self._silent -= 1
            return
        if (self._open or self._forms) and tag in _ACTS:
            self._close(len(self._outer))
        if tag in _BREAKS:
            self._writer.part(_BREAKS[tag])

    def _close(self, depth: int) -> None:
        """End what began with the element that ends at this depth."""
        while self._open and self._open[-1][0] == depth:
            self._writer.close(self._open.pop()[1])
        if self._forms and self._forms[-1][0] == depth:
            form = self._forms.pop()[1]
            if form.end < 0:
                self._writer.close(form)

    def characters(self, data: str) -> None:
        if self._silent:
            return
        if self._look.hidden:
            if kept := _SPACES.sub(" ", data).strip(" "):
                self._hidden.append(kept)
        elif self._look.spaced:
            self._writer.put(data)
        else:
            self._writer.flow(data)

    def comment(self, data: str) -> None:
        """Nobody reads it."""

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Says nothing to a reader."""

    def processing_instruction(self, target: str, data: str) -> None:
        """Says nothing to a reader."""

    def page(self) -> Page:
        text, hidden = "".join(self._writer.pieces), "\n".join(self._hidden)
        defects = [
            cut(kind, TEXT_CHARS)
            for kind, held in (("text", text), ("hidden", hidden))
            if len(held) > TEXT_CHARS
        ]
        text = text[:TEXT_CHARS]
        return Page(
            text,
            tuple(Link(self._absolute(link.href), *link.within(len(text))) for link in self._links),
            tuple(
                Passage("quoted", *quote.within(len(text)))
                for quote in self._quotes
                if quote.start < quote.end
            ),
            hidden[:TEXT_CHARS],
            tuple(defects),
        )

    def _dress(self, tag: str, attrs: Attributes) -> None:
        """Change the look for an element. Templates repeat their styles: each is worked out once."""
        worn = tuple([pair for pair in attrs if pair[0] in _WORN])
        if not worn and tag not in _NATURAL and not self._sheet.has_tags:
            return
        key = (id(self._look), tag, worn)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = wear(self._look, self._worn(tag, worn))
        self._look = look

    def _worn(self, tag: str, attrs: Attributes) -> Declarations:
        own = dict(_NATURAL.get(tag, ()))
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name in _WORN_AS:
                own[_WORN_AS[name]] = _legacy_colour(value)
            elif name in _MEANS:
                own.update(_MEANS[name])
        own.update(self._styled(given.get("style", "")))
        if not self._sheet.known:
            return own
        return self._sheet.dress(tag, given.get("class", ""), given.get("id", "").lower(), own)

    def _styled(self, style: str) -> Declarations:
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = declarations(style)
        return found

    def _say(self, words: str) -> None:
        """Words that stand in an attribute."""
        if not words.strip() or self._silent:
            return
        if self._look.hidden:
            self._hidden.append(words)
        else:
            self._writer.part(0)
            self._writer.flow(words)
            self._writer.part(0)

    def _link(self, href: str) -> _Stretch:
        link = _Stretch(href.strip(" \t\n\r\f"))
        self._links.append(link)
        return link

    def _hold(self, stretch: _Stretch) -> None:
        """A stretch that ends with the element just begun."""
        self._open.append((len(self._outer) - 1, stretch))
        self._writer.open(stretch)

    def _absolute(self, href: str) -> str:
        """The target, under the ``<base>`` that the document gives itself."""
        if not self._base or _has_scheme(href):
            return href
        scheme, slashes, rest = self._base.partition("//")
        if href.startswith("//"):
            return scheme + href
        host, _, path = rest.partition("/")
        if href.startswith("/"):
            return scheme + slashes + host + href
        return f"{scheme}{slashes}{host}/{path.rpartition('/')[0]}{'/' if '/' in path else ''}{href}"

    def _anchor(self, _tag: str, attrs: dict[str, str]) -> None:
        href = attrs.get("href") or attrs.get("xlink:href") or ""
        if href.strip() and not href.startswith("#"):
            self._hold(self._link(href))

    def _area(self, _tag: str, attrs: dict[str, str]) -> None:
        self._anchor("a", attrs)
        self._say(attrs.get("alt", ""))

    def _image(self, _tag: str, attrs: dict[str, str]) -> None:
        self._say(attrs.get("alt", ""))

    def _form(self, _tag: str, attrs: dict[str, str]) -> None:
        if attrs.get("action", "").strip():
            self._forms.append((len(self._outer) - 1, self._link(attrs["action"])))

    def _button(self, tag: str, attrs: dict[str, str]) -> None:
        target = attrs.get("formaction") or (attrs.get("href") if tag == "button" else "")
        if target:
            self._hold(self._link(target))
        elif self._forms and self._forms[-1][1].start < 0 and attrs.get("type", "submit").lower() == "submit":
            self._hold(self._forms[-1][1])

    def _input(self, tag: str, attrs: dict[str, str]) -> None:
        kind = attrs.get("type", "text").lower()
        if kind in _BUTTONS:
            self._button(tag, attrs | {"type": "submit" if kind == "image" else kind})
            self._say(attrs.get("alt", "") if kind == "image" else attrs.get("value", ""))
        elif kind not in ("hidden", "checkbox", "radio"):
            self._say(attrs.get("value") or attrs.get("placeholder") or "")

    def _placeholder(self, _tag: str, attrs: dict[str, str]) -> None:
        self._say(attrs.get("placeholder", ""))

    def _quote(self, tag: str, attrs: dict[str, str]) -> None:
        classes = attrs.get("class", "")
        if (
            (tag == "blockquote" and attrs.get("type") == "cite")
            or "gmail_quote" in classes
            or "moz-cite" in classes
        ):
            quote = _Stretch()
            self._quotes.append(quote)
            self._hold(quote)

    def _base_address(self, _tag: str, attrs: dict[str, str]) -> None:
        if "//" in attrs.get("href", "") and not self._base:
            self._base = attrs["href"].strip()[:_BASE_CHARS]


_ACTS: dict[str, Callable[[_Reader, str, dict[str, str]], None]] = {
    "a": _Reader._anchor,
    "area": _Reader._area,
    "img": _Reader._image,
    "form": _Reader._form,
    "button": _Reader._button,
    "input": _Reader._input,
    "textarea": _Reader._placeholder,
    "blockquote": _Reader._quote,
    "div": _Reader._quote,
    "base": _Reader._base_address,
}


def _legacy_colour(value: str) -> str:
    """``bgcolor="ffffff"`` is white to every mail program."""
    value = value.strip().lower()
    return "#" + value if _HEX.fullmatch(value) else value


def _has_scheme(href: str) -> bool:
    head = href[:20].partition(":")
    return bool(head[1]) and head[0].replace("+", "").replace("-", "").replace(".", "").isalnum()
