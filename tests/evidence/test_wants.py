"""What a message wants is told with its words, however it says so; what it denies is not."""

from datetime import date

import pytest
from hypothesis import given

from tocsin.charter.channels import ChannelId
from tocsin.evidence.wants import _Wants, find_wants
from tocsin.message.plain_text import message_from_text

from .reading import anything


def wants(text: str, channel: ChannelId = "sms") -> dict[str, str]:
    """The words of each thing that a text wants, by kind of reason."""
    message = message_from_text(text, channel, received=date(2024, 5, 2))
    return {kind: e.raw for kind, e in find_wants(message)}


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("Participation aux frais : 14,90 €", "asks_payment", "Participation aux frais : 14,90 €"),
        ("il faut quatre mille euros pour la caution", "asks_payment", "caution"),
        ("envoyez les coupons ce soir", "asks_payment", "coupons"),
        ("à verser sur le nouveau compte bancaire", "asks_bank_details", "le nouveau compte bancaire"),
        ("lisez-moi les seize chiffres", "asks_bank_details", "seize chiffres"),
        ("il vous suffit de valider la notification", "asks_credentials", "valider la notification"),
        ("les chiffres du texto, s'il vous plaît", "asks_credentials", "chiffres du texto"),
        ("photo recto de votre carte Vitale", "asks_nir", "photo recto de votre carte Vitale"),
        ("une copie du passeport", "asks_identity_document", "passeport"),
        ("vivez-vous seule ?", "asks_personal", "vivez-vous seule"),
        ("elle a pris la main sur l'ordinateur", "remote_access", "pris la main sur l'ordinateur"),
        ("read me the code, please", "asks_credentials", "the code"),
        ("Frais CHF 1.75 pour la remise", "asks_payment", "Frais CHF 1.75"),
        ("a payout of $420 is due", "asks_payment", "$420 is due"),
        ("relivraison, participation de 0,84", "asks_payment", "participation de 0,84"),
        ("scannez le carré ci-contre", "hidden_link", "scannez"),
        ("renseignez la carte à créditer", "asks_bank_details", "renseignez la carte"),
        ("sortez les cartes vitale et bleue", "asks_bank_details", "vitale et bleue"),
        ("dictez votre ribe", "asks_bank_details", "ribe"),
        ("il veut le registre des habitants", "asks_personal", "registre des habitants"),
        (
            "Aucun badge reconnu. Avez-vous une carte sous la main ?",
            "asks_bank_details",
            "une carte sous la main",
        ),
        ("à régler sur notre plateforme", "hidden_link", "sur notre plateforme"),
        ("lisez-moi les chiffres du ticket", "asks_credentials", "chiffres du ticket"),
        ("notre équipe prendra la main sur le poste", "remote_access", "prendra la main sur le poste"),
        ("écrivez-moi sur ce numéro", "unknown_callback", "sur ce numéro"),
        ("le compte de versement est inconnu", "asks_bank_details", "compte de versement"),
    ],
)
def test_it_names_what_is_wanted(text: str, kind: str, quote: str) -> None:
    assert wants(text)[kind] == quote


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nous ne demandons jamais votre code", "asks_credentials"),
        ("Elle n'a pas demandé mon RIB, ma carte bancaire", "asks_bank_details"),
        ("Vous avez droit à un remboursement de 38 euros", "asks_payment"),
        ("Nous mangeons à midi", "asks_payment"),
        ("Appareil : Nokia", "unknown_callback"),
        ("Il pèse 3,50 kilos, tout va bien", "asks_payment"),
        ("Aucun badge reconnu, aucune carte bancaire demandée", "asks_bank_details"),
        ("une plateforme de forage en mer", "hidden_link"),
        ("renseignez la carte verte", "asks_bank_details"),
        ("sortez les cartes vitale et de mutuelle", "asks_bank_details"),
        ("le numéro du stand est au dos", "unknown_callback"),
        ("un lien fort unit les voisins", "hidden_link"),
    ],
)
def test_it_does_not_name_what_is_denied_or_promised(text: str, kind: str) -> None:
    assert kind not in wants(text)


def test_only_what_may_begin_in_a_text_is_compiled() -> None:
    loaded = _Wants()
    text = "payez vite"
    for number, places in loaded.list_places(text).items():
        for place in places:
            loaded.all[number].match_at(text, place)
    assert {letters for want in loaded.all for letters in want.compiled_beginnings} <= {"pa", "vi"}


def test_what_the_person_answers_is_not_wanted_of_them() -> None:
    thread = "Moi : je vous donne mon IBAN ?\nC'est gentil, non merci"
    assert "asks_bank_details" not in wants(thread, "social")


@given(anything)
def test_every_quote_stands_where_it_says(text: str) -> None:
    message = message_from_text(text, "sms", received=date(2024, 5, 2))
    kinds = [kind for kind, _ in find_wants(message)]
    assert len(kinds) == len(set(kinds))
    for _, e in find_wants(message):
        assert message.text[e.start : e.end] == e.raw != ""
