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
        "Les pages ouvertes à tous ne gardent rien de ce que vous y collez, et ne posent aucun cookie.",
        "The pages that are open to everybody keep nothing of what you paste, and set no cookie.",
    ),
    "foot_figures": ("Les chiffres, ouverts à tous", "The figures, open to all"),
    "foot_run_by": (
        "Site tenu par {name}, avec le logiciel libre Tocsin.",
        "A site run by {name}, with the free software Tocsin.",
    ),
    "foot_nobody": (
        "Site d'essai du logiciel libre Tocsin. Ce n'est un site ni de l'État, ni de l'Assurance Maladie.",
        "A trial site of the free software Tocsin. It is a site neither of the State, nor of the Assurance "
        "Maladie.",
    ),
    "foot_about": ("Qui nous sommes, nous écrire", "Who we are, write to us"),
    "foot_legal": ("Mentions légales", "Legal notice"),
    "foot_access_full": ("Accessibilité : totalement conforme", "Accessibility: fully compliant"),
    "foot_access_partial": ("Accessibilité : partiellement conforme", "Accessibility: partially compliant"),
    "foot_access_none": ("Accessibilité : non conforme", "Accessibility: not compliant"),
    "foot_pages": ("À propos du site", "About the site"),
}
