"""``tocsin intake``: take in results of tests, and say what became of each."""

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from tocsin.cli import exit_status
from tocsin.cli.progress_bar import ProgressBar
from tocsin.cli.service.agent_session import parse_moment
from tocsin.cli.service.intake_report import (
    load_mapping_argument,
    open_store_and_keys,
    print_tally,
    tally_in_words,
)
from tocsin.jobs.incoming_results import write_receipts
from tocsin.message.safe_display import escape_to_one_line
from tocsin.runtime import clock
from tocsin.runtime.atomic_file import replace_when_complete
from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.column_mapping import ColumnMapping
from tocsin.tracing.intake.drop_folder import FAILED, KEPT, Sizes, sweep_folder
from tocsin.tracing.intake.intake_run import DryRunSink, ResultSink, run_intake
from tocsin.tracing.intake.quarantine import WHY
from tocsin.tracing.intake.result_files import ResultFile, ResultFiles
from tocsin.tracing.intake.store_sink import StoreSink
from tocsin.tracing.intake.tally import IntakeTally

GARBAGE = 200_000
"""Objects after which cycles are looked for: records make none; looking often costs a quarter of the time."""
EVERY = 2.0
"""Seconds between two looks at a folder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = (
        "tocsin intake FILE... [options]\n"
        "       tocsin intake --watch FOLDER [options]\n"
        "       tocsin intake quarantine list [--reason WORD] [--json]\n"
        "       tocsin intake quarantine show ID [--out FOLDER]\n"
        "       tocsin intake quarantine replay FILE [--id ID] [--mapping FILE.yaml]\n"
        "       tocsin intake quarantine dismiss ID..."
    )
    word = parser.add_argument
    word(
        "files",
        nargs="*",
        metavar="FILE",
        help="results: CDA R2 (also in a mail or archive), HPRIM, HL7 v2.5 ORU^R01, FHIR R4, CSV",
    )
    word("--mapping", metavar="FILE.yaml", help="what the columns of a CSV are, where they are not ours")
    word("--dry-run", action="store_true", help="only count what would become of each; needs no store")
    word("--again", action="store_true", help="read files anew that were taken in before")
    word("--json", action="store_true", help="one JSON object a file, and the total at the end")
    word("--ack", metavar="FILE", help="where to write the acknowledgements of HL7 and HPRIM messages")
    word("--receipts", metavar="FOLDER", help="where to write the receipts that mails with results ask for")
    word(
        "--received",
        type=parse_moment,
        metavar="TIME",
        help="when the files came, in Paris without a zone (default: now)",
    )
    word(
        "--watch", metavar="FOLDER", help="take files as they come; then they are removed, or in its failed/"
    )
    word("--once", action="store_true", help="with --watch: take what is there, and end")
    group = parser.add_argument_group("quarantine")
    group.add_argument("--reason", default="", metavar="WORD", help="list: only records of this reason")
    group.add_argument("--limit", type=int, default=100, metavar="N", help="list: how many (default: 100)")
    group.add_argument("--out", metavar="FOLDER", help="show: write the record there, to repair it")
    group.add_argument("--id", type=int, metavar="ID", help="replay: the record that the file repairs")
    group.add_argument("--by", default="operator", metavar="NAME", help="who repairs or dismisses")
    group.add_argument(
        "--why", choices=WHY, default="other", help="dismiss: for which reason (default: other)"
    )


def run_command(options: argparse.Namespace) -> int:
    """Take files in, or look after those that could not be."""
    gc.set_threshold(GARBAGE)
    if options.files[:1] == ["quarantine"]:
        from tocsin.cli.service import quarantine

        return quarantine.run_quarantine_action(options)
    if options.watch and options.dry_run:
        raise exit_status.UsageError(
            "--watch removes what it has taken in, and --dry-run takes nothing in: choose one"
        )
    if options.watch:
        return watch_folder(options)
    if not options.files:
        raise exit_status.UsageError("a file is expected, or --watch FOLDER")
    now = options.received or clock.read_clock_from_environment().now()
    paths = [Path(name) for name in options.files]
    with (
        ResultFiles(paths, load_mapping_argument(options.mapping)) as given,
        open_acknowledgements(options.ack, now) as acks,
        open_result_sink(now, dry_run=options.dry_run, again=options.again) as where,
    ):
        return take_in_and_report(given.files, where, now, acks, options)


# ------------------------------------------------------------------------------------ files


def take_in_and_report(
    files: list[ResultFile], sink: ResultSink, now: datetime, acks: AcknowledgementQueue | None,
    options: argparse.Namespace,
) -> int:  # fmt: skip
    """Take files in and print what became of them; the exit status."""
    total = IntakeTally("total")
    failed = False
    progress = ProgressBar("results", sum(file.size for file in files))
    before = 0

    def seen(file: ResultFile, records: int, _refused: int) -> None:
        progress.advance(records, 0, before + file.position)

    tallies = run_intake(files, sink, now, acknowledge=acks, seen=seen)
    for file, tally in zip(files, write_receipts(files, tallies, receipts_folder(options), now), strict=True):
        before += file.size
        total.merge_tally(tally)
        failed = failed or bool(tally.error)
        print_tally(tally, options.json)
    progress.finish()
    total.check_sum()
    if options.json:
        print(msgspec.json.encode(total.to_json()).decode())
    elif len(files) > 1:
        print(tally_in_words(total))
    return exit_status.BAD_DATA if failed else 0


def receipts_folder(options: argparse.Namespace) -> Path | None:
    """Where receipts go: nowhere in a dry run, which takes nothing in."""
    return Path(options.receipts) if options.receipts and not options.dry_run else None


@contextmanager
def open_result_sink(now: datetime, *, dry_run: bool, again: bool = False) -> Iterator[ResultSink]:
    """Where results are decided on: in the store, or nowhere."""
    if dry_run:
        yield DryRunSink()
        return

    with open_store_and_keys() as (connection, vault):
        yield StoreSink(connection, vault, now, again=again)


@contextmanager
def open_acknowledgements(name: str | None, now: datetime) -> Iterator[AcknowledgementQueue | None]:
    """Where acknowledgements go: a file that appears whole."""
    if not name:
        yield None
        return
    with replace_when_complete(Path(name)) as out:
        yield AcknowledgementQueue(out, now)


# ------------------------------------------------------------------------------------ a folder


def watch_folder(options: argparse.Namespace) -> int:
    """Look at a folder again and again."""
    folder = Path(options.watch)
    if not folder.is_dir():
        raise exit_status.NoSuchFile(place=str(folder))
    used = load_mapping_argument(options.mapping)
    take = partial(_take_in_paths, used, options)
    sizes: Sizes = {}
    looks = 0
    while True:
        swept = sweep_folder(folder, sizes, take, clock.read_clock_from_environment().now())
        sizes = swept.sizes
        for where, tally in swept.taken:
            print_tally(tally, options.json)
            if Path(where).parent.name == FAILED:
                print(
                    f"tocsin: {escape_to_one_line(where)}: kept there for {KEPT.days} days", file=sys.stderr
                )
        looks += 1
        if options.once and looks > 1 and not swept.taken:
            return 0
        if not (options.once and (looks == 1 or swept.taken)):
            time.sleep(EVERY)


def _take_in_paths(
    used: ColumnMapping | None, options: argparse.Namespace, paths: list[Path]
) -> Iterator[IntakeTally]:
    now = options.received or clock.read_clock_from_environment().now()
    with ResultFiles(paths, used) as given, open_result_sink(now, dry_run=options.dry_run) as where:
        folder = receipts_folder(options)
        if not options.ack:
            yield from write_receipts(given.files, run_intake(given.files, where, now), folder, now)
            return
        with Path(options.ack).open("ab") as out:
            tallies = run_intake(given.files, where, now, acknowledge=AcknowledgementQueue(out, now))
            yield from write_receipts(given.files, tallies, folder, now)
