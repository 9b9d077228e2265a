"""Who speaks of an institution, or forwards what it wrote, is no impostor to a filter that nobody asked."""

from datetime import date

import pytest

from tocsin.evidence.model import Evidence
from tocsin.message.eml import read_eml
from tocsin.message.model import Message
from tocsin.verdict.check import judge
from tocsin.verdict.mail_attribution import attribute_mail
from tocsin.verdict.model import Verdict

TODAY = date(2026, 11, 28)


def mail(sender: str, subject: str, body: str) -> bytes:
    head = f"From: {sender}\nTo: b@perso.example\nSubject: {subject}\nDate: Thu, 26 Nov 2026 10:00:00 +0100\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def filtered(*parts: str) -> Verdict:
    return judge(read_eml(mail(*parts), today=TODAY), unread=True)


THIRD = [
    (
        "RH Dupont SA <rh@dupont-sa.example>",
        "Arrêts maladie : nouvelle procédure",
        "Bonjour à tous,\n\nEn cas d'arrêt maladie, merci d'envoyer votre avis à la CPAM sous 48 h et de déposer une copie sur https://intranet.dupont-sa.example/arrets avec votre RIB si celui-ci a changé.\n\nLe service RH",  # noqa: E501
    ),
    (
        "Mutuelle Horizon <noreply@mutuelle-horizon.example>",
        "Votre remboursement",
        "Bonjour Mme Petit,\n\nSuite au décompte transmis par l'Assurance Maladie, nous vous avons remboursé 23,40 €. Le détail est dans votre espace https://espace.mutuelle-horizon.example/. Pensez à mettre à jour votre carte Vitale.\n\nVotre mutuelle Horizon",  # noqa: E501
    ),
    (
        "Mutuelle Horizon <noreply@mutuelle-horizon.example>",
        "Mise à jour de votre dossier",
        "Bonjour,\n\nPour activer la télétransmission avec l'Assurance Maladie, merci de nous transmettre votre attestation de droits, votre numéro de sécurité sociale et votre RIB depuis https://espace.mutuelle-horizon.example/docs ou par téléphone au 01 99 00 22 33.\n\nCordialement,\nLe service adhérents",  # noqa: E501
    ),
    (
        "UFC Quartier <info@asso-conso.example>",
        "Attention aux faux SMS ameli",
        "Chers adhérents,\n\nDe faux SMS « Ameli : votre carte Vitale expire, cliquez sur ameli-vitale.example » circulent. Ne cliquez pas, ne donnez jamais votre carte bancaire. Plus d'informations : https://asso-conso.example/arnaques\n\nL'équipe",  # noqa: E501
    ),
    (
        "Léa Martin <lea.martin@gmail.com>",
        "Tr: Information de paiement",
        "Coucou maman, c'est ce que j'ai reçu, tu en penses quoi ?\n\n---------- Forwarded message ---------\nDe : L'Assurance Maladie <ne-pas-repondre@app.assurance-maladie.fr>\nDate : mar. 24 nov. 2026 à 09:12\nObjet : Information de paiement\nÀ : <lea.martin@gmail.com>\n\nBonjour,\n\nNous avons procédé à un versement vous concernant. Pour connaître le détail, rendez-vous dans votre compte ameli depuis https://www.ameli.fr.\n\nVotre correspondant de l'Assurance Maladie",  # noqa: E501
    ),
    (
        "Paul Durand <paul.durand@orange.fr>",
        "Re: dossier CPAM",
        "Salut,\n\nJ'ai appelé la CPAM hier, ils demandent ton RIB et ton attestation, envoie-les moi et je transmets.\n\nPaul",
    ),
    (
        "Cabinet Dr Roux <secretariat@cabinet-roux.example>",
        "Votre rendez-vous",
        "Bonjour,\n\nMerci de venir avec votre carte Vitale et votre carte de mutuelle. En cas d'empêchement, rappelez le 01 99 00 45 45.\n\nLe secrétariat",  # noqa: E501
    ),
    (
        "Lettre Santé <lettre@magazine-sante.example>",
        "Les remboursements changent en décembre",
        "L'Assurance Maladie change ses taux. Ce qui est remboursé : lisez notre dossier https://magazine-sante.example/dossier?x=1 . Se désabonner : https://magazine-sante.example/stop",  # noqa: E501
    ),
    (
        "Léa Martin <lea.martin@gmail.com>",
        "c'est vrai ça ?",
        "Papa j'ai reçu ça :\n\n> Ameli : votre carte vitale expire. Payez 0,99 euro sur https://ameli-vitale.example/renouveler\n\ntu crois ?",  # noqa: E501
    ),
    (
        "Mairie de Vigny <accueil@mairie-vigny.example>",
        "Permanence CPAM",
        "Permanence de la CPAM le jeudi 3 décembre en mairie. Apportez votre carte Vitale, une pièce d'identité et un RIB. Inscription : https://mairie-vigny.example/cpam ou au 01 99 00 66 66.",  # noqa: E501
    ),
    (
        "Compta Dupont SA <paie@dupont-sa.example>",
        "Subrogation IJSS",
        "Bonjour Karim,\n\nLa CPAM nous demande ton numéro de sécurité sociale et ton RIB pour la subrogation. Peux-tu me les renvoyer par retour de mail avant vendredi ?\n\nNadia, service paie",  # noqa: E501
    ),
    (
        "Pharmacie du Port <contact@pharmacie-port.example>",
        "Votre carte Vitale n'est pas à jour",
        "Bonjour, lors de votre dernier passage votre carte Vitale n'était pas à jour. Passez la mettre à jour à la borne de la pharmacie ou d'une CPAM. À bientôt.",  # noqa: E501
    ),
]
FORGED = [
    (
        "Service Ameli <support@ameli-remb.example>",
        "Votre remboursement de 87,40 €",
        "Bonjour, un remboursement vous attend. Cliquez https://ameli-remb.example/x",
    ),
    (
        "Assurance Maladie <info@mailer.example>",
        "Dossier incomplet",
        "Renvoyez votre RIB et votre carte bancaire par retour de mail.",
    ),
    (
        "Service client <contact@envois.example>",
        "L'Assurance Maladie vous rembourse",
        "Cliquez ici https://envois.example/ameli pour recevoir 120 €, saisissez votre carte bancaire.",
    ),
    (
        "Service client <contact@envois.example>",
        "Remboursement",
        "Bonjour, ici l'Assurance Maladie. Votre carte Vitale expire, confirmez vos coordonnées bancaires https://envois.example/v",
    ),
    (
        "Service client <contact@envois.example>",
        "Remboursement en attente",
        "Bonjour,\nUn remboursement de 87 € est en attente. Indiquez votre carte bancaire sur https://envois.example/v\n\nL'Assurance Maladie",  # noqa: E501
    ),
    (
        "Jean <jean@perso.example>",
        "FW: important",
        "Votre carte Vitale va être désactivée. Mettez-la à jour avec votre carte bancaire : https://vitale-maj.example\n\nService Carte Vitale",  # noqa: E501
    ),
]


@pytest.mark.parametrize("parts", THIRD, ids=lambda parts: parts[1])
def test_a_mention_or_a_forward_is_no_claim(parts: tuple[str, str, str]) -> None:
    found = filtered(*parts)
    frauds = "ameli-vitale.example/renouveler" in parts[2]
    assert found.level == ("suspicious" if frauds else "unrelated")


@pytest.mark.parametrize("parts", FORGED, ids=lambda parts: parts[1])
def test_a_forgery_is_still_seen(parts: tuple[str, str, str]) -> None:
    found = filtered(*parts)
    last = parts[2].rstrip().rpartition("\n")[2]
    signed_only = last in ("L'Assurance Maladie", "Service Carte Vitale")
    assert found.level == ("suspicious" if signed_only else "imposture")
    assert not (signed_only and any(r.weight == "contradicts" for r in found.reasons))


def test_a_claim_below_the_head_warns_only() -> None:
    long = "Bonjour,\n\n" + "Voici les nouvelles de notre quartier. " * 8
    found = filtered(
        "Quartier <a@quartier.example>",
        "Nouvelles",
        long + "Ici la CPAM : envoyez votre RIB sur https://rib.example/x",
    )
    assert found.level == "suspicious"


def test_who_asks_about_a_forged_mail_is_still_told_imposture() -> None:
    for parts in FORGED:
        assert judge(read_eml(mail(*parts), today=TODAY)).level == "imposture"


def test_who_forwards_a_genuine_mail_did_not_forge_it() -> None:
    genuine = next(parts for parts in THIRD if parts[1] == "Tr: Information de paiement")
    found = judge(read_eml(mail(*genuine), today=TODAY))
    assert found.level == "unproven"
    assert not any(r.kind.startswith("sender") for r in found.reasons)


@pytest.mark.parametrize("indent", [0, 7])
@pytest.mark.parametrize(("at", "attribution"), [(0, "claimed"), (159, "claimed"), (160, "signed")])
def test_a_head_is_the_first_160_characters_that_are_seen(indent: int, at: int, attribution: str) -> None:
    """White space before the first word does not push a claim out of the head."""
    message = Message(channel="email", text=" " * indent + "x" * 400, received=TODAY, sender="a@b.example")
    claim = Evidence("claim", "opening", indent + at, indent + at + 5, "xxxxx")
    assert attribute_mail(message, [claim]) == attribution
