"""The counts by step of a flow: everybody once at each question, however many SMS it takes."""

import pytest

from tests.tracing.conversations.office import LEA, Office
from tocsin.tracing.inbox import ReplyReceived

ZOE = "+33639981203"
WHAT = "asked, answered, again, silent, human"


@pytest.fixture
def office(db, vault):
    office = Office(db, vault)
    office.case("Léa", LEA)
    office.step()
    return office


def counts(office, state, flow="case"):
    """What is counted of a question, without the zeros."""
    rows = office.all(f"select {WHAT} from tracing_stepcount where flow = %s and state = %s", flow, state)
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * 5
    return {name: n for name, n in zip(WHAT.split(", "), sums, strict=True) if n}


def says(office, *texts):
    for text in texts:
        office.write_replies(LEA, text)


ONCE = {"asked": 1, "answered": 1}


def test_a_question_is_put_once_and_answered_once(office):
    assert counts(office, "notice") == {"asked": 1}
    says(office, "oui")
    assert counts(office, "notice") == ONCE
    assert counts(office, "contacts") == {"asked": 1}


def test_a_list_in_one_sms_is_one_answer(office):
    says(office, "oui", "Karim 06 39 98 12 02", "oui")
    assert counts(office, "contacts") == ONCE
    assert counts(office, "household") == {"asked": 1}


def test_a_list_in_several_sms_is_one_answer_too(office):
    says(office, "oui", "Karim 06 39 98 12 02", "Zoé 06 39 98 12 03", "et ma mère", "je ne l'ai pas")
    assert counts(office, "contacts") == {"asked": 1}
    says(office, "sauf Zoé", "oui")
    assert counts(office, "contacts") == ONCE


def test_who_has_nobody_to_name_has_answered(office):
    says(office, "oui", "personne", "oui")
    assert counts(office, "contacts") == ONCE


def test_a_list_that_nobody_closes_is_left_alone(office):
    says(office, "oui", "Karim 06 39 98 12 02")
    office.later(hours=3, minutes=1)
    office.later(hours=3, minutes=1)
    assert counts(office, "contacts") == {"asked": 1, "silent": 1}


def test_what_is_not_understood_is_put_again_and_then_given_to_a_human(office):
    says(office, "oui", "je sais plus")
    assert counts(office, "contacts") == {"asked": 1, "again": 1}
    says(office, "vraiment pas")
    assert counts(office, "contacts") == {"asked": 1, "again": 1, "human": 1}


def test_an_answer_the_second_time_is_one(office):
    says(office, "asdfgh", "oui")
    assert counts(office, "notice") == {"asked": 1, "again": 1, "answered": 1}


def test_who_wants_a_human_has_not_answered(office):
    says(office, "appelez-moi")
    assert counts(office, "notice") == {"asked": 1, "human": 1}


def test_a_question_in_another_language_is_the_same_question(office):
    says(office, "english please")
    assert counts(office, "notice") == {"asked": 1}
    says(office, "yes")
    assert counts(office, "notice") == ONCE


def test_what_is_asked_back_is_no_answer_and_no_miss(office):
    says(office, "c'est une arnaque ?")
    assert counts(office, "notice") == {"asked": 1}


def test_the_same_sms_twice_counts_once(office):
    office.write_replies(LEA, "oui", key="sms:one")
    phone, shard = office.phone(LEA)
    office.post(phone, shard, "sms:one", ReplyReceived("oui"))
    office.step()
    assert counts(office, "notice") == ONCE
    assert counts(office, "contacts") == {"asked": 1}


def test_who_goes_back_to_a_closed_list_is_asked_nothing_new(office):
    says(office, "oui", "Karim 06 39 98 12 02", "oui")
    says(office, "j'ai oublié Zoé 06 39 98 12 03")
    assert len(office.texts(LEA)) == 5
    assert counts(office, "contacts") == ONCE
    assert counts(office, "household") == {"asked": 1}
    says(office, "oui")
    assert counts(office, "contacts") == ONCE
    assert counts(office, "household") == {"asked": 1}
    says(office, "non")
    assert counts(office, "household") == ONCE


def test_two_on_one_phone_are_each_asked_once(office):
    office.case("Inès", LEA)
    office.step()
    says(office, "oui", "personne", "oui")
    office.later(hours=1, minutes=1)
    says(office, "oui", "personne", "oui")
    found = counts(office, "notice")
    assert found["asked"] == 2
    assert found["answered"] <= 2
    for state in ("notice", "contacts"):
        found = counts(office, state)
        assert found.get("answered", 0) + found.get("silent", 0) + found.get("human", 0) <= found["asked"]


def test_two_people_are_two_answers(office):
    office.case("Zoé", ZOE)
    office.step()
    office.write_replies(ZOE, "oui")
    says(office, "oui")
    assert counts(office, "notice") == {"asked": 2, "answered": 2}
