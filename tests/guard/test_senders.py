"""French rules refuse some senders, and the charter names the one of the contacts."""

from datetime import date

import pytest

from .telling import ruling

TEXT = "Assurance Maladie : votre rendez-vous est le {date}. Réf. {code}"
TODAY = date(2026, 5, 4)


def refusal(sender: str, flow: str, on: date = date(2021, 3, 4)) -> str:
    """The rule that refuses a sender, or an empty string."""
    found = ruling(TEXT, sender=sender, flow=flow, on=on).reasons
    assert {reason.kind for reason in found} <= {"sender_not_allowed"}
    return found[0].clause.removeprefix("guard.sender_") if found else ""


@pytest.mark.parametrize("flow", ["case", "contact", "other"])
def test_the_short_code_of_the_charter_may_be_used(flow):
    assert refusal("38663", flow) == ""


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        ("36200", "marketing"),
        ("81234", "premium"),
        ("31234", "other_code"),
        ("0639981234", "mobile"),
        ("+33 6 39 98 12 34", "mobile"),
        ("0199001234", "landline"),
        ("0899123456", "premium"),
        ("+447700900123", "foreign"),
        ("3646", "voice"),
        ("", "empty"),
        ("   ", "empty"),
    ],
)
@pytest.mark.parametrize("flow", ["case", "other"])
def test_a_sender_is_refused_by_its_shape(sender, why, flow):
    assert refusal(sender, flow) == why


@pytest.mark.parametrize("sender", ["38021", "36200", "AMELI", "0639981234", ""])
def test_contacts_get_theirs_from_one_code_only(sender):
    assert refusal(sender, "contact") in ("point.sms.38663.tracing", "empty")


def test_no_code_serves_contacts_once_the_programme_has_ended():
    found = ruling("Assurance Maladie : bonjour. Réf. {code}", sender="38663", on=date(2023, 2, 1))
    assert [(r.kind, r.clause) for r in found.reasons] == [
        ("sender_not_allowed", "guard.sender_no_code_that_day")
    ]


def test_a_mobile_line_was_allowed_before_august_2019():
    assert refusal("0639981234", "other", date(2019, 7, 31)) == ""


def test_another_alert_code_may_serve_where_the_list_is_open():
    assert refusal("38021", "other") == refusal("38021", "case") == ""


def test_a_name_cannot_be_answered():
    assert refusal("AMELI", "case") == "no_reply"


@pytest.mark.parametrize("name", ["AMELI", "Ameli", "CPAM", "CPAM75", "ASSMALADIE", "AssMaladie", "CNAM"])
def test_a_name_that_is_the_institutions_may_stand_for_it(name):
    assert refusal(name, "other", TODAY) == ""


@pytest.mark.parametrize("name", ["InfoSante", "Impots", "LaPoste", "Amelie", "COVID19"])
def test_any_other_name_may_not(name):
    assert refusal(name, "other", TODAY) == "nameless"


@pytest.mark.parametrize("name", ["AssuranceMaladie", "CPAM 75", "CPAM-75", "AM", "Amélie", "Sécu"])
def test_a_name_has_three_to_eleven_letters_or_digits(name):
    assert refusal(name, "other", TODAY) == "name_shape"


def test_the_reason_quotes_the_sender_and_says_why():
    (reason,) = ruling(TEXT, sender="36200", flow="other", lang="en").reasons
    assert (reason.quote, reason.span) == ("36200", None)
    assert "made for marketing" in reason.text
    assert reason.source.startswith("af2m")


def test_a_mobile_line_is_refused_from_the_first_of_august_2019_on():
    assert refusal("0639981234", "other", date(2019, 8, 1)) == "mobile"
