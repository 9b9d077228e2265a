"""The sentences of the loans of calls."""

from typing import Final

from tocsin.web.words.lead.common import TABS

WORDS: Final = {
    **TABS,
    "title": ("Prêts d'appels", "Loans of calls"),
    "lead": (
        "Un département a plus d'appels que d'agents : prêtez-en à un autre, jusqu'à une heure. À la fin, ou "
        "si vous reprenez, ce qui reste revient.",
        "A département has more calls than agents: lend some to another, until an hour. At the end, or when "
        "you take them back, what is left returns.",
    ),
    "done_add": ("Le prêt est fait.", "The loan is made."),
    "done_moved": (
        "Le prêt est fait. Appels passés à l'autre département : {n}.",
        "The loan is made. Calls that went to the other département: {n}.",
    ),
    "done_end": (
        "Le prêt est repris : ce qui restait est revenu.",
        "The loan is taken back: what was left has returned.",
    ),
    "table": ("Prêts en cours", "Loans that go on"),
    "lender": ("Appels de", "Calls of"),
    "borrower": ("Aux agents de", "To the agents of"),
    "what": ("Ce qui est prêté", "What is lent"),
    "all": (
        "tous, et ceux qui viendront : les deux équipes les prennent",
        "all, and those to come: both teams take them",
    ),
    "some": ("{moved} appels, les plus proches de leur limite", "{moved} calls, the nearest deadlines"),
    "open": ("Restent", "Left"),
    "until": ("Jusqu'à", "Until"),
    "by": ("Par", "By"),
    "end": ("Reprendre", "Take back"),
    "end_which": ("les appels de {place}", "the calls of {place}"),
    "none": ("Aucun prêt en ce moment.", "No loan at the moment."),
    "burdened": ("Départements les plus en retard", "Départements that are most behind"),
    "territory": ("Département", "Département"),
    "late": ("En retard", "Late"),
    "to_call": ("À appeler", "To ring"),
    "soon": ("Avant 6 h", "Within 6 h"),
    "new": ("Prêter des appels", "Lend calls"),
    "choose": ("Choisissez", "Choose"),
    "tasks": ("Combien d'appels", "How many calls"),
    "tasks_hint": (
        "vide : tous, pris par les deux équipes. Un nombre : les plus proches de leur limite, pour l'autre "
        "équipe seule.",
        "empty: all, taken by both teams. A number: the nearest deadlines, for the other team alone.",
    ),
    "new_until": ("Jusqu'à", "Until"),
    "go": ("Prêter", "Lend"),
    "wrong_same": ("Choisissez deux départements différents.", "Choose two different départements."),
    "wrong_tasks": (
        "Combien : un nombre entier de 1 à 100 000, ou rien.",
        "How many: a whole number from 1 to 100,000, or nothing.",
    ),
    "wrong_end": (
        "Jusqu'à : une heure à venir, dans les sept jours.",
        "Until: an hour to come, within seven days.",
    ),
}
