"""What the board of the epidemic says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Épidémie", "Epidemic"),
    "lead": (
        "Combien de personnes chacun contamine, combien de cas chaque jour, et en combien de jours.",
        "How many people each infects, how many cases each day, and in how many days.",
    ),
    "r_title": ("Nombre de reproduction R(t)", "Reproduction number R(t)"),
    "r_lead": (
        "Au-dessus de 1, l'épidémie croît. La bande contient R à 95 %.",
        "Above 1 the epidemic grows. The band holds R with 95%.",
    ),
    "r_method": (
        "Méthode de Cori et al. (2013), fenêtre de 7 jours, a priori gamma de moyenne 5, cas au jour de "
        "leur résultat : l'estimation a donc environ une semaine de retard sur les contaminations. "
        "Intervalle sériel de {mean} jours (écart-type {sd}) : {source}.",
        "Method of Cori et al. (2013), window of 7 days, gamma prior of mean 5, cases by the day of their "
        "result: the estimate lags behind infections by about a week. Serial interval of {mean} days "
        "(standard deviation {sd}): {source}.",
    ),
    "r_told": (
        "Le {day}, R est estimé à {mean}, entre {low} et {high}.",
        "On {day}, R is estimated at {mean}, between {low} and {high}.",
    ),
    "r_value": ("{mean} (de {low} à {high}), le {day}", "{mean} ({low} to {high}), on {day}"),
    "r_one": ("R = 1", "R = 1"),
    "fact_r": ("Dernière estimation", "Last estimate"),
    "r_too_few": (
        "Trop peu de cas pour le dire : il en faut 11 en 7 jours, et aucun jour masqué avant eux.",
        "Too few cases to tell: it takes 11 in 7 days, and no hidden day before them.",
    ),
    "r_no_interval": (
        "Aucun intervalle sériel publié n'est connu pour cette maladie.",
        "No published serial interval is known for this disease.",
    ),
    "col_r": ("R", "R"),
    "col_window": ("Cas en 7 jours", "Cases in 7 days"),
    "cases_title": ("Cas par jour", "Cases by day"),
    "cases_lead": (
        "Au jour du résultat, à Paris ; le jour en cours n'y est pas.",
        "By the day of the result, in Paris; today is not in it.",
    ),
    "cases_told": (
        "Jusqu'à {most} cas un même jour ; {hidden} jours masqués.",
        "Up to {most} cases on a day; {hidden} days hidden.",
    ),
    "cases_hidden": (
        "{days} jours masqués, marqués d'une croix.",
        "{days} days hidden, marked with a cross.",
    ),
    "serial_title": ("Intervalle sériel", "Serial interval"),
    "serial_lead": (
        "Jours entre les premiers symptômes de qui contamine et de qui est contaminé. « Observé » : paires "
        "des quatre dernières semaines où un seul cas avait signalé l'autre, et où les deux ont dit leur "
        "premier jour ; intervalles de crédibilité à 95 %.",
        "Days between the first symptoms of who infects and of who is infected. “Seen”: pairs of the last "
        "four weeks in which one case alone had named the other, and both told their first day; 95% "
        "credible intervals.",
    ),
    "serial_published": ("Publié, utilisé pour R", "Published, used for R"),
    "serial_seen": ("Observé ici", "Seen here"),
    "col_interval": ("Intervalle", "Interval"),
    "col_pairs": ("Paires", "Pairs"),
    "col_mean": ("Moyenne", "Mean"),
    "col_sd": ("Écart-type", "Deviation"),
}
