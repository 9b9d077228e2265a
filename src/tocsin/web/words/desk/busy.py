"""What is said where somebody rings whose call another agent has."""

from typing import Final

WORDS: Final = {
    "title": ("Un autre agent a cet appel en main", "Another agent has this call in hand"),
    "why": (
        "Il appelle cette personne en ce moment, ou lui parle déjà. Rien n'a été enregistré.",
        "They are ringing this person at the moment, or talk to them already. Nothing was written down.",
    ),
    "todo": (
        "Dites à la personne que nous la rappelons dans l'heure, ou essayez de nouveau dans trois minutes.",
        "Tell the person that we ring back within the hour, or try again in three minutes.",
    ),
    "search": ("Chercher un dossier", "Look for a file"),
    "back": ("Retour au poste", "Back to the desk"),
}
