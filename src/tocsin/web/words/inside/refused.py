"""What is said to somebody who may not open a page of the inside."""

from typing import Final

WORDS: Final = {
    "title": ("Vous n'avez pas accès à cette page", "You have no access to this page"),
    "why": (
        "Votre rôle ou votre territoire ne le permet pas, ou ce dossier n'existe pas.",
        "Your role or your territory does not allow it, or there is no such file.",
    ),
    "todo": (
        "Si vous en avez besoin pour votre travail, demandez à votre encadrant ou à un administrateur.",
        "If you need it for your work, ask your supervisor or an administrator.",
    ),
    "back": ("Retour à l'accueil du service", "Back to the front page of the service"),
}
