"""A plan of the protocol as facts of a flow."""

from datetime import date, timedelta

import pytest

from tests.conversation.check import speaks_well
from tests.conversation.people import Talk
from tocsin.conversation.plan_instructions import derive_instruction_facts, derive_plan_facts
from tocsin.conversation.session import SendSms
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan

MONTHS = [date(2020 + month // 12, month % 12 + 1, 20) for month in range(4, 38)]


def planned(on, role="contact", **known):
    """The plan of somebody who met a case, or fell ill, two days before."""
    before = on - timedelta(days=2)
    days = {"last_contact": before} if role == "contact" else {"onset": before, "sample": before}
    return derive_plan_facts(make_plan(load_protocol("covid19"), PersonFacts(role=role, **days, **known), on))


def test_a_contact_of_march_2021_is_told_day_by_day():
    facts = planned(date(2021, 3, 4), household=False, symptoms=False)
    assert facts["plan_is_whole"] is True
    assert facts["test_day"] == "2021-03-09"
    assert facts["isolation_end"] == "2021-03-09"
    assert facts["instructions"].fr.startswith("Isolez-vous")
    assert facts["instructions"].en.startswith("Isolate")


def test_a_rule_that_depends_on_symptoms_is_told_with_its_condition():
    facts = derive_plan_facts(
        make_plan(
            load_protocol("covid19"), PersonFacts(role="case", sample=date(2021, 3, 3)), date(2021, 3, 4)
        )
    )
    assert facts["plan_is_whole"] is True
    assert facts["isolation_end"] is None
    assert "(si vous n'avez pas de symptômes)" in facts["instructions"].fr
    assert "(si vous avez des symptômes)" in facts["instructions"].fr


def test_where_vaccination_decides_both_plans_are_told():
    known = PersonFacts(role="contact", household=False, last_contact=date(2022, 1, 23), age=30)
    facts = derive_instruction_facts(load_protocol("covid19"), known, date(2022, 1, 25))
    told = facts["instructions"].fr
    assert facts["plan_is_whole"] is True
    assert told.startswith("Si vous êtes complètement vacciné : Vous n'avez pas à vous isoler.")
    assert "Si vous ne l'êtes pas : Isolez-vous dès aujourd'hui." in told
    assert facts["isolation_end"] is None


def test_a_plan_that_leaves_something_to_a_human_is_given_by_a_human():
    facts = derive_instruction_facts(load_protocol("covid19"), PersonFacts(role="contact"), date(2022, 1, 25))
    assert facts["plan_is_whole"] is False
    talk = Talk("contact", **facts).write_replies("oui")
    assert talk.sent == ["plan_by_phone"]
    assert talk.calls == ["instructions"]


def test_the_test_of_the_day_itself_is_in_the_plan_not_in_a_reminder():
    facts = planned(date(2021, 3, 9), household=False, symptoms=False)
    assert facts["test_day"] is None or facts["test_day"] > "2021-03-09"


@pytest.mark.parametrize("on", MONTHS, ids=str)
@pytest.mark.parametrize(("flow", "role"), [("case", "case"), ("contact", "contact")])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_plan_of_every_month_fits_in_its_sms_or_is_left_to_a_human(on, flow, role, lang):
    for known in ({}, {"household": False, "symptoms": False, "fragile": False, "vaccinated": True}):
        facts = {name: value for name, value in planned(on, role, **known).items() if value is not None}
        extra = {} if flow == "contact" else {"test_day": None, "isolation_end": None}
        talk = Talk(flow, at=f"{on} 09:00", lang=lang, **{**facts, **extra})
        talk.write_replies("oui") if flow == "contact" else talk.write_replies(
            "oui", "personne", "oui", "non"
        )
        for send in talk.of(SendSms):
            speaks_well(send)
        assert talk.sent[-1] in ("plan", "plan_by_phone")
