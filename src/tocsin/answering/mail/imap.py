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
FIRST_IDLE: Final = 1.0
"""Seconds of the first wait for a server that tells of new mail, doubled up to POLL while nothing comes: what it tells in
one breath with its consent to let us wait is not heard, and is found at the next look."""
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
        pause = FIRST_IDLE
        while not stop.is_set():
            uids = self._handle_unread(client)
            if self._later or not idles:
                stop.wait(self._poll)
                client.noop()
            elif uids - before:
                pause = FIRST_IDLE  # what arrived meanwhile was told then, and is not told again to who waits for it
            else:
                _wait_idle(client, stop, pause)
                pause = min(pause * 2, self._poll)
            before = uids

    def _handle_unread(self, client: IMAPClient) -> set[int]:
        """Handle every mail that nobody has read, and give their numbers; what is to come again stays."""
        self._later.clear()
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


def _wait_idle(client: IMAPClient, stop: threading.Event, seconds: float) -> None:
    """Wait until the server says something, for so many seconds at most."""
    client.idle()
    try:
        while seconds > 0 and not stop.is_set() and not client.idle_check(timeout=1.0):
            seconds -= 1.0
    finally:
        client.idle_done()
