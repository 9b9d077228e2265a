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

from tocsin.cli import status
from tocsin.cli.progress import Progress
from tocsin.message.harmless import one_line
from tocsin.tracing import clock
from tocsin.tracing.intake import times
from tocsin.tracing.intake.acknowledge import Acknowledgements
from tocsin.tracing.intake.files import ResultFile, ResultFiles
from tocsin.tracing.intake.folder import FAILED, KEPT, Sizes, sweep
from tocsin.tracing.intake.mapping import BadMapping, Mapping, load
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.record import DISPOSITIONS
from tocsin.tracing.intake.run import Desk, TrialDesk
from tocsin.tracing.intake.run import run as take_in

GARBAGE = 200_000
"""Objects after which cycles are looked for: records make none; looking often costs a quarter of the time."""
EVERY = 2.0
"""Seconds between two looks at a folder."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.usage = (
        "tocsin intake FILE... [options]\n"
        "       tocsin intake --watch FOLDER [options]\n"
        "       tocsin intake quarantine list [--reason WORD] [--json]\n"
        "       tocsin intake quarantine show ID [--out FOLDER]\n"
        "       tocsin intake quarantine replay FILE [--id ID] [--mapping FILE.yaml]\n"
        "       tocsin intake quarantine dismiss ID..."
    )
    word = parser.add_argument
    word("files", nargs="*", metavar="FILE", help="results: FHIR R4, HL7 v2.5 ORU^R01, CSV")
    word("--mapping", metavar="FILE.yaml", help="what the columns of a CSV are, where they are not ours")
    word("--dry-run", action="store_true", help="only count what would become of each; needs no store")
    word("--again", action="store_true", help="read files anew that were taken in before")
    word("--json", action="store_true", help="one JSON object a file, and the total at the end")
    word("--ack", metavar="FILE", help="where to write the acknowledgements of HL7 messages")
    word(
        "--received",
        type=moment,
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


def moment(text: str) -> datetime:
    """A time with its zone, or on the clock of Paris, as everywhere; in UTC."""
    try:
        return times.utc(datetime.fromisoformat(text))
    except ValueError:
        wanted = "'2022-01-25 18:00' (in Paris), or 2022-01-25T17:00:00Z"
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as {wanted}") from None


def run(options: argparse.Namespace) -> int:
    """Take files in, or look after those that could not be."""
    gc.set_threshold(GARBAGE)
    if options.files[:1] == ["quarantine"]:
        from tocsin.cli.service import intake_quarantine

        return intake_quarantine.run(options)
    if options.watch and options.dry_run:
        raise status.Usage("--watch removes what it has taken in, and --dry-run takes nothing in: choose one")
    if options.watch:
        return watch(options)
    if not options.files:
        raise status.Usage("a file is expected, or --watch FOLDER")
    now = options.received or clock.from_environment().now()
    paths = [Path(name) for name in options.files]
    with (
        ResultFiles(paths, mapping(options.mapping)) as given,
        acknowledgements(options.ack, now) as acks,
        desk(now, dry_run=options.dry_run, again=options.again) as where,
    ):
        return report(given.files, where, now, acks, options.json)


# ------------------------------------------------------------------------------------ files


def report(
    files: list[ResultFile], desk: Desk, now: datetime, acks: Acknowledgements | None, as_json: bool
) -> int:
    """Take files in and print what became of them; the exit status."""
    total = Tally("total")
    failed = False
    progress = Progress("results", sum(file.size for file in files))
    before = 0

    def seen(file: ResultFile, records: int, _refused: int) -> None:
        progress.add(records, 0, before + file.position)

    for file, tally in zip(files, take_in(files, desk, now, acknowledge=acks, seen=seen), strict=True):
        before += file.size
        total.merge(tally)
        failed = failed or bool(tally.error)
        say(tally, as_json)
    progress.end()
    total.check()
    if as_json:
        print(msgspec.json.encode(total.as_json()).decode())
    elif len(files) > 1:
        print(words(total))
    return status.BAD_DATA if failed else 0


def say(tally: Tally, as_json: bool) -> None:
    """Print what became of a file, and what should be said about it beside its counts."""
    notes = list(tally.warnings)
    if tally.error:
        notes.append(tally.error)
    if tally.reasons["no_mapping"]:
        notes.append("its columns are not ours: --mapping FILE.yaml says what they are")
    for note in notes:
        print(f"tocsin: {one_line(tally.file)}: {one_line(note)}", file=sys.stderr)
    print(msgspec.json.encode(tally.as_json()).decode() if as_json else words(tally), flush=True)


def words(tally: Tally) -> str:
    """The counts of a file in words."""
    name = one_line(tally.file)
    if tally.error:
        return f"{name}: not taken in: {one_line(tally.error)}"
    parts = [f"{tally.counts[d]:,} {d}" for d in DISPOSITIONS]
    line = f"{name}: {tally.received:,} received = {' + '.join(parts)}"
    if tally.again:
        line += " (it had been taken in before)"
    reasons = [f"    {count:,} {reason}" for reason, count in sorted(tally.reasons.items())]
    return "\n".join([line, *reasons])


def mapping(name: str | None) -> Mapping | None:
    """The mapping of a file. Raises BadData."""
    if not name:
        return None
    try:
        return load(Path(name))
    except BadMapping as error:
        raise status.BadData(str(error)) from None


@contextmanager
def desk(now: datetime, *, dry_run: bool, again: bool = False) -> Iterator[Desk]:
    """Where results are decided on. Raises Unavailable where the store or its keys are not there."""
    if dry_run:
        yield TrialDesk()
        return
    from tocsin.cli.service.intake_quarantine import opened
    from tocsin.tracing.intake.store import Store

    with opened() as (connection, vault):
        yield Store(connection, vault, now, again=again)


@contextmanager
def acknowledgements(name: str | None, now: datetime) -> Iterator[Acknowledgements | None]:
    """Where acknowledgements go: a file that appears whole."""
    if not name:
        yield None
        return
    path = Path(name)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as out:
        yield Acknowledgements(out, now)
    partial.replace(path)


# ------------------------------------------------------------------------------------ a folder


def watch(options: argparse.Namespace) -> int:
    """Look at a folder again and again."""
    folder = Path(options.watch)
    if not folder.is_dir():
        raise status.NoSuchFile(place=str(folder))
    used = mapping(options.mapping)
    take = partial(_taken, used, options)
    sizes: Sizes = {}
    looks = 0
    while True:
        swept = sweep(folder, sizes, take, clock.from_environment().now())
        sizes = swept.sizes
        for where, tally in swept.taken:
            say(tally, options.json)
            if Path(where).parent.name == FAILED:
                print(f"tocsin: {one_line(where)}: kept there for {KEPT.days} days", file=sys.stderr)
        looks += 1
        if options.once and looks > 1 and not swept.taken:
            return 0
        if not (options.once and (looks == 1 or swept.taken)):
            time.sleep(EVERY)


def _taken(used: Mapping | None, options: argparse.Namespace, paths: list[Path]) -> Iterator[Tally]:
    now = options.received or clock.from_environment().now()
    with ResultFiles(paths, used) as given, desk(now, dry_run=options.dry_run) as where:
        if not options.ack:
            yield from take_in(given.files, where, now)
            return
        with Path(options.ack).open("ab") as out:
            yield from take_in(given.files, where, now, acknowledge=Acknowledgements(out, now))
