"""The body of a request while it comes: its bounds, what may be wrong with it, and reading it piece by piece."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Fetch = Callable[[], bytes | type[OSError]]


class BodyBounds(Struct, frozen=True):
    seconds: float = 10.0
    """How long nothing may come, and how long a client may take none of its answer."""
    rate: int = 20_000
    """Bytes a second that a body comes with, at least."""
    held: int = 33_554_432
    """Bytes of one body."""
    small: int = 65_536
    """Bytes of a body that are not counted below: as many bodies as there are lines may have them."""
    together: int = 268_435_456
    """Bytes of all bodies that a worker holds."""
    by_client: int = 67_108_864
    """Those of one client."""
    at_once_by_client: int = 32
    """Bodies of one client that have begun to come, and not ended."""
    streams: int = 8
    """Bodies that may be answered while they come: each holds a thread."""
    heard_out: int = 40_000_000
    """Bytes of a body that is too large which are let come after the answer, so that a browser shows it."""


class BodyNotTaken(OSError):
    """A body is not taken in; each kind says why."""

    def __init__(self) -> None:
        super().__init__(str(self.__doc__))


class BodyTooSlow(BodyNotTaken):
    """The body did not come in time."""


class TooManyBodies(BodyNotTaken):
    """More bodies come at the same time than are taken in."""


class BodyTooLarge(BodyNotTaken):
    """The body is longer than any that is taken in."""


class BodyCutShort(BodyNotTaken):
    """The line ended before the body did."""


class RefusedBody:
    """A body that was not taken in: whoever reads it is told why.

    It holds the kind of error, not the one that was raised: with its frames that would keep the line open.
    """

    def __init__(self, why: type[OSError]) -> None:
        self._why = why

    def read(self, size: int = -1) -> bytes:
        """Raises why."""
        raise self._why

    readline = read


class ArrivingBody:
    """A body of which a part has not come yet; a thread reads it, a piece at a time.

    What is fetched is a piece or the kind of an error, never the one that was raised: see ``RefusedBody``.
    """

    def __init__(self, begun: bytes, fetch: Fetch) -> None:
        self._left = bytearray(begun)
        self._fetch: Fetch | None = fetch
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, none at its end. Raises BodyTooSlow, BodyCutShort."""
        while not self._ended and self._fetch and (size < 0 or not self._left):
            piece = self._fetch()
            if not isinstance(piece, bytes):
                raise piece
            self._ended = not piece
            self._left += piece
        size = len(self._left) if size < 0 else size
        found = bytes(self._left[:size])
        del self._left[:size]
        return found

    def readline(self, size: int = -1) -> bytes:
        """There is none: who is answered while a body comes takes it in pieces. WSGI asks for the name."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing more is asked for; the line may end."""
        self._fetch = None


class BodyDeadline:
    """How long one body may still be waited for: what comes gives time back, up to the first measure."""

    def __init__(self, bounds: BodyBounds) -> None:
        self._bounds = bounds
        self._left = bounds.seconds

    async def receive_piece(self, receive: Receive) -> tuple[bytes, bool]:
        """A piece, and whether more follow. Raises BodyTooSlow, BodyCutShort."""
        if self._left <= 0:
            raise BodyTooSlow
        now = asyncio.get_running_loop().time
        began = now()
        try:
            async with asyncio.timeout(self._left):
                message = await receive()
        except TimeoutError:
            raise BodyTooSlow from None
        if message["type"] != "http.request":
            raise BodyCutShort
        piece: bytes = message.get("body", b"")
        self._left += len(piece) / self._bounds.rate - (now() - began)
        self._left = min(max(self._left, 0.0), self._bounds.seconds)
        return piece, bool(message.get("more_body", False))
