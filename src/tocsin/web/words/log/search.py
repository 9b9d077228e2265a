"""What the page says on which the log is searched."""

from typing import Final

WORDS: Final = {
    "title": ("Journal", "Log"),
    "lead": (
        "Chaque consultation et chaque changement d'un dossier ou d'un compte. On y ajoute, on n'y change "
        "rien. Votre propre lecture s'y inscrit aussi.",
        "Each look at, and each change of, a file or an account. It is added to, never changed. Your own "
        "reading is written into it as well.",
    ),
    "find": ("Chercher", "Search"),
    "login": ("Identifiant", "User name"),
    "action": ("Action", "Action"),
    "all": ("toutes", "all"),
    "subject": ("Dossier", "File"),
    "any": ("tous", "any"),
    "s_case": ("cas", "case"),
    "s_contact": ("contact", "contact"),
    "s_person": ("personne", "person"),
    "s_call": ("appel", "call"),
    "s_result": ("résultat", "result"),
    "s_account": ("compte", "account"),
    "number": ("Numéro du dossier", "Number of the file"),
    "since": ("Du (UTC)", "From (UTC)"),
    "until": ("Au (UTC)", "To (UTC)"),
    "go": ("Chercher", "Search"),
    "caption": ("Les plus récents d'abord", "Latest first"),
    "at": ("Quand (UTC)", "When (UTC)"),
    "who": ("Qui", "Who"),
    "what": ("Quoi", "What"),
    "file": ("Sur quoi", "On what"),
    "where": ("Où", "Where"),
    "why": ("Pourquoi", "Why"),
    "entry": ("N°", "No."),
    "none": ("Rien ne correspond à cette recherche.", "Nothing matches this search."),
    "older": ("Plus anciens", "Older"),
    "latest": ("Revenir aux plus récents", "Back to the latest"),
    "csv": ("Exporter en CSV", "Export as CSV"),
    "check": ("Vérifier le journal", "Check the log"),
    "bad_number": ("Un numéro de dossier n'a que des chiffres.", "The number of a file has digits only."),
    "bad_day": ("Écrivez le jour comme 2026-11-26.", "Write the day as 2026-11-26."),
}
