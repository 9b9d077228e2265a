"""From what a laboratory told to what it means: a record, or the reason why it cannot be taken."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from tocsin.phone_numbers.e164 import to_e164
from tocsin.phone_numbers.kinds import sort_by_use
from tocsin.privacy.identity import make_identity_key
from tocsin.tracing.intake import code_tables
from tocsin.tracing.intake.contactability import find_department
from tocsin.tracing.intake.records import (
    NOBODY,
    Item,
    RawPerson,
    RawResult,
    RefusedRecord,
    RejectedRecord,
    ResultRecord,
    Status,
    UntracedResult,
    join_source,
)
from tocsin.tracing.supervision.territory import find_local_day, find_zone

TOLERANCE = timedelta(minutes=10)
"""How far a laboratory's clock may be ahead of ours."""
OF_AGE = 18
"""Years; somebody younger is reached through a guardian."""
OLDEST = 130
_DAY = 10
"""Characters of a day without an hour."""
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""No result is older."""
LONGEST = 200
"""Characters of a name."""

_STATUSES: dict[str, Status] = {"final": "final", "corrected": "corrected", "void": "void"}

Moment = Callable[[str], datetime]


def interpret_result(told: RawResult, moment: Moment, received_at: datetime) -> Item:
    """What a result means; ``moment`` reads the times of its format."""
    try:
        if not told.unknown_modifier and code_tables.is_untraced_test(told.tests):
            return _make_untraced_result(told)
        return _make_record(told, moment, received_at)
    except RejectedRecord as no:
        where = told.fields.get(no.reason) or ", ".join(
            dict.fromkeys(told.fields[field] for field in no.fields if field in told.fields)
        )
        where = where or told.fields.get("", "")
        detail = f"{no.detail}, in {where}" if where else no.detail
        return RefusedRecord(told.place, told.raw, no.reason, detail, told.beside, told.postcode)


def _make_record(told: RawResult, moment: Moment, received_at: datetime) -> ResultRecord:
    if told.unknown_modifier:
        raise RejectedRecord(
            "unknown_modifier", "a resource without modifierExtension or implicitRules is expected"
        )
    status = _read_status(told)
    if status == "void":
        return _make_void_record(told, moment, received_at)
    disease = code_tables.find_disease(told.tests)
    meaning = code_tables.interpret_raw_result(told)
    if told.has_died and meaning == "positive":
        raise RejectedRecord(
            "deceased", "a person who is alive is expected: nobody writes to the family of a dead person"
        )
    if told.identity_of_test:
        raise RejectedRecord("test_identity", "an identity of the production domain is expected")
    if not told.has_person:
        raise RejectedRecord("no_patient", "a patient that the result refers to is expected")
    resulted = _read_result_time(told, moment, received_at)
    taken = _read_sample_time(told, moment, resulted)
    person = told.person
    family, given = _clean_name(person.family), _clean_name(person.given)
    today = find_local_day(resulted, find_zone(find_department(told.postcode)))
    birth = _parse_birth_date(told.birth_date, today)
    known_as = make_identity_key(family, given, told.birth_date) if birth else ""
    if not known_as:
        raise RejectedRecord("no_identity", "family name, given name and a whole birth date are expected")
    minor = birth is not None and _compute_age(birth, today) < OF_AGE
    return ResultRecord(
        place=told.place,
        raw=told.raw,
        beside=told.beside,
        laboratory=told.laboratory,
        source_id=_scope_identifier(told, known_as) or _make_identifier(told, known_as, resulted, taken),
        status=status,
        meaning="positive" if meaning == "positive" else "negative",
        disease=disease,
        taken_at=taken,
        resulted_at=resulted,
        identity=known_as,
        family=family,
        given=given,
        birth_date=birth.isoformat() if birth else "",
        sex=told.sex,
        phones=_parse_phones(person.phones),
        postcode=told.postcode,
        lang="en" if told.lang[:2].lower() == "en" else "fr",
        minor=minor,
        guardian=_clean_guardian(told.guardian) if minor else NOBODY,
    )


def _make_untraced_result(told: RawResult) -> UntracedResult:
    revised = ""
    if told.status in ("corrected", "void") and (source_id := _scope_identifier(told, _read_identity(told))):
        revised = join_source(told.laboratory, source_id)
    return UntracedResult(told.place, told.raw, told.beside, told.postcode, revised)


def _read_identity(told: RawResult) -> str:
    """Whose result it says it is; empty where it does not say enough."""
    with suppress(ValueError):
        return make_identity_key(
            _clean_name(told.person.family), _clean_name(told.person.given), told.birth_date
        )
    return ""


def _read_status(told: RawResult) -> Status:
    if (known := _STATUSES.get(told.status)) is not None:
        return known
    if told.status == "waiting":
        raise RejectedRecord("not_final", "a final result is expected")
    raise RejectedRecord("unknown_status", "a status of the tables is expected")


def _make_void_record(told: RawResult, moment: Moment, received_at: datetime) -> ResultRecord:
    """A result that was withdrawn: all that counts is which."""
    try:
        disease = code_tables.find_disease(told.tests)
    except RejectedRecord:
        disease = ""
    try:
        at = _read_result_time(told, moment, received_at)
    except RejectedRecord:
        at = received_at
    known_as = "" if told.laboratory and told.source_id else _read_identity(told)
    source_id = _scope_identifier(told, known_as)
    if not source_id:
        if not known_as or not disease or at == received_at:
            raise RejectedRecord(
                "no_identifier", "the identifier of the result that is withdrawn is expected"
            )
        source_id = _make_identifier(told, known_as, at, _read_sample_time(told, moment, at))
    return ResultRecord(
        place=told.place,
        raw=told.raw,
        beside=told.beside,
        laboratory=told.laboratory,
        source_id=source_id,
        status="void",
        meaning="void",
        disease=disease or "covid19",
        taken_at=None,
        resulted_at=at,
    )


def _read_result_time(told: RawResult, moment: Moment, received_at: datetime) -> datetime:
    if not told.resulted:
        raise RejectedRecord("no_result_time", "the time of the result is expected")
    at = _parse_moment(told.resulted, moment, "the result")
    if at > received_at + TOLERANCE:
        raise RejectedRecord("future_date", "a result earlier than its arrival is expected", "resulted_at")
    if at < FIRST:
        raise RejectedRecord("bad_date", "a result after the year 2000 is expected", "resulted_at")
    return at


def _read_sample_time(told: RawResult, moment: Moment, resulted: datetime) -> datetime | None:
    """When the sample was taken; of a day without an hour, its beginning."""
    written = told.taken
    if not written:
        return None
    if isinstance(written, str) and len(written) <= _DAY:
        try:
            at = moment(f"{written} 00:00")
        except (ValueError, OverflowError):
            at = _parse_moment(f"{written}0000", moment, "the sample")
    else:
        at = _parse_moment(written, moment, "the sample")
    if at > resulted + timedelta(days=1):
        raise RejectedRecord("bad_date", "a sample taken before its result is expected", "taken_at")
    return at if at >= FIRST else None


def _parse_moment(written: str | datetime, moment: Moment, of: str) -> datetime:
    if isinstance(written, datetime):
        return written
    try:
        return moment(written.strip())
    except (ValueError, OverflowError):
        only_day = of == "the result" and len(written) in (8, 10)
        raise RejectedRecord(
            "no_result_time" if only_day else "bad_date",
            f"a date and an hour are expected for {of}",
            "resulted_at" if of == "the result" else "taken_at",
        ) from None


def _parse_birth_date(written: str, today: date) -> date | None:
    if not written:
        return None
    try:
        born = date.fromisoformat(written)
    except ValueError:
        raise RejectedRecord(
            "bad_date", "a birth date that is in the calendar is expected", "birth_date"
        ) from None
    if born > today:
        raise RejectedRecord("future_date", "a birth before the result is expected", "birth_date")
    if today.year - born.year > OLDEST:
        raise RejectedRecord("bad_date", f"a birth less than {OLDEST} years ago is expected", "birth_date")
    return born


def _compute_age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _clean_name(written: str) -> str:
    """A name without signs that are none, its spaces single."""
    if written.isascii() and written.isalpha():
        return written[:LONGEST]
    kept = "".join(c if c.isprintable() else " " for c in written[: 2 * LONGEST])
    return " ".join(kept.split())[:LONGEST]


def _parse_phones(written: tuple[str, ...]) -> tuple[str, ...]:
    if not written:
        return ()
    if len(written) == 1:
        number = to_e164(written[0])
        return (number,) if number else ()
    return sort_by_use(tuple(n for one in written[:10] if (n := to_e164(one))))


def _clean_guardian(told: RawPerson) -> RawPerson:
    return RawPerson(_clean_name(told.family), _clean_name(told.given), _parse_phones(told.phones))


def _scope_identifier(told: RawResult, known_as: str) -> str:
    """The identifier that the laboratory gave; empty where there is none, or it may be that of any.

    Of a laboratory that is not named, only the person tells one result of this identifier from another.
    """
    if not told.source_id or told.laboratory:
        return told.source_id
    return f"{told.source_id}\x1f{known_as}" if known_as else ""


def _make_identifier(told: RawResult, known_as: str, resulted: datetime, taken: datetime | None) -> str:
    """An identifier for a result that came without one: the same result makes the same."""
    at = (taken or resulted).isoformat()
    test = told.tests[0][1] if told.tests else ""
    return "~" + hashlib.sha256(f"{known_as}|{test}|{at}".encode()).hexdigest()[:24]
