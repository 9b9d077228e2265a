"""``tocsin intake``: take in results of tests, and say what became of each."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tocsin.cli import status
from tocsin.cli.harmless import one_line
from tocsin.cli.progress import Progress
from tocsin.tracing.intake.acknowledge import Acknowledgements
from tocsin.tracing.intake.files import ResultFile, ResultFiles
from tocsin.tracing.intake.mapping import BadMapping, Mapping, load
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.record import DISPOSITIONS
from tocsin.tracing.intake.run import Desk, TrialDesk
from tocsin.tracing.intake.run import run as take_in


def add(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.usage = (
        "tocsin intake FILE... [options]\n"
        "       tocsin intake --watch FOLDER [options]\n"
        "       tocsin intake quarantine list|show|replay|dismiss ..."
    )
    word = parser.add_argument
    word("files", nargs="*", metavar="FILE", help="results: FHIR R4, HL7 v2.5 ORU^R01, CSV")
    word("--mapping", metavar="FILE.yaml", help="what the columns of a CSV are, where they are not ours")
    word("--dry-run", action="store_true", help="only count what would become of each; needs no store")
    word("--again", action="store_true", help="read files anew that were taken in before")
    word("--json", action="store_true", help="one JSON object a file, and the total at the end")
    word("--ack", metavar="FILE", help="where to write the acknowledgements of HL7 messages")
    word("--received", type=moment, metavar="TIME", help="when the files came (default: now)")


def moment(text: str) -> datetime:
    """A time with its zone, or in UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2022-01-25T18:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def run(options: argparse.Namespace) -> int:
    """Take files in."""
    if not options.files:
        raise status.Usage("a file is expected")
    now = options.received or datetime.now(UTC)
    paths = [Path(name) for name in options.files]
    with (
        ResultFiles(paths, mapping(options.mapping)) as given,
        acknowledgements(options.ack, now) as acks,
        desk(now, dry_run=options.dry_run, again=options.again) as where,
    ):
        return report(given.files, where, now, acks, options.json)


@contextmanager
def desk(now: datetime, *, dry_run: bool, again: bool = False) -> Iterator[Desk]:
    """Where results are decided on. Raises Unavailable where the store or its keys are not there."""
    if dry_run:
        yield TrialDesk()
        return
    from tocsin.tracing import db
    from tocsin.tracing.intake.store import Store
    from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
    from tocsin.tracing.vault import Vault

    try:
        vault = Vault.load()
        connection = db.connect()
    except (db.NoStore, NoKeys, KeysExposed, KeysDamaged) as error:
        raise status.Unavailable(str(error)) from None
    with connection:
        yield Store(connection, vault, now, again=again)


def report(
    files: list[ResultFile], desk: Desk, now: datetime, acks: Acknowledgements | None, as_json: bool
) -> int:
    """Take files in and print what became of them; the exit status."""
    total = Tally("total")
    failed = False
    progress = Progress("results", sum(file.size for file in files))
    before = 0

    def seen(file: ResultFile, records: int, refused: int) -> None:
        progress.add(records, 0, before + file.position)

    for file, tally in zip(files, take_in(files, desk, now, acknowledge=acks, seen=seen), strict=True):
        before += file.size
        total.merge(tally)
        failed = failed or bool(tally.error)
        for line in warnings(tally):
            print(f"tocsin: {one_line(tally.file)}: {one_line(line)}", file=sys.stderr)
        print(msgspec.json.encode(tally.as_json()).decode() if as_json else words(tally))
    progress.end()
    total.check()
    if as_json:
        print(msgspec.json.encode(total.as_json()).decode())
    elif len(files) > 1:
        print(words(total))
    return status.BAD_DATA if failed else 0


def warnings(tally: Tally) -> Iterator[str]:
    """What should be said about a file beside its counts."""
    yield from tally.warnings
    if tally.error:
        yield tally.error
    if tally.reasons["no_mapping"]:
        yield "its columns are not ours: --mapping FILE.yaml says what they are"


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
