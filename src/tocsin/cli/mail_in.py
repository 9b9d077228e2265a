"""``tocsin mail-in``: people forward a strange message by mail, and get its verdict back."""

import asyncio
import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from time import time

from tocsin.charter.load import load
from tocsin.cli import status, systemd
from tocsin.cli.check import contents
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.reception.answerer import Answerer, Desk, RegisterAway
from tocsin.reception.ledger import Busy, Ledger
from tocsin.reception.submission import VARIABLE, BadAddress, Submission, submission
from tocsin.tracing import logs


def run(options: Namespace) -> int:
    """Answer what arrives, or show what would be answered to one mail."""
    desk = _desk(options)
    if options.show:
        return _show(options.show, desk)
    if not options.lmtp and not options.imap:
        raise status.Usage("one of --lmtp, --imap or --show says where mails come from", place="mail-in")
    way = _way()
    logs.set_up()
    try:
        ledger = Ledger(_folder(options.folder), time, per_hour=options.per_hour)
    except Busy as error:
        raise status.Unavailable(str(error)) from None
    try:
        return _answer(options, Answerer(desk, ledger, way))
    except ModuleNotFoundError as error:
        raise status.PartNotInstalled("mail", error.name) from None
    finally:
        ledger.close()


def _answer(options: Namespace, answerer: Answerer) -> int:
    if options.lmtp:
        asyncio.run(_lmtp(options, answerer))
    else:
        _imap(answerer, options)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(answerer.counts.items()))
    say(f"stopped; mails: {told or 'none'}")
    return 0


async def _lmtp(options: Namespace, answerer: Answerer) -> None:
    from tocsin.reception.listening import BadPlace, place
    from tocsin.reception.lmtp import serve

    try:
        at = place(options.lmtp)
    except BadPlace as error:
        raise status.Usage(f"--lmtp: {error}", place="mail-in") from None
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await serve(answerer, at, stop, partial(_ready, options, f"listens at {options.lmtp}"))
    except OSError as error:
        raise status.Unavailable(f"nothing can listen at {options.lmtp}: {error.strerror or error}") from None


def _imap(answerer: Answerer, options: Namespace) -> None:
    from tocsin.reception.imap import VARIABLE as MAILBOX
    from tocsin.reception.imap import BadMailbox, NoEntry, Watch, mailbox

    try:
        box = mailbox(os.environ.get(MAILBOX, ""))
    except BadMailbox as error:
        raise status.Usage(str(error), place="mail-in") from None
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _ready(options, f"watches {box.folder} at {box.host}")
    try:
        Watch(box, answerer, aside=options.aside).run(stop)
    except NoEntry as error:
        raise status.Unavailable(str(error)) from None


def _ready(options: Namespace, what: str) -> None:
    say(f"{what}; answers go out as {options.address}; Ctrl-C or SIGTERM stops")
    systemd.notify("READY=1", f"STATUS={what}")


def _desk(options: Namespace) -> Desk:
    return Desk(
        address=options.address,
        aliases=frozenset(alias.lower() for alias in options.alias),
        trust_host=options.trust_host,
        charter=load(options.charter),
        dkim_keys={name: contents(file).strip() for name, file in options.dkim_key},
        known=_counting(known_of(options.register), options.register),
    )


def _counting(
    looked_up: Callable[[Message], tuple[Evidence, ...]], register: str | None
) -> Callable[[Message], tuple[Evidence, ...]]:
    """The same; where the register is that of the store, who doubts one of our own texts is counted."""
    from tocsin.cli import shelf

    if not register or not shelf.in_store(register):
        return looked_up
    from tocsin.tracing import clock, db
    from tocsin.tracing.wording.doubts import Doubts

    doubts, now = Doubts(db.connect), clock.from_environment().now

    def counted(message: Message) -> tuple[Evidence, ...]:
        found = looked_up(message)
        doubts.count(message.text, now())
        return found

    return counted


def known_of(register: str | None) -> Callable[[Message], tuple[Evidence, ...]]:
    """What the register that was named knows of the codes in a message."""
    if not register:
        return lambda message: ()
    from tocsin.cli import shelf
    from tocsin.register.known import known

    held = [shelf.opened(register)]
    alone = threading.Lock()  # mails are answered several at a time, and the register has one connection

    def looked_up(message: Message) -> tuple[Evidence, ...]:
        dated = message.channel == "email"
        with alone:
            try:
                return known(held[0], message, dated=dated)
            except Exception:  # whatever a lost connection raises; a second one may not be lost
                try:
                    held[0] = shelf.opened(register)
                    return known(held[0], message, dated=dated)
                except Exception as error:
                    raise RegisterAway(str(RegisterAway.__doc__)) from error

    return looked_up


def _way() -> Submission:
    try:
        return submission(os.environ.get(VARIABLE, ""))
    except BadAddress as error:
        raise status.Usage(str(error), place="mail-in") from None


def _folder(named: Path | None) -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return named or Path(state) / "tocsin" / "mail"


def _show(name: str, desk: Desk) -> int:
    """Write the answer that a mail would get; the exit status is 3 where it would be met with silence."""
    from tocsin.message.headers import split
    from tocsin.reception.answerer import written
    from tocsin.reception.courtesy import Sender, whom

    raw = contents(name)
    ours = frozenset({desk.address.lower(), *desk.aliases})
    sender = whom(split(raw), envelope=None, ours=ours, trust_host=desk.trust_host)
    to = sender.address if isinstance(sender, Sender) else "nobody"
    answer = message_from_bytes(written(raw, desk, to, datetime.now(UTC)), policy=policy.default)
    for header in ("From", "To", "Subject"):
        print(f"{header}: {answer[header]}")
    body = answer.get_body(("plain",))
    print(f"\n{body.get_content() if body else ''}", end="")
    if not isinstance(sender, Sender):
        say(f"this mail would be met with silence: {sender}")
        return status.NOT_KNOWN
    return 0


def say(text: str) -> None:
    """Tell the operator."""
    print(f"tocsin: {text}", file=sys.stderr, flush=True)
