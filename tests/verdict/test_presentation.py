"""What any reader is told of a verdict: reasons in groups, each with its grounds, and what to do."""

from datetime import date

import pytest

from tocsin.charter.loading import load_charter
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check
from tocsin.verdict.presentation import (
    describe_act,
    describe_charter,
    describe_contact,
    group_reasons,
    sort_advice,
)

CHARTER = load_charter("assurance_maladie")
DAY = date(2024, 5, 2)


def act(text, channel="sms", level="suspicious"):
    return describe_act(message_from_text(text, channel, received=DAY), level, "fr")


def test_nobody_hangs_up_on_a_voice_message_nor_leaves_alone_a_link_that_is_not_there():
    assert "Raccrochez" in act("Donnez-moi votre code.", "call")
    assert "Raccrochez" not in act("Rappelez-moi avec votre carte.", "voicemail")
    assert "Ne rappelez pas" in act("Rappelez-moi avec votre carte.", "voicemail")
    assert "lien" in act("Tout est sur https://www.ameli.fr", level="unproven")
    assert "lien" not in act("Votre demande est traitée.", level="unproven")


def told(text, lang="fr", **message):
    verdict = check(text, received=DAY, lang=lang, **message)
    return verdict, dict(group_reasons(verdict, CHARTER, lang))


def test_what_decided_comes_under_why_and_the_rest_after_it():
    _, groups = told("AMELI : urgent, votre carte vitale expire, payez 0,99 euro : ameli-vitale.example")
    assert list(groups)[:1] == ["why"]
    assert {one.reason.weight for one in groups["why"]} <= {"contradicts", "warns"}
    assert {one.reason.weight for one in groups.get("noticed", [])} <= {"neutral"}


def test_a_clause_is_said_in_full_once():
    _, groups = told("AMELI : payez 0,99 euro sur ameli-vitale.example, puis sur ameli-carte.example")
    by_clause = {}
    for one in groups["why"]:
        by_clause.setdefault(one.reason.clause, []).append(one)
    again = [group for group in by_clause.values() if len(group) > 1]
    assert again
    for first, *others in again:
        assert len(first.grounds) == 2
        for other in others:
            assert len(other.grounds) == 1
            assert len(other.text) < len(first.text)


def test_a_sign_without_a_clause_says_that_it_is_one():
    _, groups = told("Votre colis est en attente, payez 1,99 euro : bit.ly/colis")
    assert all("signe connu, hors charte" in one.grounds[0] for one in groups["why"])


def test_of_a_proved_imposture_what_it_seems_to_want_besides_is_left_out_unless_a_clause_forbids_it_too():
    verdict, groups = told(
        "AMELI : votre carte vitale expire, payez 0,99 euro et donnez votre RIB : ameli-vitale.example"
    )
    shown = {one.reason.clause for group in groups.values() for one in group}
    assert {r.clause for r in verdict.reasons if r.weight == "contradicts"} <= shown
    assert not any(one.reason.clause.startswith("sign.asks_") for one in groups.get("noticed", [])), (
        "a likeness without a clause"
    )


def test_a_message_without_reasons_has_no_group():
    _, groups = told("On mange à midi ?")
    assert groups == {}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_to_do_now_stands_apart_from_what_to_do_once_it_is_done(lang):
    verdict, _ = told("Ici la CPAM, donnez-moi votre RIB complet.", lang, channel="call")
    todo = sort_advice(verdict.advice)
    assert todo.first == ()
    assert all(set(one.when) & {"received", "doubt"} for one in todo.now)
    assert all(not set(when) & {"received", "doubt"} for when in todo.later)
    assert any("33700" in describe_contact(one, lang) for one in todo.now)


def test_what_to_do_first_is_for_what_the_person_tells_that_they_did():
    verdict, _ = told("J'ai donné ma carte bleue à un faux site, que faire ?", "fr")
    todo = sort_advice(verdict.advice, verdict.happened)
    assert "banque" in todo.first[0].text
    assert all("gave_card" in one.when for one in todo.first)
    assert not any("gave_card" in when for when in todo.later)


def test_the_foot_names_the_charter_and_the_day():
    verdict, _ = told("On mange à midi ?")
    version = verdict.charter_version
    assert (
        describe_charter(verdict, "fr")
        == f"Charte assurance_maladie, version {version}, appliquée au 2 mai 2024."
    )
