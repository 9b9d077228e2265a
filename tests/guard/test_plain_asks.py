"""Acts that no text asks are asked in few words, which are read as such: to pass it on, to install something, to keep silent, to
show a paper, to tell a code or what opens the account."""

import pytest

from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.learned_objections import DraftSentences
from tocsin.guard.plain_asks import find_plain_asks

from .telling import said


def topics(text: str) -> list[str]:
    """What the sentences of a text ask for."""
    return [finding.fill["topic"] for finding in find_plain_asks(DraftSentences(DraftTemplate(text)), "en")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Renvoyez ce SMS aux gens que vous avez croisés.", "passing the message on"),
        ("Ce message est utile à tous : faites-le suivre ce soir.", "passing the message on"),
        ("Merci de recopier ce texte à chacun de vos collègues.", "passing the message on"),
        ("Kindly send this text on to everyone you met.", "passing the message on"),
        ("Download the Contact Buddy app from the file we send.", "something to do on a device"),
        ("L'appli est prête : installez-la avant l'appel.", "something to do on a device"),
        ("Merci d'installer notre petit module.", "something to do on a device"),
        ("Ne parlez de cet échange à personne.", "secrecy, or not to check"),
        ("N'en dites rien à votre médecin.", "secrecy, or not to check"),
        ("Please do not mention this to your doctor.", "secrecy, or not to check"),
        ("Quelle phrase ouvre votre espace ?", "a code or a login"),
        ("Which word unlocks your account?", "a code or a login"),
        ("Quand on vous rappellera, lisez les chiffres arrivés par SMS.", "a code or a login"),
        ("Please tell the adviser the digits you got by text.", "a code or a login"),
        ("Votre passeport, en copie, prouverait votre venue.", "papers or a signature"),
        ("Une image de votre salon, lumière allumée, suffira.", "papers or a signature"),
        ("A picture of your gas bill would do.", "papers or a signature"),
        ("On ne vous ennuie pas, et pourtant : votre bail, scanné, suffirait.", "papers or a signature"),
        ("Signe que vous n'êtes pas parti en mer : une photo du salon aiderait.", "papers or a signature"),
        (
            "Pas besoin du numéro : les trois chiffres isolés, au dos, nous contentent.",
            "a bank account or card",
        ),
        ("The three little digits on the back will do.", "a bank account or card"),
        ("Nous ne demandons jamais votre carte, juste les chiffres au dos.", "a bank account or card"),
    ],
)
def test_it_is_asked(text, topic):
    assert topics(text) == [topic]


@pytest.mark.parametrize(
    "text",
    [
        "Nul besoin de transférer ce SMS à vos proches.",
        "Ne recopiez pas ce message.",
        "Nous allons envoyer ce message à vos contacts.",
        "Transférez ce SMS au 33700.",
        "Montrez ce message au laboratoire.",
        "Répondez à ce SMS par OUI.",
        "Rien à installer, aucune appli à télécharger.",
        "Téléchargez l'application sur tousanticovid.gouv.fr",
        "Ne dites votre code à personne.",
        "Nous ne parlons de vous à personne.",
        "We will not tell anyone about you.",
        "Parlez-en à votre médecin.",
        "N'hésitez pas à en parler à vos proches.",
        "Quel mot vous aide à tenir ?",
        "Quelle page ouvre votre compte ? ameli.fr.",
        "Ne lisez à personne les chiffres reçus par SMS.",
        "Vous recevrez le nombre de jours par SMS.",
        "Une copie du résultat suffira à votre employeur.",
        "Aucune photo ne suffirait, et nous n'en voulons pas.",
        "Votre passeport reste chez vous.",
        "Les trois chiffres au dos, ne les donnez à personne.",
        "Les trois numéros utiles sont au mur.",
    ],
)
def test_it_is_not_asked(text):
    assert topics(text) == []


def test_it_is_held_back_once_with_what_to_write_instead():
    (reason,) = said("Ne parlez de cet appel à personne.", lang="en").reasons
    assert (reason.kind, reason.weight) == ("undeclared_ask", "block")
    assert "Say how to check" in reason.text
