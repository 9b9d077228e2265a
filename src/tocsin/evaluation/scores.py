"""Figures over judged rows, each as so many out of so many."""

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from tocsin.charter.loading import list_charter_names
from tocsin.evaluation.asked_reasons import list_asked_reasons
from tocsin.evaluation.labelled_rows import RowResult
from tocsin.verdict.model import ACCUSED, Level


class ScoreShare(Struct, frozen=True):
    right: int
    of: int

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to get wrong."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:7.2%}  {self.right}/{self.of}"


def share_where(results: Iterable[RowResult], right: Callable[[RowResult], bool]) -> ScoreShare:
    marks = [right(result) for result in results]
    return ScoreShare(sum(marks), len(marks))


def share_reasons_cited(results: Iterable[RowResult]) -> ScoreShare:
    wanted = missed = 0
    for result in results:
        wanted += len(result.case.expect.reasons)
        missed += len(result.missed_reasons)
    return ScoreShare(wanted - missed, wanted)


def share_asks_cited(results: Iterable[RowResult]) -> ScoreShare:
    """Of what frauds that were flagged ask, by the labels of a round: how much a reason was cited for."""
    marks = [
        not kinds.isdisjoint(result.reasons)
        for result in results
        if result.first_expected in ACCUSED and result.verdict in ACCUSED
        for kinds in list_asked_reasons(result.case.asks)
    ]
    return ScoreShare(sum(marks), len(marks))


def share_institution_found(results: Iterable[RowResult]) -> ScoreShare:
    """Of messages in the name of an institution that has a charter, those that were judged as its own."""
    names = list_charter_names()
    named = (
        (r, name)
        for r in results
        if r.case.family != "harmless" and (name := r.case.institution.replace("-", "_")) in names
    )
    marks = [r.institution == name for r, name in named]
    return ScoreShare(sum(marks), len(marks))


def groups_all_right(results: Iterable[RowResult]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for result in results:
        if group := result.case.group:
            found[group] = found.get(group, True) and result.is_right
    return found


def overall_shares(results: list[RowResult]) -> dict[str, ScoreShare]:
    """The figures that sum a set up, by name."""
    frauds = [r for r in results if r.first_expected in ACCUSED]
    genuine = [r for r in results if not set(ACCUSED) & set(r.case.expect.verdict)]
    kept = groups_all_right(results)
    asked, named = share_asks_cited(results), share_institution_found(results)
    return {
        "verdicts_right": share_where(results, lambda r: r.is_right),
        "frauds_caught": share_where(frauds, lambda r: r.verdict in ACCUSED),
        "frauds_never_authentic": share_where(frauds, lambda r: r.verdict != "authentic"),
        "genuine_never_imposture": share_where(genuine, lambda r: r.verdict != "imposture"),
        "hard_negatives_right": share_where(
            (r for r in results if r.case.family.startswith("hard_negative")), lambda r: r.is_right
        ),
        "groups_right": ScoreShare(sum(kept.values()), len(kept)),
        "reasons_cited": share_reasons_cited(results),
        **({"asks_cited": asked} if asked.of else {}),
        **({"institution_found": named} if named.of else {}),
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
    against = result.verdict in ACCUSED
    expected = result.first_expected in ACCUSED
    if result.is_right:
        return 5
    if result.verdict == "authentic":
        return 0
    if expected and not against:
        return 1
    if result.verdict == "imposture" and not expected:
        return 2
    return 3 if against and not expected else 4
