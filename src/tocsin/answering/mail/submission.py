"""The way out: an answer is handed to a mail server, with the empty return path of RFC 3834.

``smtp://user:password@host:587`` speaks STARTTLS before it says a password, ``smtps://`` TLS from the start;
``smtp://127.0.0.1:25`` is a server of this machine, where neither is needed.
"""

import smtplib
import ssl
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

VARIABLE: Final = "TOCSIN_SMTP"
_PORTS: Final = {"smtp": 587, "smtps": 465}
_HERE: Final = ("127.0.0.1", "::1", "localhost")
PATIENCE: Final = 30.0
"""Seconds without a word after which the server is given up."""


class BadServerUrl(ValueError):
    """The mail server is not written as it should be."""


class MailNotSent(Exception):
    """The answer surely did not leave; ``permanent`` where the same would be refused again."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        self.reason = reason
        """A stable word, ``unreachable``, ``tls``, ``login``, or the number of the refusal, ``smtp_550``."""
        self.permanent = permanent
        super().__init__(f"{str(self.__doc__).partition(';')[0]}: {reason}")


class MailUncertain(Exception):
    """The line broke while the server had the answer: it may have left."""


class SubmissionServer(Struct, frozen=True):
    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    """From the start; otherwise STARTTLS, unless the server is of this machine."""
    ca: str = ""
    """File of the authority that signed its certificate; empty: those of the system."""

    def __repr__(self) -> str:
        return f"Submission({self.host}:{self.port})"

    def send(self, sender: str, to: str, message: bytes) -> None:
        """Hand one message over. Raises MailNotSent, MailUncertain.

        ``sender`` is that of the envelope: empty, for an answer of ours.
        """
        with _SmtpSession(self) as session:
            try:
                _send_envelope(session, sender, to)
                code, _ = session.data(message)
            except smtplib.SMTPDataError as error:
                raise _rejection_error(error.smtp_code) from None
            except (OSError, smtplib.SMTPException) as error:
                raise MailUncertain(type(error).__name__) from None
            if code != 250:
                raise _rejection_error(code)


def parse_server_url(url: str) -> SubmissionServer:
    """The server of a URL. Raises BadServerUrl, which never shows a password.

    >>> parse_server_url("smtp://verifier:secret@mail.service.example:587").port
    587
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadServerUrl(_url_error("the port is not a number")) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadServerUrl(_url_error("it is not an address of a mail server"))
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - {"ca"}):
        raise BadServerUrl(_url_error(f"unknown: {', '.join(unknown)}"))
    return SubmissionServer(
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtps",
        options.get("ca", ""),
    )


def _url_error(trouble: str) -> str:
    return f"{VARIABLE}: {trouble}; expected smtp://user:password@host:587 or smtps://user:password@host:465"


class _SmtpSession:  # used as the function that it stands for
    """An open session, closed whatever happens."""

    def __init__(self, server: SubmissionServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> smtplib.SMTP:
        server = self._server
        try:
            self._smtp = smtp = _connect_server(server)
            smtp.ehlo_or_helo_if_needed()
            if not server.tls and (smtp.has_extn("starttls") or server.host not in _HERE):
                smtp.starttls(context=_tls_context(server))
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError:
            self._close()
            raise MailNotSent("login", permanent=False) from None
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            self._close()
            raise MailNotSent("tls", permanent=False) from None
        except (OSError, smtplib.SMTPException):
            self._close()
            raise MailNotSent("unreachable", permanent=False) from None
        return smtp

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()


def _connect_server(server: SubmissionServer) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=_tls_context(server))
    return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)


def _tls_context(server: SubmissionServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca or None)


def _send_envelope(session: smtplib.SMTP, sender: str, to: str) -> None:
    """Sender and recipient; until the text was asked for, nothing can have left. Raises MailNotSent."""
    try:
        code, _ = session.mail(sender)
        if code == 250:
            code, _ = session.rcpt(to)
    except (OSError, smtplib.SMTPException):
        raise MailNotSent("unreachable", permanent=False) from None
    if code not in (250, 251):
        raise _rejection_error(code)


def _rejection_error(code: int) -> MailNotSent:
    return MailNotSent(f"smtp_{code}", permanent=code >= 500)
