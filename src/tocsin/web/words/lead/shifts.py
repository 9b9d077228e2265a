"""The sentences of the shifts."""

from typing import Final

from tocsin.web.words.lead.common import TABS

WORDS: Final = {
    **TABS,
    "title": ("Horaires des agents", "Shifts of agents"),
    "lead": (
        "La prévision compte avec ces horaires : prévoyez-les, terminez-les quand une équipe part.",
        "The forecast counts with these shifts: plan them, and end them when a team leaves.",
    ),
    "done_add": ("L'horaire est prévu.", "The shift is planned."),
    "done_end": ("L'horaire est terminé.", "The shift has ended."),
    "going_on": (
        "Agents en ce moment : {n}",
        "Agents now: {n}",
    ),
    "table": ("Horaires en cours et à venir", "Shifts that go on and are to come"),
    "from": ("De", "From"),
    "until": ("À", "Until"),
    "agents": ("Agents", "Agents"),
    "pace": ("Appels par heure", "Calls an hour"),
    "pace_hint": ("d'un agent ; 3 en général", "of one agent; 3 as a rule"),
    "everywhere": ("France entière", "The whole of France"),
    "state": ("État", "State"),
    "now_state": ("en cours", "goes on"),
    "later": ("à venir", "to come"),
    "end_now": ("Terminer", "End now"),
    "take_back": ("Retirer", "Take back"),
    "end_which": ("l'horaire de {agents} agents, {place}", "the shift of {agents} agents, {place}"),
    "none": ("Aucun horaire n'est prévu.", "No shift is planned."),
    "new": ("Prévoir un horaire", "Plan a shift"),
    "new_agents": ("Nombre d'agents", "Number of agents"),
    "new_where": ("Où ils appellent", "Where they ring"),
    "new_from": ("Début", "Begins"),
    "new_until": ("Fin", "Ends"),
    "go": ("Prévoir", "Plan"),
    "wrong_agents": (
        "Nombre d'agents : un nombre entier de 1 à 20 000.",
        "Agents: a whole number from 1 to 20,000.",
    ),
    "wrong_pace": ("Appels par heure : un nombre de 0,1 à 30.", "Calls an hour: a number from 0.1 to 30."),
    "wrong_start": ("Début : une date et une heure.", "Beginning: a date and an hour."),
    "wrong_end": (
        "Fin : après le début, à venir, et au plus 14 heures après.",
        "End: after the beginning, to come, and at most 14 hours later.",
    ),
}
