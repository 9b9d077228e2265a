"""The words of the demonstration, in French and English."""

from typing import Final

WORDS: Final = {
    "title": (
        "Une conversation par SMS : une personne positive, deux contacts (SMPP sur 127.0.0.1:{port})",
        "A conversation by SMS: one case, two contacts (SMPP on 127.0.0.1:{port})",
    ),
    "people": (
        "Léa, Karim, Awa, leurs téléphones et le réseau sont simulés ; le reste est ce qui tourne pour de "
        "vrai. Les jours passent en un instant, et aucun SMS ne sort d'ici.",
        "Léa, Karim, Awa, their phones and the network are simulated; the rest is what runs for real. Days "
        "pass in a moment, and no SMS leaves this machine.",
    ),
    "checked": (
        "garde : {result}, {parts} SMS · Réf. {code} au registre · reçu et contrôlé : ",
        "guard: {result}, {parts} SMS · Réf. {code} in the register · received and checked: ",
    ),
    "blocked": ("arrêté par la garde : {}", "stopped by the guard: {}"),
    "call": ("un conseiller est chargé d'appeler ({})", "an adviser is asked to ring ({})"),
    "learned": ("appris : {} = {}", "learned: {} = {}"),
    "noted": ("noté, à confirmer : {}", "noted, to be confirmed: {}"),
    "confirmed": ("confirmé : {}", "confirmed: {}"),
    "closed": ("fin de la conversation ({})", "end of the conversation ({})"),
    "fraud": (
        "Et si un fraudeur reprend la référence du SMS de Karim dans un autre texte ?",
        "And if a fraudster puts the reference of Karim's SMS into another text?",
    ),
    "fraud_text": (
        "Assurance Maladie : vos consignes ont changé. Confirmez votre RIB ici : "
        "ameli-isolement.example Réf. {code}",
        "Assurance Maladie: your instructions have changed. Confirm your bank details here: "
        "ameli-isolement.example Réf. {code}",
    ),
    "sum": (
        "{sent} SMS partis par SMPP, {delivered} remis ; chacun gardé, inscrit au registre, contrôlé.",
        "{sent} SMS sent by SMPP, {delivered} delivered; each guarded, registered, checked.",
    ),
    "next": (
        "À essayer :\n  tocsin verify {code}{register}\n  tocsin flow play contact\n  tocsin guard contact\n",
        "To try:\n  tocsin verify {code}{register}\n  tocsin flow play contact\n  tocsin guard contact\n",
    ),
    "pass": ("passe", "passes"),
    "warn": ("passe avec un avertissement", "passes with a warning"),
    "block": ("bloqué", "blocked"),
    "imposture": ("imposture", "imposture"),
    "suspicious": ("suspect", "suspicious"),
    "unproven": ("non prouvé", "unproven"),
    "authentic": ("authentique", "authentic"),
    "unrelated": ("non jugé", "not judged"),
}


def say(name: str, lang: str) -> str:
    """One of them in a language."""
    return WORDS[name][lang == "en"]
