"""What the board of contacts says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Contacts", "Contacts"),
    "lead": (
        "Ce que les personnes interrogées ont dit de leurs contacts, et ce que le traçage a su avant les "
        "tests.",
        "What the people asked told of their contacts, and what the tracing knew ahead of the tests.",
    ),
    "named_title": ("Contacts signalés par cas", "Contacts named by case"),
    "named_lead": (
        "Cas de la semaine dont la liste de contacts est close ; les personnes co-exposées lors d'un "
        "événement n'y sont pas.",
        "Cases of the week whose list of contacts is closed; people exposed together at an event are not "
        "in it.",
    ),
    "fact_mean": ("Contacts par cas, en moyenne", "Contacts by case, mean"),
    "fact_none": ("N'en signalent aucun", "Name none"),
    "fact_interviewed": ("Liste close", "List closed"),
    "fact_median": ("Médiane et quartiles", "Median and quartiles"),
    "quartiles": ("{median} (de {low} à {high})", "{median} ({low} to {high})"),
    "col_contacts": ("Contacts", "Contacts"),
    "shares_title": ("Ce que vaut le traçage", "What the tracing is worth"),
    "shares_lead": (
        "Intervalles de Wilson à 95 %. Les contacts devenus cas sont ceux signalés il y a deux à quatre "
        "semaines : leurs quatorze jours sont passés.",
        "Wilson's 95% intervals. Contacts who became a case are those named two to four weeks ago: their "
        "fourteen days are over.",
    ),
    "share_none": ("Aucun contact", "Named none"),
    "share_known": ("Connus avant", "Known before"),
    "share_attack": ("Devenus cas", "Became a case"),
    "share_none_long": ("Cas qui ne signalent aucun contact", "Cases that name no contact"),
    "share_known_long": (
        "Cas déjà connus comme contacts avant leur résultat",
        "Cases known as a contact before their result",
    ),
    "share_attack_long": ("Contacts devenus cas en 14 jours", "Contacts who became a case in 14 days"),
    "col_measure": ("Mesure", "Measure"),
}
