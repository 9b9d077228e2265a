"""``tocsin eval``: verdicts against rows that say what was expected."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.exit_status import BadData, failure_from_os_error
from tocsin.cli.terminal_text import align_columns
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict.batch_check import describe_problem
from tocsin.verdict.model import Level

LEVELS: tuple[Level, ...] = get_args(Level)
BELOW = 1
"""Exit status where a share is below the threshold asked for."""
_AGAINST = ("imposture", "suspicious")
_SAME = frozenset({"lookalike_domain", "link_not_official"})
"""Kinds that count for one another: both say that the link is not the institution's."""


class ExpectedVerdict(Struct, frozen=True):
    """What a row should give."""

    verdict: tuple[Level, ...]
    """Levels that are right, the best first."""
    reasons: tuple[str, ...] = ()
    """Kinds of reason that should be cited."""

    def __post_init__(self) -> None:
        if not self.verdict:
            raise ValueError("at least one level is needed")


class EvaluationRow(Struct, frozen=True):
    """A row of an evaluation set, beside the message itself."""

    expect: ExpectedVerdict
    id: str | int = ""
    family: str = "none"
    group: str = ""
    """Rows with the same group are right together or not at all."""
    text: str = ""
    subject: str = ""


class RowResult(Struct, frozen=True):
    """A row and what it gave."""

    case: EvaluationRow
    verdict: Level
    reasons: tuple[str, ...]
    """Kinds cited, with what speaks against the message first."""

    @property
    def is_right(self) -> bool:
        """Whether the verdict is one of those expected."""
        return self.verdict in self.case.expect.verdict

    @property
    def first_expected(self) -> Level:
        """The level expected first."""
        return self.case.expect.verdict[0]

    @property
    def missed_reasons(self) -> tuple[str, ...]:
        """Kinds expected and not cited."""
        return tuple(kind for kind in self.case.expect.reasons if not self._cites(kind))

    def _cites(self, kind: str) -> bool:
        return kind in self.reasons or (kind in _SAME and not _SAME.isdisjoint(self.reasons))


class ScoreShare(Struct, frozen=True):
    """So many out of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to get wrong."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:7.2%}  {self.right}/{self.of}"


def run_command(options: Namespace) -> int:
    """Judge every row of the files, and say how it went."""
    results = [result for name in options.files for result in judge_file(name, options.charter)]
    if not results:
        raise BadData("there is no row in it", place=", ".join(options.files))
    if options.json:
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(evaluation_record(results)), indent=2).decode() + "\n"
        )
    else:
        for line in report_lines(results, options.worst):
            print(line)
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
    try:
        lines = Path(name).read_bytes().split(b"\n")
    except OSError as error:
        raise failure_from_os_error(error, name) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _judge_row(line, f"{name}:{number}", batch)


def _judge_row(line: bytes, place: str, batch: BatchJudge) -> RowResult:
    try:
        case = msgspec.json.decode(line, type=EvaluationRow)
        verdict = batch.judge_line(line)
    except (ValueError, msgspec.DecodeError) as error:
        found = describe_problem(error)
        raise BadData(": ".join(p for p in (found.field, found.message) if p), place=place) from error
    return RowResult(case, verdict.level, tuple(dict.fromkeys(reason.kind for reason in verdict.reasons)))


# ---- figures


def _share_where(results: Iterable[RowResult], right: Callable[[RowResult], bool]) -> ScoreShare:
    marks = [right(result) for result in results]
    return ScoreShare(sum(marks), len(marks))


def share_reasons_cited(results: Iterable[RowResult]) -> ScoreShare:
    """Kinds expected that were cited."""
    wanted = missed = 0
    for result in results:
        wanted += len(result.case.expect.reasons)
        missed += len(result.missed_reasons)
    return ScoreShare(wanted - missed, wanted)


def groups_all_right(results: Iterable[RowResult]) -> dict[str, bool]:
    """Groups of rows, and whether every row of each is right."""
    found: dict[str, bool] = {}
    for result in results:
        if group := result.case.group:
            found[group] = found.get(group, True) and result.is_right
    return found


def overall_shares(results: list[RowResult]) -> dict[str, ScoreShare]:
    """The figures that sum a set up, by name."""
    frauds = [r for r in results if r.first_expected in _AGAINST]
    genuine = [r for r in results if not set(_AGAINST) & set(r.case.expect.verdict)]
    kept = groups_all_right(results)
    return {
        "verdicts_right": _share_where(results, lambda r: r.is_right),
        "frauds_caught": _share_where(frauds, lambda r: r.verdict in _AGAINST),
        "frauds_never_authentic": _share_where(frauds, lambda r: r.verdict != "authentic"),
        "genuine_never_imposture": _share_where(genuine, lambda r: r.verdict != "imposture"),
        "hard_negatives_right": _share_where(
            (r for r in results if r.case.family.startswith("hard_negative")), lambda r: r.is_right
        ),
        "groups_right": ScoreShare(sum(kept.values()), len(kept)),
        "reasons_cited": share_reasons_cited(results),
    }


def confusion_matrix(results: Iterable[RowResult]) -> Counter[tuple[Level, Level]]:
    """How many rows, by level expected first and level given."""
    return Counter((r.first_expected, r.verdict) for r in results)


def results_by_family(results: Iterable[RowResult]) -> dict[str, list[RowResult]]:
    """Results by family, in the order of their names."""
    found: dict[str, list[RowResult]] = {}
    for result in results:
        found.setdefault(result.case.family, []).append(result)
    return dict(sorted(found.items()))


def rank_errors(results: Iterable[RowResult]) -> list[RowResult]:
    """Everything wrong, gravest first: a fraud cleared, then a genuine message accused, then the rest."""
    return sorted((r for r in results if not r.is_right or r.missed_reasons), key=_gravity)


def _gravity(result: RowResult) -> int:
    against = result.verdict in _AGAINST
    expected = result.first_expected in _AGAINST
    if result.is_right:
        return 5
    if result.verdict == "authentic":
        return 0
    if expected and not against:
        return 1
    if result.verdict == "imposture" and not expected:
        return 2
    return 3 if against and not expected else 4


# ---- what is written


def evaluation_record(results: list[RowResult]) -> dict[str, object]:
    """Every figure, for machines."""
    return {
        "rows": len(results),
        "overall": {name: _share_record(share) for name, share in overall_shares(results).items()},
        "confusion": {
            expected: {got: n for got in LEVELS if (n := confusion_matrix(results)[expected, got])}
            for expected in LEVELS
        },
        "families": {
            name: {
                "verdicts": _share_record(_share_where(own, lambda r: r.is_right)),
                "reasons": _share_record(share_reasons_cited(own)),
            }
            for name, own in results_by_family(results).items()
        },
        "groups_wrong": [name for name, right in groups_all_right(results).items() if not right],
        "errors": [
            {
                "id": r.case.id,
                "family": r.case.family,
                "expected": r.case.expect.verdict,
                "got": r.verdict,
                "missed": r.missed_reasons,
                "reasons": r.reasons,
            }
            for r in rank_errors(results)
        ],
    }


def _share_record(share: ScoreShare) -> dict[str, float]:
    return {"right": share.right, "of": share.of, "share": round(share.value, 4)}


def report_lines(results: list[RowResult], most: int) -> Iterator[str]:
    """Every figure, for people."""
    yield f"{len(results)} rows"
    yield ""
    yield "expected first (rows) x got (columns)"
    yield from _confusion_table(confusion_matrix(results))
    yield ""
    yield from align_columns(
        (name, *_score_cells(own)) for name, own in [*results_by_family(results).items(), ("all", results)]
    )
    yield ""
    for name, share in overall_shares(results).items():
        yield f"{name.replace('_', ' '):24} {share}"
    yield from _wrong_group_lines(results)
    yield from _error_lines(rank_errors(results), most)


def _confusion_table(counts: Counter[tuple[Level, Level]]) -> Iterator[str]:
    rows = [["", *LEVELS]]
    rows += [[level, *(str(counts[level, got] or "-") for got in LEVELS)] for level in LEVELS]
    return align_columns(rows)


def _score_cells(results: list[RowResult]) -> tuple[str, ...]:
    return (
        "verdicts",
        str(_share_where(results, lambda r: r.is_right)),
        "reasons",
        str(share_reasons_cited(results)),
    )


def _wrong_group_lines(results: list[RowResult]) -> Iterator[str]:
    wrong = [name for name, right in groups_all_right(results).items() if not right]
    if wrong:
        yield ""
        yield f"groups not all right: {', '.join(wrong)}"


def _error_lines(errors: list[RowResult], most: int) -> Iterator[str]:
    if errors and most:
        yield ""
        yield f"worst errors ({min(most, len(errors))} of {len(errors)})"
    for r in errors[:most]:
        wanted = "/".join(r.case.expect.verdict)
        yield f"  {r.case.id} ({r.case.family}): expected {wanted}, got {r.verdict}"
        yield f"      cited {', '.join(r.reasons) or 'nothing'}" + (
            f"; missed {', '.join(r.missed_reasons)}" if r.missed_reasons else ""
        )
        yield f"      {escape_to_one_line(r.case.subject + ' ' + r.case.text, 200)}"
