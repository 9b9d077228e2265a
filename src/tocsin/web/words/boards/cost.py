"""What the board of costs says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Coût", "Cost"),
    "lead": (
        "Ce que SMS et appels ont coûté, sur sept jours dont toutes les échéances sont passées.",
        "What SMS and calls came to, over seven days whose deadlines have all passed.",
    ),
    "cost_title": ("SMS et appels", "SMS and calls"),
    "cost_lead": (
        "Un SMS long compte plusieurs parties, et chacune se paie. Le temps au téléphone est celui noté "
        "par les agents.",
        "A long SMS has several parts, each of which is paid for. Time on the telephone is as agents wrote "
        "it down.",
    ),
    "cost_messages": ("SMS", "SMS"),
    "cost_parts": ("Parties de SMS", "SMS parts"),
    "cost_calls": ("Appels", "Calls"),
    "cost_hours": ("Heures au téléphone", "Hours on the telephone"),
    "cost_each": ("Par cas de la semaine", "By case of the week"),
    "no_price": (
        "{what} : aucun prix n'est réglé (voir la documentation).",
        "{what}: no price is set (see the documentation).",
    ),
    "price_source": ("{what} : prix selon « {source} ».", "{what}: price after “{source}”."),
    "col_item": ("Poste", "Item"),
    "col_number": ("Quantité", "Number"),
    "col_price": ("Prix unitaire (€)", "Price each (€)"),
    "col_euros": ("Euros", "Euros"),
}
