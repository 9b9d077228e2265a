"""What the list of replies to read says."""

from typing import Final

WORDS: Final = {
    "title": ("Messages à lire", "Messages to read"),
    "lead": (
        "Ces personnes ont écrit quelque chose que nous n'avons pas compris. L'une d'elles est peut-être en "
        "danger : lisez avant d'appeler qui que ce soit.",
        "These people wrote something that we did not understand. One of them may be in danger: read before "
        "you ring anybody.",
    ),
    "asked": ("Nous avions écrit", "We had written"),
    "wrote": ("{name}, à {when}", "{name}, at {when}"),
    "clock": ("heure de la personne", "the person's time"),
    "left": ("reste {left} pour lire", "{left} left to read"),
    "over": ("l'heure est passée", "the hour is over"),
    "harmless": ("Rien d'inquiétant", "Nothing that worries"),
    "ring": ("À appeler tout de suite", "To be rung at once"),
    "file": ("Ouvrir le dossier", "Open the file"),
    "nothing": ("Il n'y a rien à lire.", "There is nothing to read."),
    "more": ("Et {more} autres après ceux-ci.", "And {more} more after these."),
    "rung": (
        "C'est noté : cet appel passe avant tous les autres.",
        "Written down: this call comes before all others.",
    ),
    "late": ("Quelqu'un d'autre l'a déjà lu.", "Somebody else has read it already."),
    "back": ("Retour au poste", "Back to the desk"),
}
