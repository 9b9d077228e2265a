"""Every figure of a set, for people and for machines."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from tocsin.cli.terminal_text import align_columns
from tocsin.evaluation.labelled_rows import RowResult
from tocsin.evaluation.scores import (
    ScoreShare,
    confusion_matrix,
    groups_all_right,
    overall_shares,
    rank_errors,
    results_by_family,
    share_asks_cited,
    share_reasons_cited,
    share_where,
)
from tocsin.evaluation.wrong_rows import WrongRow
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict.model import Level

LEVELS: tuple[Level, ...] = get_args(Level)


def evaluation_record(results: list[RowResult]) -> dict[str, object]:
    return {
        "rows": len(results),
        "overall": {name: _share_record(share) for name, share in overall_shares(results).items()},
        "confusion": {
            expected: {got: n for got in LEVELS if (n := confusion_matrix(results)[expected, got])}
            for expected in LEVELS
        },
        "families": {
            name: {
                "verdicts": _share_record(share_where(own, lambda r: r.is_right)),
                "reasons": _share_record(share_reasons_cited(own)),
                "asks": _share_record(share_asks_cited(own)),
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
    yield f"{len(results)} rows"
    yield ""
    yield "expected first (rows) x got (columns)"
    yield from _confusion_table(confusion_matrix(results))
    yield ""
    asked = share_asks_cited(results).of > 0
    yield from align_columns(
        (name, *_score_cells(own, asked=asked))
        for name, own in [*results_by_family(results).items(), ("all", results)]
    )
    yield ""
    for name, share in overall_shares(results).items():
        yield f"{name.replace('_', ' '):24} {share}"
    yield from _wrong_group_lines(results)
    yield from list_error_lines([_describe_error(result) for result in rank_errors(results)], most)


def _confusion_table(counts: Counter[tuple[Level, Level]]) -> Iterator[str]:
    rows = [["", *LEVELS]]
    rows += [[level, *(str(counts[level, got] or "-") for got in LEVELS)] for level in LEVELS]
    return align_columns(rows)


def _score_cells(results: list[RowResult], *, asked: bool) -> tuple[str, ...]:
    """``asked``: whether the rows of the set say what is asked."""
    return (
        "verdicts",
        str(share_where(results, lambda r: r.is_right)),
        "reasons",
        str(share_reasons_cited(results)),
        *(("asks", str(share_asks_cited(results))) if asked else ()),
    )


def _wrong_group_lines(results: list[RowResult]) -> Iterator[str]:
    wrong = [name for name, right in groups_all_right(results).items() if not right]
    if wrong:
        yield ""
        yield f"groups not all right: {', '.join(wrong)}"


def list_error_lines(errors: list[WrongRow], most: int) -> Iterator[str]:
    """The gravest errors: what was expected, what came, and what decided."""
    if errors and most:
        yield ""
        yield f"worst errors ({min(most, len(errors))} of {len(errors)})"
    for row in errors[:most]:
        yield f"  {row.id} ({row.family}): expected {row.expected}, got {row.got}"
        yield f"      {escape_to_one_line('; '.join(row.why), 200)}"
        yield f"      {escape_to_one_line(row.text, 200)}"


def _describe_error(result: RowResult) -> WrongRow:
    missed = (f"missed {', '.join(result.missed_reasons)}",) if result.missed_reasons else ()
    return WrongRow(
        id=result.case.id,
        family=result.case.family,
        expected="/".join(result.case.expect.verdict),
        got=result.verdict,
        why=(f"cited {', '.join(result.reasons) or 'nothing'}", *missed),
        text=f"{result.case.subject} {result.case.text}",
    )
