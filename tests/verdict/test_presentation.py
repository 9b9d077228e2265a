"""What any reader is told of a verdict: reasons in groups, each with its grounds, and what to do."""

from datetime import date

import pytest

from tocsin.charter.loading import load_charter
from tocsin.locale.languages import LANGUAGES
from tocsin.message.message_reader import read_message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict import verdict_sentences
from tocsin.verdict.check import check, judge
from tocsin.verdict.presentation import (
    describe_charter,
    describe_contact,
    group_reasons,
    sort_advice,
)
from tocsin.verdict.wanted_things import PRESSING

CHARTER = load_charter("assurance_maladie")
DAY = date(2024, 5, 2)


def act(text, channel="sms", lang="fr", **message):
    message = message_from_text(text, channel, received=DAY, **message)
    return " ".join(judge(message, lang=lang).at_once)


@pytest.mark.parametrize(
    ("text", "channel", "said"),
    [
        ("Ici la CPAM, renvoyez-nous par SMS le code que vous venez de recevoir.", "sms",
         "Ne donnez de code à personne. Ne répondez pas."),
        ("CPAM : votre dossier est bloqué, appelez le 01 99 00 31 44.", "sms",
         "N'appelez pas ce numéro. Ne donnez rien."),
        ("CPAM : envoyez-nous votre RIB complet.", "sms",
         "Ne donnez pas votre RIB. Ne répondez pas."),
        ("AMELI : payez 0,99 euro sur ameli-vitale.example", "sms",
         "Ne touchez pas au lien. Ne payez rien."),
        # However many steps come first, one thing that would be given away is named.
        ("CPAM : un agent va vous rappeler pour installer AnyDesk. Cliquez sur ameli-droits.example, appelez le 06 39 98 12 12 "
         "et donnez votre numéro de carte bancaire.", "sms",
         "N'installez rien, ne laissez personne prendre la main. Ne touchez pas au lien. Ne donnez ni votre carte bancaire ni "
         "son numéro."),
        ("Ici la CPAM, donnez-moi votre numéro de carte bancaire.", "call",
         "Raccrochez. Ne donnez ni votre carte bancaire ni son numéro. Ne rappelez pas."),
        ("Ici la CPAM, donnez-moi votre numéro de carte bancaire.", "voicemail",
         "Ne donnez ni votre carte bancaire ni son numéro. Ne rappelez pas."),
        ("L'Assurance Maladie : payez 35 euros sur ameli-vitale.example", "letter",
         "N'allez pas sur ce site. Ne payez rien."),
        ("Ici votre banque, un paiement de 890 euros, un coursier passera prendre votre carte bancaire, préparez le code.", "call",
         "Raccrochez. N'ouvrez à personne et ne remettez rien. Ne donnez de code à personne."),
    ],
)  # fmt: skip
def test_what_to_do_at_once_refuses_what_this_message_wants_by_how_it_came(text, channel, said):
    assert act(text, channel).startswith(said)


def test_who_is_written_to_as_a_child_rings_the_child():
    said = act("Coucou maman, mon téléphone est cassé, voici mon nouveau numéro, écris-moi sur WhatsApp")
    assert said.startswith("Appelez votre proche au numéro que vous aviez déjà.")


def test_a_harmless_message_speaks_of_a_link_only_where_there_is_one():
    assert "cliquez" in act("Salut, à demain, le menu : https://www.legifrance.gouv.fr")
    assert "cliquez" not in act("On mange à midi ?")


def test_a_genuine_letter_that_names_its_site_does_not_send_the_reader_away_from_it():
    said = act("Assurance Maladie : votre attestation est dans votre compte, sur www.ameli.fr", "letter")
    assert said == "Ne donnez rien. Passez par le site ou le numéro que vous connaissez déjà."


def test_what_one_of_the_ways_forbids_is_refused_where_nobody_said_how_it_came():
    text = "CPAM bonjour. Pour sécuriser l'appel, donnez-moi les quatre derniers chiffres de votre IBAN ?"
    message = read_message(text, None, today=DAY)
    verdict = judge(message)
    assert (verdict.level, "imposture" in verdict.by_channel.values()) == ("unproven", True)
    assert "Ne donnez pas votre RIB." in verdict.at_once


def test_everything_that_may_be_wanted_is_refused_in_words_of_every_language():
    said = verdict_sentences.load_wording_table()["acts"]["wants"]
    assert set(PRESSING) <= set(said)
    assert {lang for one in said.values() for lang in one} == set(LANGUAGES)


def test_what_it_reads_like_is_told_apart_from_what_weighed():
    verdict = judge(
        message_from_text("AMELI : payez 0,99 euro sur ameli-vitale.example", "sms", received=DAY)
    )
    assert verdict.likeness.to == "fraud"
    assert verdict.likeness.rows > 10_000
    assert not any(r.kind.startswith("resembles_") for r in verdict.reasons)
    assert judge(message_from_text("ok", "sms", received=DAY)).likeness is None


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


def test_the_foot_names_the_institution_in_words_and_the_day():
    verdict, _ = told("Ici la CPAM, donnez-moi votre RIB complet.", channel="call")
    said = f"Jugé d'après la charte de l'Assurance Maladie, version {verdict.charter_version}, appliquée au 2 mai 2024."
    assert describe_charter(verdict, CHARTER.name, "fr") == said


def test_the_foot_names_no_institution_where_the_message_names_none():
    verdict, _ = told("On mange à midi ?")
    said = "Personne n'est nommé : jugé d'après les signes de fraude connus, au 2 mai 2024."
    assert describe_charter(verdict, CHARTER.name, "fr") == said
