"""What a handler gives back: a status, a type and a body, whole or in pieces."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import msgspec
from msgspec import Struct

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"

LINES: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
"""Status -> the words of its line."""

encode: Final = msgspec.json.Encoder().encode

Headers = list[tuple[str, str]]


class Reply(Struct):
    """An answer, before it is written."""

    body: bytes | Iterable[bytes]
    media_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether its length is known."""
        return isinstance(self.body, bytes)


def json(record: object, status: int = 200, media_type: str = JSON) -> Reply:
    """A record as JSON."""
    return Reply(encode(record), media_type, status)
