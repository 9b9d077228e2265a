"""What all pages of the boards say."""

from typing import Final

WORDS: Final = {
    "boards": ("Tableaux de bord", "Boards"),
    "sections": ("Tableaux", "Boards"),
    "nav_clock": ("Les 24 heures", "The 24 hours"),
    "nav_delays": ("Délais", "Delays"),
    "nav_contacts": ("Contacts", "Contacts"),
    "nav_replies": ("Réponses", "Replies"),
    "nav_epidemic": ("Épidémie", "Epidemic"),
    "nav_chains": ("Chaînes", "Chains"),
    "nav_equity": ("Équité", "Equity"),
    "nav_cost": ("Coût", "Cost"),
    "where": ("Territoire", "Territory"),
    "disease": ("Maladie", "Disease"),
    "look": ("Afficher", "Show"),
    "nation": ("France entière", "All of France"),
    "as_of": ("Chiffres du {moment}.", "Figures of {moment}."),
    "not_yet": (
        "Rien n'a encore été compté. Les tableaux sont comptés toutes les cinq minutes par le processus "
        "des tâches : s'il tourne, revenez dans un moment.",
        "Nothing has been counted yet. The boards are counted every five minutes by the process of the "
        "chores: if it runs, come back in a moment.",
    ),
    "not_cleared": (
        "Les effectifs de 1 à 4 sont masqués, et tout ce qui permettrait de les retrouver par soustraction. "
        "Ces "
        "chiffres sont ceux de semaines entières, du lundi au dimanche, comptées une fois, le mardi ; ce qui "
        "court encore n'y est pas.",
        "Counts of 1 to 4 are hidden, and whatever would let them be worked out by subtraction. These "
        "figures "
        "are of whole weeks, Monday to Sunday, counted once, on the Tuesday; what still runs is not in them.",
    ),
    "hidden": ("masqué", "hidden"),
    "hidden_note": (
        "Masqué : ces chiffres laisseraient deviner quelque chose de quelques personnes.",
        "Hidden: these figures would let something be guessed about a few people.",
    ),
    "nobody": ("personne", "nobody"),
    "none": ("Il n'y a rien à montrer ici.", "There is nothing to show here."),
    "unknown": ("inconnu", "unknown"),
    "csv": ("Télécharger ce tableau (CSV)", "Download this table (CSV)"),
    "formulas": (
        "Chaque formule et sa source sont dans la documentation, page « The boards ».",
        "Every formula and its source are in the documentation, page “The boards”.",
    ),
    "share_of": ("{share} (de {low} à {high} ; sur {of})", "{share} ({low} to {high}; of {of})"),
    "col_count": ("Nombre", "Number"),
    "col_of": ("Sur", "Of"),
    "col_share": ("Part", "Share"),
    "col_low": ("De", "From"),
    "col_high": ("À", "To"),
    "col_people": ("Personnes", "People"),
    "col_cases": ("Cas", "Cases"),
    "col_day": ("Jour", "Day"),
    "col_territory": ("Territoire", "Territory"),
    "col_age": ("Âge", "Age"),
    "col_median": ("Médiane", "Median"),
    "col_waiting": ("Attendent encore", "Still waiting"),
}
