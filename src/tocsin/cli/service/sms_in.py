"""``tocsin sms-in``: the answers to what people forward by SMS, seen beforehand, or run alone."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from functools import partial

from tocsin.charter.load import load
from tocsin.charter.view import as_of
from tocsin.cli import systemd
from tocsin.cli.lines import STANDARD
from tocsin.cli.service.keys import by
from tocsin.cli.service.worker import say
from tocsin.cli.status import BadData, Usage
from tocsin.message import gsm7
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.read import decoded
from tocsin.reception.sms import ceilings
from tocsin.reception.sms.answer import CODE, answer, help_answer
from tocsin.reception.sms.asked import asked
from tocsin.reception.sms.ceilings import BadCeiling
from tocsin.reception.sms.desk import Held
from tocsin.reception.sms.lane import VARIABLE, BadLane, lane
from tocsin.reception.sms.service import run as serve
from tocsin.tracing import clock, db
from tocsin.tracing.gateway.accounts import BadAccount, accounts
from tocsin.verdict.check import judge


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("--show", metavar="TEXT|-", help="write the answer that this SMS would get, and send nothing")
    add("--stop", action="store_true", help="let no process answer any more, until --go-on; and end")
    add("--go-on", action="store_true", help="let them answer again after --stop; and end")
    add("--charter", default="assurance_maladie", metavar="NAME|PATH", help="charter to apply")


def run(options: argparse.Namespace) -> int:
    """Show an answer, or answer what comes in on the lane until SIGTERM."""
    if options.show is not None:
        return _show(options)
    if options.stop or options.go_on:
        return _switch(options)
    try:
        here = lane(accounts())
    except (BadAccount, BadLane) as error:
        raise Usage(str(error), place="sms-in") from None
    if not here:
        raise Usage(f"{VARIABLE} names no lane: the number to which people forward messages", place="sms-in")
    now = clock.from_environment()
    try:
        ceilings.from_environment()
        counts = asyncio.run(serve(db.url(), here, now, ready=partial(_ready, here), charter=options.charter))
    except (Held, BadCeiling) as error:
        raise Usage(str(error), place="sms-in") from None
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    say(f"stopped; SMS: {told or 'none'}")
    return 0


def _switch(options: argparse.Namespace) -> int:
    """Stop the answers of all processes, or let them go on."""
    now, who = clock.from_environment().now(), by()
    with db.connect(autocommit=True) as connection:
        if options.stop:
            ceilings.stop_answers(connection, who, now)
        else:
            ceilings.resume_answers(connection, who, now)
    say("no SMS is answered any more; tocsin sms-in --go-on ends that" if options.stop else "answering again")
    return 0


def _ready(here: str) -> None:
    say(f"answers what is forwarded to {here}; Ctrl-C or SIGTERM stops")
    systemd.notify("READY=1")


def _show(options: argparse.Namespace) -> int:
    """Write the answer, its code left open, and how long it is."""
    text = options.show
    if text == STANDARD:
        text = decoded(sys.stdin.buffer.read(MESSAGE_BYTES + 1))
        if not text.strip():
            raise BadData("it is empty", place="standard input")
    charter, today = load(options.charter), datetime.now(UTC).astimezone().date()
    view, what = as_of(charter, today), asked(text, today=today)
    if what.what == "stop":
        print("(no answer: whoever says stop gets none)")
        return 0
    if what.message is None:
        wording = help_answer(view, what.lang)
    else:
        wording = answer(judge(what.message, charter, lang=what.lang), what.message, view, what.lang)
    said = wording.render(CODE, {})
    print(said)
    say(f"{gsm7.cost(said).units} characters of {gsm7.SINGLE['gsm7']}, template {wording.id}")
    return 0
