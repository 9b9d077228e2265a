"""A telephone number held against the numbering plan and a charter, on a day: its price, and whose it is."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.channels import ChannelId
from tocsin.charter.schema import AdviceClause, Charter, Direction, ListingClause, PointClause, Wording
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.phone_numbers import numbering_plan
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, PhoneNumber, parse_phone_number
from tocsin.phone_numbers.kinds import is_french_mobile
from tocsin.phone_numbers.numbering_plan import DisplayRule, NumberRange, TariffClass

Standing = Literal["yes", "perhaps", "was", "will", "no", "unknown"]
"""``perhaps``: its dates are uncertain; ``was``, ``will``: on another day; ``no``: the list of that day is
closed, and it is not in it; ``unknown``: the charter does not say."""
Likeness = Literal["ends", "begins", "digit"]

SHORT: Final = 4
"""Digits of the short numbers that others are made to look like."""


class NumberUse(Struct, frozen=True, kw_only=True):
    """Whether the institution uses a number in one way."""

    direction: Direction
    channel: ChannelId
    standing: Standing
    points: tuple[PointClause, ...]
    """Clauses that name it for this use, on any day, the ones in force first."""
    listing: ListingClause | None
    """The clause of that day that says whether the list is closed; None where there is none."""


class LookalikeNumber(Struct, frozen=True):
    """A number of the institution that this one looks like, and is not."""

    point: PointClause
    how: Likeness
    """It ends or begins with its digits, or has one other digit."""


class NumberReport(Struct, frozen=True, kw_only=True):
    """Everything that is known of a number on a day."""

    number: PhoneNumber
    on: date
    range: NumberRange | None
    """Its part of the numbering plan; None abroad, and where the plan is silent."""
    tariff: TariffClass
    price: Wording | None
    """What the institution says its own number costs that day, which wins over the plan."""
    help: bool
    """A known number of public help."""
    fiction: bool
    """Kept for films and books: nobody has it."""
    overseas: bool
    country: str
    """Region of a foreign number (ISO 3166), or empty."""
    uses: tuple[NumberUse, ...]
    advice: tuple[AdviceClause, ...]
    """What the charter advises to do with it, where it names it: report, ask for help."""
    alike: tuple[LookalikeNumber, ...]
    display: DisplayRule | None
    """What operators do that day about such a number where a call shows it; None before they did anything, and
    of a short code, which no call shows."""

    @property
    def is_in_charter(self) -> bool:
        """Whether the charter names it, on any day."""
        return bool(self.advice) or any(use.points for use in self.uses)


def build_number_report(number: PhoneNumber, charter: Charter, on: date) -> NumberReport:
    """What is known of a number on a day, under a charter."""
    view = view_as_of(charter, on)
    uses = tuple(_list_uses(number, charter, view))
    own = [point for use in uses for point in use.points]
    tariffs = [t for point in own for t in point.tariffs if t.in_force.possibly_holds(on)]
    tariffs.sort(key=lambda t: not t.in_force.surely_holds(on))
    advice = tuple(_find_advice(number, view))
    return NumberReport(
        number=number,
        on=on,
        range=numbering_plan.find_range(number, on),
        tariff=tariffs[0].tariff if tariffs else numbering_plan.find_plan_tariff(number),
        price=tariffs[0].wording if tariffs else None,
        help=numbering_plan.is_help_number(number),
        fiction=numbering_plan.is_fiction_number(number),
        overseas=numbering_plan.is_overseas(number),
        country="" if numbering_plan.is_overseas(number) else numbering_plan.find_country(number),
        uses=uses,
        advice=advice,
        alike=() if own or advice else tuple(_find_lookalikes(number, charter)),
        display=numbering_plan.find_display_rule(on) if number.medium == "phone" else None,
    )


def _list_uses(number: PhoneNumber, charter: Charter, view: DatedCharter) -> Iterator[NumberUse]:
    """Whether the institution calls or writes from it, and whether it is called or written to on it."""
    sms = number.medium == "short_code" or is_french_mobile(number.value)
    if number.medium == "phone":
        yield _find_use(number, charter, view, "they_contact_you", "call")
    if sms:
        yield _find_use(number, charter, view, "they_contact_you", "sms")
    # A number is rung whatever the message was that gave it; a short code only takes SMS.
    yield _find_use(
        number, charter, view, "you_contact_them", "sms" if number.medium == "short_code" else "call"
    )


def _find_use(
    number: PhoneNumber, charter: Charter, view: DatedCharter, direction: Direction, channel: ChannelId
) -> NumberUse:
    points = [
        clause
        for clause in charter.clauses
        if isinstance(clause, PointClause)
        and (clause.medium, clause.value) == (number.medium, number.value)
        and clause.direction == direction
        and channel in clause.channels
    ]
    points.sort(key=lambda point: point not in view.clauses)
    return NumberUse(
        direction=direction,
        channel=channel,
        standing=_find_use_status(number, points, view, direction, channel),
        points=tuple(points),
        listing=_find_listing(number, view, direction, channel),
    )


def _find_use_status(
    number: PhoneNumber,
    points: list[PointClause],
    view: DatedCharter,
    direction: Direction,
    channel: ChannelId,
) -> Standing:
    held = [point for point in points if point in view.clauses]
    if held:
        return "yes" if any(point.in_force.surely_holds(view.on) for point in held) else "perhaps"
    if any(point.in_force.latest_end < view.on for point in points):
        return "was"
    if any(point.in_force.earliest_start > view.on for point in points):
        return "will"
    return "no" if view.find_closed_listing(number.medium, direction, channel) else "unknown"


def _find_listing(
    number: PhoneNumber, view: DatedCharter, direction: Direction, channel: ChannelId
) -> ListingClause | None:
    """The closed list of that day, else what says that it is open."""
    if closed := view.find_closed_listing(number.medium, direction, channel):
        return closed
    found = (
        clause
        for clause in view.clauses
        if isinstance(clause, ListingClause)
        and not clause.closed
        and number.medium in clause.media
        and clause.direction == direction
        and channel in clause.channels
    )
    return next(found, None)


def _find_advice(number: PhoneNumber, view: DatedCharter) -> Iterator[AdviceClause]:
    for clause in view.clauses:
        if isinstance(clause, AdviceClause) and clause.contact and _is_same_number(clause.contact, number):
            yield clause


def _is_same_number(contact: str, number: PhoneNumber) -> bool:
    try:
        return parse_phone_number(contact).value == number.value
    except NotAPhoneNumber:
        return False


def _find_lookalikes(number: PhoneNumber, charter: Charter) -> Iterator[LookalikeNumber]:
    seen: set[str] = set()
    for clause in charter.clauses:
        if (
            isinstance(clause, PointClause)
            and clause.medium in ("phone", "short_code")
            and clause.value not in seen
        ):
            seen.add(clause.value)
            if how := find_likeness(number.digits, parse_phone_number(clause.value).digits):
                yield LookalikeNumber(clause, how)


def find_likeness(digits: str, genuine: str) -> Likeness | None:
    """How a number looks like another that it is not; None where it does not.

    >>> find_likeness("0899033646", "3646"), find_likeness("3664", "3646"), find_likeness("36460", "3646")
    ('ends', 'digit', 'begins')
    """
    if digits == genuine:
        return None
    if len(genuine) == SHORT and digits.endswith(genuine):
        return "ends"
    if len(genuine) == SHORT and len(digits) <= SHORT + 2 and digits.startswith(genuine):
        return "begins"
    return "digit" if _is_one_digit_apart(digits, genuine) else None


def _is_one_digit_apart(one: str, other: str) -> bool:
    """Whether one digit was changed, or two neighbours swapped."""
    if len(one) != len(other):
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        first, second = apart
        return one[first] == other[second] and one[second] == other[first]
    return len(apart) == 1
