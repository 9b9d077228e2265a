"""How somebody who tested positive is reached: by SMS, or by a human, and on which number."""

from datetime import date
from typing import Final, Literal

from msgspec import Struct

from tocsin.phone_numbers.kinds import classify_number
from tocsin.tracing.intake.records import ResultRecord

Way = Literal["sms", "no_mobile", "no_phone", "foreign", "minor"]
"""``sms``, or the reason for which a human rings."""


class ContactRoute(Struct, frozen=True, gc=False):
    way: Way
    number: str = ""
    """E.164; empty where none is known."""


def find_contact_route(record: ResultRecord) -> ContactRoute:
    """The way to the person of a result: of a minor, to the guardian."""
    if record.minor:
        if record.guardian.phones:
            number = record.guardian.phones[0]
            return ContactRoute("sms" if classify_number(number) == "mobile" else "minor", number)
        return ContactRoute("minor", record.phones[0] if record.phones else "")
    if not record.phones:
        return ContactRoute("no_phone")
    number = record.phones[0]
    kind = classify_number(number)
    return ContactRoute(
        "sms" if kind == "mobile" else "foreign" if kind == "foreign" else "no_mobile", number
    )


_BANDS: Final = ((12, "0-11"), (18, "12-17"), (40, "18-39"), (65, "40-64"), (80, "65-79"))


def find_age_band(birth_date: str, on: date) -> str:
    """The age band of somebody on a day.

    >>> find_age_band("1980-05-01", date(2021, 5, 1))
    '40-64'
    """
    if not birth_date:
        return ""
    born = date.fromisoformat(birth_date)
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((band for limit, band in _BANDS if age < limit), "80+")


def find_department(postcode: str) -> str:
    """The département of a postcode; empty where it is none of France.

    >>> find_department("35000"), find_department("20200"), find_department("97400")
    ('35', '2B', '974')
    """
    if len(postcode) != 5 or not postcode.isdecimal() or not postcode.isascii():
        return ""
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    return postcode[:2] if "01" <= postcode[:2] <= "95" else ""
