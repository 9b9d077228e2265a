"""The body of a request, within a bound.

A compressed body is refused, whatever its size: what a few bytes unfold to cannot be known before.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct

from tocsin.web.api.problem import ApiProblem, Kind
from tocsin.web.incoming_body import BodyTooLarge, BodyTooSlow, TooManyBodies

PIECE: Final = 65_536
"""Bytes read at once."""
JSON: Final = "application/json"

Environ = dict[str, Any]


class RequestBody(Struct, frozen=True, kw_only=True):
    """What a view takes in."""

    schema: Any
    """Type of the body, or of each of its lines."""
    most: int | None
    """Bytes; None where it is answered while it comes, a JSON object a line."""
    example: str
    """A body, as it is sent."""
    media_types: tuple[str, ...] = (JSON,)

    @property
    def refusals(self) -> tuple[Kind, ...]:
        """Kinds of refusal of whatever is sent as a body."""
        came: tuple[Kind, ...] = ("bad_length", "incomplete", "slow", "media_type", "encoding")
        if self.most is None:  # each line has its own
            return came
        return (*came, "bad_json", "bad_utf8", "too_large")


def check_media_type(environ: Environ, types: tuple[str, ...]) -> None:
    """Whether the body is of one of these types, and not compressed. Raises ApiProblem."""
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
        raise ApiProblem(
            "encoding", "send it as it is", field="Content-Encoding",
            headers=(("Accept-Encoding", "identity"),),
        )  # fmt: skip
    media, _, parameters = str(environ.get("CONTENT_TYPE", "")).partition(";")
    if media.strip().lower() not in types:
        raise ApiProblem("media_type", f"{' or '.join(types)} is expected", field="Content-Type")
    charset = parameters.lower().partition("charset=")[2].strip().strip('"')
    if charset not in ("", "utf-8", "utf8"):
        raise ApiProblem("media_type", "UTF-8 is expected", field="Content-Type")


def read_whole_body(environ: Environ, most: int) -> bytes:
    """The body. Raises ApiProblem where it is longer than ``most`` bytes, or is cut short.

    Not ``request.body``: Django would read no body that comes in chunks, and refuse one of 3 MB.
    """
    length = _announced_length(environ, most)
    read = _body_reader(environ)
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


def read_body_pieces(environ: Environ) -> Iterator[bytes]:
    """The body as it comes, however long it is. Raises ApiProblem where it is cut short."""
    left = _announced_length(environ, None)
    read = _body_reader(environ)
    while left is None or left > 0:
        piece = read(PIECE if left is None else min(PIECE, left))
        if not piece:
            break
        if left is not None:
            left -= len(piece)
        yield piece
    if left:
        raise ApiProblem("incomplete", f"{left} bytes that were announced did not come")


def _announced_length(environ: Environ, most: int | None) -> int | None:
    """The length announced; None where the body ends by itself."""
    given = environ.get("CONTENT_LENGTH", "")
    if not given:
        chunked = "HTTP_TRANSFER_ENCODING" in environ or environ.get("wsgi.input_terminated")
        return None if chunked else 0
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        raise ApiProblem("bad_length", field="Content-Length")
    length = int(given)
    if most is not None and length > most:
        raise _too_large_problem(most)
    return length


def _body_reader(environ: Environ) -> Callable[[int], bytes]:
    read = environ["wsgi.input"].read

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
