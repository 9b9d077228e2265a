"""What the page says that leads somebody who signs out on to the identity provider."""

from typing import Final

WORDS: Final = {
    "title": ("Vous êtes sorti", "You are signed out"),
    "lead": (
        "Votre session d'ici est fermée. Celle du fournisseur d'identité se ferme maintenant.",
        "Your session here is ended. The one at the identity provider ends now.",
    ),
    "go": ("Continuer", "Go on"),
}
