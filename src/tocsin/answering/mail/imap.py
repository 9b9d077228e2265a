"""Mail in from a mailbox by IMAP: looked at when something arrives (IDLE), or every minute.

What was handled leaves the mailbox: nothing of what people forward is kept. What is met with silence may be
put aside, for a human to look at.
"""

import logging
import ssl
import threading
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from msgspec import Struct

from tocsin.answering.mail.mail_responder import MailResponder
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.runtime.logs import log_event

VARIABLE: Final = "TOCSIN_IMAP"
_PORTS: Final = {"imap": 143, "imaps": 993}
_HERE: Final = ("127.0.0.1", "::1", "localhost")
POLL: Final = 60.0
"""Seconds between two looks into a mailbox whose server does not tell of new mail."""
RENEW: Final = 600.0
"""Seconds after which we ask again to be told: servers forget who is silent for 30 minutes."""
PATIENCE: Final = 60.0
FIRST, MOST = 1.0, 60.0
"""Seconds before a mailbox that is away is tried again: doubled each time."""
_log = logging.getLogger("tocsin.mail")


class BadMailboxUrl(ValueError):
    """The mailbox is not written as it should be: imaps://user:password@host/folder."""

    def __init__(self, trouble: str) -> None:
        super().__init__(f"{VARIABLE}: {trouble}; expected imaps://user:password@host/folder")


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

    def __repr__(self) -> str:
        return f"Mailbox({self.host}:{self.port})"


def parse_mailbox_url(url: str) -> ImapMailbox:
    """The mailbox of a URL. Raises BadMailboxUrl, which never shows a password.

    >>> parse_mailbox_url("imaps://verifier:secret@mail.service.example").folder
    'INBOX'
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadMailboxUrl("the port is not a number") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadMailboxUrl("it is not the address of a mailbox")
    if not parts.username:
        raise BadMailboxUrl("the user is missing")
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - {"ca"}):
        raise BadMailboxUrl(f"unknown: {', '.join(unknown)}")
    return ImapMailbox(
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
        parts.scheme == "imaps",
        options.get("ca", ""),
    )


class MailboxWatcher:
    """Handles what arrives in a mailbox, until it is told to stop."""

    def __init__(
        self, box: ImapMailbox, answerer: MailResponder, *, aside: str = "", poll: float = POLL
    ) -> None:
        self._box = box
        self._answerer = answerer
        self._aside = aside
        self._poll = poll
        self._later: set[int] = set()
        """Mails that are to be tried again, at the next look."""

    def watch_mailbox(self, stop: threading.Event) -> None:
        """Watch until ``stop`` is set; a mailbox that is away is tried again.

        Raises MailboxRefused at first.
        """
        wait, entered = FIRST, False
        while not stop.is_set():
            try:
                with _MailboxSession(self._box) as client:
                    wait, entered = FIRST, True
                    self._watch_session(client, stop)
            except MailboxRefused:
                if not entered:
                    raise
                log_event(_log, "mailbox does not let us in", level=logging.ERROR)
            except (OSError, IMAPClientError) as error:
                log_event(_log, "mailbox away", level=logging.WARNING, error=type(error).__name__)
            stop.wait(wait)
            wait = min(wait * 2, MOST)

    def handle_waiting_mails(self) -> int:
        """Handle what is there now; how many mails that was. Raises MailboxRefused, OSError."""
        with _MailboxSession(self._box) as client:
            return len(self._handle_unread(client))

    def _watch_session(self, client: IMAPClient, stop: threading.Event) -> None:
        idles = client.has_capability("IDLE")
        before: set[int] = set()
        while not stop.is_set():
            uids = self._handle_unread(client)
            if self._later or not idles:
                stop.wait(self._poll)
                client.noop()
            elif uids - before or _has_new_mail(client):
                pass  # what arrived meanwhile was told then, and is not told again to who waits for it
            else:
                _wait_idle(client, stop)
            before = uids

    def _handle_unread(self, client: IMAPClient) -> set[int]:
        """Handle every mail that nobody has read, and give their numbers; what is to come again stays."""
        self._later.clear()
        _has_new_mail(client)  # of whatever is there now
        uids = client.search(["UNSEEN", "UNDELETED"])
        for uid in uids:
            self._handle_mail(client, uid)
        return set(uids)

    def _handle_mail(self, client: IMAPClient, uid: int) -> None:
        size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE")
        if size is None:  # another program took it
            return
        if size > MESSAGE_BYTES:
            log_event(_log, "mail", outcome="too_large", octets=size)
            self._answerer.counts["too_large"] += 1
            self._remove_mail(client, uid, answered=False)
            return
        raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if raw is None:
            return
        outcome = self._answerer.handle_mail(raw, None)
        if outcome == "later":
            self._later.add(uid)
        else:
            self._remove_mail(client, uid, answered=outcome in ("answered", "already"))

    def _remove_mail(self, client: IMAPClient, uid: int, *, answered: bool) -> None:
        if self._aside and not answered:
            client.add_flags([uid], [b"\\Seen"], silent=True)
            client.copy([uid], self._aside)
        client.delete_messages([uid], silent=True)
        if client.has_capability("UIDPLUS"):
            client.uid_expunge([uid])
        else:
            client.expunge()


class _MailboxSession:  # used as the function that it stands for
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
            raise MailboxRefused(f"{VARIABLE}: the user or the password is not right") from None
        except IMAPClientError:
            self._close()
            raise MailboxRefused(
                f"{VARIABLE}: there is no folder {box.folder!r}, or no way to protect the line"
            ) from None
        return self._client

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        with suppress(OSError, IMAPClientError):
            self._client.logout()


def _has_new_mail(client: IMAPClient) -> bool:
    """Whether the server spoke of the size of the folder since this was asked last."""
    told: list[bytes | None] = client._imap.response("EXISTS")[1]
    return told != [None]


def _wait_idle(client: IMAPClient, stop: threading.Event) -> None:
    """Wait until the server tells of something, for a while."""
    client.idle()
    try:
        left = RENEW
        while left > 0 and not stop.is_set():
            if any(
                len(one) > 1 and one[1] in (b"EXISTS", b"RECENT") for one in client.idle_check(timeout=1.0)
            ):
                break
            left -= 1.0
    finally:
        client.idle_done()
