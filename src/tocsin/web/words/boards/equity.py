"""What the board of equity says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Équité", "Equity"),
    "lead": (
        "Toutes les personnes testées positives sont-elles jointes de même, quel que soit leur âge, où "
        "qu'elles habitent ? Part qui a été jointe dans les 24 heures, sur sept jours dont toutes les "
        "échéances sont passées.",
        "Are all people tested positive reached alike, whatever their age, wherever they live? Share that "
        "was reached within 24 hours, over seven days whose deadlines have all passed.",
    ),
    "age_title": ("Par âge", "By age"),
    "age_lead": (
        "La ligne est la part de tous. Quand un intervalle (Wilson, 95 %) ne la touche pas, l'écart n'est "
        "guère dû au hasard.",
        "The line is the share of everybody. Where an interval (Wilson, 95%) does not touch it, the gap is "
        "hardly chance.",
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
