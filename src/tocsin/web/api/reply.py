"""What a handler gives back: a status, a type and a body, whole or in pieces."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Final

import msgspec
from msgspec import Struct

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
TEXT: Final = "text/plain; charset=utf-8"

LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
"""Status -> the words of its line."""

encode: Final = msgspec.json.Encoder().encode

Headers = list[tuple[str, str]]


class ApiReply(Struct):
    """An answer, before it is written."""

    body: bytes | Iterable[bytes]
    media_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def has_known_length(self) -> bool:
        """Whether its length is known."""
        return isinstance(self.body, bytes)


def json_reply(record: object, status: int = 200, media_type: str = JSON) -> ApiReply:
    """A record as JSON."""
    return ApiReply(encode(record), media_type, status)


class StreamedBody:
    """A body in pieces; what is held for it is let go at its end, however it ends."""

    def __init__(self, pieces: Iterable[bytes], done: Callable[[], None]) -> None:
        self._pieces = iter(pieces)
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """The client has left, or has everything."""
        if done := self._done:
            self._done = None
            done()

    def __del__(self) -> None:
        self.close()
