"""The sentences of the replay of many results."""

from typing import Final

from tocsin.web.words.lead.common import REASONS, TABS

WORDS: Final = {
    **TABS,
    **REASONS,
    "title": ("Rejouer après un changement", "Replay after a change"),
    "lead": (
        "Un laboratoire a changé ses colonnes, ou les tables de codes ont changé : relisez d'un coup tous "
        "les résultats d'un motif. Ce qui se comprend est pris, le reste attend comme avant.",
        "A laboratory has changed its columns, or the tables of codes have changed: read all results of a "
        "reason again at once. What is understood is taken, the rest waits as before.",
    ),
    "reason": ("Motif", "Reason"),
    "all": ("Tous les motifs", "All reasons"),
    "mapping": ("Correspondance des colonnes (YAML)", "Mapping of the columns (YAML)"),
    "mapping_hint": (
        "Pour les tableaux d'un laboratoire ; vide : nos propres colonnes. Sans effet sur FHIR et HL7.",
        "For a laboratory's tables; empty: our own columns. Of no effect on FHIR and HL7.",
    ),
    "typed_mapping": ("correspondance", "mapping"),
    "try": ("Essayer sans rien prendre", "Try, and take nothing"),
    "go": ("Prendre ce qui se comprend", "Take what is understood"),
    "tried_title": ("Ce que cela donnerait", "What would come of it"),
    "done_title": ("Ce qui a été fait", "What was done"),
    "tried": (
        "Relus : {tried}. Seraient pris : {taken}.",
        "Read again: {tried}. Would be taken: {taken}.",
    ),
    "done": (
        "Relus : {tried}. Pris : {taken}.",
        "Read again: {tried}. Taken: {taken}.",
    ),
    "still": ("Attendraient encore", "Would still wait"),
    "stay": ("Attendent encore", "Still wait"),
    "records": ("Résultats", "Results"),
    "more_tried": ("Seuls les 500 premiers ont été essayés.", "Only the first 500 were tried."),
    "continue": ("Continuer avec les suivants", "Go on with the next"),
    "waiting": (
        "Résultats en quarantaine : {n}",
        "Results in quarantine: {n}",
    ),
    "back": ("Retour à la liste", "Back to the list"),
}
