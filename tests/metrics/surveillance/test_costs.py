"""Prices as they are told, and what a week comes to."""

from decimal import Decimal

import pytest

from tocsin.metrics.surveillance.costs import (
    UnitPrice,
    WrongPrice,
    compute_cost,
    read_price,
)


def test_a_price_has_a_source():
    found = read_price(
        "TOCSIN_PRICE_SMS_PART", {"TOCSIN_PRICE_SMS_PART": " 0,042 ; contract 2026-114, lot 3 "}
    )
    assert found == UnitPrice(Decimal("0.042"), "contract 2026-114, lot 3")


def test_no_price_is_no_price():
    assert read_price("TOCSIN_PRICE_CALL_HOUR", {}) is None
    assert read_price("TOCSIN_PRICE_CALL_HOUR", {"TOCSIN_PRICE_CALL_HOUR": "  "}) is None


@pytest.mark.parametrize(
    "wrong", ["0.042", "0.042;", "dear; contract", "-1; x", "nan; x", "inf; x", "1e9; x", "; x"]
)
def test_what_is_none_is_told_with_its_name_and_what_was_expected(wrong):
    with pytest.raises(
        WrongPrice, match=r"TOCSIN_PRICE_SMS_PART=.*expected euros, a semicolon and the source"
    ):
        read_price("TOCSIN_PRICE_SMS_PART", {"TOCSIN_PRICE_SMS_PART": wrong})


def test_a_week():
    came = compute_cost(
        {"messages": 3, "parts": 5}, {"reached": 1, "not": 2, "seconds": 5400},
        UnitPrice(Decimal("0.042"), "x"), UnitPrice(Decimal(30), "y"),
    )  # fmt: skip
    assert (came.parts, came.calls, came.hours) == (5, 3, 1.5)
    assert (came.sms, came.talk) == (Decimal("0.21"), Decimal("45.00"))


def test_without_a_price_it_is_counted_and_not_valued():
    came = compute_cost({}, {}, None, None)
    assert (came.messages, came.hours, came.sms, came.talk) == (0, 0, None, None)
