"""What is asked before a file opens."""

from typing import Final

WORDS: Final = {
    "title": ("Dossier : pourquoi ?", "File: why?"),
    "why": ("Pourquoi ouvrez-vous ce dossier ?", "Why do you open this file?"),
    "why_call": ("Je l'appelle en ce moment", "I am calling them at the moment"),
    "why_rings": ("La personne nous appelle ou nous écrit", "The person rings or writes to us"),
    "why_mistake": ("Quelque chose est à corriger", "Something is to be put right"),
    "why_chain": ("Je cherche qui a contaminé qui", "I look for who infected whom"),
    "why_quality": ("Contrôle ou suite d'un contrôle", "A check, or what follows from one"),
    "how": (
        "Votre réponse est inscrite au journal avec votre nom et l'heure.",
        "Your answer is written into the log with your name and the time.",
    ),
    "back": ("Retour à l'accueil du service", "Back to the front page of the service"),
}
