"""What the page says on which a password that was given is replaced."""

from typing import Final

from tocsin.web.words.account import passwords

WORDS: Final = {
    **passwords.WORDS,
    "title": ("Choisissez votre mot de passe", "Choose your password"),
    "lead": (
        "Celui que l'on vous a donné n'ouvre qu'une fois.",
        "The one that you were given opens only once.",
    ),
    "go": ("Garder ce mot de passe", "Keep this password"),
}
