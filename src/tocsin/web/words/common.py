"""What every page says."""

from typing import Final

WORDS: Final = {
    "site": ("Tocsin", "Tocsin"),
    "skip": ("Aller au contenu", "Skip to content"),
    "other_language": ("English", "Français"),
    "colon": (" :", ":"),
    "other_code": ("en", "fr"),
    "pages": ("Pages du site", "Pages of the site"),
    "nav_check": ("Vérifier un message", "Check a message"),
    "foot_kept": (
        "Ce site ne garde rien de ce que vous y collez, et ne pose aucun cookie.",
        "This site keeps nothing of what you paste, and sets no cookie.",
    ),
    "foot_who": (
        "Tocsin est un logiciel libre. Ce n'est pas un site de l'État ni de l'Assurance Maladie.",
        "Tocsin is free software. It is not a site of the State nor of the Assurance Maladie.",
    ),
}
