"""``tocsin mail-in``: people forward a strange message by mail, and get its verdict back."""

import asyncio
import signal
import threading
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from time import time

from tocsin.answering.mail.answered_log import AnsweredLog, FolderLocked
from tocsin.answering.mail.mail_responder import (
    MailResponder,
    MailResponderSettings,
    RegisterUnreachable,
    ReportKeeper,
)
from tocsin.answering.mail.submission import BadServerUrl, SubmissionServer, parse_server_url
from tocsin.campaigns.report_receipts import LETTERS
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.charter.loading import load_charter
from tocsin.cli import exit_status, register_source, systemd
from tocsin.cli.message_file import read_bounded_file
from tocsin.cli.terminal_text import print_notice
from tocsin.config import read_settings, user_state_folder
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.runtime import logs
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.verdict.institution_choice import DEFAULT


def run_command(options: Namespace) -> int:
    settings = _build_responder(options)
    if options.show:
        return _show_answer(options.show, settings)
    if not options.lmtp and not options.imap and not options.outcomes:
        raise exit_status.UsageError(
            "one of --lmtp, --imap, --outcomes or --show says what to do", place="mail-in"
        )
    way = _read_submission()
    logs.set_up_logging()
    if options.outcomes:
        return _send_outcomes(options, way)
    try:
        ledger = AnsweredLog(_state_folder(options.folder), time, per_hour=options.per_hour)
    except FolderLocked as error:
        raise exit_status.ServiceUnavailable(str(error)) from None
    with closing(ledger), exit_status.needs_part("mail"):
        return _answer_mails(options, MailResponder(settings, ledger, way))


def _send_outcomes(options: Namespace, way: SubmissionServer) -> int:
    """Write to those who chose it what became of their report."""
    vault = register_source.load_vault()
    from tocsin.answering.mail.outcome_letters import send_due_letters
    from tocsin.runtime.clock import read_clock_from_environment
    from tocsin.store.database import NoStore, open_connection

    try:
        with open_connection(autocommit=True) as connection:
            now, charter = read_clock_from_environment().now(), load_charter(options.charter or DEFAULT)
            counts = send_due_letters(connection, vault, way, options.address, now, charter)
    except NoStore as error:
        raise exit_status.ServiceUnavailable(str(error)) from None
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    print_notice(f"letters: {told or 'none'}")
    return 0


def _answer_mails(options: Namespace, answerer: MailResponder) -> int:
    if options.lmtp:
        asyncio.run(_serve_lmtp(options, answerer))
    else:
        _watch_imap(answerer, options)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(answerer.counts.items()))
    print_notice(f"stopped; mails: {told or 'none'}")
    return 0


async def _serve_lmtp(options: Namespace, answerer: MailResponder) -> None:
    from tocsin.answering.mail.lmtp import serve_lmtp
    from tocsin.answering.mail.mail_listener import BadListenAddress, parse_listen_address

    try:
        at = parse_listen_address(options.lmtp)
    except BadListenAddress as error:
        raise exit_status.UsageError(f"--lmtp: {error}", place="mail-in") from None
    stop = stop_event_on_signals()
    try:
        await serve_lmtp(answerer, at, stop, partial(_report_ready, options, f"listens at {options.lmtp}"))
    except OSError as error:
        raise exit_status.ServiceUnavailable(
            f"nothing can listen at {options.lmtp}: {error.strerror or error}"
        ) from None


def _watch_imap(answerer: MailResponder, options: Namespace) -> None:
    from tocsin.answering.mail.imap import VARIABLE, MailboxWatcher
    from tocsin.runtime.mailbox import BadMailboxUrl, MailboxRefused, parse_mailbox_url

    try:
        box = parse_mailbox_url(read_settings().imap, VARIABLE)
    except BadMailboxUrl as error:
        raise exit_status.UsageError(str(error), place="mail-in") from None
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _report_ready(options, f"watches {box.folder} at {box.host}")
    try:
        MailboxWatcher(box, answerer, aside=options.aside).watch_mailbox(stop)
    except MailboxRefused as error:
        raise exit_status.ServiceUnavailable(str(error)) from None


def _report_ready(options: Namespace, what: str) -> None:
    print_notice(f"{what}; answers go out as {options.address}; Ctrl-C or SIGTERM stops")
    systemd.notify_systemd("READY=1", f"STATUS={what}")


def _build_responder(options: Namespace) -> MailResponderSettings:
    return MailResponderSettings(
        address=options.address,
        aliases=frozenset(alias.lower() for alias in options.alias),
        trust_host=options.trust_host,
        charter=load_charter(options.charter) if options.charter else None,
        dkim_keys={name: read_bounded_file(file).strip() for name, file in options.dkim_key},
        known=_counting_doubts(register_lookup(options.register), options.register),
        reports=_open_reports(shown=bool(options.show)) if options.reports else None,
    )


def _open_reports(*, shown: bool) -> ReportKeeper:
    """Where reports are kept: the store of the service. Raises BadData, PartNotInstalled."""
    if shown:
        return _ShownReports()
    vault = register_source.load_vault()
    from tocsin.answering.mail.stored_reports import StoredReports
    from tocsin.runtime.clock import read_clock_from_environment
    from tocsin.store.database import read_store_url

    return StoredReports(read_store_url(), vault, read_clock_from_environment().now)


def _counting_doubts(
    looked_up: Callable[[Message], tuple[Evidence, ...]], register: str | None
) -> Callable[[Message], tuple[Evidence, ...]]:
    """The same; where the register is asked, who doubts one of our own texts is counted."""
    if not register:
        return looked_up
    from tocsin.message_templates.doubt_counts import DoubtCounter
    from tocsin.runtime import clock
    from tocsin.store import database

    doubts, now = DoubtCounter(database.open_connection), clock.read_clock_from_environment().now

    def counted(message: Message) -> tuple[Evidence, ...]:
        found = looked_up(message)
        doubts.count_message(message.text, now())
        return found

    return counted


def register_lookup(register: str | None) -> Callable[[Message], tuple[Evidence, ...]]:
    """What the register that was named knows of the codes in a message."""
    if not register:
        return lambda message: ()
    from tocsin.register.code_evidence import find_code_evidence

    held = [register_source.open_register()]
    alone = threading.Lock()  # mails are answered several at a time, and the register has one connection

    def looked_up(message: Message) -> tuple[Evidence, ...]:
        dated = message.traits.has_subject
        with alone:
            try:
                return find_code_evidence(held[0], message, dated=dated)
            except Exception:  # whatever a lost connection raises; a second one may not be lost
                try:
                    held[0] = register_source.open_register()
                    return find_code_evidence(held[0], message, dated=dated)
                except Exception as error:
                    raise RegisterUnreachable(str(RegisterUnreachable.__doc__)) from error

    return looked_up


def _read_submission() -> SubmissionServer:
    try:
        return parse_server_url(read_settings().smtp)
    except BadServerUrl as error:
        raise exit_status.UsageError(str(error), place="mail-in") from None


def _state_folder(named: Path | None) -> Path:
    return named or user_state_folder() / "mail"


class _ShownReports:
    """Keeps none: what is only shown makes no report."""

    def __init__(self) -> None:
        self.months, self.weeks = read_settings().report_months, LETTERS.days // 7

    def keep_report(self, _reported: ReportedMessage, _to: str = "", _lang: str = "fr") -> str:
        return "XXXX-XXXX-XXXX"

    def withdraw_report(self, _receipt: str) -> None:
        pass


def _show_answer(name: str, settings: MailResponderSettings) -> int:
    """Write the answer that a mail would get; the exit status is 3 where it would be met with silence."""
    from tocsin.answering.mail.forwarded_message import find_forwarded_message
    from tocsin.answering.mail.mail_responder import write_answer
    from tocsin.answering.mail.reply_policy import ProvenSender, sender_to_answer
    from tocsin.message.mail_headers import split_headers

    raw, now = read_bounded_file(name), datetime.now(UTC)
    block = split_headers(raw)
    ours = frozenset({settings.address.lower(), *settings.aliases})
    sender = sender_to_answer(block, envelope=None, ours=ours, trust_host=settings.trust_host)
    to = sender.address if isinstance(sender, ProvenSender) else "nobody"
    found = find_forwarded_message(raw, today=now.astimezone().date(), dkim_keys=settings.dkim_keys)
    answer = message_from_bytes(write_answer(found, block, settings, to, now).source, policy=policy.default)
    for header in ("From", "To", "Subject"):
        print(f"{header}: {answer[header]}")
    body = answer.get_body(("plain",))
    print(f"\n{body.get_content() if body else ''}", end="")
    if not isinstance(sender, ProvenSender):
        print_notice(f"this mail would be met with silence: {sender}")
        return exit_status.NOT_KNOWN
    return 0
