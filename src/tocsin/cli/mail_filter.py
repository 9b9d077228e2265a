"""``tocsin mail-filter``: between two steps of a mail server, the verdict is added to each mail."""

import asyncio
import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tocsin.charter.load import load
from tocsin.cli import status
from tocsin.cli.check import contents
from tocsin.cli.mail_in import known_of, say
from tocsin.message.eml import read_eml
from tocsin.reception.stamp import stamped, value
from tocsin.tracing import logs
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

if TYPE_CHECKING:
    from tocsin.reception.proxy import Handler


def run(options: Namespace) -> int:
    """Pass mails on, or one mail from standard input to standard output."""
    judges = _judge(options)
    if not options.listen:
        return _pipe(judges)
    logs.set_up()
    try:
        return asyncio.run(_serve(options, judges))
    except ModuleNotFoundError as error:
        raise status.PartNotInstalled("mail", error.name) from None


def _judge(options: Namespace) -> Callable[[bytes], Verdict]:
    charter = load(options.charter)
    keys = {name: contents(file).strip() for name, file in options.dkim_key}
    known = known_of(options.register)

    def judged(raw: bytes) -> Verdict:
        message = read_eml(raw, today=date.today(), trust_host=options.trust_host, dkim_keys=keys)
        return judge(message, charter, known=known(message), unread=True)

    return judged


def _pipe(judges: Callable[[bytes], Verdict]) -> int:
    """One mail through a pipe. Whatever fails, the mail goes through."""
    raw = sys.stdin.buffer.read()
    try:
        said = value(judges(raw))
    except Exception as error:
        say(f"not checked ({type(error).__name__})")
        said = "not-checked"
    sys.stdout.buffer.write(stamped(raw, said))
    return 0


async def _serve(options: Namespace, judges: Callable[[bytes], Verdict]) -> int:
    from tocsin.reception.listening import BadPlace, place
    from tocsin.reception.proxy import serve

    try:
        here, there = place(options.listen), place(options.next or "")
    except BadPlace as error:
        raise status.Usage(f"--listen, --next: {error}", place="mail-filter") from None
    if here.path or there.path:
        raise status.Usage("--listen and --next are HOST:PORT", place="mail-filter")
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    handlers: list[Handler] = []
    try:
        await serve(judges, here, there, stop, partial(_ready, options, handlers.append))
    except OSError as error:
        raise status.Unavailable(
            f"nothing can listen at {options.listen}: {error.strerror or error}"
        ) from None
    counts = sorted(handlers[0].counts.items())
    say(f"stopped; passed on: {', '.join(f'{count} {level}' for level, count in counts) or 'none'}")
    return 0


def _ready(options: Namespace, keep: Callable[["Handler"], None], handler: "Handler") -> None:
    keep(handler)
    say(f"listens at {options.listen}, passes on to {options.next}; Ctrl-C or SIGTERM stops")
