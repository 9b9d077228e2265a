"""The sentences of the load and the forecast."""

from typing import Final

from tocsin.web.words.lead.common import TABS

WORDS: Final = {
    **TABS,
    "title": ("Charge et prévision", "Load and forecast"),
    "now": ("Le {day} à {time}.", "On {day} at {time}."),
    "to_call": ("à appeler", "to be rung"),
    "late": ("en retard", "late"),
    "soon": ("avant 6 h", "within 6 h"),
    "held": ("au téléphone", "on the telephone"),
    "done": ("faits en une heure", "done in the hour"),
    "on_shift": (
        "agents prévus ici en ce moment",
        "agents on shift here now",
    ),
    "on_shift_all": ("et {n} pour toute la France", "and {n} for the whole of France"),
    "working": ("ont un appel en main", "have a call in hand"),
    "misses": (
        "Ne seront pas joints à temps :",
        "Will not be reached in time:",
    ),
    "of_waiting": (
        "Encore dans les 24 h et sans réponse : {waiting}.",
        "Still within the 24 h, and no answer: {waiting}.",
    ),
    "nobody_misses": (
        "Personne ne devrait dépasser les 24 h, si rien ne change.",
        "Nobody should miss the 24 h, as things stand.",
    ),
    "already_late": (
        "Déjà en retard : {late}.",
        "Late already: {late}.",
    ),
    "old": (
        "C'est vieux : vérifiez que le service tourne, ou calculez maintenant.",
        "That is old: check that the service runs, or play it now.",
    ),
    "play": ("Calculer maintenant", "Play it now"),
    "advice": ("Ce qui l'éviterait", "What would avoid it"),
    "agents_leave": ("{agents} en laisseraient {left}", "{agents} would leave {left}"),
    "more_agents": ("Agents de plus, dès maintenant : {some}.", "More agents, from now on: {some}."),
    "earlier": (
        "Appeler les silencieux dès {hours} h avant leur heure limite en laisserait {left}.",
        "Ringing the silent from {hours} h before their deadline on would leave {left}.",
    ),
    "late_last": (
        "Appeler en dernier les {late} déjà en retard en laisserait {left}.",
        "Ringing the {late} already late last would leave {left}.",
    ),
    "unavoidable": (
        "{left} ne seront pas joints quoi qu'on fasse : l'heure vient la nuit, ou l'on ne décroche pas.",
        "{left} will not be reached whatever is done: the deadline falls at night, or nobody picks up.",
    ),
    "try_it": ("Essayer d'autres nombres", "Try other numbers"),
    "hours_title": ("Heures limites manquées, heure par heure", "Deadlines missed, hour by hour"),
    "hour": ("Heure", "Hour"),
    "people": ("Personnes", "People"),
    "hours_table": ("Les mêmes en tableau", "The same as a table"),
    "territories": ("Par département", "By département"),
    "territory": ("Département", "Département"),
    "open_calls": ("À appeler", "To ring"),
    "late_calls": ("En retard", "Late"),
    "soon_calls": ("Avant 6 h", "Within 6 h"),
    "held_calls": ("En cours", "In hand"),
    "resting_calls": ("Pas encore", "Not yet"),
    "done_calls": ("Faits (1 h)", "Done (1 h)"),
    "missed": ("Pas à temps", "Not in time"),
    "not_yet": (
        "« Pas encore » : un prochain essai, ou l'heure de la personne. « Pas à temps » : la prévision.",
        "“Not yet”: a next try, or the person's hours. “Not in time”: the forecast.",
    ),
    "more_lines": ("Montrer les {n} autres", "Show the {n} others"),
    "agents": ("Agents", "Agents"),
    "agents_caption": (
        "Qui a un appel en main, ou en a fait depuis douze heures",
        "Who has a call in hand, or made one in the last twelve hours",
    ),
    "agent": ("Agent", "Agent"),
    "place": ("Dernier lieu", "Last place"),
    "calls_hour": ("Appels (1 h)", "Calls (1 h)"),
    "reached_hour": ("Joints (1 h)", "Reached (1 h)"),
    "talking": ("Au téléphone", "Talking"),
    "minutes": ("{n} min", "{n} min"),
    "in_hand": ("En main", "In hand"),
    "yes": ("oui", "yes"),
    "no_agents": ("Personne n'a appelé depuis douze heures.", "Nobody has rung for twelve hours."),
    "nobody_to_call": ("Personne n'est à appeler ici.", "Nobody is to be rung here."),
    "loans_go_on": (
        "Prêts d'appels en cours : {n}",
        "Loans of calls that go on: {n}",
    ),
    "quarantined": (
        "Résultats en quarantaine : {n}. Autant de personnes peut-être pas prévenues.",
        "Results in quarantine: {n}. As many people perhaps not told.",
    ),
}
