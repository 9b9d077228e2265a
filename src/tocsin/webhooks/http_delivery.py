"""One event to one endpoint over HTTP: to an address that may be called, and to no other.

The name is looked up once, every address that it has is held against what the endpoint allows, and the line is
opened to the first of them that answers; a name that leads elsewhere a moment later changes nothing. No redirect is followed, no
proxy is used, and of the answer nothing but its status counts.
"""

import asyncio
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from tocsin.sms.http_client import ProviderRequest, RequestNotSent, ResponseMissing, StandardHttpClient
from tocsin.webhooks.endpoints import WebhookEndpoint
from tocsin.webhooks.signature import sign_event

WITHIN: Final = 15.0
"""Seconds for each of connecting, sending and reading, as the specification advises (15 to 30)."""
GONE: Final = 410
"""A status by which a receiver says that it wants no more of it."""

LookUp = Callable[[str, int], list[str]]
"""The addresses of a host, as text. Raises OSError."""


class ForbiddenAddress(OSError):
    """The host of an endpoint has an address that may not be called."""


def look_up_addresses(host: str, port: int) -> list[str]:
    """The addresses that this machine knows for a host. Raises OSError."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def list_addresses(host: str, port: int, *, private: bool, look_up: LookUp = look_up_addresses) -> list[str]:
    """The addresses to call. Raises ForbiddenAddress where any of them may not be, OSError where there is none.

    >>> list_addresses("a.example", 443, private=False, look_up=lambda *_: ["8.8.8.8"])
    ['8.8.8.8']
    >>> list_addresses("a.example", 443, private=False, look_up=lambda *_: ["8.8.8.8", "169.254.169.254"])
    Traceback (most recent call last):
    ...
    tocsin.webhooks.http_delivery.ForbiddenAddress: a.example
    """
    found = look_up(host, port)
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if mapped.is_multicast or mapped.is_unspecified or not (mapped.is_global or private):
            raise ForbiddenAddress(host)
    return found


class PinnedConnection(http.client.HTTPConnection):
    """A line to one of these addresses, under the name of their host."""

    def __init__(self, host: str, port: int, addresses: list[str], context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=WITHIN)
        self._addresses = addresses
        self._context = context

    def connect(self) -> None:
        """Open it; with TLS, to whoever proves the name. Raises OSError."""
        line = self._reach_first()
        self.sock = self._context.wrap_socket(line, server_hostname=self.host) if self._context else line

    def _reach_first(self) -> socket.socket:
        *others, last = self._addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self.port), WITHIN)
        return socket.create_connection((last, self.port), WITHIN)


class PinnedHttpClient(StandardHttpClient):
    """The HTTP client of this house, whose lines go to addresses that were checked."""

    def __init__(self, *, private: bool, context: ssl.SSLContext | None = None) -> None:
        super().__init__(context, WITHIN)
        self._private = private

    def _open_connection(self, url: str) -> tuple[http.client.HTTPConnection, str]:
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        context = (self._context or ssl.create_default_context()) if secure else None
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            addresses = list_addresses(host, port, private=self._private)
        except OSError as error:
            raise RequestNotSent(type(error).__name__) from error
        return PinnedConnection(host, port, addresses, context), target


def deliver_event(
    endpoint: WebhookEndpoint, event: str, body: bytes, seconds: int, context: ssl.SSLContext | None = None
) -> str:
    """Send it; empty where it was taken, else why not: a status, or a kind of error."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "tocsin-webhooks/1",
        "webhook-id": event,
        "webhook-timestamp": str(seconds),
        "webhook-signature": sign_event(endpoint.read_secrets(), event, seconds, body),
    }
    client = PinnedHttpClient(private=endpoint.private, context=context)
    try:
        answer = asyncio.run(client(ProviderRequest("POST", endpoint.url, headers, body)))
    except (RequestNotSent, ResponseMissing) as error:
        return str(error)
    return "" if 200 <= answer.status < 300 else str(answer.status)
