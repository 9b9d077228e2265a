"""What every page of the inside says."""

from typing import Final

WORDS: Final = {
    "inside_pages": ("Pages du service", "Pages of the service"),
    "menu_inside": ("Accueil", "Front page"),
    "menu_desk": ("Poste d'appel", "Call desk"),
    "menu_lead": ("Encadrement", "Lead"),
    "menu_erasure": ("Effacement", "Erasure"),
    "menu_search": ("Chercher un dossier", "Look for a file"),
    "menu_texts": ("Textes", "Texts"),
    "menu_log": ("Journal", "Log"),
    "menu_accounts": ("Comptes", "Accounts"),
    "menu_account": ("Votre compte", "Your account"),
    "menu_boards": ("Tableaux de bord", "Boards"),
    "colon": (" :", ":"),
    "times": ("Toutes les heures", "All times"),
    "leave": ("Sortir", "Sign out"),
    "foot_kept": (
        "Chaque consultation d'un dossier est inscrite au journal, avec votre nom, l'heure et le motif.",
        "Each look at a file is written into the log, with your name, the time and the reason.",
    ),
}
