"""What a round of separate authors needs before it is scored: `./dev round ACTION`."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from tocsin.cli.argument_types import parse_share
from tocsin.cli.exit_status import BadData, CommandFailure, failure_from_os_error
from tocsin.cli.output_file import open_output
from tocsin.verdict.model import Level
from tools.near_copies import find_near_copies
from tools.second_label import compare_labels, encode_rows, merge_labels, strip_labels

FOUND = 1
"""Exit status where rows are near copies, or labels differ."""


class SecondLabel(Struct, frozen=True):
    """What a second person says of a row."""

    id: str
    verdict: tuple[Level, ...]
    """Levels that are right, the best first."""

    def __post_init__(self) -> None:
        if not self.verdict:
            raise ValueError("at least one level is needed")


def main(words: Sequence[str] | None = None) -> int:
    """Run the action asked for."""
    options = build_parser().parse_args(words)
    actions = {"copies": _report_near_copies, "blind": _write_blind_sheet, "agree": _compare_second_labels}
    try:
        return actions[options.action](options)
    except CommandFailure as error:
        print(f"dev: {error}", file=sys.stderr)
        return error.status


def build_parser() -> argparse.ArgumentParser:
    """What may be asked."""
    parser = argparse.ArgumentParser(prog="./dev round", description=__doc__)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    copies = actions.add_parser(
        "copies", help="find rows that are near copies; exit status 1 where there are"
    )
    copies.add_argument("files", nargs="+", metavar="FILE", help="the rows of the round")
    copies.add_argument(
        "--against", nargs="*", default=[], metavar="FILE", help="earlier rows, which it must not repeat"
    )
    copies.add_argument(
        "--limit",
        type=parse_share,
        default=0.3,
        metavar="SHARE",
        help="share of 3-word sequences in common from which on two rows are near copies (default: 0.3)",
    )
    blind = actions.add_parser("blind", help="the rows without their labels, shuffled, for a second person")
    blind.add_argument("files", nargs="+", metavar="FILE", help="the rows of the round")
    blind.add_argument("--seed", type=int, default=0, metavar="N", help="order of the rows (default: 0)")
    blind.add_argument("--out", metavar="FILE", help="where to write them (default: output)")
    agree = actions.add_parser(
        "agree", help="compare with the labels of the second person; exit status 1 where they differ"
    )
    agree.add_argument("file", metavar="FILE", help="the rows of the round")
    agree.add_argument("labels", metavar="LABELS", help='one {"id": ..., "verdict": [...]} a line')
    agree.add_argument("--out", metavar="FILE", help="the rows, both labels accepted where they differ")
    return parser


def _report_near_copies(options: Namespace) -> int:
    texts = _texts_by_id(options.files)
    earlier = [pair for name in options.against for pair in _texts_by_id([name]).items()]
    found = 0
    for copy in find_near_copies(texts, earlier, options.limit):
        found += 1
        print(f"{copy.one} is a near copy of {copy.other}: {copy.similarity:.2f}")
    print(f"{len(texts)} rows, {found} near copies")
    return FOUND if found else 0


def _write_blind_sheet(options: Namespace) -> int:
    rows = [row for name in options.files for _, row in _read_rows(name)]
    with open_output(options.out) as out:
        out.write(encode_rows(strip_labels(rows, options.seed)))
    return 0


def _compare_second_labels(options: Namespace) -> int:
    rows = [row for _, row in _read_rows(options.file)]
    second = {one.id: one.verdict for one in _read_second_labels(options.labels)}
    first = {str(row["id"]): _expected_levels(row) for row in rows}
    if unknown := sorted(set(second) - set(first)):
        raise BadData(f"there is no row {unknown[0]} in {options.file}", place=options.labels)
    found = compare_labels(first, second)
    if options.out:
        disputed = set(found.disputed)
        merged = [
            merge_labels(row, second[str(row["id"])]) if str(row["id"]) in disputed else row for row in rows
        ]
        with open_output(options.out) as out:
            out.write(encode_rows(merged))
    print(f"{found.rows} rows, {found.agreed} agreed, kappa {found.kappa:.2f}")
    for name in found.disputed:
        print(f"  {name}: {'/'.join(first[name])} or {'/'.join(second[name])}")
    return FOUND if found.disputed else 0


# ---- files


def _read_lines(name: str) -> list[tuple[str, bytes]]:
    """Lines that are not empty, with the place of each."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise failure_from_os_error(error, name) from error
    return [(f"{name}:{n}", line) for n, line in enumerate(content.split(b"\n"), 1) if line.strip()]


def _read_rows(name: str) -> list[tuple[str, dict[str, object]]]:
    rows = []
    for place, line in _read_lines(name):
        try:
            row = msgspec.json.decode(line, type=dict[str, object])
        except msgspec.DecodeError as error:
            raise BadData(str(error), place=place) from error
        if not row.get("id"):
            raise BadData("id: each row of a round has a name of its own", place=place)
        rows.append((place, row))
    return rows


def _read_second_labels(name: str) -> list[SecondLabel]:
    found = []
    for place, line in _read_lines(name):
        try:
            found.append(msgspec.json.decode(line, type=SecondLabel))
        except (msgspec.DecodeError, ValueError) as error:
            raise BadData(str(error), place=place) from error
    return found


def _texts_by_id(names: Iterable[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name in names:
        for place, row in _read_rows(name):
            key = str(row["id"])
            if key in texts:
                raise BadData(f"id: {key} stands twice", place=place)
            texts[key] = f"{row.get('subject') or ''} {row.get('text') or ''}"
    return texts


def _expected_levels(row: dict[str, object]) -> Sequence[Level]:
    expect = row.get("expect")
    levels = expect.get("verdict") if isinstance(expect, dict) else None
    if not isinstance(levels, list) or not levels:
        raise BadData(f"{row['id']}: expect.verdict: at least one level is needed")
    return levels


if __name__ == "__main__":
    sys.exit(main())
