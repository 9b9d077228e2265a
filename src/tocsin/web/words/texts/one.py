"""What the page of a text says."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Texte {id}", "Text {id}"),
    "now": ("Envoyé en ce moment", "Sent at this moment"),
    "now_version": ("Version {version}, depuis {since}.", "Version {version}, since {since}."),
    "since_day": ("le {moment}", "{moment}"),
    "own_words": ("C'est la formulation livrée avec Tocsin.", "These are the words that Tocsin comes with."),
    "aside_now": (
        "Une formulation approuvée est mise de côté : le contrôle la refuse aujourd'hui. Celle livrée avec "
        "Tocsin est envoyée à sa place.",
        "An approved wording is set aside: the check refuses it today. The words that Tocsin comes with are "
        "sent instead.",
    ),
    "propose": ("Proposer un autre texte", "Propose another text"),
    "history": ("Tout ce qui a été proposé", "Everything that was proposed"),
    "no_history": (
        "Personne n'a encore proposé d'autre formulation.",
        "Nobody has proposed other words yet.",
    ),
    "version": ("Version", "Version"),
    "words_fr": ("Texte", "Text"),
    "who_when": ("Par qui, quand", "By whom, when"),
    "state": ("Où elle en est", "Where it stands"),
    "is_current": ("en ce moment", "at this moment"),
    "back_title": ("Revenir à une formulation précédente", "Go back to earlier words"),
    "back_lead": (
        "Tout de suite, par une seule personne : les prochains SMS la diront. C'est noté, avec votre nom et "
        "votre raison.",
        "At once, by one person: the next SMS will say it. It is noted, with your name and your reason.",
    ),
    "back_to": ("Formulation", "Words"),
    "earlier": ("Version {version}, envoyée à partir du {moment}", "Version {version}, sent from {moment}"),
    "earlier_own": ("Celle livrée avec Tocsin", "Those that Tocsin comes with"),
    "back_do": ("Revenir à cette formulation", "Go back to these words"),
    "done_back": (
        "C'est fait : les prochains SMS disent de nouveau cette formulation.",
        "Done: the next SMS say these words again.",
    ),
    "back_unchanged": ("C'est déjà cette formulation qui est envoyée.", "These words are sent already."),
    "back_unknown": (
        "Choisissez une formulation de la liste : elle doit avoir été envoyée un jour.",
        "Choose words of the list: they must have been sent one day.",
    ),
    "back_refused": (
        "Le contrôle refuse aujourd'hui cette formulation : choisissez-en une autre.",
        "The check refuses these words today: choose others.",
    ),
}
