"""The sentences of what if."""

from typing import Final

from tocsin.web.words.lead.common import TABS

WORDS: Final = {
    **TABS,
    "title": ("Et si ?", "What if?"),
    "lead": (
        "Changez un nombre : ce qui s'annonce est rejoué, à côté de ce qui viendrait sans rien changer. Rien "
        "n'est décidé ici.",
        "Change a number: what will come is played again, beside what would come without a change. Nothing "
        "is decided here.",
    ),
    "often": ("Souvent demandé", "Often asked"),
    "ten_agents": ("Dix agents de plus", "Ten more agents"),
    "sms_two": ("Les SMS deux heures plus tôt", "SMS two hours earlier"),
    "calls_twelve": ("Appeler dès 12 h avant la limite", "Ring from 12 h before the deadline"),
    "field_agents": ("Agents de plus", "More agents"),
    "hint_agents": (
        "dès maintenant, aux heures d'appel ; -5 pour cinq de moins",
        "from now on, at calling hours; -5 for five fewer",
    ),
    "field_sms": ("SMS plus tôt (heures)", "SMS earlier (hours)"),
    "hint_sms": ("comme si chaque SMS était parti plus tôt", "as if every SMS had left earlier"),
    "field_calls": ("Appeler avant la limite (heures)", "Ring before the deadline (hours)"),
    "hint_calls": ("6 aujourd'hui", "6 today"),
    "field_silence": ("Appeler après un silence (heures)", "Ring after silence (hours)"),
    "hint_silence": ("4 aujourd'hui", "4 today"),
    "field_pace": ("Appels par heure et par agent", "Calls an hour of an agent"),
    "hint_pace": ("vide : comme prévu aux horaires", "empty: as the shifts have it"),
    "field_rate": ("SMS par seconde chez l'opérateur", "SMS a second at the operator"),
    "hint_rate": ("en parts de SMS ; vide : comme aujourd'hui", "in parts of SMS; empty: as today"),
    "late_last_label": (
        "Appeler en dernier qui est déjà en retard",
        "Ring those already late last",
    ),
    "go": ("Rejouer", "Play again"),
    "between": ("un nombre de {low} à {high}", "a number from {low} to {high}"),
    "result": ("Ce que cela changerait", "What it would change"),
    "what": ("Ce qui est compté", "What is counted"),
    "as_is": ("Sans rien changer", "Without a change"),
    "otherwise": ("Autrement", "Otherwise"),
    "difference": ("Différence", "Difference"),
    "count_misses": ("Pas joints à temps", "Not reached in time"),
    "count_cases": ("dont personnes testées positives", "of these, people tested positive"),
    "count_contacts": ("dont contacts", "of these, contacts"),
    "count_by_sms": ("Répondront par SMS à temps", "Will answer by SMS in time"),
    "count_by_call": ("Joints par appel à temps", "Reached by call in time"),
    "count_calls": ("Appels à faire", "Calls to make"),
    "answered": (
        "Seraient déjà joints : {n}.",
        "Would have been reached already: {n}.",
    ),
    "fewer": (
        "Joints à temps en plus : {n}",
        "More reached in time: {n}",
    ),
    "more": (
        "Joints à temps en moins : {n}",
        "Fewer reached in time: {n}",
    ),
    "same": ("Cela ne changerait rien", "It would change nothing"),
    "bars": (
        "Heures limites manquées, heure par heure : en clair sans rien changer, en foncé autrement",
        "Deadlines missed, hour by hour: light without a change, dark otherwise",
    ),
    "hour": ("Heure", "Hour"),
    "hours_table": ("Les mêmes en tableau", "The same as a table"),
    "how": (
        "Le calcul fait avancer les gens par groupes, par demi-heures, avec les horaires prévus et la façon "
        "dont on répond et décroche ces trois derniers jours. Il ne compte pas qui sera testé demain.",
        "It moves people forward in groups, by half hours, with the shifts as planned and as people have "
        "answered and picked up in the last three days. It does not count who will be tested tomorrow.",
    ),
}
