"""What the service knows of a telephone of the town, as the handsets show it."""

from datetime import date

import pytest

from tests.tracing.village import Village, noon
from tocsin.tracing.cases.status import CaseStatus
from tocsin_simulation.town.phone_record import NotFictionNumber, read_phone_record

DAY = date(2021, 3, 4)
NOW = noon(DAY, hours=3)


@pytest.fixture
def village(db, vault):
    return Village(db, vault)


def test_a_case_with_its_steps_its_calls_and_whom_it_named(village, db, vault):
    made = village.household(DAY)
    found = read_phone_record(db, vault, "+33639980001", NOW)
    (file,) = found.files
    assert (file.kind, file.id, file.case_id, file.name) == (
        "case",
        made["case"],
        made["case"],
        "Zoé Durandb",
    )
    assert (file.standing, file.answered_at) == (CaseStatus.ANSWERED, noon(DAY, hours=2))
    assert [(one.name, one.number) for one in file.named] == [("Karim Pb", "+33639985001")]
    assert [event.outcome for event in file.events] == ["voicemail"]
    (sent,) = found.sent
    assert (sent.text, sent.code[:4]) == ("Bonjour Zoé Durandb", "K7QF")


def test_a_contact_is_followed_too(village, db, vault):
    made = village.household(DAY)
    (file,) = read_phone_record(db, vault, "+33639985001", NOW).files
    assert (file.kind, file.id, file.case_id, file.name) == (
        "contact",
        made["contact"],
        made["case"],
        "Karim Pb",
    )


def test_who_looked_is_written_down_nowhere_and_readings_are_not_shown(village, db, vault):
    made = village.household(DAY)
    village.insert("change", subject="case", subject_id=made["case"], what="read", before="", after="",
                   why="agent", by="anne", at=noon(DAY))  # fmt: skip
    village.insert("change", subject="case", subject_id=made["case"], what="listed", before="", after="1",
                   why="answer", by="engine", at=noon(DAY))  # fmt: skip
    before = village.count("change")
    (file,) = read_phone_record(db, vault, "+33639980001", NOW).files
    assert [event.what for event in file.events if hasattr(event, "what")] == ["listed"]
    assert village.count("change") == before


def test_of_a_telephone_that_nobody_knows_nothing_is_known(db, vault):
    assert read_phone_record(db, vault, "+33639981111", NOW).files == ()


@pytest.mark.parametrize("number", ["+33612345678", "+33145000000", "+32470123456"])
def test_a_number_of_anybody_is_not_even_looked_up(village, db, vault, number):
    person = village.person("Réelle", "Anne", DAY)
    village.case(person, village.phone(number, DAY), noon(DAY))
    with pytest.raises(NotFictionNumber, match="kept for fiction"):
        read_phone_record(db, vault, number, NOW)
