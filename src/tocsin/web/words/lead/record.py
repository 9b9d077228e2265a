"""The sentences of one result in quarantine."""

from typing import Final

from tocsin.web.words.lead.common import REASONS, TABS, WHY

WORDS: Final = {
    **TABS,
    **REASONS,
    **WHY,
    "title": ("Réparer un résultat", "Repair a result"),
    "heading": ("Résultat {id} : {reason}", "Result {id}: {reason}"),
    "came": (
        "Arrivé le {day} à {time}, fichier {file}, {place}.",
        "Came in on {day} at {time}, file {file}, {place}.",
    ),
    "home": ("Domicile : {place}.", "Home: {place}."),
    "expected": ("Ce que la machine attendait", "What the machine expected"),
    "still": ("Toujours en quarantaine : {reason}", "Still in quarantine: {reason}"),
    "still_todo": (
        "Rien n'a été changé. Corrigez les champs marqués.",
        "Nothing was changed. Correct the marked fields.",
    ),
    "never": (
        "Cette identité sert à essayer des logiciels : elle ne se répare pas. Écartez le résultat.",
        "This identity serves to try software: it cannot be repaired. Dismiss the result.",
    ),
    "marked": ("à vérifier", "to check"),
    "group_person": ("La personne", "The person"),
    "group_test": ("Le test", "The test"),
    "group_laboratory": ("Le laboratoire", "The laboratory"),
    "group_guardian": ("Qui répond d'un enfant", "Who speaks for a child"),
    "field_family_name": ("Nom", "Family name"),
    "field_given_names": ("Prénoms", "Given names"),
    "field_birth_date": ("Date de naissance", "Birth date"),
    "hint_birth_date": ("année-mois-jour, comme 1980-05-31", "year-month-day, as 1980-05-31"),
    "field_sex": ("Sexe", "Sex"),
    "field_phone": ("Téléphone", "Telephone"),
    "field_phone_2": ("Autre téléphone", "Another telephone"),
    "field_postcode": ("Code postal", "Postcode"),
    "field_language": ("Langue (fr ou en)", "Language (fr or en)"),
    "field_value": ("Résultat", "Result"),
    "hint_value": (
        "positif, négatif, ou un code LOINC ou SNOMED CT",
        "positive, negative, or a LOINC or SNOMED CT code",
    ),
    "field_interpretation": ("Interprétation (POS ou NEG)", "Interpretation (POS or NEG)"),
    "field_test": ("Code du test (LOINC)", "Code of the test (LOINC)"),
    "field_status": ("État", "Status"),
    "hint_status": ("final, corrigé ou annulé ; vide : final", "final, corrected or cancelled; empty: final"),
    "field_taken_at": ("Prélevé", "Taken"),
    "field_resulted_at": ("Résultat rendu", "Result given"),
    "hint_resulted_at": (
        "jour et heure de Paris, comme 2026-11-26 14:05 : les 24 heures courent de là",
        "day and hour of Paris, as 2026-11-26 14:05: the 24 hours run from there",
    ),
    "field_laboratory": ("Laboratoire", "Laboratory"),
    "field_result_id": ("Son numéro de résultat", "Its number of the result"),
    "field_guardian_family_name": ("Nom", "Family name"),
    "field_guardian_given_names": ("Prénoms", "Given names"),
    "field_guardian_phone": ("Téléphone", "Telephone"),
    "go": ("Rejouer ainsi", "Replay like this"),
    "raw": ("Tel qu'il est arrivé", "As it came in"),
    "raw_hint": ("Pour comparer ; ne le recopiez nulle part ailleurs.", "To compare; copy it nowhere else."),
    "dismiss": ("L'écarter sans le prendre", "Dismiss it"),
    "dismiss_hint": (
        "La personne ne sera pas prévenue par nous. Vous pourrez le reprendre.",
        "The person will not be told by us. You can take it back.",
    ),
    "dismiss_why": ("Pourquoi", "Why"),
    "dismiss_go": ("Écarter", "Dismiss"),
    "back": ("Retour à la liste", "Back to the list"),
}
