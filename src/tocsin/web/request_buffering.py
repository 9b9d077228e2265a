"""Bodies are taken in by the event loop, whole and within bounds, before a thread is asked for an answer.

The server calls this as ASGI has it; pages and API stay WSGI, on threads. Who sends slowly, or nothing at
all, holds a line and a little memory, never a thread, and is told after ``BodyBounds.seconds`` and the time
that his bytes may take. A read that is given up has ended before anything is answered: no other thread ever
waits for a body that was given up.

Only the addresses named as ``streamed`` are answered while a body still comes. Then a thread asks the loop
for each piece, no longer than for a body that is taken in whole, and few bodies may come
so at the same time.
"""

import asyncio
import logging
import sys
from asyncio import AbstractEventLoop
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from itertools import chain
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from tocsin.runtime.logs import log_event
from tocsin.web import client_pseudonyms
from tocsin.web.incoming_body import (
    ArrivingBody,
    BodyBounds,
    BodyCutShort,
    BodyDeadline,
    BodyTooLarge,
    Message,
    Receive,
    RefusedBody,
    TooManyBodies,
)

LOG: Final = logging.getLogger("tocsin.web.request_buffering")

Scope = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class BufferingServer:
    """One worker: from a request as ASGI has it to the answer of a WSGI application on one of its threads."""

    def __init__(
        self,
        application: Application,
        *,
        threads: int,
        proxies: int = 0,
        streamed: Mapping[str, int] | None = None,
        bounds: BodyBounds | None = None,
    ) -> None:
        """``streamed``: addresses, and after how many bytes of a body their answer begins."""
        self._application = application
        self._proxies = proxies
        self._streamed = streamed or {}
        self._bounds = bounds or BodyBounds()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._coming: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self._streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        environ = wsgi_environ(scope)
        whose = client_pseudonyms.client_network(client_pseudonyms.client_address(environ, self._proxies))
        taken = _RequestResources()
        try:
            environ["wsgi.input"] = await self._take_in_body(environ, receive, whose, taken)
            await self._send_answer(environ, send)
            if taken.too_large:
                await self._drain_body(receive)
        finally:
            body = environ.pop("wsgi.input", None)  # whatever still knows the request: its line may end
            if isinstance(body, ArrivingBody):
                body.close()
            self._held[whose] -= taken.bytes
            self._streams -= taken.streams
            if not self._held[whose]:
                del self._held[whose]

    # ---- the body

    async def _take_in_body(
        self, environ: Environ, receive: Receive, whose: str, taken: "_RequestResources"
    ) -> Any:
        announced = int(environ.get("CONTENT_LENGTH") or 0)
        if not announced and "HTTP_TRANSFER_ENCODING" not in environ:
            return BytesIO()
        streamed = self._streamed.get(environ["PATH_INFO"])
        if streamed is None and announced > self._bounds.held:
            taken.too_large = True
            return RefusedBody(BodyTooLarge)
        if self._coming[whose] >= self._bounds.at_once_by_client:
            return RefusedBody(TooManyBodies)
        self._coming[whose] += 1
        try:
            return await self._read_body(receive, whose, taken, streamed)
        except OSError as why:
            return RefusedBody(type(why))
        finally:
            self._coming[whose] -= 1
            if not self._coming[whose]:
                del self._coming[whose]

    async def _read_body(
        self, receive: Receive, whose: str, taken: "_RequestResources", streamed: int | None
    ) -> Any:
        """The body in memory; what has come of it once there is more than that. Raises OSError."""
        patience = BodyDeadline(self._bounds)
        pieces, size, more = [], 0, True
        while more:
            piece, more = await patience.receive_piece(receive)
            pieces.append(piece)
            size += len(piece)
            self._count_bytes(whose, taken, size)
            if streamed is not None and more and size >= streamed:
                return self._streamed_body(b"".join(pieces), patience, receive, taken)
            if streamed is None and size > self._bounds.held:
                taken.too_large = more
                break  # whoever reads sees that it is too long
        return BytesIO(b"".join(pieces))

    def _count_bytes(self, whose: str, taken: "_RequestResources", size: int) -> None:
        """Raises TooManyBodies."""
        more = max(0, size - self._bounds.small) - taken.bytes
        taken.bytes += more
        self._held[whose] += more
        if more and (
            self._held[whose] > self._bounds.by_client or self._held.total() > self._bounds.together
        ):
            raise TooManyBodies

    def _streamed_body(
        self, begun: bytes, patience: BodyDeadline, receive: Receive, taken: "_RequestResources"
    ) -> ArrivingBody:
        if self._streams >= self._bounds.streams:
            raise TooManyBodies
        self._streams += 1
        taken.streams = 1
        loop = asyncio.get_running_loop()
        more = True

        async def fetched() -> bytes | type[OSError]:
            nonlocal more
            piece = b""
            try:
                while more and not piece:
                    piece, more = await patience.receive_piece(receive)
            except OSError as why:
                return type(why)
            return piece

        return ArrivingBody(begun, lambda: _run_on_loop(loop, fetched()))

    async def _drain_body(self, receive: Receive) -> None:
        """Let the rest come, and keep none of it: a browser that is cut off shows an error of its own."""
        patience, heard, more = BodyDeadline(self._bounds), 0, True
        with suppress(OSError):
            while more and heard < self._bounds.heard_out:
                piece, more = await patience.receive_piece(receive)
                heard += len(piece)

    # ---- the answer

    async def _send_answer(self, environ: Environ, send: Send) -> None:
        loop = asyncio.get_running_loop()
        answer = _AnswerSender(loop, send, self._bounds.seconds)
        run = loop.run_in_executor(self._threads, answer.run_application, self._application, environ)
        try:
            whole = await asyncio.shield(run)
        except Exception as error:
            log_event(LOG, "site_failed", level=logging.ERROR, error=type(error).__name__)
            if not answer.begun:
                answer.start = {"type": "http.response.start", "status": 500, "headers": []}
                await answer.send_whole_body(b"")
            return
        if whole is not None:
            await answer.send_whole_body(whole)


class _RequestResources:
    """What a request holds of what a worker has."""

    def __init__(self) -> None:
        self.bytes = 0
        self.streams = 0
        self.too_large = False


class _AnswerSender:
    def __init__(self, loop: AbstractEventLoop, send: Send, seconds: float) -> None:
        self._loop = loop
        self._send = send
        self._seconds = seconds
        self.start: Message = {}
        self.begun = False
        self._last = False
        """Whether the line ends with it: the body of the request was not taken."""

    def run_application(self, application: Application, environ: Environ) -> bytes | None:
        """Run the application: the whole body, or None where it was handed over piece by piece."""
        self._last = not isinstance(environ["wsgi.input"], BytesIO)
        parts = application(environ, self._start_response)
        try:
            pieces = iter(parts)
            first = next(pieces, b"")  # by now an application has said what it answers
            if isinstance(parts, list) or any(name == b"content-length" for name, _ in self.start["headers"]):
                return b"".join((first, *pieces))
            for piece in chain((first,), pieces):
                if piece:
                    self._send_piece(piece, more=True)
            self._send_piece(b"", more=False)
        except BodyCutShort:  # nobody takes it
            pass
        finally:
            close = getattr(parts, "close", None)
            if close:
                close()
        return None

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        if self._last:
            named.append((b"connection", b"close"))
        self.start = {"type": "http.response.start", "status": int(status[:3]), "headers": named}
        return _unsupported_write

    def _send_piece(self, piece: bytes, *, more: bool) -> None:
        if not self.begun:
            self.begun = True
            _run_on_loop(self._loop, self._send_message(self.start))
        _run_on_loop(
            self._loop, self._send_message({"type": "http.response.body", "body": piece, "more_body": more})
        )

    async def send_whole_body(self, body: bytes) -> None:
        with suppress(BodyCutShort):
            await self._send_message(self.start)
            await self._send_message({"type": "http.response.body", "body": body})

    async def _send_message(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError:
            raise BodyCutShort from None


def _unsupported_write(_data: bytes) -> None:
    raise NotImplementedError("an answer is what is returned")


def _run_on_loop[T](loop: AbstractEventLoop, task: Coroutine[Any, Any, T]) -> T:
    """Have the loop do something, and wait for it in a thread."""
    return asyncio.run_coroutine_threadsafe(task, loop).result()


def wsgi_environ(scope: Scope) -> Environ:
    """A request as WSGI has it (PEP 3333), without its body.

    A header whose name has an underscore is left out: it would pass for the one with a dash.
    """
    raw: bytes = scope["raw_path"]
    host, port = scope["server"]
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": (unquote_to_bytes(raw) if b"%" in raw else raw).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        said = value.decode("latin-1")
        if key in environ:
            said = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','}{said}"
        environ[key] = said
    return environ
