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

from tocsin.cli.batch import Batch, folder_of
from tocsin.cli.paper import columns
from tocsin.cli.status import BadData, failure_of
from tocsin.message.harmless import one_line
from tocsin.verdict.model import Level
from tocsin.verdict.rows import problem

LEVELS: tuple[Level, ...] = get_args(Level)
BELOW = 1
"""Exit status where a share is below the threshold asked for."""
_AGAINST = ("imposture", "suspicious")
_SAME = frozenset({"lookalike_domain", "link_not_official"})
"""Kinds that count for one another: both say that the link is not the institution's."""


class Expect(Struct, frozen=True):
    """What a row should give."""

    verdict: tuple[Level, ...]
    """Levels that are right, the best first."""
    reasons: tuple[str, ...] = ()
    """Kinds of reason that should be cited."""

    def __post_init__(self) -> None:
        if not self.verdict:
            raise ValueError("at least one level is needed")


class Case(Struct, frozen=True):
    """A row of an evaluation set, beside the message itself."""

    expect: Expect
    id: str | int = ""
    family: str = "none"
    group: str = ""
    """Rows with the same group are right together or not at all."""
    text: str = ""
    subject: str = ""


class Result(Struct, frozen=True):
    """A row and what it gave."""

    case: Case
    verdict: Level
    reasons: tuple[str, ...]
    """Kinds cited, with what speaks against the message first."""

    @property
    def right(self) -> bool:
        """Whether the verdict is one of those expected."""
        return self.verdict in self.case.expect.verdict

    @property
    def first(self) -> Level:
        """The level expected first."""
        return self.case.expect.verdict[0]

    @property
    def missed(self) -> tuple[str, ...]:
        """Kinds expected and not cited."""
        return tuple(kind for kind in self.case.expect.reasons if not self._cites(kind))

    def _cites(self, kind: str) -> bool:
        return kind in self.reasons or (kind in _SAME and not _SAME.isdisjoint(self.reasons))


class Share(Struct, frozen=True):
    """So many out of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to get wrong."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:7.2%}  {self.right}/{self.of}"


def run(options: Namespace) -> int:
    """Judge every row of the files, and say how it went."""
    results = [result for name in options.files for result in judged(name, options.charter)]
    if not results:
        raise BadData("there is no row in it", place=", ".join(options.files))
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(figures(results)), indent=2).decode() + "\n")
    else:
        for line in report(results, options.worst):
            print(line)
    return _status(results, options)


def _status(results: list[Result], options: Namespace) -> int:
    shares = overall(results)
    wanted = (("verdicts_right", options.min_verdict), ("reasons_cited", options.min_reasons))
    low = [(name, least) for name, least in wanted if least is not None and shares[name].value < least]
    for name, least in low:
        print(f"tocsin: {name} {shares[name].value:.4f} is below {least}", file=sys.stderr)
    return BELOW if low else 0


# ---- judging


def judged(name: str, charter: str) -> Iterator[Result]:
    """Results of the rows of a file."""
    batch = Batch(charter, "fr", date.today(), folder_of(name))
    try:
        lines = Path(name).read_bytes().split(b"\n")
    except OSError as error:
        raise failure_of(error, name) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _result(line, f"{name}:{number}", batch)


def _result(line: bytes, place: str, batch: Batch) -> Result:
    try:
        case = msgspec.json.decode(line, type=Case)
        verdict = batch.verdict(line)
    except (ValueError, msgspec.DecodeError) as error:
        found = problem(error)
        raise BadData(": ".join(p for p in (found.field, found.message) if p), place=place) from error
    return Result(case, verdict.level, tuple(dict.fromkeys(reason.kind for reason in verdict.reasons)))


# ---- figures


def _share(results: Iterable[Result], right: Callable[[Result], bool]) -> Share:
    marks = [right(result) for result in results]
    return Share(sum(marks), len(marks))


def reasons_cited(results: Iterable[Result]) -> Share:
    """Kinds expected that were cited."""
    wanted = missed = 0
    for result in results:
        wanted += len(result.case.expect.reasons)
        missed += len(result.missed)
    return Share(wanted - missed, wanted)


def groups(results: Iterable[Result]) -> dict[str, bool]:
    """Groups of rows, and whether every row of each is right."""
    found: dict[str, bool] = {}
    for result in results:
        if group := result.case.group:
            found[group] = found.get(group, True) and result.right
    return found


def overall(results: list[Result]) -> dict[str, Share]:
    """The figures that sum a set up, by name."""
    frauds = [r for r in results if r.first in _AGAINST]
    genuine = [r for r in results if not set(_AGAINST) & set(r.case.expect.verdict)]
    kept = groups(results)
    return {
        "verdicts_right": _share(results, lambda r: r.right),
        "frauds_caught": _share(frauds, lambda r: r.verdict in _AGAINST),
        "frauds_never_authentic": _share(frauds, lambda r: r.verdict != "authentic"),
        "genuine_never_imposture": _share(genuine, lambda r: r.verdict != "imposture"),
        "hard_negatives_right": _share(
            (r for r in results if r.case.family.startswith("hard_negative")), lambda r: r.right
        ),
        "groups_right": Share(sum(kept.values()), len(kept)),
        "reasons_cited": reasons_cited(results),
    }


def confusion(results: Iterable[Result]) -> Counter[tuple[Level, Level]]:
    """How many rows, by level expected first and level given."""
    return Counter((r.first, r.verdict) for r in results)


def families(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Results by family, in the order of their names."""
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.case.family, []).append(result)
    return dict(sorted(found.items()))


def worst(results: Iterable[Result]) -> list[Result]:
    """Everything wrong, gravest first: a fraud cleared, then a genuine message accused, then the rest."""
    return sorted((r for r in results if not r.right or r.missed), key=_gravity)


def _gravity(result: Result) -> int:
    against = result.verdict in _AGAINST
    expected = result.first in _AGAINST
    if result.right:
        return 5
    if result.verdict == "authentic":
        return 0
    if expected and not against:
        return 1
    if result.verdict == "imposture" and not expected:
        return 2
    return 3 if against and not expected else 4


# ---- what is written


def figures(results: list[Result]) -> dict[str, object]:
    """Every figure, for machines."""
    return {
        "rows": len(results),
        "overall": {name: _plain(share) for name, share in overall(results).items()},
        "confusion": {
            expected: {got: n for got in LEVELS if (n := confusion(results)[expected, got])}
            for expected in LEVELS
        },
        "families": {
            name: {"verdicts": _plain(_share(own, lambda r: r.right)), "reasons": _plain(reasons_cited(own))}
            for name, own in families(results).items()
        },
        "groups_wrong": [name for name, right in groups(results).items() if not right],
        "errors": [
            {
                "id": r.case.id,
                "family": r.case.family,
                "expected": r.case.expect.verdict,
                "got": r.verdict,
                "missed": r.missed,
                "reasons": r.reasons,
            }
            for r in worst(results)
        ],
    }


def _plain(share: Share) -> dict[str, float]:
    return {"right": share.right, "of": share.of, "share": round(share.value, 4)}


def report(results: list[Result], most: int) -> Iterator[str]:
    """Every figure, for people."""
    yield f"{len(results)} rows"
    yield ""
    yield "expected first (rows) x got (columns)"
    yield from _table(confusion(results))
    yield ""
    yield from columns((name, *_cells(own)) for name, own in [*families(results).items(), ("all", results)])
    yield ""
    for name, share in overall(results).items():
        yield f"{name.replace('_', ' '):24} {share}"
    yield from _wrong_groups(results)
    yield from _errors(worst(results), most)


def _table(counts: Counter[tuple[Level, Level]]) -> Iterator[str]:
    rows = [["", *LEVELS]]
    rows += [[level, *(str(counts[level, got] or "-") for got in LEVELS)] for level in LEVELS]
    return columns(rows)


def _cells(results: list[Result]) -> tuple[str, ...]:
    return "verdicts", str(_share(results, lambda r: r.right)), "reasons", str(reasons_cited(results))


def _wrong_groups(results: list[Result]) -> Iterator[str]:
    wrong = [name for name, right in groups(results).items() if not right]
    if wrong:
        yield ""
        yield f"groups not all right: {', '.join(wrong)}"


def _errors(errors: list[Result], most: int) -> Iterator[str]:
    if errors and most:
        yield ""
        yield f"worst errors ({min(most, len(errors))} of {len(errors)})"
    for r in errors[:most]:
        wanted = "/".join(r.case.expect.verdict)
        yield f"  {r.case.id} ({r.case.family}): expected {wanted}, got {r.verdict}"
        yield f"      cited {', '.join(r.reasons) or 'nothing'}" + (
            f"; missed {', '.join(r.missed)}" if r.missed else ""
        )
        yield f"      {one_line(r.case.subject + ' ' + r.case.text, 200)}"
