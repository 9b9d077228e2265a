"""What somebody who watches over the security of the site wants to hear: sign-ins that fail, codes, refusals,
sign-outs, new keys. A line of log for each (``tocsin.security``), and the same to a SIEM where one is named.

Nobody is named in it. A login is a keyed hash, the same on every day and machine that share the secret of
the site; a network is one that changes every day. Both are in letters, so that no figure in them looks like a
number of a person. Accounts are numbers; the chained log of the store says whose.

``TOCSIN_SYSLOG`` names the SIEM: ``udp://host:514``, ``tcp://host:601`` or ``unix:/dev/log``. Each event is
one message of RFC 5424, with the JSON of the log in it; over TCP they are parted by ends of lines (RFC 6587).
"""

import hashlib
import hmac
import logging
import logging.handlers
import os
import queue
import secrets
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from tocsin.config import read_settings
from tocsin.runtime.logs import JsonLineFormatter, log_event

if TYPE_CHECKING:
    from django.http import HttpRequest

LOG: Final = logging.getLogger("tocsin.security")
SecurityEvent = Literal[
    "sign_in_failed", "sign_in_limited", "signed_in", "signed_out", "code_failed", "code_limited",
    "password_failed", "account_changed", "provider_refused", "refused", "form_refused", "api_refused",
    "api_key_made", "api_key_revoked",
]  # fmt: skip
WARNINGS: Final[frozenset[SecurityEvent]] = frozenset(
    {
        "sign_in_failed", "sign_in_limited", "code_failed", "code_limited", "password_failed",
        "provider_refused", "refused", "form_refused", "api_refused",
    }
)  # fmt: skip
"""Events that say no to somebody; the others are told for the record."""
_HASHED: Final = 8
"""Bytes of a hash that are shown."""
_WAITING: Final = 10_000
"""Events that wait for a SIEM which does not take them; what comes beyond stands in the log alone."""
_SECONDS: Final = 5.0
"""How long the thread that hands them over waits."""
_FACILITY: Final = logging.handlers.SysLogHandler.LOG_AUTHPRIV
_INFORMATIONAL: Final = logging.handlers.SysLogHandler.LOG_INFO
_SEVERITIES: Final = {logging.WARNING: logging.handlers.SysLogHandler.LOG_WARNING}


class BadSyslogAddress(ValueError):
    """The address of the SIEM is none."""

    def __init__(self, given: str) -> None:
        super().__init__(f"TOCSIN_SYSLOG={given!r}: expected udp://host:514, tcp://host:601 or unix:/dev/log")


def log_security_event(
    name: SecurityEvent,
    request: "HttpRequest | None" = None,
    *,
    login: str = "",
    network: bytes = b"",
    **fields: Any,
) -> None:
    """Say that something happened; ``network`` is a digest where there is no request of Django.

    ``fields`` are numbers and stable words, never anything of a person.
    """
    if request is not None:
        from tocsin.web import rate_limits  # it needs Django's settings, which commands do not have

        network = rate_limits.client_pseudonym(request, datetime.now(UTC))
    if login:
        fields["who"] = login_hash(login)
    if network:
        fields["network"] = _digest_in_letters(network)
    level = logging.WARNING if name in WARNINGS else logging.INFO
    log_event(LOG, name, level=level, **fields)


def login_hash(login: str) -> str:
    return _digest_in_letters(
        hmac.digest(_hash_secret(), f"security {login.lower()}".encode(), hashlib.sha256)
    )


@cache
def _hash_secret() -> bytes:
    return (read_settings().site_secret or secrets.token_urlsafe(32)).encode()


def _digest_in_letters(digest: bytes) -> str:
    """A digest without figures.

    >>> _digest_in_letters(bytes([0, 255, 18]))
    'aappbc'
    """
    return digest[:_HASHED].hex().translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def create_siem_handler(environ: Mapping[str, str] | None = None) -> logging.Handler:
    """What hands events to the SIEM, without ever waiting for it. Raises BadSyslogAddress."""
    waiting: queue.Queue[logging.LogRecord] = queue.Queue(_WAITING)
    sender = _SyslogSender(*_parse_syslog_address(read_settings(environ).syslog))
    sender.setFormatter(SyslogFormatter(stream=sender.socktype == socket.SOCK_STREAM))
    listener = logging.handlers.QueueListener(waiting, sender)
    listener.start()
    return _EventQueueHandler(waiting)


def attach_siem() -> None:
    """Hand the events of a command to the SIEM, where one is named. Raises BadSyslogAddress."""
    if given := read_settings().syslog:
        sender = _SyslogSender(*_parse_syslog_address(given))
        sender.setFormatter(SyslogFormatter(stream=sender.socktype == socket.SOCK_STREAM))
        LOG.addHandler(sender)
        LOG.setLevel(logging.INFO)
    LOG.propagate = False  # a command says other things to its terminal


def check_syslog_setting(environ: Mapping[str, str] | None = None) -> None:
    """See that the address can be read. Raises BadSyslogAddress."""
    if given := read_settings(environ).syslog:
        _parse_syslog_address(given)


def _parse_syslog_address(given: str) -> tuple[str | tuple[str, int], socket.SocketKind]:
    parts = urlsplit(given)
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return parts.path, socket.SOCK_DGRAM
    kinds = {"udp": (socket.SOCK_DGRAM, 514), "tcp": (socket.SOCK_STREAM, 601)}
    try:
        kind, port = kinds[parts.scheme]
        if not parts.hostname or parts.path not in ("", "/"):
            raise ValueError
        return (parts.hostname, parts.port or port), kind
    except (KeyError, ValueError):
        raise BadSyslogAddress(given) from None


class _EventQueueHandler(logging.handlers.QueueHandler):
    """Puts events where a thread of its own takes them."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            self.queue.put_nowait(record)
        except queue.Full:
            return  # it stands in the log


class _SyslogSender(logging.Handler):
    """Sends one event; whoever is away is asked again with the next."""

    def __init__(self, address: str | tuple[str, int], kind: socket.SocketKind) -> None:
        super().__init__()
        self.socktype = kind
        self._to = address
        self._line: socket.socket | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Send it; what cannot be sent stands in the log alone."""
        severity = _SEVERITIES.get(record.levelno, _INFORMATIONAL)
        message = f"<{_FACILITY * 8 + severity}>{self.format(record)}".encode()
        for _ in range(2):  # a line that was cut is made anew once
            try:
                self._line = self._line or self._connect()
                self._line.sendall(message)
                return
            except OSError:
                self.close()

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
        super().close()

    def _connect(self) -> socket.socket:
        if isinstance(self._to, str):
            line = socket.socket(socket.AF_UNIX, self.socktype)
        else:
            line = socket.socket(socket.getaddrinfo(*self._to, type=self.socktype)[0][0], self.socktype)
        line.settimeout(_SECONDS)
        try:
            line.connect(self._to)
        except OSError:
            line.close()
            raise
        return line


class SyslogFormatter(logging.Formatter):
    """Writes an event as RFC 5424 has it, but for its priority."""

    def __init__(self, *, stream: bool) -> None:
        super().__init__()
        self._end = "\n" if stream else ""
        self._json = JsonLineFormatter()
        self._host = socket.gethostname() or "-"

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = f"1 {at.replace('+00:00', 'Z')} {self._host} tocsin {os.getpid()} {record.getMessage()} - "
        return f"{head}{self._json.format(record)}{self._end}"
