"""What the pages of handsets say while the town does not run."""

from typing import Final

WORDS: Final = {
    "title": ("La ville ne tourne pas", "The town does not run"),
    "lead": (
        "Les téléphones du labo sont ceux d'une ville imaginaire, qui n'a pas encore commencé ou qui est "
        "finie. Si vous venez de la lancer, attendez quelques secondes.",
        "The telephones of the lab are those of an imaginary town, which has not begun yet or is over. If "
        "you have just started it, wait a few seconds.",
    ),
    "again": ("Essayer encore", "Try again"),
}
