"""What is said where something cannot be undone."""

from typing import Final

WORDS: Final = {
    "title": ("Ce n'est pas défait", "It is not undone"),
    "back": ("Retour au dossier", "Back to the file"),
    "changed": (
        "Quelqu'un a changé l'un de ces dossiers depuis : défaire effacerait son travail. Rien n'a été "
        "déplacé.",
        "Somebody has changed one of these files since: undoing would wipe out their work. Nothing was "
        "moved.",
    ),
    "already_undone": ("C'est déjà défait.", "It is undone already."),
    "no_such_file": ("Il n'y a plus rien à défaire.", "There is nothing left to undo."),
}
