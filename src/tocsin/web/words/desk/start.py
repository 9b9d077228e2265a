"""What the desk says between two calls."""

from typing import Final

WORDS: Final = {
    "title": ("Poste d'appel", "Call desk"),
    "noted": ("C'est noté : {outcome}.", "Written down: {outcome}."),
    "take_back": ("Reprendre : {outcome}", "Take back: {outcome}"),
    "take_back_how": (
        "Jusqu'à {until} : le dossier redevient comme avant, et l'appel est à vous.",
        "Until {until}: the file stands as before, and the call is yours again.",
    ),
    "kept": (
        "Cela ne peut plus être repris : les dix minutes sont passées, ou quelqu'un a rappelé depuis. Un "
        "encadrant peut corriger le dossier.",
        "This cannot be taken back any more: the ten minutes are over, or somebody has rung since. A "
        "supervisor can correct the file.",
    ),
    "released": (
        "L'appel est rendu : quelqu'un d'autre le prendra.",
        "The call is given back: somebody else will take it.",
    ),
    "empty": (
        "Personne n'est à appeler en ce moment : il est trop tôt ou trop tard chez ceux qui attendent, ou "
        "d'autres les appellent déjà.",
        "Nobody is to be rung at the moment: it is too early or too late where people wait, or others "
        "ring them already.",
    ),
    "waiting": ("à appeler dans votre territoire", "to be rung in your territory"),
    "late": ("dont l'heure limite est passée", "whose deadline has passed"),
    "to_read": ("Messages à lire d'abord : {count}", "Messages to read first: {count}"),
    "next": ("Appeler la personne suivante", "Ring the next person"),
    "again": ("Reprendre l'appel en cours", "Go on with your call"),
    "how": (
        "La personne la plus urgente, puis celle dont l'heure limite est la plus proche. Elle est à vous "
        "tant que la page reste ouverte.",
        "The most urgent person, then the one whose deadline is nearest. They are yours while the page is "
        "open.",
    ),
    "search": ("Quelqu'un vous appelle ? Chercher son dossier", "Somebody rings you? Look for their file"),
}
