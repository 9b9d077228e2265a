"""Our own fixed texts leave word for word, whatever the classifiers say; nothing that differs from them does for that."""

import pytest

from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.guard_check import draft_flow_texts
from tocsin.evidence.text_classifier import TextClassifier
from tocsin.guard.approved_sentences import APPROVED_SENTENCES, find_approved
from tocsin.guard.draft_sentences import split_sentences
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.ruling import list_name_words
from tocsin.locale.catalogues import translate
from tools.write_approved_sentences import list_approved_sentences

from .telling import CHARTER, kinds, said

LONG = "Quel jour avez-vous croisé vos voisins ? Nous demandons de ne rien répondre à ce message."


def approved(text: str) -> list[bool]:
    return find_approved(split_sentences(DraftTemplate(text).filled_with_kinds), list_name_words(CHARTER))


@pytest.fixture
def blind(monkeypatch):
    """Classifiers to which every sentence reads like what must not leave."""
    monkeypatch.setattr(TextClassifier, "measure_features", lambda self, features: 50.0)


def test_the_file_holds_the_sentences_of_the_texts_as_they_are_now():
    assert APPROVED_SENTENCES.read_text(encoding="utf-8").splitlines() == list_approved_sentences(), (
        "run python -m tools.write_approved_sentences"
    )


def test_every_text_of_a_conversation_leaves_whatever_was_learned(blind):
    for flow in map(load_flow, list_flows()):
        for draft in draft_flow_texts(flow):
            found = find_approved(
                split_sentences(DraftTemplate(draft.text, draft.values).filled_with_kinds),
                list_name_words(CHARTER),
            )
            assert all(found), draft.id


@pytest.mark.parametrize(
    "text",
    [
        translate("sms", "check", "fr", at="0 809 401 401"),
        translate("sms", "reported", "en", receipt="K7QF-2M9D-HJ4R"),
        translate("mail", "how_to_report", "fr", months=6),
        translate("mail.outcome", "harmless", "fr", reported="1er mars 2021"),
        translate("mail.outcome", "host", "en", sent="12 November 2026"),
    ],
)
def test_a_number_a_code_and_a_day_are_known_by_their_kind(text, blind):
    assert "undeclared_ask" not in kinds(said(text, flow="other"))


def test_a_word_more_is_another_sentence(blind):
    text = translate("mail", "automatic_letter", "fr")
    assert kinds(said(text, flow="other")) == []
    assert "undeclared_ask" in kinds(said(text.replace("ni paiement", "un paiement"), flow="other"))


def test_a_short_sentence_takes_its_sense_from_the_others():
    assert approved("Répondez OUI ou NON.") == [True]
    assert approved("Une montre vous est offerte. Répondez OUI ou NON.") == [False, False]
    assert approved(f"Une montre vous est offerte. {translate('mail', 'automatic_letter', 'fr')}")[-1]


def test_where_a_link_leads_is_judged_all_the_same():
    assert kinds(said("Plus : consignes.example", flow="other")) == ["link_not_official"]
