"""The sentences of the page that says who is rung first."""

from typing import Final

from tocsin.web.words.lead.common import TABS

WORDS: Final = {
    **TABS,
    "title": ("Qui est appelé d'abord ?", "Who is rung first?"),
    "lead": (
        "L'urgent d'abord, puis l'heure limite la plus proche. Quand les agents manquent, appeler d'abord "
        "ceux dont l'heure est passée depuis longtemps ferait appeler tout le monde trop tard.",
        "What is urgent first, then the earliest deadline. Where agents are short, ringing first those whose "
        "deadline is long past would make everybody be rung too late.",
    ),
    "which": (
        "Passent après ceux qui peuvent encore être joints à temps",
        "After those who can still be reached in time come",
    ),
    "hours_0": ("ceux dont l'heure limite est passée", "those whose deadline has passed"),
    "hours_n": (
        "ceux dont l'heure limite est passée depuis plus de {n} h",
        "those whose deadline passed more than {n} h ago",
    ),
    "hours_never": (
        "personne : toujours l'heure limite la plus ancienne d'abord",
        "nobody: always the earliest deadline first",
    ),
    "since": (
        "Choisi par {by} le {day} à {time}.",
        "Chosen by {by} on {day} at {time}.",
    ),
    "nobody_chose": (
        "Personne n'a encore choisi : c'est la règle de départ.",
        "Nobody has chosen yet: it is the first rule.",
    ),
    "only_nation": (
        "Seul un encadrant national peut le changer.",
        "Only a supervisor of the nation can change it.",
    ),
    "choose": ("Appliquer à tous", "Apply to everybody"),
    "done": (
        "C'est changé pour tous les agents, dès le prochain appel.",
        "It is changed for all agents, from the next call on.",
    ),
}
