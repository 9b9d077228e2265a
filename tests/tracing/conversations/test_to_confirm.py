"""Whom a case names in the thread is kept at once: told after the confirmation, or rung where none comes."""

from datetime import timedelta

import pytest

from tests.tracing.conversations.office import KARIM, LEA, Office
from tocsin.tracing.calls.call_sheet import read_sheet
from tocsin.tracing.contact_matching import TO_CONFIRM

ZOE = "+33639981203"


@pytest.fixture
def office(db, vault):
    """A case who was asked whom they met."""
    office = Office(db, vault)
    office.case("Léa", LEA)
    office.step()
    office.write_replies(LEA, "oui")
    return office


def standing(office):
    """Number, outcome and open call of each contact, in the order of their naming."""
    rows = office.all(
        "select int8send(f.id) || f.sealed, t.outcome, k.reason, k.not_before from tracing_contact t"
        " left join tracing_phone f on f.id = t.phone_id"
        " left join tracing_calltask k on k.contact_id = t.id and k.done_at is null order by t.id"
    )
    return [
        (office.vault.open(sealed, "phone.sealed").decode() if sealed else None, outcome, reason, at)
        for sealed, outcome, reason, at in rows
    ]


def test_it_is_kept_at_once_and_nobody_is_told(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    assert standing(office) == [(KARIM, "", "unconfirmed", office.now + TO_CONFIRM)]
    assert office.texts(KARIM) == []


def test_the_agent_sees_who_is_to_be_confirmed(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    office.write_replies(LEA, "appelez-moi")
    task = office.one("select id from tracing_calltask where contact_id is null")
    shown = read_sheet(office.db, office.vault, task, office.now)
    assert (shown.named, shown.to_confirm) == (("Karim",), ("Karim",))
    task = office.one("select id from tracing_calltask where contact_id is not null")
    assert read_sheet(office.db, office.vault, task, office.now).reason == "unconfirmed"


def test_the_confirmation_tells_them_and_takes_the_call_off(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    office.write_replies(LEA, "oui")
    assert [one[:3] for one in standing(office)] == [(KARIM, "", None)]
    assert len(office.texts(KARIM)) == 1
    assert office.all("select outcome from tracing_calltask") == [("void",)]


@pytest.mark.parametrize("ending", [(), ("STOP",), ("appelez-moi",)])
def test_where_none_comes_they_are_rung(office, ending):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    named_at = office.now
    for text in ending:
        office.write_replies(LEA, text)
    office.later(hours=8)
    assert standing(office) == [(KARIM, "", "unconfirmed", named_at + TO_CONFIRM)]
    assert named_at + TO_CONFIRM < named_at + timedelta(hours=24)
    assert office.texts(KARIM) == []


def test_a_number_corrected_before_the_confirmation_rings_nobody_on_the_wrong_one(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    office.write_replies(LEA, "non, Karim c'est le 06 39 98 12 03")
    assert [one[:3] for one in standing(office)] == [(KARIM, "void", None), (ZOE, "", "unconfirmed")]
    office.write_replies(LEA, "oui")
    assert [one[:3] for one in standing(office)] == [(KARIM, "void", None), (ZOE, "", None)]
    assert office.texts(KARIM) == []
    assert len(office.texts(ZOE)) == 1
    assert office.one("select count(*) from tracing_holding h join tracing_phone f on f.id = h.phone_id"
                      " where h.until is null and f.number_index = any(%s)",
                      office.vault.list_indexes("number", KARIM)) == 0  # fmt: skip


def test_who_is_taken_off_the_list_is_not_rung_and_can_be_named_again(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02 et Zoé 06 39 98 12 03")
    office.write_replies(LEA, "oui sauf Zoé")
    office.write_replies(LEA, "oui")
    assert [one[:3] for one in standing(office)] == [(KARIM, "", None), (ZOE, "void", None)]
    office.write_replies(LEA, "j'ai oublié Zoé 06 39 98 12 03")
    assert [one[:3] for one in standing(office)][1:] == [(ZOE, "", "unconfirmed")]
    office.write_replies(LEA, "oui")
    assert len(office.texts(ZOE)) == len(office.texts(KARIM)) == 1


def test_a_number_that_comes_later_is_that_of_the_same_contact(office):
    office.write_replies(LEA, "Karim")
    assert [one[:3] for one in standing(office)] == [(None, "", "unconfirmed")]
    office.write_replies(LEA, "06 39 98 12 02")
    assert [one[:3] for one in standing(office)] == [(KARIM, "", "unconfirmed")]
    office.write_replies(LEA, "oui")
    assert [one[:3] for one in standing(office)] == [(KARIM, "", None)]


def test_named_late_beside_another_answer_they_are_kept_and_rung(office):
    for text in ("personne", "oui", "non et aussi Karim 06 39 98 12 02"):
        office.write_replies(LEA, text)
    assert [one[:3] for one in standing(office)] == [(KARIM, "", "unconfirmed")]


def test_confirmed_by_one_case_they_are_told_whatever_another_leaves_open(office):
    office.write_replies(LEA, "Karim 06 39 98 12 02")
    office.case("Inès", "+33639981209")
    office.step()
    for text in ("oui", "Karim 06 39 98 12 02", "oui"):
        office.write_replies("+33639981209", text)
    assert len(office.texts(KARIM)) == 1
    office.write_replies(LEA, "oui")
    assert len(office.texts(KARIM)) == 1
    assert [one[2] for one in standing(office)] == [None, None]
