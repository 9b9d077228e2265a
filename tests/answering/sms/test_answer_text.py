"""Every answer that can be given is one SMS, passes the guard, and repeats nothing of what was forwarded."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.answering.sms.answer_text import (
    ASKS,
    CODE,
    FIRST,
    RECEIPT,
    compose_channel_question,
    compose_help_answer,
    compose_report_answer,
    compose_sms_answer,
    judge_forwarded,
)
from tocsin.answering.sms.check_request import parse_check_request
from tocsin.charter.channels import CHANNELS
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.view import view_as_of
from tocsin.guard import MessageDraft, guard_draft
from tocsin.locale.catalogues import load_catalogue
from tocsin.message import gsm7
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.advice_selection import DONE
from tocsin.verdict.advice_selection import select_advice as advised
from tocsin.verdict.check import judge
from tocsin.verdict.model import Level, LoneReference, Verdict, VerdictReason
from tocsin.verdict.verdict_sentences import load_wording_table

SAID = load_catalogue("tocsin", "fr")

TODAY = date(2026, 11, 26)
DAYS = (date(2018, 1, 15), date(2021, 3, 4), TODAY)
LANE = "38700"
LANGS = ("fr", "en")
CHARTERS = ("assurance_maladie", "dgfip")


def reason(kind, weight):
    nothing = dict.fromkeys(("quote", "text", "in_force", "source"), "")
    return VerdictReason(kind=kind, clause="x", weight=weight, span=None, field="text", **nothing)


def verdict(view, level, channel, lang, *reasons, happened=()):
    nothing = dict.fromkeys(("headline", "charter_version", "proves"), "")
    nothing["charter_id"] = view.charter.id
    advice = advised(view, level, channel, lang)
    nothing |= {"compatible": (), "happened": happened}
    claims = () if level == "unrelated" else (view.charter.id,)
    return Verdict(level=level, claims=claims, as_of=view.on, reasons=reasons, advice=advice, **nothing)


def every(view, lang):
    """Each wording once, with what it answers."""
    kinds = (*ASKS, *SAID["sms.reasons"], "lure_relative", "pretext")
    for channel in CHANNELS:
        message = message_from_text("", channel, received=view.on)
        for level in get_args(Level):
            yield compose_sms_answer(verdict(view, level, channel, lang), message, view, lang)
            if level != "authentic":
                yield compose_report_answer(verdict(view, level, channel, lang), message, view, lang)
            for weight in ("contradicts", "warns") if level in ("imposture", "suspicious") else ():
                for kind in kinds:
                    given = verdict(view, level, channel, lang, reason(kind, weight))
                    yield compose_sms_answer(given, message, view, lang)
        signed = verdict(view, "suspicious", channel, lang, reason("signature_aligned", "proves"))
        yield compose_sms_answer(signed, message, view, lang)
        for deed in DONE:
            for level in get_args(Level):
                yield compose_sms_answer(
                    verdict(view, level, channel, lang, happened=(deed,)), message, view, lang
                )
    for kind in ("number", "address"):
        for standing in SAID[f"sms.{kind}"]:
            about = LoneReference(kind=kind, value="x", standing=standing, said=())
            alone = replace(verdict(view, "unrelated", "sms", lang), about=about)
            yield compose_sms_answer(alone, message, view, lang)
    yield compose_help_answer(view, lang)
    yield compose_help_answer(view, lang, reports=True)
    yield compose_channel_question(view, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("charter", CHARTERS)
def test_every_answer_is_one_sms_that_the_guard_lets_out(charter, day, lang):
    view = view_as_of(load_charter(charter), day)
    for wording in {one.text: one for one in every(view, lang)}.values():
        text = wording.render(CODE, {"receipt": RECEIPT})
        assert (gsm7.measure_sms_cost(text).parts, gsm7.measure_sms_cost(text).alphabet) == (1, "gsm7"), text
        ruling = guard_draft(MessageDraft(sender=LANE, flow="other", text=wording.text, lang=lang), view)
        blocking = [r for r in ruling.reasons if r.weight == "block" and r.kind != "sender_not_allowed"]
        assert blocking == [], text
        assert len(wording.id) <= 64
        assert len(wording.version) <= 16


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("36 46", "Assurance Maladie : ce numéro est à nous, mais un numéro affiché se falsifie"),
        ("0899033646", "Assurance Maladie : ce numéro ressemble à un des nôtres, et n'est pas à nous."),
        ("bit.ly/3xYz", "Assurance Maladie : cette adresse est raccourcie : elle cache où elle mène."),
    ],
)
def test_a_number_or_an_address_alone_is_told_and_never_shown(text, said):
    asked = parse_check_request(text, today=TODAY)
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    answer = compose_sms_answer(judge(asked.message), asked.message, view, "fr").text
    assert answer.startswith(gsm7.apply_substitutes(said))
    assert text not in answer


def test_the_verdict_comes_first_then_why_then_what_to_do():
    message = message_from_text("AMELI : payez 0,99 euro : ameli-vitale.example", "sms", received=TODAY)
    view = view_as_of(load_charter("assurance_maladie"), TODAY)

    said = compose_sms_answer(judge(message), message, view, "fr").render("K7QF-2M9D", {})

    assert said == (
        "Assurance Maladie : c'est une fraude. Nous ne demandons jamais d'argent par SMS. Ne cliquez pas, ne "
        "répondez pas. Signalez-le au 33700 (gratuit). Réf. K7QF-2M9D"
    )


def test_where_there_is_room_one_may_report_it_here_too_and_never_in_the_place_of_the_reason():
    """The room is that of the general sentence on signs of fraud, which tells nobody anything."""
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    message = message_from_text("", "sms", received=TODAY)
    doubtful = compose_sms_answer(verdict(view, "suspicious", "sms", "fr"), message, view, "fr").text
    known = verdict(view, "imposture", "sms", "fr", reason("callback_not_official", "contradicts"))

    assert "Signalez-le au 33700 (gratuit). Ou ici : SIGNALER, puis le texte." in doubtful
    assert "SIGNALER" not in compose_sms_answer(known, message, view, "fr").text


def test_where_to_report_and_what_it_costs_are_those_of_the_charter():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    found = verdict(view, "imposture", "sms", "en", reason("shortener", "contradicts"))
    said = compose_sms_answer(found, message_from_text("", "sms", received=TODAY), view, "en").text

    assert "Report it at 33700 (free)." in said


def test_no_site_of_others_is_named_and_without_a_number_one_asks_the_institution():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    found = verdict(view, "imposture", "letter", "fr", reason("asks_nir", "contradicts"))
    said = compose_sms_answer(found, message_from_text("", "letter", received=TODAY), view, "fr").text

    assert "Vérifiez au 3646." in said
    assert "Signalez" not in said


def test_that_something_is_never_asked_is_said_only_where_a_clause_says_so():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    warned = verdict(view, "suspicious", "sms", "fr", reason("asks_payment", "warns"))

    said = compose_sms_answer(warned, message_from_text("", "sms", received=TODAY), view, "fr").text

    assert said.startswith("Assurance Maladie : méfiance, fraude probable. Ne cliquez pas")
    assert "jamais" not in said


def test_the_reason_that_tells_most_is_given():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    kinds = (("shortener", "warns"), ("link_not_official", "contradicts"), ("asks_nir", "contradicts"))
    found = verdict(view, "imposture", "sms", "fr", *(reason(*one) for one in kinds))

    assert (
        "sécurité sociale"
        in compose_sms_answer(found, message_from_text("", "sms", received=TODAY), view, "fr").text
    )


def test_another_text_is_another_version_and_the_same_text_the_same():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    one, same = compose_help_answer(view, "fr"), compose_help_answer(view, "fr")
    assert one == same
    assert one.version != compose_help_answer(view, "en").version


def test_who_did_something_is_told_first_what_to_do():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    message = message_from_text(
        "J'ai donné ma carte à un faux site ameli, que faire ?", "sms", received=TODAY
    )

    said = compose_sms_answer(judge(message), message, view, "fr").render("K7QF-2M9D", {})

    assert said == (
        "Assurance Maladie : appelez votre banque sans attendre pour faire opposition. Dans le doute, c'est "
        "une fraude : ne donnez plus rien. Réf. K7QF-2M9D"
    )
    assert set(FIRST) == set(DONE)


@pytest.mark.parametrize(
    "text", ["On se voit à 18 h demain ?", "La Poste : colis bloqué, payez 1,99 € sur colis.example"]
)
def test_what_does_not_speak_in_our_name_is_not_sent_to_us(text):
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    message = message_from_text(text, "sms", received=TODAY)

    said = compose_sms_answer(judge(message), message, view, "fr").text

    assert "ameli" not in said
    assert "3646" not in said


def test_where_the_channel_decides_it_is_asked():
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    text = "CPAM bonjour. Pour sécuriser l'appel, donnez-moi les quatre derniers chiffres de votre IBAN ?"
    asking = parse_check_request(text, today=TODAY).message
    spoken = parse_check_request(f"APPEL: {text}", today=TODAY).message

    assert "APPEL:" in compose_sms_answer(judge(asking), asking, view, "fr").text
    assert spoken.channel == "call"
    assert judge(spoken).by_channel == {}


def test_each_reason_and_channel_has_words():
    assert set(SAID["sms.reasons"]) - {"signs"} <= set(load_wording_table()["kinds"])
    assert set(ASKS) <= set(load_wording_table()["kinds"])
    assert set(SAID["sms.by"]) == set(SAID["sms.do"]) == set(CHANNELS)
    assert set(SAID["sms.asks"]) == set(ASKS)
    assert set(SAID["sms.first"]) == set(FIRST)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(list(CHANNELS)), st.sampled_from(LANGS))
def test_nothing_of_what_was_forwarded_stands_in_the_answer(text, channel, lang):
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    message = message_from_text(f"AMELI zzqx {text} zzqx.example", channel, received=TODAY)

    said = compose_sms_answer(judge(message, lang=lang), message, view, lang).render(CODE, {})

    assert "zzqx" not in said
    assert gsm7.measure_sms_cost(said).parts == 1


# ---- in the name of another institution

AM = load_charter("assurance_maladie")
STREAMING = (
    "Netflix : votre abonnement est suspendu, mettez à jour votre paiement https://netflix-pay.example"
)


def answer(text, lang="fr", *, named=True):
    message = message_from_text(text, "sms", received=TODAY)
    found = judge_forwarded(message, AM, lang)
    return compose_sms_answer(found, message, view_as_of(AM, TODAY), lang, named=named).text


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "fraude au nom de Netflix."), ("en", "a fraud in the name of Netflix.")]
)
def test_another_institution_is_named_and_never_called_us(lang, said):
    text = answer(STREAMING, lang)
    assert said in text
    assert "nôtre" not in text
    assert "ameli.fr" not in text


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "Vérifiez par son site habituel."), ("en", "Check on its usual site.")]
)
def test_what_nothing_proves_is_checked_at_the_institution_named_whose_number_we_do_not_send(lang, said):
    text = answer("URSSAF : votre déclaration est à faire avant le 5.", lang)
    assert said in text
    assert "3698" not in text  # the guard lets no number of others out
    draft = MessageDraft(sender=LANE, flow="other", text=text, lang=lang)
    assert guard_draft(draft, view_as_of(AM, TODAY)).result != "block"


def test_what_comes_in_the_name_of_who_answers_is_judged_as_ever():
    assert "c'est une fraude." in answer("Assurance Maladie : envoyez votre RIB par SMS")


def test_what_comes_in_the_name_of_nobody_is_of_nobody():
    assert "nous ne pouvons pas juger ce message" in answer("Salut, on se retrouve à 19 h ?")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list_charter_names())
def test_the_name_of_another_may_be_left_out_where_the_guard_holds_it_back(name, lang):
    who = load_charter(name).lexicon.names[0]
    message = message_from_text(f"{who} : envoyez votre mot de passe par SMS.", "sms", received=TODAY)
    found, view = judge_forwarded(message, AM, lang), view_as_of(AM, TODAY)
    text = compose_sms_answer(found, message, view, lang, named=False).text
    assert (
        guard_draft(MessageDraft(id="x", sender=LANE, flow="other", text=text, lang=lang), view).result
        != "block"
    )
