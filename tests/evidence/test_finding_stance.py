"""What is denied, refused or told of others is not asked."""

import pytest
from hypothesis import given

from tocsin.evidence.finding_stance import denies_last

from .reading import anything, shown


@pytest.mark.parametrize(
    "told",
    [
        "Une dame de la CPAM m'a appelé. Elle n'a pas demandé mon numéro de carte bancaire.",
        "La CPAM m'a appelé hier, rien demandé, ni RIB, ni numéro de carte.",
        "La CPAM m'a appelé, j'ai voulu lui donner mon RIB, il m'a dit que non.",
        "La CPAM m'a appelé, elle n'a pas demandé mon nom, mon RIB, ma carte bancaire.",
        "La CPAM m'a appelé, elle ne voulait pas mon RIB, seulement mon avis.",
        "La CPAM m'a appelé, personne ne voulait mon RIB.",
        "La CPAM m'a appelé, elle n'a pas voulu que je donne mon RIB.",
        "La CPAM m'a appelé, elle n'a voulu que mon avis, pas mon RIB.",
        "La CPAM m'a appelé, rien à renvoyer, ni RIB, ni pièce d'identité.",
    ],
)
def test_a_call_in_which_nothing_was_asked_asks_nothing(told: str) -> None:
    assert not shown(told, "ask", channel="call")


@pytest.mark.parametrize(
    "told",
    [
        "Une dame de la CPAM m'a appelé. Elle a demandé mon numéro de carte bancaire.",
        "La CPAM m'a appelé hier, elle voulait mon RIB, je n'ai rien dit.",
        "La CPAM m'a appelé, pas un mot aimable, elle voulait mon RIB.",
        "Un gars de la CPAM. Il ne demandait pas d'argent : seulement le code de ma carte bancaire.",
        "Un gars de la CPAM, puis une autre personne m'a fait lire le RIB.",
        "Une dame de la CPAM. Elle n'a voulu que mon RIB.",
        "Une dame de la CPAM. Il ne lui fallait que mon numéro de Sécu.",
        "Un gars de la CPAM. Il m'a dit bougez pas, vous recevrez un code, vous me le criez.",
    ],
)
def test_a_call_in_which_something_was_asked_still_asks_it(told: str) -> None:
    assert shown(told, "ask", channel="call")


@pytest.mark.parametrize(
    "said",
    [
        "Un message vous demande votre RIB ? Ce n'est pas nous.",
        "On vous réclame votre mot de passe en notre nom ? Ne répondez pas.",
        "Somebody wants a deposit or a fee in our name? Keep your purse shut.",
        "Someone asks for your bank details? It is not us.",
        "Carte bleue ou carte verte, on ne les photographie pas pour un inconnu.",
        "Un inconnu vous demande votre numéro de Sécu ? Ne le donnez pas.",
        "S'il vous réclame un RIB, ce n'est pas l'un des nôtres.",
        "Votre RIB ? Gardez-le.",
        "La carte bancaire ? Jamais. Le mot de passe ? Jamais.",
        "A caller asked for your bank details in our name? He is not. Hang up.",
        "S'il vous réclame un RIB, c'est une imitation.",
        "Ce numéro de Sécurité sociale n'était pas utile ici.",
        "Faut-il une ordonnance ? Non.",
        "Le numéro de Sécurité sociale ne se donne pas par SMS.",
        "Un RIB n'a pas sa place ici.",
        "Merci de ne pas mettre votre numéro de Sécurité sociale dans vos réponses.",
        "Votre message contenait un numéro de carte bancaire. Nous l'avons effacé.",
        "Un proche peut appeler, sans avoir besoin de vos identifiants.",
        "Aucune donnée bancaire ni aucun RIB ne vous sera demandé.",
        "Retenez ceci : jamais nous ne vous demanderons un mot de passe.",
        "No officer will text you for a password.",
        "Un SMS suspect est à transférer au 33700.",
    ],
)
def test_what_others_ask_and_the_institution_refuses_is_not_asked(said: str) -> None:
    assert not shown(f"Assurance Maladie : {said}", "ask")


@pytest.mark.parametrize(
    "said",
    [
        "Un message vous demande votre RIB ? Ce n'est pas nous. Envoyez-le à ce numéro.",
        "Un message vous demande votre RIB ? C'est notre conseiller.",
        "Votre carte bleue, on ne la débite pas : indiquez son numéro.",
        "Votre RIB ? Non ? Alors envoyez-le.",
        "Merci de ne pas oublier de donner votre RIB.",
        "Envoyez votre RIB, il ne se donne pas deux fois.",
        "Ni frais ni délai, envoyez votre RIB.",
        "Sans attendre, donnez votre RIB.",
    ],
)
def test_what_is_refused_to_others_and_wanted_all_the_same_is_asked(said: str) -> None:
    assert shown(f"Assurance Maladie : {said}", "ask")


def test_a_lure_whose_verb_is_denied_tempts_nobody() -> None:
    assert not shown("Assurance Maladie: we do not send refunds by text.", "lure")
    assert shown("Assurance Maladie: we send refunds by text.", "lure")


def test_another_thing_in_a_list_threatens_nobody() -> None:
    assert not shown("Assurance Maladie: we never ask for your card or your password.", "pressure")
    assert shown("Assurance Maladie: answer, or your account will be closed.", "pressure")


def test_to_pass_a_call_gives_nothing() -> None:
    assert not shown("CPAM : en cas de maladie chronique, passez un coup de fil à votre médecin.", "ask")


@pytest.mark.parametrize(("text", "seen"), [("Voir la pièce jointe", 1), ("Il n'y a pas de pièce jointe", 0)])
def test_an_attachment_that_is_denied_is_not_mentioned(text: str, seen: int) -> None:
    assert len(shown(f"CPAM : votre dossier. {text}.", "attachment", channel="email")) == seen


@pytest.mark.parametrize(
    "told",
    [
        "Elle a réclamé un RIB et la carte bancaire à ma tante, raconte la voisine.",
        "Un inconnu voulait le numéro de carte bancaire d'une retraitée.",
    ],
)
def test_a_letter_that_tells_what_others_were_asked_asks_nothing(told: str) -> None:
    assert not shown(told, "ask", channel="email", sender="Le Courrier du Val <lettre@val.example>")


def test_nobody_asks_what_is_said_to_be_asked_by_nobody() -> None:
    assert not shown(
        "CPAM : personne ne vous appellera pour vous demander votre code.", "ask", channel="email"
    )


def test_an_order_to_remember_that_nobody_asks_for_a_thing_does_not_ask_for_it() -> None:
    says = "CPAM : retenez ceci : aucun de nos courriels ne réclame de mot de passe."
    assert not shown(says, "ask", channel="email")
    assert shown("CPAM : retenez ceci : il nous faut votre mot de passe.", "ask", channel="email")


@pytest.mark.parametrize(("verb", "asked"), [("effacer", False), ("masquer", False), ("envoyer", True)])
def test_what_is_to_be_taken_away_is_not_asked(verb: str, asked: bool) -> None:
    says = f"CPAM : merci de {verb} votre numéro de sécurité sociale."
    assert bool(shown(says, "ask", channel="social")) is asked


@given(anything)
def test_only_a_word_that_denies_or_offers_can_deny(text: str) -> None:
    plain = "".join(c for c in text if c.isascii())
    assert not denies_last("".join(c for c in plain if not c.isalpha()) + " elle demande ")
    assert denies_last(f"{plain}. Elle ne demande pas ")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Le numéro de votre carte ou votre RIB ne sont jamais réclamés par mail ni par SMS.", False),
        ("Votre RIB n'est en aucun cas demandé par SMS.", False),
        ("Retenez ceci : ni banque ni IBAN ne figurent en clair dans nos messages.", False),
        ("Votre RIB ne figure pas dans votre dossier.", True),
        ("Votre RIB n'est jamais arrivé, il manque à votre dossier.", True),
        ("Votre RIB ne vous sera jamais réclamé au téléphone : envoyez-le par retour de mail.", True),
        ("Votre mot de passe n'est jamais demandé par SMS. Merci de nous envoyer votre RIB.", True),
    ],
)
def test_what_is_said_never_to_be_asked_is_not_asked(text: str, asked: bool) -> None:
    found = shown(f"CPAM : un rappel utile.\n{text}", "ask", channel="email")
    assert bool(found) is asked


def test_what_a_relative_offers_is_not_asked() -> None:
    told = (
        "Une dame de la caisse m'a appelée sur haut-parleur. Maman {} le RIB en entier, la dame l'a arrêtée."
    )
    assert not shown(told.format("propose de lire"), "ask", channel="call")
    assert shown(
        "Une dame de la caisse m'a appelée. Elle propose que je lise le RIB en entier.", "ask", channel="call"
    )
