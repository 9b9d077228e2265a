"""``tocsin sms-in``: the answers to what people forward by SMS, seen beforehand, or run alone."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from functools import partial

from tocsin.answering.sms import answer_ceilings
from tocsin.answering.sms.answer_lane import VARIABLE, BadAnswerLane, find_answer_lane
from tocsin.answering.sms.answer_service import run_answer_service
from tocsin.answering.sms.answer_text import (
    CODE,
    RECEIPT,
    compose_help_answer,
    compose_report_answer,
    compose_sms_answer,
    judge_forwarded,
)
from tocsin.answering.sms.check_request import parse_check_request
from tocsin.answering.sms.sms_responder import LaneBlocked
from tocsin.campaigns.reported_message import may_be_reported
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.cli import systemd
from tocsin.cli.exit_status import BadData, UsageError
from tocsin.cli.line_chunks import STANDARD
from tocsin.cli.service.keys import operator_name
from tocsin.cli.terminal_text import print_notice
from tocsin.config import BadSetting
from tocsin.message import gsm7
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.message_reader import decode_unlabelled_bytes
from tocsin.runtime import clock
from tocsin.store import database
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, load_accounts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--show", metavar="TEXT|-", help="write the answer that this SMS would get, and send nothing")
    add("--stop", action="store_true", help="let no process answer any more, until --go-on; and end")
    add("--go-on", action="store_true", help="let them answer again after --stop; and end")
    add("--charter", default="assurance_maladie", metavar="NAME|PATH", help="charter to apply")


def run_command(options: argparse.Namespace) -> int:
    if options.show is not None:
        return _show_answer(options)
    if options.stop or options.go_on:
        return _switch_answers(options)
    try:
        here = find_answer_lane(load_accounts())
    except (BadSmppAccount, BadAnswerLane) as error:
        raise UsageError(str(error), place="sms-in") from None
    if not here:
        raise UsageError(
            f"{VARIABLE} names no lane: the number to which people forward messages", place="sms-in"
        )
    now = clock.read_clock_from_environment()
    try:
        answer_ceilings.ceilings_from_environment()
        counts = asyncio.run(
            run_answer_service(
                database.read_store_url(),
                here,
                now,
                ready=partial(_report_ready, here),
                charter=options.charter,
            )
        )
    except (LaneBlocked, BadSetting) as error:
        raise UsageError(str(error), place="sms-in") from None
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    print_notice(f"stopped; SMS: {told or 'none'}")
    return 0


def _switch_answers(options: argparse.Namespace) -> int:
    """Stop the answers of all processes, or let them go on."""
    now, who = clock.read_clock_from_environment().now(), operator_name()
    with database.open_connection(autocommit=True) as connection:
        if options.stop:
            answer_ceilings.stop_answers(connection, who, now)
        else:
            answer_ceilings.resume_answers(connection, who, now)
    print_notice(
        "no SMS is answered any more; tocsin sms-in --go-on ends that" if options.stop else "answering again"
    )
    return 0


def _report_ready(here: str) -> None:
    print_notice(f"answers what is forwarded to {here}; Ctrl-C or SIGTERM stops")
    systemd.notify_systemd("READY=1")


def _show_answer(options: argparse.Namespace) -> int:
    """Write the answer, its code left open, and how long it is."""
    text = options.show
    if text == STANDARD:
        text = decode_unlabelled_bytes(sys.stdin.buffer.read(MESSAGE_BYTES + 1))
        if not text.strip():
            raise BadData("it is empty", place="standard input")
    charter, today = load_charter(options.charter), datetime.now(UTC).astimezone().date()
    view, what = view_as_of(charter, today), parse_check_request(text, today=today)
    if what.what == "stop":
        print("(no answer: whoever says stop gets none)")
        return 0
    if what.message is None:
        wording = compose_help_answer(view, what.lang, reports=what.reports)
    else:
        verdict = judge_forwarded(what.message, charter, what.lang)
        reports = what.reports and may_be_reported(verdict)
        compose = compose_report_answer if reports else compose_sms_answer
        wording = compose(verdict, what.message, view, what.lang)
    said = wording.render(CODE, {"receipt": RECEIPT})
    print(said)
    print_notice(
        f"{gsm7.measure_sms_cost(said).units} characters of {gsm7.SINGLE['gsm7']}, template {wording.id}"
    )
    return 0
