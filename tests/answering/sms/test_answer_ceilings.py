"""Somebody writes from numbers whose tariff he shares in: we do not pay for him."""

from datetime import timedelta

import phonenumbers
import pytest

from tests.answering.sms.conftest import ALICE, FRAUD, LANE, NOON
from tests.answering.sms.test_answer_service import tocsin
from tocsin.answering.sms.answer_ceilings import (
    FRANCE,
    AnswerCeilings,
    BadSetting,
    ceilings_from_environment,
    is_answered_there,
    resume_answers,
    stop_answers,
)
from tocsin.answering.sms.sms_responder import SmsResponder
from tocsin.charter.loading import load_charter
from tocsin.sms.gateway import IncomingSms
from tocsin.store.statements import fetch_rows


def mobile(country):
    """A number that the plan of a country gives for an example."""
    found = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


JAMAICA, SOMALIA, SATELLITE = mobile("JM"), mobile("SO"), "+881612345678"
PREMIUM = "+33899033646"
OTHER_BLOCK = "+33199001234"


@pytest.fixture
def responder(vault):
    def made(**bounds):
        return SmsResponder(load_charter("assurance_maladie"), vault, LANE, AnswerCeilings(**bounds))

    return made


@pytest.fixture
def ask(db):
    """Somebody forwards a fraud from a number; what comes of it."""

    def asked(responder, number, now=NOON):
        found = responder.answer_sms(db, IncomingSms(number, LANE, FRAUD, now), now)
        db.commit()
        return found if isinstance(found, str) else "answered"

    return asked


def numbers(count, block="+3363998"):
    return [f"{block}{n:04d}" for n in range(count)]


@pytest.mark.parametrize("number", [JAMAICA, SOMALIA, SATELLITE, PREMIUM, mobile("GB")])
def test_who_is_not_of_our_countries_gets_no_answer(responder, ask, number):
    assert ask(responder(), number) == "abroad"


@pytest.mark.parametrize("number", [ALICE, OTHER_BLOCK, *map(mobile, FRANCE)])
def test_france_is_answered_overseas_too(number):
    assert is_answered_there(number, FRANCE)


def test_countries_can_be_named(responder, ask):
    bounds = ceilings_from_environment({"TOCSIN_CHECK_COUNTRIES": "fr, GB"})
    assert bounds.countries == ("FR", "GB")
    assert ask(responder(countries=bounds.countries), mobile("GB")) == "answered"
    assert ask(responder(countries=("GB",)), ALICE) == "abroad"


def test_one_prefix_has_a_ceiling_and_another_prefix_is_answered(responder, ask):
    one = responder(by_prefix=3)
    assert [ask(one, number) for number in numbers(4)] == ["answered"] * 3 + ["prefix_full"]
    assert ask(one, OTHER_BLOCK) == "answered"
    assert ask(one, numbers(5)[4], NOON + timedelta(minutes=61)) == "answered"


def test_all_together_have_a_ceiling(responder, ask):
    one = responder(in_all=3)
    assert [ask(one, number) for number in [*numbers(2), OTHER_BLOCK, "+33199005678"]] == ["answered"] * 3 + [
        "all_full"
    ]


def test_what_gets_no_answer_costs_nothing_of_the_ceiling(responder, ask):
    one = responder(in_all=2)
    for _ in range(5):
        ask(one, JAMAICA)
    assert [ask(one, number) for number in numbers(2)] == ["answered"] * 2


def test_a_reached_ceiling_is_an_alarm(responder, ask, db, caplog):
    one = responder(by_prefix=1)
    for number in [*numbers(3), JAMAICA]:
        ask(one, number)
    assert [r.levelname for r in caplog.records if r.getMessage() == "answers_at_ceiling"] == ["ERROR"] * 2
    assert dict(fetch_rows(db, "answers.unanswered", now=NOON)) == {"prefix_full": 2, "abroad": 1}


def test_whoever_runs_the_service_stops_all_answers_and_lets_them_go_on(responder, ask, db):
    one, number = responder(), iter(numbers(3))
    stop_answers(db, "somebody", NOON)
    assert ask(one, next(number)) == "stopped"
    resume_answers(db, "somebody", NOON)
    assert ask(one, next(number)) == "answered"


def test_the_stop_is_a_command(responder, ask, db, store):
    ran = tocsin("sms-in", "--stop", TOCSIN_DATABASE_URL=store)
    assert (ran.returncode, "no SMS is answered any more" in ran.stderr) == (0, True)
    assert ask(responder(), ALICE) == "stopped"
    assert tocsin("sms-in", "--go-on", TOCSIN_DATABASE_URL=store).returncode == 0
    assert ask(responder(), numbers(1)[0]) == "answered"
    assert db.execute("select count(*) from reception_answerswitch where by <> ''").fetchone()[0] == 2


@pytest.mark.parametrize(
    ("name", "given"),
    [("TOCSIN_CHECK_COUNTRIES", "FR,33"), ("TOCSIN_CHECK_HOUR", "0"), ("TOCSIN_CHECK_PREFIX_HOUR", "many")],
)
def test_a_bound_that_does_not_hold_is_said(name, given):
    with pytest.raises(BadSetting, match=name):
        ceilings_from_environment({name: given})
