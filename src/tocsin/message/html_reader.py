"""HTML to what a reader sees: the visible text, the links under it, and the hidden text apart.

``turbohtml`` builds the tree as browsers do, in linear time and without a limit of depth, and hands its
events over; the text is written in one pass. (``lxml`` drops what lies below depth 256: an evasion.)
"""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from tocsin.deferred_pattern import defer_pattern
from tocsin.message.bounds import HTML_CHARS, TEXT_CHARS, describe_cut
from tocsin.message.css_visibility import (
    Declarations,
    TextAppearance,
    VisibilityStyleSheet,
    apply_declarations,
    parse_declarations,
)
from tocsin.message.model import HiddenLink, Passage
from tocsin.message.visible_text import SPACES, TextStretch, VisibleTextWriter

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
_HEX = defer_pattern("[0-9a-f]{6}|[0-9a-f]{3}")
_BASE_CHARS = 1_000
_BUTTONS = ("submit", "button", "reset", "image")

Attributes = tuple[tuple[str, str | None], ...]


class VisiblePage(NamedTuple):
    """What a reader sees of an HTML document, and what not."""

    text: str
    links: tuple[HiddenLink, ...] = ()
    quotes: tuple[Passage, ...] = ()
    """Stretches that a mail program marked as quoted."""
    hidden: str = ""
    defects: tuple[str, ...] = ()


def read_html(html: str) -> VisiblePage:
    """The visible text of an HTML document, its links and its hidden text. Never raises.

    >>> page = read_html('<p>Allez sur <a href="http://x.example">ameli.fr</a><i hidden>zz</i></p>')
    >>> page.text, page.links, page.hidden
    ('Allez sur ameli.fr', (HiddenLink(href='http://x.example', start=10, end=18),), 'zz')
    """
    from turbohtml.saxparse import sax_parse

    reader = _HtmlEventReader(VisibilityStyleSheet(_collect_style_sheets(html[:HTML_CHARS])))
    sax_parse(html[:HTML_CHARS], cast(Any, reader))
    page = reader.build_page()
    if len(html) > HTML_CHARS:
        return page._replace(defects=(describe_cut("html", HTML_CHARS), *page.defects))
    return page


def _collect_style_sheets(html: str) -> list[str]:
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


class _HtmlEventReader:
    """Receives turbohtml's events, one document only."""

    def __init__(self, sheet: VisibilityStyleSheet) -> None:
        self._sheet = sheet
        self._writer = VisibleTextWriter()
        self._look = TextAppearance()
        self._outer: list[TextAppearance] = []
        self._silent = 0
        self._hidden: list[str] = []
        self._links: list[TextStretch] = []
        self._quotes: list[TextStretch] = []
        self._open: list[tuple[int, TextStretch]] = []
        self._forms: list[tuple[int, TextStretch]] = []
        self._styles: dict[str, Declarations] = {}
        self._looks: dict[tuple[int, str, Attributes], TextAppearance] = {}
        self._base = ""

    def start_element(self, tag: str, attrs: Attributes) -> None:
        self._outer.append(self._look)
        if tag in _SILENT:
            self._silent += 1
            return
        if attrs or tag in _NATURAL or self._sheet.has_tags:
            self._apply_element_style(tag, attrs)
        if tag in _BREAKS:
            self._writer.separate(_BREAKS[tag])
        elif tag == "br":
            self._writer.break_line()
        if (attrs or tag == "button") and (act := _ACTS.get(tag)):
            act(self, tag, {name: value or "" for name, value in attrs})

    def end_element(self, tag: str) -> None:
        self._look = self._outer.pop()
        if tag in _SILENT:
            self._silent -= 1
            return
        if (self._open or self._forms) and tag in _ACTS:
            self._close_stretches(len(self._outer))
        if tag in _BREAKS:
            self._writer.separate(_BREAKS[tag])

    def _close_stretches(self, depth: int) -> None:
        """End what began with the element that ends at this depth."""
        while self._open and self._open[-1][0] == depth:
            self._writer.close_stretch(self._open.pop()[1])
        if self._forms and self._forms[-1][0] == depth:
            form = self._forms.pop()[1]
            if form.end < 0:
                self._writer.close_stretch(form)

    def characters(self, data: str) -> None:
        if self._silent:
            return
        if self._look.hidden:
            if kept := SPACES.sub(" ", data).strip(" "):
                self._hidden.append(kept)
        elif self._look.spaced:
            self._writer.write_verbatim(data)
        else:
            self._writer.write_folded(data)

    def comment(self, data: str) -> None:
        """Nobody reads it."""

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Says nothing to a reader."""

    def processing_instruction(self, target: str, data: str) -> None:
        """Says nothing to a reader."""

    def build_page(self) -> VisiblePage:
        text, hidden = "".join(self._writer.pieces), "\n".join(self._hidden)
        defects = [
            describe_cut(kind, TEXT_CHARS)
            for kind, held in (("text", text), ("hidden", hidden))
            if len(held) > TEXT_CHARS
        ]
        text = text[:TEXT_CHARS]
        return VisiblePage(
            text,
            tuple(
                HiddenLink(self._resolve_href(link.href), *link.clip_to(len(text))) for link in self._links
            ),
            tuple(
                Passage("quoted", *quote.clip_to(len(text)))
                for quote in self._quotes
                if quote.start < quote.end
            ),
            hidden[:TEXT_CHARS],
            tuple(defects),
        )

    def _apply_element_style(self, tag: str, attrs: Attributes) -> None:
        """Change the look for an element. Templates repeat their styles: each is worked out once."""
        worn = tuple([pair for pair in attrs if pair[0] in _WORN])
        if not worn and tag not in _NATURAL and not self._sheet.has_tags:
            return
        key = (id(self._look), tag, worn)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = apply_declarations(self._look, self._collect_declarations(tag, worn))
        self._look = look

    def _collect_declarations(self, tag: str, attrs: Attributes) -> Declarations:
        own = dict(_NATURAL.get(tag, ()))
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name in _WORN_AS:
                own[_WORN_AS[name]] = _normalise_legacy_colour(value)
            elif name in _MEANS:
                own.update(_MEANS[name])
        own.update(self._parse_inline_style(given.get("style", "")))
        if not self._sheet.known:
            return own
        return self._sheet.collect_declarations(tag, given.get("class", ""), given.get("id", "").lower(), own)

    def _parse_inline_style(self, style: str) -> Declarations:
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = parse_declarations(style)
        return found

    def _write_attribute_text(self, words: str) -> None:
        if not words.strip() or self._silent:
            return
        if self._look.hidden:
            self._hidden.append(words)
        else:
            self._writer.separate(0)
            self._writer.write_folded(words)
            self._writer.separate(0)

    def _add_link(self, href: str) -> TextStretch:
        link = TextStretch(href.strip(" \t\n\r\f"))
        self._links.append(link)
        return link

    def _open_stretch(self, stretch: TextStretch) -> None:
        """A stretch that ends with the element just begun."""
        self._open.append((len(self._outer) - 1, stretch))
        self._writer.open_stretch(stretch)

    def _resolve_href(self, href: str) -> str:
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

    def _read_anchor(self, _tag: str, attrs: dict[str, str]) -> None:
        href = attrs.get("href") or attrs.get("xlink:href") or ""
        if href.strip() and not href.startswith("#"):
            self._open_stretch(self._add_link(href))

    def _read_area(self, _tag: str, attrs: dict[str, str]) -> None:
        self._read_anchor("a", attrs)
        self._write_attribute_text(attrs.get("alt", ""))

    def _read_image(self, _tag: str, attrs: dict[str, str]) -> None:
        self._write_attribute_text(attrs.get("alt", ""))

    def _read_form(self, _tag: str, attrs: dict[str, str]) -> None:
        if attrs.get("action", "").strip():
            self._forms.append((len(self._outer) - 1, self._add_link(attrs["action"])))

    def _read_button(self, tag: str, attrs: dict[str, str]) -> None:
        target = attrs.get("formaction") or (attrs.get("href") if tag == "button" else "")
        if target:
            self._open_stretch(self._add_link(target))
        elif self._forms and self._forms[-1][1].start < 0 and attrs.get("type", "submit").lower() == "submit":
            self._open_stretch(self._forms[-1][1])

    def _read_input(self, tag: str, attrs: dict[str, str]) -> None:
        kind = attrs.get("type", "text").lower()
        if kind in _BUTTONS:
            self._read_button(tag, attrs | {"type": "submit" if kind == "image" else kind})
            self._write_attribute_text(attrs.get("alt", "") if kind == "image" else attrs.get("value", ""))
        elif kind not in ("hidden", "checkbox", "radio"):
            self._write_attribute_text(attrs.get("value") or attrs.get("placeholder") or "")

    def _read_placeholder(self, _tag: str, attrs: dict[str, str]) -> None:
        self._write_attribute_text(attrs.get("placeholder", ""))

    def _read_quote(self, tag: str, attrs: dict[str, str]) -> None:
        classes = attrs.get("class", "")
        if (
            (tag == "blockquote" and attrs.get("type") == "cite")
            or "gmail_quote" in classes
            or "moz-cite" in classes
        ):
            quote = TextStretch()
            self._quotes.append(quote)
            self._open_stretch(quote)

    def _read_base_address(self, _tag: str, attrs: dict[str, str]) -> None:
        if "//" in attrs.get("href", "") and not self._base:
            self._base = attrs["href"].strip()[:_BASE_CHARS]


_ACTS: dict[str, Callable[[_HtmlEventReader, str, dict[str, str]], None]] = {
    "a": _HtmlEventReader._read_anchor,
    "area": _HtmlEventReader._read_area,
    "img": _HtmlEventReader._read_image,
    "form": _HtmlEventReader._read_form,
    "button": _HtmlEventReader._read_button,
    "input": _HtmlEventReader._read_input,
    "textarea": _HtmlEventReader._read_placeholder,
    "blockquote": _HtmlEventReader._read_quote,
    "div": _HtmlEventReader._read_quote,
    "base": _HtmlEventReader._read_base_address,
}


def _normalise_legacy_colour(value: str) -> str:
    """``bgcolor="ffffff"`` is white to every mail program."""
    value = value.strip().lower()
    return "#" + value if _HEX.fullmatch(value) else value


def _has_scheme(href: str) -> bool:
    head = href[:20].partition(":")
    return bool(head[1]) and head[0].replace("+", "").replace("-", "").replace(".", "").isalnum()
