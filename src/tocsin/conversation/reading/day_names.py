"""Names of weekdays and months, whole, shortened and as they are often misspelt; and of stretches of time that are no day."""

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import parse_word_list

DAYS = {
    **{w: i for i, w in enumerate(parse_word_list("lundi mardi mercredi jeudi vendredi samedi dimanche"))},
    **{w: i for i, w in enumerate(parse_word_list("lun mar mer jeu ven sam dim"))},
    "merc": 2,
    "vend": 4,
    **{w: i for i, w in enumerate(parse_word_list("lund mard mercr jeud vendr samed dimanc"))},
    "mardy": 1,
    "lundy": 0,
    "sat": 5,
    "sun": 6,
    "mon": -1,
    **{
        w: i
        for i, w in enumerate(parse_word_list("monday tuesday wednesday thursday friday saturday sunday"))
    },
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "wednes": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
}
del DAYS["mon"]
MONTHS = {
    **{
        w: i + 1
        for i, w in enumerate(
            parse_word_list(
                """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """
            )
        )
    },
    **{
        w: i + 1
        for i, w in enumerate(
            parse_word_list(
                """
    january february march april may june july august september october november december
    """
            )
        )
    },
    **{
        w: i + 1
        for i, w in enumerate(parse_word_list("janv fev mars avr mai juin juil aout sept oct nov dec"))
    },
    "jan": 1,
    "feb": 2,
    "fevr": 2,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "aou": 8,
}

VAGUE = Phrasebook(
    [
        (
            "vague",
            """
            debut|fin|mi|courant|milieu de? janv*|fev*|mars|avr*|mai|juin|mois|semaine
            debut|fin|mi|courant|milieu de? juil*|aou*|sept*|oct*|nov*|dec*
            semaine derniere|passee|prochaine
            la|cette|l semaine|annee
            last|this|next|past week|month|year|weekend
            week|le end|weekend
            weekend
            ce|le|dernier we
            mois dernier|passe|prochain
            quelques jours|semaines|temps|heures
            few days|weeks
            plusieurs jours|semaines
            entre
            between
            longtemps|recemment|bientot|recently|soon
            la nuit
            d ici
            """,
        ),
        ("anchored", "de|d la|cette semaine derniere|passee?\nde cette semaine\nof last week\nlast week"),
    ]
)
