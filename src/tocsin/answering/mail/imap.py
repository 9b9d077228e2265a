"""Mail in from a mailbox by IMAP: looked at when something arrives (IDLE), or every minute.

What was handled leaves the mailbox: nothing of what people forward is kept. What is met with silence may be
put aside, for a human to look at.
"""

import logging
import threading
from typing import Final

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tocsin.answering.mail.mail_responder import MailResponder
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.runtime.logs import log_event
from tocsin.runtime.mailbox import ImapMailbox, MailboxRefused, MailboxSession, remove_mail

VARIABLE: Final = "TOCSIN_IMAP"
POLL: Final = 60.0
"""Seconds between two looks into a mailbox whose server does not tell of new mail."""
RENEW: Final = 600.0
"""Seconds after which we ask again to be told: servers forget who is silent for 30 minutes."""
FIRST, MOST = 1.0, 60.0
"""Seconds before a mailbox that is away is tried again: doubled each time."""
_log = logging.getLogger("tocsin.mail")


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
                with MailboxSession(self._box) as client:
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
        with MailboxSession(self._box) as client:
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
        remove_mail(client, uid)


def _has_new_mail(client: IMAPClient) -> bool:
    """Whether the server spoke of the size of the folder since this was asked last."""
    told: list[bytes | None] = client._imap.response("EXISTS")[1]
    return told != [None]


def _wait_idle(client: IMAPClient, stop: threading.Event) -> bool:
    """Wait until the server tells of new mail, for a while; whether it did."""
    client.idle()
    try:
        told = _was_told_with_consent(client)
        left = RENEW
        while not told and left > 0 and not stop.is_set():
            told = any(
                len(one) > 1 and one[1] in (b"EXISTS", b"RECENT") for one in client.idle_check(timeout=1.0)
            )
            left -= 1.0
        return told
    finally:
        client.idle_done()


def _was_told_with_consent(client: IMAPClient) -> bool:
    """Whether the server told of new mail in the same breath in which it let us wait.

    That was read with its consent, and ``idle_check`` looks only at what comes after it: the mail would wait until the server
    says anything else, which may take minutes.
    """
    sock = client.socket()
    before = sock.gettimeout()
    sock.settimeout(0.0)
    try:
        read: bytes = client._imap.file.peek()
    except OSError:  # nothing more was said, over TLS
        return False
    finally:
        sock.settimeout(before)
    return b"EXISTS" in read or b"RECENT" in read
