"""What the supervisor's pages share: the tabs, places, and why a result is in quarantine or leaves it."""

from typing import Final

TABS: Final = {
    "tabs": ("Pages d'encadrement", "Pages of the supervisor"),
    "tab_load": ("Charge et prévision", "Load and forecast"),
    "tab_whatif": ("Et si ?", "What if?"),
    "tab_shifts": ("Horaires", "Shifts"),
    "tab_loans": ("Prêts d'appels", "Loans of calls"),
    "tab_order": ("Qui d'abord ?", "Who first?"),
    "tab_quarantine": ("Quarantaine", "Quarantine"),
    "where": ("Territoire", "Territory"),
    "everywhere_mine": ("Tout mon territoire", "All of my territory"),
    "whole_region": ("toute la région", "the whole region"),
    "see": ("Voir", "Show"),
    "unknown_place": ("Lieu inconnu", "Place not known"),
    "mistakes": ("À corriger", "To be corrected"),
    "played_at": ("Calculé à {time} le {day}.", "Played at {time} on {day}."),
    "not_played": (
        "La prévision n'a pas encore été calculée pour ce territoire. Elle l'est toutes les cinq minutes, là "
        "où le service tourne.",
        "The forecast has not been played yet for this territory. It is every five minutes, where the "
        "service runs.",
    ),
}
REASONS: Final = {
    "reason_unreadable": ("illisible", "cannot be read"),
    "reason_deceased": ("la personne est décédée", "the person has died"),
    "reason_repeated_key": ("la même information deux fois", "the same item given twice"),
    "reason_unknown_modifier": (
        "une extension inconnue change son sens",
        "an unknown extension changes what it means",
    ),
    "reason_too_large": ("trop grand pour un résultat", "too large for a result"),
    "reason_bad_encoding": ("lettres abîmées (jeu de caractères)", "broken letters (character set)"),
    "reason_unknown_format": ("format de fichier inconnu", "unknown file format"),
    "reason_no_mapping": ("colonnes inconnues", "unknown columns"),
    "reason_wrong_message": ("message HL7 d'un autre type", "HL7 message of another type"),
    "reason_no_patient": ("personne absente", "the person is missing"),
    "reason_two_patients": ("deux personnes pour un résultat", "two people for one result"),
    "reason_no_identity": (
        "nom, prénom ou date de naissance manquants",
        "name, given name or birth date missing",
    ),
    "reason_test_identity": (
        "identité d'essai de logiciel : n'existe pas",
        "identity made to try software: does not exist",
    ),
    "reason_unknown_test": ("test inconnu", "unknown test"),
    "reason_antibody_test": ("test d'anticorps", "antibody test"),
    "reason_no_value": ("ni positif ni négatif n'est dit", "neither positive nor negative is said"),
    "reason_unknown_value": ("valeur inconnue", "unknown value"),
    "reason_indeterminate": ("indéterminé par le laboratoire", "indeterminate for the laboratory"),
    "reason_contradiction": ("se contredit", "contradicts itself"),
    "reason_unknown_status": ("état inconnu", "unknown status"),
    "reason_not_final": ("provisoire", "not final"),
    "reason_no_result_time": ("heure du résultat manquante", "time of the result missing"),
    "reason_bad_date": ("date impossible", "impossible date"),
    "reason_future_date": ("date à venir", "date to come"),
    "reason_no_identifier": ("annulation sans identifiant", "withdrawal without identifier"),
    "reason_same_identifier": (
        "même identifiant que le résultat d'une autre personne ou d'un autre test",
        "same identifier as the result of another person or test",
    ),
    "reason_conflict": ("deux résultats définitifs se contredisent", "two final results disagree"),
    "reason_erased": ("déjà effacé", "erased already"),
}
"""``intake.reasons.REASONS`` as people who are no laboratory say it."""
WHY: Final = {
    "why_duplicate": ("double d'un résultat déjà pris", "double of a result taken already"),
    "why_not_ours": ("ne concerne pas une maladie suivie", "not of a disease that is traced"),
    "why_software_test": ("essai de logiciel", "a try of software"),
    "why_asked_again": ("redemandé au laboratoire", "asked of the laboratory again"),
    "why_nobody": ("personne introuvable", "the person cannot be found"),
    "why_other": ("autre raison", "another reason"),
}
"""Why a record is dismissed: ``intake.quarantine.WHY``."""
