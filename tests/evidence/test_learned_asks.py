"""What a fraud asks in words that no rule has is read by likeness, with the sentence that speaks most for it."""

from datetime import date

import pytest
from hypothesis import given

from tocsin.charter.channels import ChannelId
from tocsin.evidence.learned_asks import TABLE, find_learned_asks, list_items
from tocsin.evidence.model import AskLikeness, Evidence, TextResemblance
from tocsin.evidence.weight_columns import load_columns
from tocsin.message.plain_text import message_from_text
from tocsin.verdict import verdict_sentences

from .reading import anything


def read_asks(text: str, channel: ChannelId = "sms", *, surely: bool = True) -> dict[str, str]:
    """The sentence of each thing that a text asks, by kind of reason, were it to read like a fraud, surely so or not."""
    message = message_from_text(text, channel, received=date(2024, 5, 2))
    alike = Evidence(
        "resemblance", "fraud", 0, 1, text[:1], "text", TextResemblance("clear", 1, "00", surely)
    )
    return {kind: e.raw for kind, e in find_learned_asks(message, (alike,))}


@pytest.mark.parametrize(
    ("text", "channel", "kind", "quote"),
    [
        (
            "Votre abonnement est suspendu. Merci d'acquitter la somme de 2,99 euros pour le réactiver.",
            "sms",
            "asks_payment",
            "Merci d'acquitter la somme de 2,99 euros pour le réactiver.",
        ),
        (
            "Bonjour, service sécurité. Il me faut le petit nombre qui vient de s'afficher sur votre téléphone.",
            "call",
            "asks_credentials",
            "Il me faut le petit nombre qui vient de s'afficher sur votre téléphone.",
        ),
        (
            "Votre versement est en attente. Dites-nous sur quelle carte le porter.",
            "sms",
            "asks_bank_details",
            "Dites-nous sur quelle carte le porter.",
        ),
        (
            "Il voulait que je l'installe pour voir mon ordinateur à distance. J'ai raccroché.",
            "call",
            "remote_access",
            "Il voulait que je l'installe pour voir mon ordinateur à distance.",
        ),
    ],
)
def test_what_is_asked_is_read_with_the_sentence_that_says_it(
    text: str, channel: ChannelId, kind: str, quote: str
) -> None:
    assert read_asks(text, channel)[kind] == quote


@pytest.mark.parametrize(
    ("text", "channel", "kind"),
    [
        ("Nous ne demandons jamais votre code ni votre mot de passe.", "sms", "asks_credentials"),
        ("Inutile de nous envoyer votre RIB.", "sms", "asks_bank_details"),
        ("La bibliothèque ferme à midi le samedi.", "sms", "asks_payment"),
        ("Le marché est annulé samedi à cause du vent.", "sms", "asks_payment"),
        ("Il fait beau, nous irons à la plage avec les enfants.", "call", "remote_access"),
    ],
)
def test_what_is_denied_or_said_of_something_else_is_not(text: str, channel: ChannelId, kind: str) -> None:
    assert kind not in read_asks(text, channel)


def test_what_the_person_answers_asks_nothing_of_them() -> None:
    thread = "Moi : je vous donne le numéro de ma carte bancaire ?\nEnvoyez plutôt le code reçu par SMS"
    assert not any("bancaire" in quote for quote in read_asks(thread, "social").values())


def test_a_denial_in_a_message_without_full_stops_denies_not_all_of_it() -> None:
    said = (
        "bonjour il vous reste à acquitter la somme de douze euros pour votre colis merci d'effectuer le règlement"
        " par carte avant ce soir auprès de notre service des expéditions et surtout le facteur ne vous demandera rien"
    )
    assert len(said) > 200
    assert "asks_payment" in read_asks(said, "voicemail")


def test_what_is_known_already_is_not_read_again() -> None:
    message = message_from_text("Payez 2,99 euros par carte", "sms", received=date(2024, 5, 2))
    assert "asks_payment" in {kind for kind, _ in find_learned_asks(message, ())}
    assert "asks_payment" not in {kind for kind, _ in find_learned_asks(message, (), ["asks_payment"])}


def test_what_does_not_read_surely_like_a_fraud_must_ask_more_clearly() -> None:
    card = "Il nous manque les références de votre compte."
    assert read_asks(card, surely=False).keys() < read_asks(card).keys()
    said = "Il vous reste à acquitter la somme de 2,99 euros, merci d'effectuer le règlement par carte"
    assert "asks_payment" in read_asks(said, surely=False)


def test_every_column_is_a_reason_that_can_be_said_or_an_item_of_one_that_has_several() -> None:
    header, kinds = load_columns(TABLE).header, verdict_sentences.load_wording_table()["kinds"]
    items = {item for kind in header.columns for item in list_items(kind) if len(list_items(kind)) > 1}
    assert set(header.columns) <= set(kinds) | items
    assert {name.removesuffix(" sure") for name in header.thresholds} <= set(kinds)
    for name, edge in header.thresholds.items():
        assert edge >= header.thresholds.get(name.removesuffix(" sure"), edge)
    assert {
        "asks_payment",
        "asks_bank_details",
        "asks_credentials",
        "hidden_link",
    } <= header.thresholds.keys()


def test_it_is_said_to_be_a_likeness_and_how_often_it_is_right() -> None:
    said = verdict_sentences.describe_finding("asks_payment", "en", "2,99 now", "CPAM", learned=0.8)
    plain = verdict_sentences.describe_finding("asks_payment", "en", "2,99 now", "CPAM")
    assert said.startswith("By likeness to other messages, right at least 8 times in 10")
    assert said.endswith(plain)


@given(anything)
def test_every_quote_stands_where_it_says(text: str) -> None:
    message = message_from_text(text, "sms", received=date(2024, 5, 2))
    found = list(find_learned_asks(message, ()))
    assert len({kind for kind, _ in found}) == len(found)
    for kind, e in found:
        assert isinstance(e.about, AskLikeness)
        assert (e.about.request.item if e.about.request else kind) == e.value
        assert message.text[e.start : e.end] == e.raw != ""
