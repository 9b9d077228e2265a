"""What the list of the texts says that people doubted."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Les textes dont on doute le plus", "The texts that people doubt most"),
    "lead": (
        "Quand quelqu'un fait vérifier un SMS qui est bien l'un des nôtres, c'est que notre texte ne l'a pas "
        "convaincu.",
        "When somebody has an SMS checked that really is one of ours, our text did not convince them.",
    ),
    "kept": (
        "Un nombre par jour et par texte, et rien d'autre : ni le message, ni la personne, ni l'heure, ni le "
        "moyen.",
        "A number by day and text, and nothing else: not the message, the person, the hour or the way.",
    ),
    "span": ("{days} jours", "{days} days"),
    "spans": ("Période", "Period"),
    "caption": (
        "Vérifications de nos propres textes, {days} derniers jours",
        "Checks of our own texts, last {days} days",
    ),
    "text": ("Texte", "Text"),
    "where": ("À quel moment", "When it is said"),
    "count": ("Fois vérifié", "Times checked"),
    "asked": ("Fois posé", "Times asked"),
    "rate": ("Pour 1 000", "Per 1,000"),
    "last": ("Dernière fois", "Last time"),
    "decimal": (",", "."),
    "never_asked": ("pas posé dans cette période", "not asked in this period"),
    "not_asked": ("pas une question", "no question"),
    "none": (
        "Personne n'a fait vérifier l'un de nos textes dans cette période.",
        "Nobody had one of our texts checked in this period.",
    ),
    "total": ("{total} vérifications en tout.", "{total} checks in all."),
}
