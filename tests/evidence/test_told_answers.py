"""Where no text is left, six questions: a yes counts as the same thing read in a text does, and nothing else does."""

from datetime import date

import pytest

from tocsin.charter.channels import CHANNELS
from tocsin.charter.items import ITEMS
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.evidence.told_answers import SPOKEN_QUESTIONS
from tocsin.locale.catalogues import load_sentences
from tocsin.locale.languages import LANGUAGES
from tocsin.message.model import Message, ToldAnswer
from tocsin.verdict.check import check, judge

DAY = date(2026, 11, 28)
EVERY = tuple(ToldAnswer(question.id, "yes") for question in SPOKEN_QUESTIONS)


def ask(answers, institution="assurance_maladie", channel="call", **known):
    told = tuple(ToldAnswer(question, said) for question, said in answers.items())
    message = Message(channel=channel, text="", received=DAY, answers=told, presented_as=institution, **known)
    return judge(message)


def reasons(verdict):
    return {(reason.kind, reason.weight, reason.clause) for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("bank", "Bonjour, ici l'Assurance Maladie. Donnez-moi votre numéro de carte bancaire."),
        ("code", "Bonjour, ici l'Assurance Maladie. Dictez-moi le code que vous avez reçu par SMS."),
        ("payment", "Bonjour, ici l'Assurance Maladie. Vous devez payer 49 euros par téléphone."),
    ],
)
def test_a_yes_gives_the_level_and_the_clause_of_the_same_thing_in_a_text(question, text):
    told, read = ask({question: "yes"}), check(text, channel="call", received=DAY)
    assert told.level == read.level == "imposture"
    assert reasons(told) <= reasons(read)
    assert told.claims == read.claims == ("assurance_maladie",)


def test_a_reason_quotes_the_question_and_cites_the_clause():
    (reason,) = ask({"bank": "yes"}).reasons
    assert "carte bancaire ou du RIB ? Oui" in reason.text
    assert "L'Assurance Maladie ne demande jamais par téléphone" in reason.text
    assert (reason.field, reason.span) == ("answer", None)
    assert "ameli.fr" in reason.source


@pytest.mark.parametrize("said", ["no", "unknown"])
def test_a_no_shows_nothing_and_proves_nothing(said):
    verdict = ask({question.id: said for question in SPOKEN_QUESTIONS})
    assert (verdict.level, verdict.reasons) == ("unproven", ())


def test_of_the_things_that_a_yes_may_mean_the_one_that_the_charter_minds_least_is_held_against_it():
    """The Assurance Maladie may ask for the social security number on the telephone, a bank nobody says anything of."""
    assert ask({"identity": "yes"}).level == "unproven"
    assert ask({"bank": "yes"}, "banques_fr").level == "suspicious"  # an account number, which some may ask
    assert ask({"code": "yes"}, "banques_fr").level == "imposture"


def test_where_nobody_is_named_the_signs_of_any_fraud_decide():
    assert ask({"code": "yes"}, "").level == ask({"door": "yes"}, "").level == "suspicious"
    assert ask({"payment": "yes"}, "").level == "unrelated"
    assert ask({"code": "no"}, "").level == "unrelated"


def test_the_number_that_was_shown_counts_beside_the_answers():
    verdict = ask({"code": "no"}, sender="08 99 00 00 12")
    assert verdict.level == "suspicious"
    assert {reason.kind for reason in verdict.reasons} >= {"premium_rate"}


def test_answers_count_beside_a_text():
    said = "Bonjour, ici l'Assurance Maladie, nous mettons à jour votre dossier."
    alone = Message(channel="call", text=said, received=DAY)
    asked = Message(channel="call", text=said, received=DAY, answers=(ToldAnswer("bank", "yes"),))
    assert judge(alone).level != "imposture"
    assert judge(asked).level == "imposture"


@pytest.mark.parametrize("institution", list_charter_names())
def test_no_institution_is_contradicted_but_by_a_clause_of_its_own(institution):
    clauses = {clause.id: clause for clause in load_charter(institution).clauses}
    for channel in CHANNELS:
        message = Message(channel=channel, text="", received=DAY, answers=EVERY, presented_as=institution)
        verdict = judge(message)
        against = [clauses[r.clause] for r in verdict.reasons if r.weight == "contradicts"]
        assert {clause.allowed for clause in against} <= {"never"}
        assert verdict.level == ("imposture" if against else "suspicious")


def test_a_question_asks_for_things_that_the_rules_know_and_has_words_in_every_language():
    for question in SPOKEN_QUESTIONS:
        if question.shows == "ask":
            assert set(question.values) <= set(ITEMS)
    for code, language in LANGUAGES.items():
        if language.complete or code == "pt":
            words = load_sentences("tocsin", "spoken_questions", code)
            keys = load_sentences("site", "counter", code)
            assert all(words[question.id].endswith("?") for question in SPOKEN_QUESTIONS)
            letters = {keys[name] for name in ("key_yes", "key_no", "key_unknown")}
            assert len(letters) == 3
            assert all(len(letter) == 1 and letter.isascii() and letter.islower() for letter in letters)
