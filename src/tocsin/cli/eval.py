"""``tocsin eval``: verdicts against rows that say what was expected."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from tocsin import __version__
from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.evaluation_report import evaluation_record, list_error_lines, report_lines
from tocsin.cli.exit_status import BadData, failure_from_os_error
from tocsin.cli.output_file import open_output
from tocsin.evaluation.labelled_rows import EvaluationRow, RowResult
from tocsin.evaluation.ledger import (
    LedgerDamaged,
    MeasuredFamily,
    MeasuredSet,
    Subject,
    append_entry,
    count_verdicts,
    describe_share,
    pool_figures,
    read_ledger,
    render_ledger,
)
from tocsin.evaluation.scores import overall_shares
from tocsin.evaluation.wrong_rows import WrongRow, rank_wrong_rows
from tocsin.verdict.batch_check import describe_problem

FOUND = "any"
"""In the place of a charter's name: that of the institution found in each message."""
BELOW = 1
"""Exit status where a share is below the threshold asked for."""


def run_command(options: Namespace) -> int:
    subject = _find_subject(options.files)
    if subject != "messages":
        return _measure_other(subject, options)
    by_file = {name: list(judge_file(name, options.charter)) for name in options.files}
    results = [result for own in by_file.values() for result in own]
    if options.json:
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(evaluation_record(results)), indent=2).decode() + "\n"
        )
    else:
        for line in report_lines(results, options.worst):
            print(line)
    if options.ledger:
        rows = {name: len(own) for name, own in by_file.items()}
        figures = [f for name, own in by_file.items() for f in count_verdicts(Path(name).stem, own)]
        _record_in_ledger(options, subject, rows, figures)
    return _exit_status(results, options)


def _find_subject(names: list[str]) -> Subject:
    """What the rows are: replies say what was asked or what danger they are in, drafts what may leave."""
    for name in names:
        for line in _read_file(name).split(b"\n"):
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line)
            except msgspec.DecodeError:
                return "messages"  # which names the line
            if not isinstance(row, dict):
                return "messages"
            if "asked" in row or "human_now" in row:
                return "replies"
            expect = row.get("expect")
            return "drafts" if isinstance(expect, dict) and "result" in expect else "messages"
    raise BadData("there is no row in it", place=", ".join(names))


def _measure_other(subject: Subject, options: Namespace) -> int:
    """Replies and drafts: their figures by family, and the gravest errors."""
    rows: dict[str, int] = {}
    figures: list[MeasuredFamily] = []
    wrong: list[WrongRow] = []
    for name in options.files:
        _read_file(name)
        try:
            found = _measure_replies(name) if subject == "replies" else _measure_drafts(name, options.charter)
        except msgspec.DecodeError as error:
            raise BadData(str(error), place=name) from error
        rows[name] = found.rows
        figures += found.figures
        wrong += found.wrong
    pooled = pool_figures(figures)
    if options.json:
        record = {
            "rows": sum(rows.values()),
            "families": {f.family: {"rows": f.rows, **f.counts} for f in pooled},
            "errors": [
                {"id": r.id, "family": r.family, "expected": r.expected, "got": r.got, "why": r.why}
                for r in rank_wrong_rows(wrong)
            ],
        }
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n")
    else:
        print(f"{sum(rows.values())} rows")
        for f in pooled:
            print(f"\n{f.family}: {f.rows} rows")
            print(
                *(
                    f"  {name.replace('_', ' '):18} {describe_share(n, f.rows)}"
                    for name, n in f.counts.items()
                ),
                sep="\n",
            )
        for line in list_error_lines(rank_wrong_rows(wrong), options.worst):
            print(line)
    if options.ledger:
        _record_in_ledger(options, subject, rows, figures)
    return 0


class _FileFigures(NamedTuple):
    rows: int
    figures: list[MeasuredFamily]
    wrong: list[WrongRow]


def _measure_drafts(name: str, charter: str) -> _FileFigures:
    from tocsin.evaluation.draft_figures import count_rulings, judge_draft_file, list_wrong_drafts

    judged = judge_draft_file(Path(name), charter, date.today())
    return _FileFigures(len(judged), count_rulings(Path(name).stem, judged), list_wrong_drafts(judged))


def _measure_replies(name: str) -> _FileFigures:
    from tocsin.conversation.reading.score import load_labelled_replies
    from tocsin.evaluation.reply_figures import count_readings, list_wrong_replies

    rows = load_labelled_replies(Path(name))
    return _FileFigures(len(rows), count_readings(Path(name).stem, rows), list_wrong_replies(rows))


def _exit_status(results: list[RowResult], options: Namespace) -> int:
    shares = overall_shares(results)
    wanted = (("verdicts_right", options.min_verdict), ("reasons_cited", options.min_reasons))
    low = [(name, least) for name, least in wanted if least is not None and shares[name].value < least]
    for name, least in low:
        print(f"tocsin: {name} {shares[name].value:.4f} is below {least}", file=sys.stderr)
    return BELOW if low else 0


# ---- judging


def judge_file(name: str, charter: str) -> Iterator[RowResult]:
    batch = BatchJudge(None if charter == FOUND else charter, "fr", date.today(), row_folder(name))
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
    kinds = tuple(dict.fromkeys(reason.kind for reason in verdict.reasons))
    return RowResult(case, verdict.level, kinds, verdict.charter_id if verdict.claims else "")


# ---- the ledger


def _record_in_ledger(
    options: Namespace, subject: Subject, rows: dict[str, int], figures: list[MeasuredFamily]
) -> None:
    """Add what was measured to the ledger, and write the page that people read beside it."""
    ledger = Path(options.ledger)
    before = ledger.read_bytes() if ledger.exists() else b""
    sets = tuple(
        MeasuredSet(Path(name).stem, count, sha256(_read_file(name)).hexdigest())
        for name, count in rows.items()
    )
    try:
        after = append_entry(
            before, date.today(), _current_commit(), subject, sets, tuple(figures), options.note
        )
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
