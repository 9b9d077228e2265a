"""Who lives with the ill person isolates for longer: it is asked once, and never supposed."""

from datetime import date

import pytest

from tests.conversation.check import speaks_well
from tests.conversation.people import Talk
from tocsin.conversation.plan_instructions import derive_instruction_facts
from tocsin.conversation.session import RecordContacts, SendSms
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts

LISTED = ("oui", "Karim 06 39 98 12 34, Inès 06 39 98 12 35", "oui")
ON = date(2021, 3, 4)


def where(talk):
    """Who lives with the case, as far as it was said."""
    return {person.name: person.household for person in talk.session.people}


def planned(household, on=ON):
    known = PersonFacts(
        role="contact", household=household, last_contact=on, informed=on, age=30, index_onset=on
    )
    return derive_instruction_facts(load_protocol("covid19"), known, on)


def contact(household=None, on=ON):
    facts = planned(household, on)
    return Talk("contact", **{"test_day": None, "isolation_end": None} | facts)


# ------------------------------------------------------------------------------------ the case is asked


@pytest.mark.parametrize(
    ("said", "karim", "ines"),
    [
        ("Karim", True, False),
        ("tous", True, True),
        ("PERSONNE", False, False),
        ("tous sauf Inès", True, False),
        ("Karim et ma cousine", True, None),
    ],
)
def test_the_case_says_who_lives_with_them(said, karim, ines):
    talk = Talk().write_replies(*LISTED)
    assert talk.sent == ["household"]
    talk.write_replies(said)
    assert where(talk) == {"Karim": karim, "Inès": ines}
    assert [named.confirmed for named in talk.of(RecordContacts)] == [True]
    assert talk.state == "help"


def test_silence_leaves_it_unknown():
    talk = Talk().write_replies(*LISTED).waits("2h")
    assert where(talk) == {"Karim": None, "Inès": None}
    assert talk.state == "help"


def test_what_is_not_understood_is_asked_again_then_left_unknown_to_a_human():
    talk = Talk().write_replies(*LISTED, "oui")
    assert talk.sent == ["common.again_household"]
    talk.write_replies("mon mari")
    assert where(talk) == {"Karim": None, "Inès": None}
    assert talk.calls == ["not_understood"]
    assert talk.session.is_open


@pytest.mark.parametrize("said", ["je vis avec lui", "il vit avec moi", "on habite ensemble"])
def test_said_beside_the_name_it_is_not_asked(said):
    talk = Talk().write_replies("oui", f"Karim 06 39 98 12 34, {said}", "oui")
    assert where(talk) == {"Karim": True}
    assert "household" not in talk.ever_sent


@pytest.mark.parametrize("said", ["je ne vis pas avec lui", "il habite Lyon", "il vit avec sa mère"])
def test_what_says_something_else_is_not_taken_for_it(said):
    talk = Talk().write_replies("oui", f"Karim 06 39 98 12 34, {said}")
    assert where(talk)["Karim"] is None


def test_nobody_named_is_asked_nothing():
    assert "household" not in Talk().write_replies("oui", "personne", "oui", "non").ever_sent


# ------------------------------------------------------------------------------------ the contact is told


def test_while_nobody_knows_both_rules_are_said_with_their_condition():
    talk = contact().write_replies("oui")
    assert talk.sent == ["plan_of_both"]
    assert "Si vous vivez avec la personne malade : Isolement jusqu'au dimanche 21 mars" in talk.text
    assert "Sinon : Isolement jusqu'au jeudi 11 mars" in talk.text
    assert "Vivez-vous avec cette personne ?" in talk.text


@pytest.mark.parametrize(("said", "household", "day"), [("oui", True, "21 mars"), ("non", False, "11 mars")])
def test_the_answer_brings_the_one_rule(said, household, day):
    talk = contact().write_replies("oui", said)
    assert talk.learned == {"household": household}
    talk.corrected(**planned(household))
    assert talk.sent == ["changed"]
    assert day in talk.text
    assert talk.state == "until_test"


@pytest.mark.parametrize("before", [(), ("oui",)])
def test_je_vis_avec_lui_is_understood_whatever_is_asked(before):
    talk = contact(household=False).write_replies(*before, "oui, je vis avec lui")
    assert talk.learned["household"] is True
    talk.corrected(**planned(True)).write_replies("oui")
    assert "21 mars" in " ".join(send.text for turn in talk.turns[-2:] for send in talk.of(SendSms, [turn]))


def test_known_meanwhile_only_the_one_rule_is_said():
    talk = contact().corrected(**planned(True)).write_replies("oui")
    assert talk.sent == ["plan"]
    assert "21 mars" in talk.text
    assert "Sinon" not in talk.text
    talk.write_replies("oui")
    assert talk.sent == []


def test_where_a_human_must_give_one_of_the_rules_it_is_asked_first():
    on = date(2020, 10, 1)
    talk = contact(on=on).write_replies("oui")
    assert talk.sent == ["household"]
    assert talk.write_replies("non").corrected(**planned(False, on)).sent == ["changed"]
    talk = contact(on=on).write_replies("oui", "oui").corrected(**planned(True, on)).waits("15m")
    assert talk.sent == ["plan_by_phone"]
    assert talk.calls == ["instructions"]


def test_where_it_makes_no_difference_it_is_not_asked():
    facts = planned(None, date(2022, 4, 1))
    assert facts["household_open"] is False
    assert facts == planned(True, date(2022, 4, 1)) == planned(False, date(2022, 4, 1))


@pytest.mark.parametrize("month", range(33))
def test_both_rules_fit_in_three_sms_on_every_day(month):
    on = date(2020 + (month + 4) // 12, (month + 4) % 12 + 1, 22)
    for send in contact(on=on).write_replies("oui").of(SendSms):
        speaks_well(send)


# ------------------------------------------------------------------------------------ children


@pytest.mark.parametrize(
    "said",
    [
        ("Karim 06 39 98 12 34, mon fils Tom",),
        ("mes enfants Tom et Lina",),
        ("Tom et Lina, ils sont petits", "FINI"),
        ("Karim 06 39 98 12 34 and my son Tom",),
    ],
)
def test_nobody_asks_by_sms_for_the_number_of_a_child(said):
    talk = Talk().write_replies("oui", *said)
    assert talk.sent == ["common.people_read_back"]
    assert "Tom (enfant)" in talk.text
    assert "common.people_missing" not in talk.ever_sent


def test_the_question_itself_says_that_a_child_at_home_needs_none():
    talk = Talk().write_replies("oui", "Tom et Hugo")
    assert "répondez ENFANT" in talk.text
    talk.write_replies("Tom est un enfant")
    assert [(p.name, p.child, p.household) for p in talk.session.people] == [
        ("Tom", True, True),
        ("Hugo", False, None),
    ]
    assert talk.sent == ["common.people_read_back"]
    talk = Talk().write_replies("oui", "Tom et Lina", "ENFANTS")
    assert [(p.child, p.household) for p in talk.session.people] == [(True, True)] * 2


def test_a_child_with_a_number_is_somebody_with_a_number():
    talk = Talk().write_replies("oui", "ma fille Zoé 06 39 98 12 35 et Hugo")
    assert talk.named == [("Zoé", "1235"), ("Hugo", None)]
    assert not any(person.child for person in talk.session.people)
    assert "il manque un numéro pour Hugo" in talk.text
