"""In whose name a message speaks, and whether it was judged as theirs."""

import pytest

from tocsin.evaluation.labelled_rows import EvaluationRow, ExpectedVerdict, RowResult
from tocsin.evaluation.scores import ScoreShare, share_institution_found


def got(institution: str, found: str, family: str = "fraud-other") -> RowResult:
    case = EvaluationRow(ExpectedVerdict(("suspicious",)), family=family, institution=institution)
    return RowResult(case, "suspicious", (), found)


@pytest.mark.parametrize(
    ("named", "found", "right"),
    [("dgfip", "dgfip", 1), ("assurance-maladie", "assurance_maladie", 1), ("dgfip", "", 0)],
)
def test_it_is_right_where_it_was_judged_as_theirs(named, found, right):
    assert share_institution_found([got(named, found)]) == ScoreShare(right, 1)


def test_who_has_no_charter_and_who_is_only_mentioned_do_not_count():
    nobody, mentioned = got("a-shop", ""), got("dgfip", "", family="harmless")
    assert share_institution_found([nobody, mentioned]).of == 0
