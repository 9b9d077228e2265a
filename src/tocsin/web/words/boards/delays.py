"""What the board of delays says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Délais", "Delays"),
    "lead": (
        "Combien de temps prend chaque étape. Qui attend encore n'est pas laissé de côté : il compte pour "
        "« plus longtemps que jusqu'ici » (Kaplan-Meier). Cas de sept jours dont toutes les échéances sont "
        "passées.",
        "How long each leg takes. Whoever still waits is not left out, but counts as “longer than until "
        "now” (Kaplan-Meier). Cases of seven days whose deadlines have all passed.",
    ),
    "whole_title": ("Du résultat à la personne jointe", "From the result to the person reached"),
    "whole_lead": (
        "Part des personnes testées positives qui ont été jointes (identité confirmée, consignes reçues), "
        "selon "
        "le temps passé depuis leur résultat ; la ligne marque 24 heures, la bande est l'intervalle à 95 %.",
        "Share of the people tested positive who were reached (identity confirmed, instructions received), "
        "by the time since their result; the line marks 24 hours, the band is the 95% interval.",
    ),
    "whole_told": ("{share} ont été jointes dans les 24 heures.", "{share} were reached within 24 hours."),
    "whole_caption": ("Part qui a été jointe", "Share that was reached"),
    "col_within": ("En", "Within"),
    "fact_24h": ("Jointes en 24 h", "Reached within 24 h"),
    "legs_title": ("Chaque étape", "Each leg"),
    "legs_lead": (
        "Délai médian : la moitié des personnes a attendu moins. Un long trait dit où agir.",
        "Median delay: half of the people waited less. A long bar says where to act.",
    ),
    "legs_caption": ("Délais par étape", "Delays by leg"),
    "col_leg": ("Étape", "Leg"),
    "col_p90": ("9 sur 10 en", "9 in 10 within"),
    "col_24h": ("En 24 h", "Within 24 h"),
    "leg_result_received": ("Résultat → reçu", "Result → received"),
    "leg_received_submitted": ("Reçu → SMS envoyé", "Received → SMS sent"),
    "leg_submitted_delivered": ("SMS envoyé → remis", "SMS sent → delivered"),
    "leg_delivered_answered": ("SMS remis → réponse", "SMS delivered → answer"),
    "leg_answered_listed": ("Réponse → liste close", "Answer → list closed"),
    "leg_listed_contact": ("Liste → SMS au contact", "List → contact's SMS"),
    "leg_result_answered": ("Résultat → réponse", "Result → answer"),
    "leg_result_reached": ("Résultat → joint", "Result → reached"),
}
