"""Moments and days as laboratories write them. A moment without a zone is one of Europe/Paris."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from tocsin.locale.paris_time import PARIS_ZONE

_HL7 = re.compile(r"\d{12}(?:\d\d(?:\.\d{1,6})?)?(?:[+-]\d{4})?", re.ASCII)
_PARTS = {
    "%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})", "%H": r"(?P<H>\d{1,2})",
    "%M": r"(?P<M>\d{1,2})", "%S": r"(?P<S>\d{1,2})", "%%": "%",
}  # fmt: skip


def to_utc(moment: datetime, zone: ZoneInfo = PARIS_ZONE) -> datetime:
    """In UTC; of the two hours of a night in October the first is meant. Raises ValueError."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise ValueError("a year that is possible is expected") from None


def parse_iso(text: str, zone: ZoneInfo = PARIS_ZONE) -> datetime:
    """A date and a time as ISO 8601 and FHIR have them. Raises ValueError; also for a day without an hour.

    >>> parse_iso("2021-03-04T10:00:00+01:00").isoformat(), parse_iso("2021-07-04 10:00").isoformat()
    ('2021-03-04T09:00:00+00:00', '2021-07-04T08:00:00+00:00')
    """
    if len(text) < 16 or text[4] != "-" or text[7] != "-" or text[10] not in "T ":
        raise ValueError("a day and an hour are expected")
    return to_utc(datetime.fromisoformat(text), zone)


def parse_hl7(text: str, zone: ZoneInfo = PARIS_ZONE) -> datetime:
    """A time stamp of HL7 v2, ``YYYYMMDDHHMM[SS[.S]][+/-ZZZZ]``. Raises ValueError.

    >>> parse_hl7("20210304100000+0100").isoformat()
    '2021-03-04T09:00:00+00:00'
    """
    if not _HL7.fullmatch(text):
        raise ValueError("a day and an hour are expected")
    return to_utc(datetime.fromisoformat(f"{text[:8]}T{text[8:]}"), zone)


def parse_hl7_day(text: str) -> str:
    """The day of a time stamp, ISO. Raises ValueError where it has none.

    >>> parse_hl7_day("19800102")
    '1980-01-02'
    """
    if len(text) < 8 or not text[:8].isdecimal() or not text[:8].isascii():
        raise ValueError("a whole day is expected")
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat()


def read_hl7_birth(written: str) -> str:
    """The day of a birth; what is none stays as it is written, and will be refused with the result."""
    try:
        return parse_hl7_day(written) if written else ""
    except ValueError:
        return written


def parse_iso_day(text: str) -> str:
    """The day of an ISO date or date and time. Raises ValueError where it is not whole.

    >>> parse_iso_day("1980-01-02")
    '1980-01-02'
    """
    if len(text) < 10 or text[4] != "-" or text[7] != "-" or (len(text) > 10 and text[10] not in "T "):
        raise ValueError("a whole day is expected")
    return date.fromisoformat(text[:10]).isoformat()


Reader = Callable[[str], datetime]


@cache
def compile_format(written: str) -> tuple[re.Pattern[str], bool]:
    """What reads moments of a format such as ``%d/%m/%Y %H:%M``, and whether it has an hour.

    Raises ValueError for a format with other parts.
    """
    pattern = "".join(
        _PARTS.get(part) or _escape_literal(part) for part in re.findall(r"%.|[^%]+|%$", written, re.DOTALL)
    )
    try:
        compiled = re.compile(pattern, re.ASCII)
    except re.error:
        raise ValueError("each of %Y %m %d %H %M %S at most once is expected") from None
    if not {"Y", "m", "d"} <= compiled.groupindex.keys():
        raise ValueError("%Y, %m and %d are expected")
    return compiled, "H" in compiled.groupindex


def _escape_literal(part: str) -> str:
    if part.startswith("%"):
        raise ValueError("%Y %m %d %H %M %S are expected")
    return re.escape(part)


def parse_by_format(text: str, formats: tuple[str, ...], zone: ZoneInfo = PARIS_ZONE) -> datetime:
    """A moment in one of these formats, or ISO. Raises ValueError."""
    for written in formats:
        pattern, whole = compile_format(written)
        if whole and (found := pattern.fullmatch(text)):
            part = found.groupdict(default="0")
            return to_utc(
                datetime(
                    int(part["Y"]), int(part["m"]), int(part["d"]), int(part["H"]), int(part.get("M", 0)),
                    int(part.get("S", 0)), tzinfo=zone,
                ),
                zone,
            )  # fmt: skip
    return parse_iso(text, zone)


def parse_day_by_format(text: str, formats: tuple[str, ...]) -> str:
    """A day in one of these formats, or ISO; as ISO. Raises ValueError."""
    for written in formats:
        pattern, _ = compile_format(written)
        if found := pattern.fullmatch(text):
            return date(int(found["Y"]), int(found["m"]), int(found["d"])).isoformat()
    return parse_iso_day(text)
