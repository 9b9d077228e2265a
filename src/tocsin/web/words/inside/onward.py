"""What the page says that leads on from the identity provider."""

from typing import Final

WORDS: Final = {
    "title": ("Vous êtes entré", "You are signed in"),
    "lead": ("Bonjour {name}. La page s'ouvre.", "Hello {name}. The page opens."),
    "go": ("Continuer", "Go on"),
}
