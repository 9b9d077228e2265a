"""A request as a handler sees it: what it asks for, and its body within a bound.

A compressed body is refused, whatever its size: what a few bytes unfold to cannot be known before.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl

from tocsin.charter.loading import list_charter_names
from tocsin.verdict.check import DEFAULT
from tocsin.web.api.problem import ApiProblem
from tocsin.web.request_buffering import BodyTooLarge, BodyTooSlow, TooManyBodies

QUERY_CHARS: Final = 2_048
PARAMETERS: Final = 20
PIECE: Final = 65_536
"""Bytes read at once."""
LANGUAGES: Final = ("fr", "en")

Environ = dict[str, Any]


class ApiRequest:
    """One request."""

    __slots__ = ("_query", "environ", "method", "path")

    def __init__(self, environ: Environ) -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ.get("PATH_INFO", "")
        self._query: dict[str, str] | None = None

    def get_header(self, name: str) -> str:
        """A header, or an empty text."""
        return str(self.environ.get("HTTP_" + name.upper().replace("-", "_"), ""))

    # ---- the address

    def query_parameters(self, *names: str) -> dict[str, str]:
        """The parameters given, all of which must be among ``names``, each once. Raises Problem."""
        if self._query is None:
            self._query = self._read_query()
        for name in self._query:
            if name not in names:
                expected = f"one of {', '.join(names)} is expected" if names else "none is expected"
                raise ApiProblem("bad_query", f"unknown parameter; {expected}", field=name[:60])
        return self._query

    def _read_query(self) -> dict[str, str]:
        raw = self.environ.get("QUERY_STRING", "")
        if not raw:
            return {}
        if len(raw) > QUERY_CHARS:
            raise ApiProblem("bad_query", f"longer than {QUERY_CHARS} characters")
        try:
            pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS)
        except ValueError:
            raise ApiProblem(
                "bad_query", f"not UTF-8 in percent signs, or more than {PARAMETERS} parameters"
            ) from None
        found = dict(pairs)
        if len(found) != len(pairs):
            twice = next(name for name in found if sum(name == n for n, _ in pairs) > 1)
            raise ApiProblem("bad_query", "given more than once", field=twice[:60])
        return found

    # ---- the body

    def require_media_type(self, *types: str) -> str:
        """The type of the body, which must be one of these. Raises Problem."""
        if self.environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
            raise ApiProblem(
                "encoding", "send it is", field="Content-Encoding",
                headers=(("Accept-Encoding", "identity"),),
            )  # fmt: skip
        given = self.environ.get("CONTENT_TYPE", "")
        media, _, parameters = str(given).partition(";")
        name = media.strip().lower()
        if name not in types:
            raise ApiProblem("media_type", f"{' or '.join(types)} is expected", field="Content-Type")
        charset = parameters.lower().partition("charset=")[2].strip().strip('"')
        if charset not in ("", "utf-8", "utf8"):
            raise ApiProblem("media_type", "UTF-8 is expected", field="Content-Type")
        return name

    def read_body(self, most: int) -> bytes:
        """The whole body. Raises Problem where it is longer than ``most`` bytes, or is cut short."""
        length = self._announced_length(most)
        read = self._body_reader(length)
        if length is None:
            pieces, size = [], 0
            while piece := read(PIECE):
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    raise _too_large_problem(most)
            return b"".join(pieces)
        body = read(length) if length else b""
        while len(body) < length:
            more = read(length - len(body))
            if not more:
                raise ApiProblem("incomplete", f"{length} bytes were announced, {len(body)} came")
            body += more
        return body

    def read_pieces(self) -> Iterator[bytes]:
        """The body as it comes, however long it is. Raises Problem where it is cut short."""
        length = self._announced_length(None)
        read = self._body_reader(length)
        left = length
        while left is None or left > 0:
            piece = read(PIECE if left is None else min(PIECE, left))
            if not piece:
                break
            if left is not None:
                left -= len(piece)
            yield piece
        if left:
            raise ApiProblem("incomplete", f"{left} bytes that were announced did not come")

    def _announced_length(self, most: int | None) -> int | None:
        """The length announced; None where the body ends by itself."""
        given = self.environ.get("CONTENT_LENGTH", "")
        if not given:
            chunked = "HTTP_TRANSFER_ENCODING" in self.environ or self.environ.get("wsgi.input_terminated")
            return None if chunked else 0
        if not (given.isascii() and given.isdigit()) or len(given) > 18:
            raise ApiProblem("bad_length", field="Content-Length")
        length = int(given)
        if most is not None and length > most:
            raise _too_large_problem(most)
        return length

    def _body_reader(self, length: int | None) -> Callable[[int], bytes]:
        read = self.environ["wsgi.input"].read

        def reading(size: int) -> bytes:
            try:
                found: bytes = read(size)
            except BodyTooSlow as error:
                raise ApiProblem("slow", str(error)) from None
            except TooManyBodies as error:
                raise ApiProblem("at_once", str(error), headers=(("Retry-After", "1"),)) from None
            except BodyTooLarge as error:
                raise ApiProblem("too_large", str(error)) from None
            except OSError:
                raise ApiProblem("incomplete", "the line was cut") from None
            return found

        return reading


def _too_large_problem(most: int) -> ApiProblem:
    return ApiProblem("too_large", f"{most} bytes at most")


# ---- what several handlers ask for


def language_parameter(given: dict[str, str]) -> str:
    """The language of the sentences. Raises Problem."""
    lang = given.get("lang", "fr")
    if lang not in LANGUAGES:
        raise ApiProblem("bad_query", f"expected {' or '.join(LANGUAGES)}", field="lang")
    return lang


def institution_parameter(given: dict[str, str]) -> str:
    """The name of a charter that comes with Tocsin: a path never gets this far. Raises Problem."""
    name = given.get("institution", DEFAULT)
    if name not in _known_institutions():
        raise ApiProblem(
            "no_charter", f"one of {', '.join(_known_institutions())} is expected", field="institution"
        )
    return name


@cache
def _known_institutions() -> tuple[str, ...]:
    return list_charter_names()


def day_parameter(given: dict[str, str], name: str, default: date | None = None) -> date:
    """A day of the calendar. Raises Problem."""
    written = given.get(name)
    if written is None and default is not None:
        return default
    try:
        if written is None or len(written) != 10:
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise ApiProblem("bad_query", "expected a day such as 2021-03-04", field=name) from None


def accepts_media_type(environ: Environ, media_type: str) -> bool:
    """Whether what is asked for allows a type; a header that cannot be read allows everything.

    >>> accepts_media_type({"HTTP_ACCEPT": "text/html;q=0.9, application/*"}, "application/json")
    True
    >>> accepts_media_type({"HTTP_ACCEPT": "text/html, application/json;q=0"}, "application/json")
    False
    """
    asked = environ.get("HTTP_ACCEPT", "")
    if not asked or asked == "*/*":
        return True
    name = media_type.partition(";")[0]
    ranges = (name, name.partition("/")[0] + "/*", "*/*")
    best, allowed = len(ranges), False
    for part in asked[:1_000].lower().split(","):
        offered, _, parameters = part.partition(";")
        offered = offered.strip()
        if offered in ranges and ranges.index(offered) < best:
            best = ranges.index(offered)
            allowed = _quality_value(parameters) > 0
    return allowed


def _quality_value(parameters: str) -> float:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0
