"""What the page says that shows a password that was drawn."""

from typing import Final

WORDS: Final = {
    "title": ("Mot de passe provisoire", "Temporary password"),
    "made": ("Le compte {login} est ouvert.", "The account {login} is open."),
    "reset": (
        "Le compte {login} a un nouveau mot de passe ; ses sessions sont fermées.",
        "The account {login} has a new password; its sessions are ended.",
    ),
    "login": ("Identifiant", "User name"),
    "password": ("Mot de passe", "Password"),
    "once": (
        "Il n'est montré qu'ici et maintenant. Remettez-le en main propre ou de vive voix.",
        "It is shown here and now alone. Hand it over in person or say it.",
    ),
    "then": (
        "Il ouvre une fois, pendant {days} jours ; la personne en choisit un autre et relie son téléphone.",
        "It opens once, for {days} days; the person then chooses another and binds a telephone.",
    ),
    "go": ("Voir le compte", "See the account"),
    "back": ("Tous les comptes", "All accounts"),
}
