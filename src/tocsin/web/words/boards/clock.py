"""What the board of the 24 hours says."""

from typing import Final

from tocsin.web.words.boards import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Les 24 heures", "The 24 hours"),
    "lead": (
        "Toute personne testée positive doit être jointe dans les 24 heures qui suivent son résultat, et "
        "ses contacts dans les 24 heures qui suivent leur signalement.",
        "Everybody tested positive is to be reached within 24 hours of the result, and their contacts "
        "within 24 hours of being named.",
    ),
    "clock_title": ("Cas des dernières 48 heures", "Cases of the last 48 hours"),
    "clock_lead": (
        "Jointe : la personne a confirmé que c'est bien elle et a reçu ses consignes, par SMS ou au "
        "téléphone. Avoir répondu ne suffit pas.",
        "Reached: the person confirmed that it is them and got the instructions, by SMS or on the telephone. "
        "To have answered is not enough.",
    ),
    "clock_told": (
        "{all} personnes : {kept} jointes à temps, {missed} échéances manquées, {at_risk} en danger, "
        "{open} en cours.",
        "{all} people: {kept} reached in time, {missed} deadlines missed, {at_risk} at risk, {open} open.",
    ),
    "contact_clock_title": ("Contacts des dernières 48 heures", "Contacts of the last 48 hours"),
    "contact_clock_lead": (
        "Personnes signalées par un cas, comptées là où elles habitent, ou à défaut là où il habite.",
        "People whom a case named, counted where they live, or else where the case lives.",
    ),
    "state_kept": ("Jointes à temps", "Reached in time"),
    "state_late": ("Jointes trop tard", "Reached too late"),
    "state_never": ("Échéance passée, pas jointes", "Deadline passed, not reached"),
    "state_at_risk": ("En danger : échéance dans 6 h ou moins", "At risk: due within 6 h"),
    "state_open": ("En cours", "Open"),
    "col_state": ("État", "State"),
    "fact_kept": ("Tenues, des échéances passées ou tenues", "Kept, of the deadlines past or kept"),
    "fact_at_risk": ("En danger maintenant", "At risk now"),
    "fact_missed": ("Échéances manquées", "Deadlines missed"),
    "ahead_title": ("Ce qui vient", "What is to come"),
    "ahead_lead": (
        "Échéances qui seront manquées si rien ne change : SMS au débit de l'opérateur, agents déclarés en "
        "poste, gens qui répondent comme ces trois derniers jours.",
        "Deadlines that will be missed if nothing changes: SMS at the operator's rate, agents announced on "
        "shift, people who answer as in the last three days.",
    ),
    "ahead_cases": ("Cas non joints à temps", "Cases not reached in time"),
    "ahead_contacts": ("Contacts non joints à temps", "Contacts not reached in time"),
    "none_missed": ("Aucune échéance ne sera manquée.", "No deadline will be missed."),
    "col_hour": ("Heure qui commence", "Hour from"),
    "col_missed": ("Échéances manquées", "Deadlines missed"),
    "reach_title": ("Cas de la semaine, dans les 24 h", "Cases of the week, within 24 h"),
    "reach_lead": (
        "Les résultats des sept jours dont toutes les échéances sont passées. Qui est "
        "joint compte aussi aux autres niveaux. Intervalle de Wilson à 95 %.",
        "The results of the seven days whose deadlines have all passed. "
        "Whoever was reached counts at the other levels too. Wilson's 95% interval.",
    ),
    "contact_reach_title": ("Contacts de la semaine, dans les 24 h", "Contacts of the week, within 24 h"),
    "contact_reach_lead": (
        "Les personnes signalées ces sept jours-là, dans les 24 heures de leur signalement.",
        "The people named on those seven days, within 24 hours of being named.",
    ),
    "level_submitted": ("SMS pris en charge", "SMS taken charge of"),
    "level_delivered": ("SMS reçu", "SMS delivered"),
    "level_answered": ("Répondu", "Answered"),
    "level_reached": ("Joint", "Reached"),
    "col_level": ("Niveau", "Level"),
}
