"""The precedence that is published, and what the check would say."""

from datetime import date
from itertools import chain, combinations

import pytest

from tests.guard.telling import kinds, ruling, said
from tocsin.guard import GuardReason
from tocsin.guard.ruling import combine_reasons


def reason(weight: str, waived: str = "") -> GuardReason:
    return GuardReason(kind="shouting", weight=weight, clause="", span=None, quote="", text="", waived=waived)  # type: ignore[arg-type]


FOUND = (reason("block"), reason("warn"), reason("block", "Léa"), reason("warn", "Léa"))
SETS = list(chain.from_iterable(combinations(FOUND, size) for size in range(5)))


@pytest.mark.parametrize("found", SETS)
def test_the_gravest_reason_that_is_left_decides(found):
    left = [r.weight for r in found if not r.waived]
    expected = "block" if "block" in left else "warn" if left else "pass"
    assert combine_reasons(found) == expected


def test_reasons_that_block_come_first_then_the_order_of_the_text():
    found = said("VENEZ TOT. Votre RIB ? Voir www.suite.example.")
    assert kinds(found) == ["asks_bank_details", "link_not_official", "shouting"]


def test_what_is_missing_comes_last():
    assert kinds(ruling("Votre RIB ?")) == ["asks_bank_details", "code_missing", "institution_missing"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Votre remboursement est en attente.", "warn"),
        ("Votre carte Vitale expire demain.", "warn"),
        ("Votre rembour\u200bsement est en cours.", "warn"),
    ],
)
def test_what_only_the_check_sees_is_a_reason_too(text, result):
    found = said(text, flow="case")
    assert "looks_fraudulent" in kinds(found)
    assert found.result == result


def test_a_programme_that_has_ended_looks_fraudulent():
    found = said("Vous êtes cas contact.", flow="other", sender="AMELI", on=date(2026, 5, 4))
    assert "looks_fraudulent" in kinds(found)
    assert found.result == "block"


def test_a_rendered_text_is_judged_as_its_template():
    template = "Assurance Maladie : bonjour {prenom}, faites un test le {date_test}. Réf. {code}"
    rendered = "Assurance Maladie : bonjour Léa, faites un test le 9 mars. Réf. K7QF-2M9D"
    assert ruling(template).result == ruling(rendered).result == "pass"


def test_the_day_is_told():
    assert ruling("").on.isoformat() == "2021-03-04"
