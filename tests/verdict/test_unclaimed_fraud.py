"""Frauds in other names: each rule speaks for a message of its own, says nothing alone of a near one, and is published."""

from datetime import date
from pathlib import Path

import pytest

from tocsin import load_charter
from tocsin.charter.view import DatedCharter
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import Evidence, FoundNumber
from tocsin.message.model import Message
from tocsin.verdict.unclaimed_fraud import (
    FRAUD_RULES,
    UnclaimedSigns,
    find_fraud_rules,
    may_be_fraud,
    sort_signs,
)

DAY = date(2026, 11, 2)
VERDICTS = Path(__file__).parents[2] / "docs" / "reference" / "verdicts.md"

FIRES = {
    "uses a pretext that no honest stranger uses": (
        "sms",
        "Coucou maman j'ai cassé mon téléphone, voici mon nouveau numéro",
    ),
    "asks for a card, a password or a code": (
        "sms",
        "Donnez-nous votre numéro de carte bancaire et le code reçu",
    ),
    "has a pretext, and a link, a dear number or a secret to give": (
        "sms",
        "Votre colis est bloqué : https://colis-suivi.example",
    ),
    "has a pretext, and asks to pay": ("sms", "Votre colis est bloqué, payez 1,99 euro au livreur"),
    "has a pretext and a number to ring": ("sms", "Votre colis est bloqué, rappelez le 01 99 00 12 34"),
    "threatens over a fine, a parcel or a toll": (
        "sms",
        "Amende impayée : sans règlement, des poursuites seront engagées",
    ),
    "presses in the name of a brand for papers or bank details": (
        "sms",
        "BANQUE POSTALE : urgent, envoyez votre RIB aujourd'hui",
    ),
    "links elsewhere in the name of a brand": ("sms", "NETFLIX : mettez à jour https://compte-film.example"),
    "links elsewhere, and asks for money or a secret": (
        "sms",
        "Payez 1,99 euro ici : https://reglement.example",
    ),
    "links elsewhere, and names a secret or papers": (
        "email",
        "Pièce d'identité recto verso et RIB à déposer : https://guichet-public.example",
    ),
    "links elsewhere, and threatens or presses": (
        "social",
        "Dernier rappel avant fermeture définitive : https://guichet-public.example",
    ),
    "links elsewhere, and dangles a refund, a card or rights": (
        "email",
        "Un remboursement vous attend : https://guichet-public.example",
    ),
    "links to a host that passes for another, or is named after its errand": (
        "email",
        "Bonjour, tout est ici : https://regul-compte4.example",
    ),
    "links elsewhere by text message, and tells to go there or names a sum": (
        "sms",
        "Vous avez une photo, cliquez https://album-photo.example",
    ),
    "links elsewhere by text message, in words that cannot be read": (
        "sms",
        "Ihr Paket wartet auf die Zustellung, bitte bestimmen Sie den Termin: https://sendung-heute.example",
    ),
    "has a number to ring, and threatens, dangles a refund or names a secret": (
        "sms",
        "Un remboursement vous attend, rappelez le 01 99 00 12 34",
    ),
    "tells of a debit by text message, and gives a number": (
        "sms",
        "Achat de 489 € en cours. Pas vous ? Assistance jour et nuit : 01 99 00 12 34",
    ),
    "has a dear number to ring": ("sms", "Rappelez le 08 99 12 34 56"),
    "presses by voice to pay": (
        "call",
        "Réglez votre facture par carte maintenant, c'est urgent",
    ),
    "asks by voice in the name of a brand": ("call", "Ici Orange, donnez-moi votre code"),
    "tells of a caller who passed for somebody, and asked": (
        "call",
        "Un homme soi-disant du service des eaux voulait mon RIB",
    ),
    "tells of a stranger who asked for money, an account or the number of an insured person": (
        "call",
        "Ils m'ont appelée pour une mise à plat du fichier, ils ont voulu le numéro de sécu des petits",
    ),
    "tells of a stranger who was to be let onto a screen": (
        "call",
        "Un jeune homme très poli lui a fait installer un programme pour voir son écran",
    ),
    "disguises its words around a pretext or a link": (
        "sms",
        "Votre c0l1s est b1oqué : https://suivi.example",
    ),
    "hides where its link leads, and names, presses or tempts": (
        "sms",
        "Votre colis est bloqué : https://bit.ly/abc",
    ),
}
"""Rule -> channel and text that it speaks for."""

SILENT = (
    ("sms", "Coucou maman, je rentre à 18 h"),
    ("sms", "Le cours de jeudi est annulé, à la semaine prochaine"),
    ("sms", "Rappelez-moi au 01 99 00 12 34 quand vous pouvez"),
    ("call", "Bonjour, le cabinet du docteur Martin, votre rendez-vous est avancé à 10 h"),
    ("call", "Le secrétariat du Dr Martin m'a appelée, il leur fallait mon numéro de sécu"),
    ("call", "La comptable, que je connais, m'a appelée : elle voulait mon RIB"),
    ("call", "Rachid de la DSI a pris la main sur le PC 4 et réglé l'imprimante"),
    ("call", "Un monsieur m'a appelée : il a demandé si j'allais bien"),
    ("sms", "On se retrouve ici : https://www.service-public.fr"),
    ("sms", "Plus que 48 h : -30 % sur tout, https://boutique-laine.example STOP au 36 111"),
    ("sms", "Votre IRM est confirmée, sans réponse elle sera annulée : https://imagerie-parc.example"),
    ("email", "Le club reprend jeudi, le programme est sur https://gym-voisins.example"),
    ("email", "Le forum des activités de loisirs : https://activites-nature.example"),
    ("sms", "Regarde cette vidéo https://www.youtube.com/watch?v=abc et clique sur la suivante"),
    ("sms", "Prélèvement refusé, opération en attente : votre conseiller répond au 3639"),
    ("sms", "Votre RDV du 12 est annulé, pour en reprendre un allez sur https://agenda-service.example"),
    ("sms", "Ihr Paket kommt heute, mehr auf https://www.dhl.fr"),
    ("sms", "Ihr Paket kommt heute zwischen zehn und zwölf Uhr"),
    ("letter", "Facture impayée : payez 40 euros par chèque à votre syndicat des eaux"),
    ("sms", "Rappelez le cabinet au 01 99 00 12 34 avec votre RIB, merci, l'infirmière"),
)


def rules_of(channel: str, text: str) -> tuple[str, ...]:
    message = Message(channel=channel, text=text, received=DAY)  # type: ignore[arg-type]
    evidence = extract_evidence(message, DatedCharter(load_charter("assurance_maladie"), DAY))
    return find_fraud_rules(sort_signs(message, tuple(evidence)))


@pytest.mark.parametrize("name", [rule.name for rule in FRAUD_RULES])
def test_it_speaks_for_its_own_message(name):
    assert name in rules_of(*FIRES[name])


@pytest.mark.parametrize(("channel", "text"), SILENT)
def test_no_rule_speaks_for_a_harmless_neighbour(channel, text):
    assert rules_of(channel, text) == ()


def test_every_rule_is_published():
    published = VERDICTS.read_text()
    assert [rule.name for rule in FRAUD_RULES if f"- {rule.name}" not in published] == []
    assert len({rule.name for rule in FRAUD_RULES}) == len(FRAUD_RULES)


def test_no_rule_holds_without_a_pretext_an_ask_a_link_or_a_number() -> None:
    beside = (Evidence("claim", "brand:bank:heading", 0, 0, ""), Evidence("pressure", "threat", 0, 0, ""))
    beside += (Evidence("disguise", "obfuscation", 0, 0, ""), Evidence("named", "iban", 0, 0, ""))
    flags = {name: kind is bool for name, kind in UnclaimedSigns.__annotations__.items()}
    full = UnclaimedSigns(
        **{name: True if flag else () for name, flag in flags.items()}
        | {"brands": beside[:1], "pressure": beside[1:2], "disguise": beside[2:3], "named": beside[3:]}
    )
    assert not may_be_fraud(beside)
    assert find_fraud_rules(full) == ()


@pytest.mark.parametrize(
    "one",
    [
        Evidence("lure", "lure_parcel", 0, 0, ""),
        Evidence("ask", "iban", 0, 0, ""),
        Evidence("link", "a.example", 0, 0, ""),
        Evidence("number", "+33199001234", 0, 0, ""),
        Evidence("sender", "+33899000000", 0, 0, "", "sender", FoundNumber("caller", "premium", "phone")),
    ],
    ids=lambda one: one.kind,
)
def test_whatever_a_rule_rests_on_is_looked_at(one: Evidence) -> None:
    assert may_be_fraud((one,))
