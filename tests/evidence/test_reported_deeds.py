"""What people tell that they did themselves is read; what others write, and what was not done, is not."""

import pytest

from tests.evidence.reading import DAY, reader, shown, view
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message, Passage


def deeds(text: str, *, channel: str = "sms", sender: str = "") -> set[str]:
    return {e.value for e in shown(text, "deed", channel=channel, sender=sender)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("J'ai donné ma carte à un faux site ameli, que faire ?", "gave_card"),
        ("jai donner mon code de carte bleue au telephone a un monsieur de la secu", "gave_card"),
        (
            "J'ai communiqué mon RIB et mon numéro de sécu à un faux conseiller CPAM !",
            "gave_bank gave_nir",
        ),
        ("j'ai cliqué sur le lien", "clicked"),
        ("J ai cliké sur le sms de la carte vitale mais jai rien rempli", "clicked"),
        ("Ma mère a donné son mot de passe ameli à quelqu'un qui l'a appelée", "gave_credentials"),
        ("J'ai payé 1,99 € sur un site qui ressemblait à ameli, est-ce une arnaque ?", "paid"),
        ("On m'a fait installer AnyDesk, ils ont pris la main sur mon ordinateur", "installed"),
        ("je me suis fait avoir par un faux conseiller", "victim"),
        ("Je me suis fait arnaquer que dois je faire", "victim"),
        ("J'ai rappelé le numéro, c'est grave ?", "rang_back"),
        ("mon père vient de payer avec sa carte sur un faux site", "paid"),
        ("J'ai rentré mes coordonnées bancaires sur le lien du SMS", "gave_bank"),
        ("au secours j'ai saisi le code reçu par SMS pour un inconnu", "gave_credentials"),
        ("I gave my card number to a fake ameli website, what should I do?", "gave_card"),
        ("I clicked on the link and entered my card number, help", "clicked gave_card"),
        ("I was scammed by someone pretending to be my bank", "victim"),
        ("my mother paid 2 euros on a fake site", "paid"),
        ("Un homme m'a appelé en disant être de la sécurité sociale, que faire ?", "received"),
        ("J'ai envoyé une photo de ma carte bancaire par WhatsApp à un inconnu", "gave_card"),
        ("Mamie a lu les chiffres de sa carte bleue au téléphone à un faux banquier", "gave_card"),
        ("J'ai fait un virement à un faux propriétaire, je suis inquiète", "paid"),
        ("J'ai scanné le QR code du courrier, je risque quoi ?", "clicked"),
        ("j'ai été victime d'une arnaque à la carte vitale", "victim"),
        ("J'ai acheté des cartes PCS pour un faux agent des impôts", "paid"),
        ("Je viens de donner mon numéro de carte bleue, comment faire opposition ?", "gave_card"),
        (
            "Je leur ai donné mon numéro de sécurité sociale, c'est une arnaque ?",
            "gave_nir",
        ),
        ("j'ai téléchargé l'application qu'il m'a demandé, on a vidé mon compte, aidez moi", "installed"),
        ("J'ai reçu un appel bizarre de la CPAM, je fais quoi ?", "received"),
        ("Mon mari a rempli le formulaire avec notre carte bancaire, le site était faux", "gave_card"),
        ("j'ai rentré mes coordonnées bancaires sur un site qui ressemblait à ameli", "gave_bank"),
        ("J'ai communiqué mon RIB par téléphone à un prétendu conseiller", "gave_bank"),
        (
            "on m'a appelé pour renouveler ma carte vitale et j'ai donné mon numéro de sécurité sociale",
            "gave_nir",
        ),
        ("j'ai remis ma carte bancaire au coursier", "gave_card"),
        ("quelqu'un est venu chercher ma carte bleue à la maison, il disait être de la banque", "gave_card"),
        ("j'ai renvoyé le code reçu par sms à la personne", "gave_credentials"),
        ("on m'a dit d'installer anydesk et j'ai rappelé le 08 99 00 00 00", "rang_back"),
        ("mon mari a laissé quelqu'un prendre la main sur son ordinateur", "installed"),
        ("j'ai accepté la connexion à distance d'un soi-disant technicien", "installed"),
        (
            "j'ai validé deux paiements sur l'appli de ma banque parce qu'un conseiller me l'a demandé",
            "paid",
        ),
        ("On m'a soutiré 1200 euros", "paid"),
        ("j'ai reçu un sms chronopost, j'ai payé 1,95 et depuis j'ai des prélèvements", "paid"),
        ("Je me suis fait berner par un faux sms de la CAF", "victim"),
        ("I gave my bank details to someone on the phone", "gave_bank"),
        ("I let a man from Microsoft into my laptop", "installed"),
        ("I read him the code that came by text", "gave_credentials"),
    ],
)
def test_it_reads_what_a_person_did(text: str, told: str) -> None:
    assert deeds(text) == set(told.split())


@pytest.mark.parametrize(
    "text",
    [
        "On mange ensemble ce soir ?",
        "J'ai donné ma carte Vitale à la pharmacienne",
        "J'ai payé la cantine hier",
        "J'ai donné mon RIB à mon nouvel employeur",
        "Maman j'ai cassé mon téléphone, écris-moi ici",
        "J'ai payé ma consultation 30 euros, quand serai-je remboursé par la CPAM ?",
        "Si vous avez cliqué sur le lien, changez votre mot de passe",
        "Je n'ai pas cliqué sur le lien, c'est une arnaque ?",
        "J'ai failli donner mon code",
        "j'ai rien donné",
        "AMELI : votre carte expire, payez 0,99 euro : ameli-vitale.example",
        "Salut, j'ai cliqué sur ta vidéo, trop drôle, tu me rappelles ?",
        "J'ai bien reçu votre dossier, il est complet. Cordialement, CPAM",
        "J'ai envoyé mon arrêt de travail à la CPAM il y a dix jours, pas de nouvelles",
        "Bonjour, vous avez donné votre accord ? Merci",
        "J'ai appelé le médecin, il rappelle demain",
        "Il a payé ses impôts",
        "La Poste : votre colis est arrivé",
        "On a installé la nouvelle chaudière",
        "J'ai laissé un message à ta soeur",
        "She paid for dinner and we called a taxi",
        "I gave him your number",
        "Dois-je donner mon RIB à la CPAM pour être remboursé ?",
        "J'ai un compte ameli, comment changer mon RIB ?",
        "J'ai piraté votre ordinateur et j'ai installé un logiciel espion. Payez 500 euros en bitcoin.",
        "Il m'a dit que ma carte bleue était prête à l'agence",
        "elle a confirmé le rendez-vous de jeudi",
        "J'ai mis la carte d'anniversaire dans la boîte",
        "Mon fils a eu son code, on fête ça dimanche",
        "J'ai payé avec ma carte bleue au restaurant",
        "J'ai eu un appel de l'école, tout va bien",
        "J'ai changé mon mot de passe ce matin",
        "j'ai rappelé le dentiste, rdv mardi 15h",
        "j'ai envoyé mon RIB à la RH hier par mail",
        "j'ai payé la facture EDF sur le site",
        "J'ai donné mon code à la voisine pour qu'elle arrose les plantes",
        "le livreur est passé, je lui ai donné le code de l'immeuble",
        "J'ai reçu ma carte bancaire par courrier",
        "j'ai perdu ma carte bleue, j'appelle la banque",
        "le technicien a installé la fibre ce matin",
        "on m'a demandé mon RIB à la CAF au guichet",
        "j'ai validé les congés de tout le monde",
        "mon frère a partagé son écran pendant la réunion",
        "I gave my card to the waiter and forgot it",
        "I called the number you gave me, nobody answered",
    ],
)
def test_it_reads_no_deed_where_none_went_wrong(text: str) -> None:
    assert deeds(text) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("he dado los datos de mi tarjeta en una web falsa de ameli, ¿qué hago?", "gave_card"),
        ("mi madre ha dado su IBAN a alguien por teléfono", "gave_bank"),
        ("pinché en el enlace del sms", "clicked"),
        ("hice una transferencia a un falso propietario", "paid"),
        ("me han estafado", "victim"),
        ("acabei de colocar a minha palavra-passe numa página estranha", "gave_credentials"),
        ("instalei um programa e tomaram o controlo do computador, ajuda", "installed"),
        ("fiz uma transferência para um burlão", "paid"),
        ("kart numaramı sahte bir siteye verdim, ne yapmalıyım", "gave_card"),
        ("linke tıkladım", "clicked"),
    ],
)
def test_it_reads_some_of_it_in_other_languages(text: str, told: str) -> None:
    assert deeds(text) == set(told.split())


@pytest.mark.parametrize(
    "text",
    [
        "he pagado el alquiler esta mañana",
        "he recibido mi tarjeta nueva",
        "he cambiado mi contraseña",
        "te he enviado las fotos por correo",
        "paguei a renda hoje",
        "mudei a minha palavra-passe",
        "liguei para a escola, está tudo bem",
        "yeni kartım geldi",
        "kirayı ödedim",
    ],
)
def test_what_is_told_in_other_languages_may_be_no_harm(text: str) -> None:
    assert deeds(text) == set()


def test_it_quotes_where_it_is_told() -> None:
    (found,) = shown("Bonjour. J'ai cliqué sur le lien", "deed")
    assert found.raw == "J'ai cliqué"


def test_a_text_with_a_sender_is_not_the_persons_own() -> None:
    assert deeds("J'ai cliqué sur le lien", sender="06 39 98 00 12") == set()
    assert deeds("J'ai cliqué sur le lien", sender="Ameli") == set()


def test_of_a_call_the_person_tells_whoever_rang() -> None:
    told = "Un homme de la CPAM m'a appelé, j'ai donné mon code secret au téléphone"
    assert deeds(told, channel="call", sender="01 99 00 12 34") == {"gave_credentials"}


def test_what_is_forwarded_is_somebody_elses() -> None:
    text = "J'ai cliqué sur le lien. C'est quoi ?"
    message = Message(channel="sms", text=text, received=DAY, passages=(Passage("forwarded", 0, 24),))
    assert [e for e in reader().extract(message, view()) if e.kind == "deed"] == []


def test_own_words_beside_a_message_are_read() -> None:
    message = Message(
        channel="email", text="Votre colis est arrivé", received=DAY, sender="a@poste.example",
        beside="J'ai donné ma carte bleue sur ce site, que faire ?",
    )  # fmt: skip
    assert Evidence("deed", "gave_card", 0, 0, "") in reader().extract(message, view())


def test_a_long_text_is_no_cry_for_help() -> None:
    assert deeds("J'ai cliqué sur le lien. " + "Et puis voilà. " * 400) == set()
