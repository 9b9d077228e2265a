"""What a part of an SMS and an hour on the telephone cost: told by whoever pays, with where they have it
from.

    TOCSIN_PRICE_SMS_PART="0.042; contract 2026-114, lot 3"
    TOCSIN_PRICE_CALL_HOUR="31.50; pay scale of 2026, charges included"

In euros. Without a price nothing is said of money: there is none that would be right for everybody.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from tocsin.config import read_settings


class UnitPrice(Struct, frozen=True):
    euros: Decimal
    source: str


class WrongPrice(ValueError):
    """It is no price."""


class WeeklyCost(Struct, frozen=True):
    """Of the week; None where no price is told."""

    messages: int
    parts: int
    calls: int
    hours: float
    """On the telephone."""
    sms: Decimal | None
    talk: Decimal | None


def read_price(name: str, environment: Mapping[str, str] | None = None) -> UnitPrice | None:
    """The price under a name; None where none is told. Raises WrongPrice.

    >>> read_price("TOCSIN_PRICE_SMS_PART", {"TOCSIN_PRICE_SMS_PART": "0.042; contract 2026-114"})
    UnitPrice(euros=Decimal('0.042'), source='contract 2026-114')
    """
    told = read_settings(environment).find_value(name).strip()
    if not told:
        return None
    amount, _, source = told.partition(";")
    try:
        euros = Decimal(amount.strip().replace(",", "."))
    except InvalidOperation:
        euros = Decimal("NaN")
    if not euros.is_finite() or not 0 <= euros < 1000 or not source.strip():
        raise WrongPrice(
            f"{name}={told[:60]!r}: expected euros, a semicolon and the source: 0.042; contract 7"
        )
    return UnitPrice(euros, source.strip())


def compute_cost(
    sms: Mapping[str, int], calls: Mapping[str, int], part: UnitPrice | None, hour: UnitPrice | None
) -> WeeklyCost:
    """What the SMS and the calls of these cells come to."""
    parts, seconds = sms.get("parts", 0), calls.get("seconds", 0)
    return WeeklyCost(
        messages=sms.get("messages", 0),
        parts=parts,
        calls=calls.get("reached", 0) + calls.get("not", 0),
        hours=seconds / 3600,
        sms=_round_to_cents(part.euros * parts) if part else None,
        talk=_round_to_cents(hour.euros * seconds / 3600) if hour else None,
    )


def _round_to_cents(euros: Decimal) -> Decimal:
    return euros.quantize(Decimal("0.01"))
