"""The sentences of the list of results in quarantine."""

from typing import Final

from tocsin.web.words.lead.common import REASONS, TABS, WHY

WORDS: Final = {
    **TABS,
    **REASONS,
    **WHY,
    "title": ("Résultats en quarantaine", "Results in quarantine"),
    "lead": (
        "Ces résultats n'ont pas pu être compris : les personnes ne sont peut-être pas prévenues, et l'heure "
        "court depuis le résultat. Réparez, rejouez ou écartez ; rien ne se perd.",
        "These results could not be understood: the people are perhaps not told, and the clock runs from the "
        "result. Repair, replay or dismiss; nothing is lost.",
    ),
    "done_opened": (
        "Réparé : un dossier est ouvert, la personne sera prévenue.",
        "Repaired: a case is open, the person will be told.",
    ),
    "done_replayed": ("Réparé : le résultat est pris.", "Repaired: the result is taken."),
    "done_dismissed": (
        "Écarté. Il reste dans la liste du bas, d'où vous pouvez le reprendre.",
        "Dismissed. It stays in the list below, where you can take it back.",
    ),
    "done_reopened": ("Repris : il attend de nouveau.", "Taken back: it waits again."),
    "done_gone": (
        "Quelqu'un d'autre l'a déjà réparé ou écarté.",
        "Somebody else has repaired or dismissed it already.",
    ),
    "reasons": ("Motifs", "Reasons"),
    "all": ("Tous", "All"),
    "empty": ("Rien n'est en quarantaine.", "Nothing is in quarantine."),
    "table": ("Les plus anciens d'abord", "The oldest first"),
    "number": ("N°", "No."),
    "came": ("Arrivé", "Came in"),
    "why": ("Motif", "Reason"),
    "where_from": ("Fichier", "File"),
    "home": ("Domicile", "Home"),
    "open": ("Réparer", "Repair"),
    "open_which": ("le résultat {id}", "result {id}"),
    "next": ("Les suivants", "The next ones"),
    "replay": ("Tout rejouer après un changement", "Replay all after a change"),
    "past": ("Traités ces sept derniers jours", "Settled in the last seven days"),
    "what_was": ("Ce qui a été fait", "What was done"),
    "by": ("Par", "By"),
    "at": ("Quand", "When"),
    "replayed": ("réparé et pris", "repaired and taken"),
    "dismissed": ("écarté", "dismissed"),
    "reopen": ("Reprendre", "Take back"),
}
