"""What the board of equity says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Équité", "Equity"),
    "lead": (
        "Toutes les personnes testées positives sont-elles jointes de même, quel que soit leur âge, où "
        "qu'elles habitent ? Part qui a répondu dans les 24 heures, semaine jusqu'à avant-hier.",
        "Are all people tested positive reached alike, whatever their age, wherever they live? Share that "
        "answered within 24 hours, week until the day before yesterday.",
    ),
    "age_title": ("Par âge", "By age"),
    "age_lead": (
        "La ligne est la part de tous. Un intervalle de Wilson à 95 % qui ne la touche pas est un écart "
        "réel.",
        "The line is the share of everybody. A Wilson 95% interval that does not touch it is a real gap.",
    ),
    "places_title": ("Par territoire", "By territory"),
    "places_lead": (
        "Chaque territoire contenu dans celui-ci ; la ligne est la part de tous.",
        "Each territory inside this one; the line is the share of everybody.",
    ),
    "places_hidden": (
        "Certains territoires sont masqués : le leur, ou un autre dont l'effectif se déduirait du leur, "
        "compte de 1 à 4 personnes.",
        "Some territories are hidden: they, or another that could be worked out from them, have a count of "
        "1 to 4.",
    ),
}
