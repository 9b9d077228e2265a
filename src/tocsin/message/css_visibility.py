"""What a style does to the visibility of a text.

The rule in doubt is *visible*: a text wrongly called hidden would let a fraud pass.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern

Colour = tuple[int, int, int]
Declarations = Mapping[str, str]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
CLEAR: Colour = (-1, -1, -1)
"""Transparent."""

_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    "transparent": CLEAR,
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
    "ivory": (255, 255, 240),
    "snow": (255, 250, 250),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
}
_SHADE = 8
"""Colours that differ by no more than this on each channel cannot be told apart."""
RULES = 4_000
"""Braces of a style sheet that are followed; a longer one hides nothing."""
_SIMPLE = defer_pattern(r"[.#][\w-]+|[a-z][a-z0-9]*(?:\.[\w-]+)?")
_PAINT = frozenset({"color", "background", "background-color", "background-image"})
_HIDING = frozenset(
    str.split("display visibility opacity font-size font overflow position text-indent transform")
)
_FAR = -500.0
"""Pixels to the left of, or above, the page where nothing is seen."""


class TextAppearance(Struct, frozen=True, gc=False):
    """How a text stands on the page, as far as it decides whether it can be seen."""

    gone: bool = False
    """Not shown, with all that it holds: ``display: none``, ``opacity: 0``, off the page, no height."""
    unseen: bool = False
    """``visibility: hidden``, which a child may undo."""
    tiny: bool = False
    """A font of a pixel or less, which a child may undo."""
    ink: Colour | None = BLACK
    paper: Colour | None = WHITE
    """Colours; None where not known: a picture, or a rule too complex to follow."""
    spaced: bool = False
    """Whether white space is kept (``pre``)."""

    hidden: bool = False
    """What follows from the rest: whether nobody can see it."""


def is_indistinguishable(ink: Colour | None, paper: Colour | None) -> bool:
    """Whether a text in one colour on the other cannot be seen.

    >>> is_indistinguishable((255, 255, 255), (250, 252, 255)), is_indistinguishable((0, 0, 0), None)
    (True, False)
    """
    if ink == CLEAR:
        return True
    if ink is None or paper is None:
        return False
    return (
        abs(ink[0] - paper[0]) <= _SHADE
        and abs(ink[1] - paper[1]) <= _SHADE
        and abs(ink[2] - paper[2]) <= _SHADE
    )


def parse_declarations(style: str) -> dict[str, str]:
    """Property to value; the last one wins, ``!important`` before it.

    >>> parse_declarations("Display: none !important; display: block")
    {'display': 'none'}
    """
    found: dict[str, str] = {}
    important = set()
    for piece in strip_comments(style).lower().split(";"):
        name, colon, value = piece.partition(":")
        if not colon:
            continue
        name, (value, mark, _) = name.strip(), value.partition("!")
        if mark:
            important.add(name)
        elif name in important:
            continue
        found[name] = value.strip()
    return found


def strip_comments(css: str) -> str:
    """CSS without its comments; an open one runs to the end."""
    if "/*" not in css:
        return css
    kept, start = [], 0
    while (begin := css.find("/*", start)) >= 0:
        kept.append(css[start:begin])
        end = css.find("*/", begin + 2)
        if end < 0:
            return " ".join(kept)
        start = end + 2
    kept.append(css[start:])
    return " ".join(kept)


def parse_colour(value: str) -> Colour | None:
    """A colour as written in lower case, or None where it is not understood.

    >>> parse_colour("#fff"), parse_colour("rgb(0, 0, 10)"), parse_colour("var(--x)")
    ((255, 255, 255), (0, 0, 10), None)
    """
    if value.startswith("#"):
        return _parse_hexadecimal(value[1:])
    if value.startswith(("rgb(", "rgba(")):
        return _parse_rgb(value[value.index("(") + 1 :].rstrip(") "))
    return _NAMES.get(value)


def _parse_hexadecimal(digits: str) -> Colour | None:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8) or not digits.isalnum() or not digits.isascii():
        return None
    try:
        red, green, blue, alpha = bytes.fromhex(digits.ljust(8, "f"))
    except ValueError:
        return None
    return CLEAR if alpha < 8 else (red, green, blue)


def _parse_rgb(inside: str) -> Colour | None:
    numbers = [parse_leading_number(part) for part in inside[:60].replace(",", " ").replace("/", " ").split()]
    if len(numbers) not in (3, 4) or None in numbers or "%" in inside:
        return None
    red, green, blue, *alpha = (value for value in numbers if value is not None)
    return CLEAR if alpha and alpha[0] < 0.03 else (int(red), int(green), int(blue))


def parse_leading_number(value: str) -> float | None:
    """The number at the start of a value, or None.

    >>> parse_leading_number("1.5em"), parse_leading_number("-9999px"), parse_leading_number("auto")
    (1.5, -9999.0, None)
    """
    end = 0
    while (
        end < len(value) and end < 20 and (value[end] in "0123456789." or (end == 0 and value[end] in "+-"))
    ):
        end += 1
    try:
        return float(value[:end])
    except ValueError:
        return None


def apply_declarations(look: TextAppearance, worn: Declarations) -> TextAppearance:
    """The look of an element inside one of the given look, when it wears these declarations."""
    if not worn:
        return look
    gone, unseen, tiny = (
        look.gone or _is_removed(worn),
        _is_invisible(worn, look.unseen),
        _is_tiny(worn, look.tiny),
    )
    ink, paper = _find_text_colour(worn, look.ink), _find_background(worn, look.paper)
    hidden = gone or unseen or tiny or is_indistinguishable(ink, paper)
    return TextAppearance(gone, unseen, tiny, ink, paper, _keeps_spaces(worn, look.spaced), hidden)


def _is_removed(worn: Declarations) -> bool:
    if worn.get("display") == "none":
        return True
    opacity = worn.get("opacity")
    if (
        opacity
        and (parse_leading_number(opacity) or 0.0) <= 0.03
        and parse_leading_number(opacity) is not None
    ):
        return True
    return _has_no_room(worn) or _is_off_page(worn)


def _has_no_room(worn: Declarations) -> bool:
    if "overflow" not in worn or "hidden" not in worn["overflow"]:
        return False
    sides = (worn.get(side, "") for side in ("max-height", "height", "max-width", "width"))
    return any(parse_leading_number(side) == 0 for side in sides)


def _is_off_page(worn: Declarations) -> bool:
    if (parse_leading_number(worn.get("text-indent", "")) or 0) <= _FAR:
        return True
    if worn.get("position") in ("absolute", "fixed"):
        places = (worn.get(side, "") for side in ("left", "top", "margin-left", "margin-top"))
        if any((parse_leading_number(place) or 0) <= _FAR for place in places):
            return True
    return "transform" in worn and "scale(0)" in worn["transform"].replace(" ", "")


def _is_invisible(worn: Declarations, inherited: bool) -> bool:
    value = worn.get("visibility", "")
    return value in ("hidden", "collapse") if value not in ("", "inherit") else inherited


def _is_tiny(worn: Declarations, inherited: bool) -> bool:
    value = worn.get("font-size") or _find_font_size(worn.get("font", ""))
    size = parse_leading_number(value)
    if size is None:
        return inherited
    if value.endswith("%"):
        return inherited or size <= 10
    if value.endswith(("em", "rem")) or size == 0:
        return size <= 0.1 or (inherited and not value.endswith("rem"))
    return size <= 1


def _find_font_size(shorthand: str) -> str:
    for word in shorthand[:200].split():
        if (word[0] in "0123456789." and not word.isdigit()) or word == "0":
            return word.partition("/")[0]
    return ""


def _find_text_colour(worn: Declarations, inherited: Colour | None) -> Colour | None:
    value = worn.get("color", "")
    return parse_colour(value) if value not in ("", "inherit") else inherited


def _find_background(worn: Declarations, inherited: Colour | None) -> Colour | None:
    """Colour behind the text; a picture hides what it is."""
    paper = inherited
    for value in (worn.get("background", ""), worn.get("background-color", "")):
        if value and value not in ("inherit", "none"):
            paper = _find_first_colour(value, paper)
    return None if "background-image" in worn and worn["background-image"] != "none" else paper


def _find_first_colour(value: str, inherited: Colour | None) -> Colour | None:
    if "url(" in value or "gradient" in value:
        return None
    found = parse_colour(value) or next(
        (c for word in value[:200].split() if (c := parse_colour(word))), None
    )
    return inherited if found == CLEAR else found


def _keeps_spaces(worn: Declarations, inherited: bool) -> bool:
    value = worn.get("white-space", "")
    return value.startswith(("pre", "break-spaces")) and value != "pre-line" if value else inherited


class VisibilityStyleSheet:
    """The rules of a message's own ``<style>`` elements that can be followed without layout.

    Only rules on one class, one identifier or one tag, outside ``@media``, are followed. Where another rule
    may show again what one of these hides, or paint it otherwise, what it does is in doubt.
    """

    def __init__(self, css: Iterable[str] = ()) -> None:
        self._simple: dict[str, dict[str, str]] = {}
        self._showing: set[str] = set()
        self._painting: set[str] = set()
        if not all(self._read_blocks(_normalise_css(sheet)) for sheet in css):
            self._simple.clear()
        self.known = bool(self._simple or self._showing or self._painting)
        self.has_tags = any(key[0] not in ".#" for key in self._simple) or "*" in self._painting

    def collect_declarations(
        self, tag: str, classes: str, identifier: str, own: dict[str, str]
    ) -> dict[str, str]:
        """What an element wears: by tag, class and identifier, then its own style."""
        names = classes[:1000].lower().split()
        keys = (tag, *("." + name for name in names), *(f"{tag}.{name}" for name in names), "#" + identifier)
        worn: dict[str, str] = {}
        for key in keys:
            worn.update(self._simple.get(key, ()))
        worn.update(own)
        bare = {"*", tag, identifier, *names}
        if not bare.isdisjoint(self._painting):
            worn = {"color": "unknown", "background": "url(unknown)"} | worn
        if not bare.isdisjoint(self._showing):
            worn = {name: value for name, value in worn.items() if name not in _HIDING}
        return worn

    def _read_blocks(self, css: str) -> bool:
        """Walk the blocks once; False where there are too many to follow."""
        depth, start, nested, selector = 0, 0, False, ""
        for count, (brace, position) in enumerate(_find_braces(css)):
            if count > RULES:
                return False
            piece, start = css[start:position].strip(), position + 1
            if brace == "{":
                depth += 1
                nested = nested or piece.startswith("@")
                selector = piece
            elif depth:
                depth -= 1
                self._read_rule(selector, piece, simple=depth == 0 and not nested)
                nested = nested and depth > 0
        return True

    def _read_rule(self, selectors: str, block: str, *, simple: bool) -> None:
        worn = parse_declarations(block)
        if not worn:
            return
        for selector in selectors[:2000].split(","):
            key = selector.strip()
            if followed := simple and _SIMPLE.fullmatch(key) is not None:
                self._simple.setdefault(key, {}).update(worn)
            elif not _PAINT.isdisjoint(worn):
                self._painting.update(_selector_names(key))
            if _makes_visible(worn) and (not followed or "!" in block):
                self._showing.update(_selector_names(key))


def _normalise_css(css: str) -> str:
    """CSS in lower case, without its comments and without the HTML comment marks that CSS passes over."""
    return strip_comments(css.replace("<!--", " ").replace("-->", " ")).lower()


def _find_braces(css: str) -> Iterator[tuple[str, int]]:
    opening, closing = css.find("{"), css.find("}")
    while opening >= 0 or closing >= 0:
        if closing < 0 or 0 <= opening < closing:
            yield "{", opening
            opening = css.find("{", opening + 1)
        else:
            yield "}", closing
            closing = css.find("}", closing + 1)


def _selector_names(key: str) -> list[str]:
    return "".join(c if c.isalnum() or c in "-_*" else " " for c in key).split()


def _makes_visible(worn: Declarations) -> bool:
    return not _HIDING.isdisjoint(worn) and not (
        _is_removed(worn) or _is_invisible(worn, False) or _is_tiny(worn, False)
    )
