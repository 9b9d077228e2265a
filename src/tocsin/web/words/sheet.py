"""What the printable page says, besides what the page of the check says."""

from typing import Final

from tocsin.web.words import check

WORDS: Final = {
    **check.WORDS,
    "sheet_title": ("Fiche de vérification", "Check sheet"),
    "sheet_made": ("Vérifié le {day} sur {site}", "Checked on {day} on {site}"),
    "print": ("Imprimer", "Print"),
    "print_hint": (
        "Imprimez cette page avec votre navigateur : elle tient sur une feuille A4.",
        "Print this page with your browser: it fits on one A4 sheet.",
    ),
    "more": (
        "Autres raisons : {n}. Elles sont sur la page du résultat.",
        "Other reasons: {n}. They are on the page of the result.",
    ),
    "by_hand": ("Notes du guichet", "Notes of the desk"),
}
