"""``tocsin eval``: verdicts against rows that say what was expected."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from tocsin import __version__
from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.evaluation_report import evaluation_record, report_lines
from tocsin.cli.exit_status import BadData, failure_from_os_error
from tocsin.cli.output_file import open_output
from tocsin.evaluation.labelled_rows import EvaluationRow, RowResult
from tocsin.evaluation.ledger import (
    LedgerDamaged,
    MeasuredSet,
    append_entry,
    count_verdicts,
    read_ledger,
    render_ledger,
)
from tocsin.evaluation.scores import overall_shares
from tocsin.verdict.batch_check import describe_problem

BELOW = 1
"""Exit status where a share is below the threshold asked for."""


def run_command(options: Namespace) -> int:
    """Judge every row of the files, and say how it went."""
    by_file = {name: list(judge_file(name, options.charter)) for name in options.files}
    results = [result for own in by_file.values() for result in own]
    if not results:
        raise BadData("there is no row in it", place=", ".join(options.files))
    if options.json:
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(evaluation_record(results)), indent=2).decode() + "\n"
        )
    else:
        for line in report_lines(results, options.worst):
            print(line)
    if options.ledger:
        _record_in_ledger(Path(options.ledger), by_file, options.note)
    return _exit_status(results, options)


def _exit_status(results: list[RowResult], options: Namespace) -> int:
    shares = overall_shares(results)
    wanted = (("verdicts_right", options.min_verdict), ("reasons_cited", options.min_reasons))
    low = [(name, least) for name, least in wanted if least is not None and shares[name].value < least]
    for name, least in low:
        print(f"tocsin: {name} {shares[name].value:.4f} is below {least}", file=sys.stderr)
    return BELOW if low else 0


# ---- judging


def judge_file(name: str, charter: str) -> Iterator[RowResult]:
    """Results of the rows of a file."""
    batch = BatchJudge(charter, "fr", date.today(), row_folder(name))
    for number, line in enumerate(_read_file(name).split(b"\n"), 1):
        if line.strip():
            yield _judge_row(line, f"{name}:{number}", batch)


def _read_file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise failure_from_os_error(error, name) from error


def _judge_row(line: bytes, place: str, batch: BatchJudge) -> RowResult:
    try:
        case = msgspec.json.decode(line, type=EvaluationRow)
        verdict = batch.judge_line(line)
    except (ValueError, msgspec.DecodeError) as error:
        found = describe_problem(error)
        raise BadData(": ".join(p for p in (found.field, found.message) if p), place=place) from error
    return RowResult(case, verdict.level, tuple(dict.fromkeys(reason.kind for reason in verdict.reasons)))


# ---- the ledger


def _record_in_ledger(ledger: Path, by_file: dict[str, list[RowResult]], note: str) -> None:
    """Add what was measured to the ledger, and write the page that people read beside it."""
    before = ledger.read_bytes() if ledger.exists() else b""
    sets = tuple(
        MeasuredSet(Path(name).stem, len(own), sha256(_read_file(name)).hexdigest())
        for name, own in by_file.items()
    )
    figures = tuple(
        figure for name, own in by_file.items() for figure in count_verdicts(Path(name).stem, own)
    )
    try:
        after = append_entry(before, date.today(), _current_commit(), "messages", sets, figures, note)
    except LedgerDamaged as error:
        raise BadData(str(error), place=str(ledger)) from error
    with open_output(str(ledger)) as out:
        out.write(after)
    with open_output(str(ledger.with_suffix(".md"))) as out:
        out.write(render_ledger(read_ledger(after)).encode())
    print(f"tocsin: {read_ledger(after)[-1].sight} sight, recorded in {ledger}", file=sys.stderr)


def _current_commit() -> str:
    """The commit of the code that judged, ``+`` where files differ from it; the version outside a checkout."""
    here = Path(__file__).parent
    try:
        head = _ask_git(here, "rev-parse", "--short=8", "HEAD")
        return head + ("+" if _ask_git(here, "status", "--porcelain", "--", ".") else "")
    except (OSError, subprocess.CalledProcessError):
        return __version__


def _ask_git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()
