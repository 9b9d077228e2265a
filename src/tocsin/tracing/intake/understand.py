"""From what a laboratory told to what it means: a record, or the reason why it cannot be taken."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from tocsin.tracing import telephone
from tocsin.tracing.days import clock_of, day_of
from tocsin.tracing.identity import identity
from tocsin.tracing.intake import codes
from tocsin.tracing.intake.reach import territory
from tocsin.tracing.intake.record import (
    NOBODY,
    Item,
    No,
    OtherTest,
    Person,
    Record,
    Refused,
    Status,
    Told,
    source_of,
)

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


def understand(told: Told, moment: Moment, received_at: datetime) -> Item:
    """What a result means; ``moment`` reads the times of its format."""
    try:
        if not told.unknown_modifier and codes.is_other(told.tests):
            return _other_test(told)
        return _record(told, moment, received_at)
    except No as no:
        return Refused(told.place, told.raw, no.reason, no.detail, told.beside, told.postcode)


def _record(told: Told, moment: Moment, received_at: datetime) -> Record:
    if told.unknown_modifier:
        raise No("unknown_modifier", "a resource without modifierExtension or implicitRules is expected")
    status = _status(told)
    if status == "void":
        return _void(told, moment, received_at)
    disease = codes.disease(told.tests)
    meaning = codes.meaning(told)
    if told.has_died and meaning == "positive":
        raise No(
            "deceased", "a person who is alive is expected: nobody writes to the family of a dead person"
        )
    if told.identity_of_test:
        raise No("test_identity", "an identity of the production domain is expected")
    if not told.has_person:
        raise No("no_patient", "a patient that the result refers to is expected")
    resulted = _resulted(told, moment, received_at)
    taken = _taken(told, moment, resulted)
    person = told.person
    family, given = _name(person.family), _name(person.given)
    today = day_of(resulted, clock_of(territory(told.postcode)))
    birth = _birth(told.birth_date, today)
    known_as = identity(family, given, told.birth_date) if birth else ""
    if not known_as:
        raise No("no_identity", "family name, given name and a whole birth date are expected")
    minor = birth is not None and _age(birth, today) < OF_AGE
    return Record(
        place=told.place,
        raw=told.raw,
        beside=told.beside,
        laboratory=told.laboratory,
        source_id=_named(told, known_as) or _made(told, known_as, resulted, taken),
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
        phones=_phones(person.phones),
        postcode=told.postcode,
        lang="en" if told.lang[:2].lower() == "en" else "fr",
        minor=minor,
        guardian=_guardian(told.guardian) if minor else NOBODY,
    )


def _other_test(told: Told) -> OtherTest:
    revised = ""
    if told.status in ("corrected", "void"):
        known_as = ""
        with suppress(ValueError):
            known_as = identity(_name(told.person.family), _name(told.person.given), told.birth_date)
        if source_id := _named(told, known_as):
            revised = source_of(told.laboratory, source_id)
    return OtherTest(told.place, told.raw, told.beside, told.postcode, revised)


def _status(told: Told) -> Status:
    if (known := _STATUSES.get(told.status)) is not None:
        return known
    if told.status == "waiting":
        raise No("not_final", "a final result is expected")
    raise No("unknown_status", "a status of the tables is expected")


def _void(told: Told, moment: Moment, received_at: datetime) -> Record:
    """A result that was withdrawn: all that counts is which."""
    try:
        disease = codes.disease(told.tests)
    except No:
        disease = ""
    try:
        at = _resulted(told, moment, received_at)
    except No:
        at = received_at
    known_as = ""
    if not told.laboratory or not told.source_id:
        with suppress(ValueError):
            known_as = identity(_name(told.person.family), _name(told.person.given), told.birth_date)
    source_id = _named(told, known_as)
    if not source_id:
        if not known_as or not disease or at == received_at:
            raise No("no_identifier", "the identifier of the result that is withdrawn is expected")
        source_id = _made(told, known_as, at, _taken(told, moment, at))
    return Record(
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


def _resulted(told: Told, moment: Moment, received_at: datetime) -> datetime:
    if not told.resulted:
        raise No("no_result_time", "the time of the result is expected")
    at = _moment(told.resulted, moment, "the result")
    if at > received_at + TOLERANCE:
        raise No("future_date", "a result earlier than its arrival is expected")
    if at < FIRST:
        raise No("bad_date", "a result after the year 2000 is expected")
    return at


def _taken(told: Told, moment: Moment, resulted: datetime) -> datetime | None:
    """When the sample was taken; of a day without an hour, its beginning."""
    written = told.taken
    if not written:
        return None
    if isinstance(written, str) and len(written) <= _DAY:
        try:
            at = moment(f"{written} 00:00")
        except (ValueError, OverflowError):
            at = _moment(f"{written}0000", moment, "the sample")
    else:
        at = _moment(written, moment, "the sample")
    if at > resulted + timedelta(days=1):
        raise No("bad_date", "a sample taken before its result is expected")
    return at if at >= FIRST else None


def _moment(written: str | datetime, moment: Moment, of: str) -> datetime:
    if isinstance(written, datetime):
        return written
    try:
        return moment(written.strip())
    except (ValueError, OverflowError):
        only_day = of == "the result" and len(written) in (8, 10)
        raise No(
            "no_result_time" if only_day else "bad_date", f"a date and an hour are expected for {of}"
        ) from None


def _birth(written: str, today: date) -> date | None:
    if not written:
        return None
    try:
        born = date.fromisoformat(written)
    except ValueError:
        raise No("bad_date", "a birth date that is in the calendar is expected") from None
    if born > today:
        raise No("future_date", "a birth before the result is expected")
    if today.year - born.year > OLDEST:
        raise No("bad_date", f"a birth less than {OLDEST} years ago is expected")
    return born


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _name(written: str) -> str:
    """A name without signs that are none, its spaces single."""
    if written.isascii() and written.isalpha():
        return written[:LONGEST]
    kept = "".join(c if c.isprintable() else " " for c in written[: 2 * LONGEST])
    return " ".join(kept.split())[:LONGEST]


def _phones(written: tuple[str, ...]) -> tuple[str, ...]:
    if not written:
        return ()
    if len(written) == 1:
        number = telephone.e164(written[0])
        return (number,) if number else ()
    return telephone.by_use(tuple(n for one in written[:10] if (n := telephone.e164(one))))


def _guardian(told: Person) -> Person:
    return Person(_name(told.family), _name(told.given), _phones(told.phones))


def _named(told: Told, known_as: str) -> str:
    """The identifier that the laboratory gave; empty where there is none, or it may be that of any.

    Of a laboratory that is not named, only the person tells one result of this identifier from another.
    """
    if not told.source_id or told.laboratory:
        return told.source_id
    return f"{told.source_id}\x1f{known_as}" if known_as else ""


def _made(told: Told, known_as: str, resulted: datetime, taken: datetime | None) -> str:
    """An identifier for a result that came without one: the same result makes the same."""
    at = (taken or resulted).isoformat()
    test = told.tests[0][1] if told.tests else ""
    return "~" + hashlib.sha256(f"{known_as}|{test}|{at}".encode()).hexdigest()[:24]
