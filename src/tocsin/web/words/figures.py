"""What the open figures say; their panels are those of the boards."""

from typing import Final

from tocsin.web.words.boards import chains, clock, contacts, epidemic, equity

WORDS: Final = {
    **clock.WORDS,
    **epidemic.WORDS,
    **contacts.WORDS,
    **equity.WORDS,
    **chains.WORDS,
    "title": ("Les chiffres, ouverts à tous", "The figures, open to all"),
    "lead": (
        "Les personnes testées positives sont-elles jointes dans les 24 heures, et leurs contacts ? "
        "Comment va l'épidémie ? Pour la France entière, jour par jour.",
        "Are people tested positive reached within 24 hours, and their contacts? How does the epidemic go? "
        "For all of France, day by day.",
    ),
    "open_as_of": ("Établis au {day}, une fois par semaine.", "As of {day}, made once a week."),
    "not_published": (
        "Aucun chiffre n'est publié ici pour le moment.",
        "No figures are published here for the time being.",
    ),
    "days_title": ("Cas joints dans les 24 heures, par jour", "Cases reached within 24 hours, by day"),
    "days_lead": (
        "Au jour où le résultat est arrivé ; part qui a été jointe avant l'échéance, avec son intervalle de "
        "Wilson à 95 %. Les jours d'une semaine sont montrés ensemble, une fois que toutes ses échéances "
        "sont passées.",
        "By the day on which the result came in; share that was reached by the deadline, with Wilson's 95% "
        "interval. The days of a week are shown together, once all of its deadlines have passed.",
    ),
    "col_cases_answered": ("Cas qui ont répondu", "Cases who answered"),
    "col_contacts_answered": ("Contacts qui ont répondu", "Contacts who answered"),
    "col_cases_reached": ("Cas joints", "Cases reached"),
    "col_contacts_reached": ("Contacts joints", "Contacts reached"),
    "definitions": ("Définitions", "Definitions"),
    "d_case": ("Cas", "Case"),
    "d_case_is": (
        "Une personne dont un test est positif. Un résultat annulé n'est compté nulle part.",
        "A person with a positive test. A result that was withdrawn is counted nowhere.",
    ),
    "d_contact": ("Contact", "Contact"),
    "d_contact_is": (
        "Une personne qu'un cas a signalée, et qui n'était pas un cas elle-même.",
        "A person whom a case named, and who was no case themselves.",
    ),
    "d_reached": ("Joint dans les 24 heures", "Reached within 24 hours"),
    "d_reached_is": (
        "La personne a confirmé que c'est bien elle et a reçu ses consignes, par SMS ou au téléphone, dans "
        "les "
        "24 heures de son résultat (cas) ou de son signalement (contact). Le dénominateur est tout le monde, "
        "aussi ceux sans téléphone.",
        "The person confirmed that it is them and got the instructions, by SMS or on the telephone, within "
        "24 hours of the result (case) or of being named (contact). The denominator is everybody, also those "
        "without a telephone.",
    ),
    "d_answered": ("Répondu dans les 24 heures", "Answered within 24 hours"),
    "d_answered_is": (
        "Quelqu'un a répondu, par SMS ou au téléphone, quoi qu'il ait dit, sauf que ce n'est pas la "
        "personne. Ce n'est pas encore être joint : « ? » est une réponse, et un refus aussi.",
        "Somebody answered, by SMS or on the telephone, whatever they said, but that they are not the "
        "person. That is not to be reached yet: “?” is an answer, and so is a refusal.",
    ),
    "d_hidden": ("Masqué", "Hidden"),
    "d_hidden_is": (
        "Un effectif de 1 à 4, ou un autre qui permettrait de le retrouver.",
        "A count of 1 to 4, or another by which it could be worked out.",
    ),
    "reuse": ("Réutiliser", "Reuse"),
    "reuse_lead": (
        "Vous pouvez réutiliser librement ces chiffres, en citant leur source et leur date.",
        "You may reuse these figures freely, naming their source and their date.",
    ),
    "licence": ("Licence Ouverte 2.0 (Etalab)", "Open Licence 2.0 (Etalab)"),
    "json": ("Tous les tableaux en un fichier (JSON)", "All tables in one file (JSON)"),
}
