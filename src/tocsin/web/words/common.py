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
    "nav_verify": ("Vraiment envoyé ?", "Really sent?"),
    "nav_call": ("On m'appelle", "I am being called"),
    "nav_contacts": ("Moyens de contact", "Ways of contact"),
    "nav_number": ("Un numéro", "A number"),
    "a_never": ("Jamais.", "Never."),
    "a_only_if": ("À une condition.", "On a condition."),
    "a_yes": ("Oui.", "Yes."),
    "source": ("source :", "source:"),
    "others": ("{count} autres sources", "{count} other sources"),
    "another_source": ("1 autre source", "1 other source"),
    "no_date": ("sans date", "undated"),
    "doubtful": ("Peut-être", "Perhaps"),
    "inferred": ("déduit par nous", "inferred by us"),
    "foot_kept": (
        "Ce site ne garde rien de ce que vous y collez, et ne pose aucun cookie.",
        "This site keeps nothing of what you paste, and sets no cookie.",
    ),
    "foot_figures": ("Les chiffres, ouverts à tous", "The figures, open to all"),
    "foot_who": (
        "Tocsin est un logiciel libre. Ce n'est pas un site de l'État ni de l'Assurance Maladie.",
        "Tocsin is free software. It is not a site of the State nor of the Assurance Maladie.",
    ),
}
