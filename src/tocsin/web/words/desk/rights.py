"""What the page of the rights of one person says."""

from typing import Final

WORDS: Final = {
    "title_case": ("Droits de la personne du cas {id}", "Rights of the person of case {id}"),
    "title_contact": ("Droits de la personne du contact {id}", "Rights of the person of contact {id}"),
    "lead": (
        "Seulement si la personne le demande, et une fois que vous savez que c'est bien elle. Chaque lecture "
        "et chaque effacement est dans le journal, avec votre nom.",
        "Only where the person asks, and once you know that it is them. Each look and each erasure is in the "
        "log, with your name.",
    ),
    "kept_title": ("Ce qui est gardé sur elle", "What is kept about them"),
    "kept_hint": (
        "Jamais qui l'a nommée, ni ce que d'autres ont écrit dans leurs propres conversations.",
        "Never who named them, nor what others wrote in conversations of their own.",
    ),
    "download": ("Télécharger le tout (un fichier JSON)", "Download all of it (one JSON file)"),
    "amend_title": ("Rectifier", "Put right"),
    "amend": (
        "Corriger le nom, le téléphone, une date ou une issue",
        "Put right the name, telephone, a date or an outcome",
    ),
    "erase_title": ("Effacer à sa demande", "Erase on request"),
    "erase_how": (
        "Noms, numéros, dates, SMS et notes de cette personne sont effacés pour de bon, dans tous ses "
        "dossiers ; des comptes restent, et un relevé signé. Les personnes qu'elle a nommées restent : elles "
        "doivent être prévenues.",
        "Names, numbers, dates, SMS and notes of this person are erased for good, in all their files; counts "
        "stay, and a signed statement. The people whom they named stay: they are to be told.",
    ),
    "erase_copy": (
        "Une copie de la base s'ouvre encore jusqu'à trois mois après la collecte ; un laboratoire qui "
        "renvoie le même résultat fait revenir la personne.",
        "A copy of the store still opens until three months after the collection; a laboratory that sends "
        "the same result again brings the person back.",
    ),
    "erase_confirm_case": (
        "Pour confirmer, tapez le numéro du cas : {id}",
        "To confirm it, type the number of the case: {id}",
    ),
    "erase_confirm_contact": (
        "Pour confirmer, tapez le numéro du contact : {id}",
        "To confirm it, type the number of the contact: {id}",
    ),
    "erase_go": ("Effacer cette personne pour de bon", "Erase this person for good"),
    "problem_number": (
        "Le numéro tapé n'est pas celui du dossier : rien n'est effacé.",
        "The number typed is not that of the file: nothing is erased.",
    ),
    "problem_busy": (
        "Un autre effacement est en cours : rien n'est effacé ici, recommencez quand il sera fini.",
        "Another erasure runs: nothing is erased here, start again when it is over.",
    ),
    "problem_again": (
        "Le dossier était en cours d'écriture : recommencez dans un instant.",
        "The file was being written: start again in a moment.",
    ),
    "erased": (
        "Cette personne est effacée : rien de personnel n'est plus gardé dans ce dossier.",
        "This person is erased: nothing personal is kept in this file any more.",
    ),
    "proof": ("Le relevé {number} est signé.", "Statement {number} is signed."),
    "proof_file": ("Télécharger le relevé signé", "Download the signed statement"),
    "proof_how": (
        "Donnez-le à la personne : il prouve l'effacement, et ne dit pas son nom.",
        "Give it to the person: it proves the erasure, and does not say their name.",
    ),
    "by_age": (
        "Elle ne l'a pas été à sa demande. Les relevés de l'effacement après trois mois sont chez "
        "l'administrateur.",
        "It was not on their request. The administrator has the statements of the erasure after three "
        "months.",
    ),
    "back": ("Retour au dossier", "Back to the file"),
    "section_people": ("La personne", "The person"),
    "section_numbers": ("Téléphones", "Telephones"),
    "section_results": ("Résultats de tests", "Test results"),
    "section_cases": ("Dossiers de cas", "Files as a case"),
    "section_namings": ("Dossiers de contact", "Files as a contact"),
    "section_gatherings": ("Rassemblements dont elle a parlé", "Gatherings that they told of"),
    "field_id": ("Numéro interne", "Internal number"),
    "field_family_name": ("Nom", "Family name"),
    "field_given_names": ("Prénoms", "First names"),
    "field_birth_date": ("Né(e) le", "Born on"),
    "field_sex": ("Sexe", "Sex"),
    "field_collected_on": ("Collecté le", "Collected on"),
    "field_age_band": ("Tranche d'âge", "Age band"),
    "field_territory": ("Département", "Département"),
    "field_lang": ("Langue des messages", "Language of messages"),
    "field_interpreter": ("Interprète", "Interpreter"),
    "field_number": ("Numéro", "Number"),
    "field_since": ("Depuis", "Since"),
    "field_until": ("Jusqu'à", "Until"),
    "field_disease": ("Maladie", "Disease"),
    "field_meaning": ("Résultat", "Result"),
    "field_taken_at": ("Prélevé le", "Taken on"),
    "field_resulted_at": ("Résultat du", "Result of"),
    "field_received_at": ("Reçu le", "Received on"),
    "field_sample_on": ("Prélèvement", "Sample"),
    "field_onset_on": ("Premiers symptômes", "First symptoms"),
    "field_isolation_end": ("Isolement jusqu'au", "Isolation through"),
    "field_answered_at": ("A répondu le", "Answered on"),
    "field_reached_at": ("Joint le", "Reached on"),
    "field_closed_at": ("Dossier clos le", "File closed on"),
    "field_outcome": ("Issue", "Outcome"),
    "field_name": ("Nommé(e) comme", "Named as"),
    "field_named_at": ("Nommé(e) le", "Named on"),
    "field_last_contact": ("Dernier contact", "Last contact"),
    "field_household": ("Vit avec le cas", "Lives with the case"),
    "field_tested_on": ("Test du", "Tested on"),
    "field_sms": ("SMS", "SMS"),
    "field_calls": ("Appels", "Calls"),
    "field_at": ("Quand", "When"),
    "field_from": ("De", "From"),
    "field_text": ("Texte", "Text"),
    "field_note": ("Note", "Note"),
    "field_words": ("Mots", "Words"),
    "field_on_day": ("Jour", "Day"),
    "value_from_us": ("nous", "us"),
    "value_from_them": ("la personne", "the person"),
    "value_sex_female": ("femme", "female"),
    "value_sex_male": ("homme", "male"),
    "value_sex_other": ("autre", "other"),
    "value_meaning_positive": ("positif", "positive"),
    "value_meaning_negative": ("négatif", "negative"),
    "value_meaning_void": ("annulé", "withdrawn"),
    "value_disease_covid19": ("Covid-19", "COVID-19"),
    "value_lang_fr": ("français", "French"),
    "value_outcome_void": ("annulé", "withdrawn"),
    "value_outcome_not_reached": ("jamais joint", "never reached"),
    "value_outcome_became_case": ("devenu cas", "became a case"),
}
