"""``tocsin mail-filter``: the verdict is added to each mail, in a pipe or as a milter."""

import asyncio
import sys
from argparse import Namespace
from collections import Counter
from datetime import date

from tocsin.answering.mail.mail_judging import Judge
from tocsin.answering.mail.verdict_header import add_verdict_header, format_verdict_header
from tocsin.charter.loading import load_charter
from tocsin.cli import exit_status
from tocsin.cli.mail_in import register_lookup
from tocsin.cli.message_file import read_bounded_file
from tocsin.cli.terminal_text import print_notice
from tocsin.message.eml import read_eml
from tocsin.runtime import logs
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict


def run_command(options: Namespace) -> int:
    judges = _mail_judge(options)
    if not options.milter:
        return _filter_one_mail(judges)
    logs.set_up_logging()
    return asyncio.run(_serve_milter(options, judges))


def _mail_judge(options: Namespace) -> Judge:
    charter = load_charter(options.charter) if options.charter else None
    keys = {name: read_bounded_file(file).strip() for name, file in options.dkim_key}
    known = register_lookup(options.register)

    def judged(raw: bytes) -> Verdict:
        message = read_eml(raw, today=date.today(), trust_host=options.trust_host, dkim_keys=keys)
        return judge(message, charter, known=known(message), unread=True)

    return judged


def _filter_one_mail(judges: Judge) -> int:
    """One mail through a pipe. Whatever fails, the mail goes through."""
    raw = sys.stdin.buffer.read()
    try:
        said = format_verdict_header(judges(raw))
    except Exception as error:
        print_notice(f"not checked ({type(error).__name__})")
        said = "not-checked"
    sys.stdout.buffer.write(add_verdict_header(raw, said))
    return 0


async def _serve_milter(options: Namespace, judges: Judge) -> int:
    from tocsin.answering.mail.mail_listener import BadListenAddress, parse_listen_address
    from tocsin.answering.mail.milter import serve_milter

    try:
        at = parse_listen_address(options.milter)
    except BadListenAddress:
        raise exit_status.UsageError("--milter is HOST:PORT or /PATH", place="mail-filter") from None
    stop = stop_event_on_signals()
    seen: list[Counter[str]] = []

    def report_ready(counts: Counter[str], _port: int) -> None:
        seen.append(counts)
        print_notice(f"a milter listens at {options.milter}; Ctrl-C or SIGTERM stops")

    try:
        await serve_milter(judges, at, stop, report_ready)
    except OSError as error:
        raise exit_status.ServiceUnavailable(
            f"nothing can listen at {options.milter}: {error.strerror or error}"
        ) from None
    marked = ", ".join(f"{count} {level}" for level, count in sorted(seen[0].items()))
    print_notice(f"stopped; marked: {marked or 'none'}")
    return 0
