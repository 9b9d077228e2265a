"""One HTTP request and its answer, by the standard library."""

import asyncio
import http.client
import ssl
from typing import Final, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

LONGEST_ANSWER: Final = 4_000_000
"""Octets read of an answer, and taken of a webhook."""


class RequestNotSent(ConnectionError):
    """The request did not leave."""


class ResponseMissing(ConnectionError):
    """The request left, and no answer came."""


class ProviderRequest(Struct, frozen=True):
    method: str
    url: str
    headers: dict[str, str]
    body: bytes


class ProviderResponse(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


class HttpClient(Protocol):
    """Makes a request; raises ``RequestNotSent`` or ``ResponseMissing``."""

    async def __call__(self, request: ProviderRequest) -> ProviderResponse:
        """The answer, whatever its status."""


class StandardHttpClient:
    """The standard library's HTTP client, in a thread: no redirects, bounded answers, bounded time."""

    def __init__(self, context: ssl.SSLContext | None = None, within: float = 30.0) -> None:
        self._context = context
        self._within = within

    async def __call__(self, request: ProviderRequest) -> ProviderResponse:
        return await asyncio.to_thread(self._send_request, request)

    def _send_request(self, request: ProviderRequest) -> ProviderResponse:
        connection, target = self._open_connection(request.url)
        try:
            connection.connect()
        except OSError as error:
            raise RequestNotSent(type(error).__name__) from error
        try:
            connection.request(request.method, target, body=request.body or None, headers=request.headers)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            body = answer.read(LONGEST_ANSWER)
            if answer.length:
                raise http.client.IncompleteRead(body, answer.length)
            return ProviderResponse(answer.status, headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise ResponseMissing(type(error).__name__) from error
        finally:
            connection.close()

    def _open_connection(self, url: str) -> tuple[http.client.HTTPConnection, str]:
        parts = urlsplit(url)
        host = parts.hostname or ""
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.scheme == "https":
            context = self._context or ssl.create_default_context()
            return http.client.HTTPSConnection(
                host, parts.port, timeout=self._within, context=context
            ), target
        return http.client.HTTPConnection(host, parts.port, timeout=self._within), target
