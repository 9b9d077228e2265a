"""Texts with variables, and what may stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.check import A_CODE, speaks_well
from tests.conversation.people import Talk
from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.flow.schema import FlowFact, NotADuration, list_flow_templates, parse_duration
from tocsin.conversation.flow.text_variables import (
    clean_name,
    fill_variables,
    find_longest_values,
    format_addressee,
    format_fact,
    list_variables,
)
from tocsin.conversation.session import SendSms
from tocsin.message import gsm7

EVERY = [
    (load_flow(name), template, lang)
    for name in list_flows()
    for template in list_flow_templates(load_flow(name))
    for lang in ("fr", "en")
]


@pytest.mark.parametrize(
    "name", ["Léa", "Marie-Hélène", "Jean-Baptiste de La Tour", "M'hamed", "O’Connor", "Ousmane B.", "Zoë"]
)
def test_a_name_is_shown(name):
    assert clean_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "bit.ly/x",
        "Léa\u202eaél",
        "{code}",
        "06 39 98 12 34",
        "Léa!",
        "A" * 26,
        "Юлия",
        "www.exemple.example",
        "a_b",
    ],
)
def test_what_is_no_plain_name_is_not(name):
    assert clean_name(name) == ""


@given(st.text(max_size=60))
def test_whatever_the_name_an_sms_holds_it(name):
    kept = clean_name(name)
    assert kept == "" or gsm7.fits_gsm7(gsm7.apply_substitutes(kept))
    assert list_variables(kept) == ()
    assert clean_name(kept) == kept


@given(st.text(max_size=40), st.sampled_from(("fr", "en")))
def test_a_text_for_somebody_without_a_name_is_for_nobody_in_particular(name, lang):
    assert format_addressee(name, lang) == "" or clean_name(name) in format_addressee(name, lang)


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        (FlowFact(kind="day"), "2021-03-01", "lundi 1er mars"),
        (FlowFact(kind="number"), 3, "3"),
        (FlowFact(kind="name", otherwise=Wording("à vous", "there")), "x/y", "à vous"),
        (FlowFact(kind="day", otherwise=Wording("bientôt", "soon")), None, "bientôt"),
        (FlowFact(kind="text"), Wording("Restez.", "Stay."), "Restez."),
    ],
)
def test_a_fact_is_shown_by_its_kind(fact, value, said):
    assert format_fact(fact, value, "fr") == said


@pytest.mark.parametrize(("written", "hours"), [("30m", 0.5), ("2h", 2), ("3d", 72)])
def test_a_duration(written, hours):
    assert parse_duration(written).total_seconds() == hours * 3600


@pytest.mark.parametrize("written", ["", "2", "h", "2 h", "-1h", "1w", "9999h"])
def test_what_is_no_duration_is_named(written):
    with pytest.raises(NotADuration, match="such as 30m"):
        parse_duration(written)


def test_every_text_at_its_longest_takes_three_sms_at_most():
    for flow, template, lang in EVERY:
        longest = find_longest_values(flow, lang) | {"code": A_CODE}
        cost = gsm7.measure_sms_cost(fill_variables(getattr(template.text, lang), longest))
        assert gsm7.fits_gsm7(getattr(template.text, lang).replace("{", "").replace("}", "")), template.id
        assert cost.parts <= 3, (template.id, lang, cost)


def test_every_text_says_who_writes_and_where_its_code_is():
    texts = [getattr(template.text, lang) for _, template, lang in EVERY]
    assert [text for text in texts if not text.startswith("Assurance Maladie")] == []
    assert [text for text in texts if not text.endswith("Réf. {code}")] == []


def test_no_text_asks_for_what_the_charter_forbids():
    asks = (
        "symptôme",
        "symptom",
        "vaccin",
        "date de naissance",
        "birth",
        "carte vitale",
        "iban",
        "http",
        "www",
    )
    texts = [(template.id, getattr(template.text, lang).lower()) for _, template, lang in EVERY]
    assert [(name, word) for name, text in texts for word in asks if word in text] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_contact_cannot_tell_who_named_them(lang):
    """No date, no place, no person stands beside "a person positive for Covid-19"."""
    texts = [
        template.text
        for template in list_flow_templates(load_flow("contact"))
        if not template.id.startswith("common")
    ]
    about = [getattr(text, lang) for text in texts if "positi" in getattr(text, lang)]
    assert about
    assert {name for text in about for name in list_variables(text)} <= {"given_name", "to", "code"}


@pytest.mark.parametrize("flow", list_flows())
def test_the_template_and_its_values_make_the_text(flow):
    talk = Talk(flow).waits("30d")
    for send in talk.of(SendSms, talk.turns):
        speaks_well(send)
        assert fill_variables(send.wording, send.values) == send.text
        assert "code" not in send.values
