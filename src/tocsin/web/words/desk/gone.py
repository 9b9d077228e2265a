"""What is said of a call that is not, or not any more, one's own."""

from typing import Final

WORDS: Final = {
    "title": ("Cet appel n'est plus à vous", "This call is not yours any more"),
    "why": (
        "Il est terminé, ou il est passé à quelqu'un d'autre parce que la page est restée fermée plus de "
        "trois minutes. Rien de ce que vous venez d'envoyer n'a été enregistré.",
        "It is done, or it went to somebody else because the page was closed for more than three minutes. "
        "Nothing of what you just sent was written down.",
    ),
    "todo": (
        "Si la personne vous parle encore, cherchez son dossier et dites-le à votre encadrant.",
        "If the person still talks to you, look for their file and tell your supervisor.",
    ),
    "back": ("Retour au poste", "Back to the desk"),
}
