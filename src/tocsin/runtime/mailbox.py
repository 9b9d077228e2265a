"""A mailbox by IMAP: where it is, and a session in one of its folders."""

import ssl
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from msgspec import Struct

_PORTS: Final = {"imap": 143, "imaps": 993}
_HERE: Final = ("127.0.0.1", "::1", "localhost")
PATIENCE: Final = 60.0
"""Seconds after which a server that does not answer is given up."""


class BadMailboxUrl(ValueError):
    """The mailbox is not written as it should be: imaps://user:password@host/folder."""

    def __init__(self, trouble: str) -> None:
        super().__init__(f"{trouble}; expected imaps://user:password@host/folder")


class MailboxRefused(Exception):
    """The mailbox does not let us in, or has no such folder."""


class ImapMailbox(Struct, frozen=True):
    """A mailbox, and the folder in it that people's mail arrives in."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    tls: bool = True
    """From the start; otherwise STARTTLS, unless the server is of this machine."""
    ca: str = ""
    """File of the authority that signed its certificate; empty: those of the system."""
    variable: str = ""
    """The variable that names it, for whoever is told that it cannot be entered."""

    def __repr__(self) -> str:
        return f"Mailbox({self.host}:{self.port})"


def parse_mailbox_url(url: str, variable: str) -> ImapMailbox:
    """The mailbox of a URL, which a variable holds. Raises BadMailboxUrl, which never shows a password.

    >>> parse_mailbox_url("imaps://verifier:secret@mail.service.example", "TOCSIN_IMAP").folder
    'INBOX'
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadMailboxUrl(f"{variable}: the port is not a number") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadMailboxUrl(f"{variable}: it is not the address of a mailbox")
    if not parts.username:
        raise BadMailboxUrl(f"{variable}: the user is missing")
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - {"ca"}):
        raise BadMailboxUrl(f"{variable}: unknown: {', '.join(unknown)}")
    return ImapMailbox(
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
        parts.scheme == "imaps",
        options.get("ca", ""),
        variable,
    )


class MailboxSession:
    """A session in the folder, closed whatever happens."""

    def __init__(self, box: ImapMailbox) -> None:
        self._box = box

    def __enter__(self) -> IMAPClient:
        box = self._box
        secure = ssl.create_default_context(cafile=box.ca or None)
        self._client = IMAPClient(
            box.host, box.port, ssl=box.tls, ssl_context=secure if box.tls else None, timeout=PATIENCE
        )
        try:
            if not box.tls and box.host not in _HERE:
                self._client.starttls(secure)
            self._client.login(box.user, box.password)
            self._client.select_folder(box.folder)
        except LoginError:
            self._close()
            raise MailboxRefused(f"{box.variable}: the user or the password is not right") from None
        except IMAPClientError:
            self._close()
            raise MailboxRefused(
                f"{box.variable}: there is no folder {box.folder!r}, or no way to protect the line"
            ) from None
        return self._client

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        with suppress(OSError, IMAPClientError):
            self._client.logout()


def remove_mail(client: IMAPClient, uid: int) -> None:
    """Delete one mail of the folder, and no other that somebody else has marked."""
    client.delete_messages([uid], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])
    else:
        client.expunge()
