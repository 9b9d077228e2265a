"""A number or an address that is repeated gives its reasons once."""

from collections import Counter
from datetime import date

import pytest

from tocsin.verdict.check import check


@pytest.mark.parametrize(
    "text",
    [
        "CPAM : rappelez le 08 99 00 00 12. Je répète : rappelez le 0899000012, oui, le +33 8 99 00 00 12.",
        "AMELI : votre carte Vitale expire https://ameli-vitale.example puis https://ameli-vitale.example",
    ],
)
def test_its_reasons_are_given_once(text: str) -> None:
    found = check(text, channel="sms", received=date(2024, 5, 2))
    kinds = Counter((r.kind, r.clause) for r in found.reasons)
    assert kinds
    assert max(kinds.values()) == 1, kinds


def test_two_numbers_give_theirs_each() -> None:
    text = "CPAM : rappelez le 08 99 00 00 12 ou rappelez le 08 99 00 00 13."
    found = check(text, channel="sms", received=date(2024, 5, 2))
    quotes = [r.quote for r in found.reasons if r.kind == "callback_not_official"]
    assert quotes == ["08 99 00 00 12", "08 99 00 00 13"]
