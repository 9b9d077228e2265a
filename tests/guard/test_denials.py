"""Which words of a sentence are refused: what a text tells people not to give is not asked of them."""

import pytest

from tocsin.guard.denials import is_thrown_away, list_denied_words
from tocsin.guard.draft_sentences import split_sentences
from tocsin.guard.draft_template import DraftTemplate


def live(text: str) -> str:
    """The words of the first sentence that are not refused."""
    sentences = split_sentences(DraftTemplate(text).filled_with_kinds)
    denied = list_denied_words(sentences[0], sentences[1] if len(sentences) > 1 else None)
    return " ".join(word.text for word in sentences[0].words if not word.is_sign and word.start not in denied)


@pytest.mark.parametrize(
    "text",
    [
        "Nous ne demandons jamais votre RIB.",
        "Zéro RIB à donner.",
        "Votre RIB, ne le donnez à personne.",
        "Votre RIB ne se donne pas par SMS.",
        "Un RIB n'est pas demandé.",
        "Faut-il un RIB ? Non.",
        "Votre RIB ? Gardez-le.",
        "Un RIB se garde. Gardez-le pour vous.",
        "Votre RIB est à vous. Nous ne vous le demandons pas.",
        "Your RIB is yours. We will never ask for it.",
        "Certains courriels réclament un RIB.",
        "If a stranger asks for your RIB, hang up.",
        "Un SMS exige votre RIB : c'est faux.",
        "Sans RIB, plus de remboursement ? C'est faux.",
        "No payment without a RIB? It is false.",
        "Pas de RIB, sauf si vous nous écrivez depuis le compte.",
        "Votre RIB, lui, ne le donnez à personne.",
        "Code ou RIB, même combat : on ne les photographie pas pour un inconnu.",
        "Somebody wants a deposit, a fee or a RIB in our name?",
        "Un prétendu agent attend votre RIB ? Raccrochez tout de suite.",
        "Your bank reads out a RIB to you? Hang up.",
        "Personne chez nous n'a besoin de votre RIB pour un test.",
        "S'il vous invite à épeler un RIB, c'est une imitation.",
        "Your bank will hear nothing of a RIB.",
        "Jamais de code, carte bancaire ou RIB : un OUI suffit.",
    ],
)
def test_what_is_refused_or_wanted_by_strangers_is_not_asked(text):
    assert "rib" not in live(text).split()


@pytest.mark.parametrize(
    "text",
    [
        "N'oubliez pas votre RIB.",
        "Une personne de chez nous ne viendra qu'avec votre RIB.",
        "Pas besoin du numéro : le RIB, au verso, nous contente.",
        "Send your RIB and your bank will hear nothing from us.",
        "Votre RIB, ne le donnez qu'à nous.",
        "Votre RIB n'est pas arrivé.",
        "Il nous manque votre RIB. Ne le donnez à personne d'autre.",
        "Pouvez-vous envoyer votre RIB ? Non ? Alors demain.",
        "Quel est votre RIB ? Gardez la ligne.",
        "Notre coursier demande votre RIB.",
        "Un selfie avec votre RIB. Promis, je ne le montre à personne.",
        "Le dossier attend un RIB : n'y figurent ni le nom, ni le reste.",
        "Votre RIB, à côté de vous. Ne lui en veuillez pas.",
        "Dites si votre RIB ne se trouve pas sous la main.",
        "Un RIB. Ne le donnez à personne d'autre.",
        "Si un inconnu appelle, envoyez votre RIB.",
        "Pour ne pas vous déranger, votre RIB suffira.",
        "Ne donnez votre RIB à personne, sauf à notre agent.",
        "Never send a RIB, except to us.",
        "Quel est votre RIB ? Raccrochez ensuite.",
        "Un inconnu demande un code, donnez-nous votre RIB.",
        "Envoyez un RIB, vite, ne le donnez à personne.",
        "Votre voisin parle de son RIB. Gardez-le à la maison.",
        "Votre RIB est prêt. Gardez-le pour l'appel.",
    ],
)
def test_what_only_sounds_like_a_refusal_is_asked(text):
    assert "rib" in live(text).split()


@pytest.mark.parametrize(
    ("text", "thrown"),
    [
        ("Vous nous avez envoyé un RIB. Nous l'avons effacé.", True),
        ("You sent us a RIB. It has been deleted.", True),
        ("Un RIB suffit. Il sera effacé.", False),
        ("Envoyez le RIB reçu. Il a été effacé par erreur.", False),
        ("Vous nous avez envoyé un RIB. Il est flou.", False),
        ("Vous nous avez envoyé un RIB.", False),
    ],
)
def test_what_came_and_was_deleted_is_known(text, thrown):
    one, *others = split_sentences(DraftTemplate(text).filled_with_kinds)
    assert is_thrown_away(one, others[0] if others else None) is thrown
