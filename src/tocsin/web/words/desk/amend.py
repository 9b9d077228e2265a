"""What the page says on which a supervisor puts one file right."""

from typing import Final

WORDS: Final = {
    "title_case": ("Corriger le cas {id}", "Put case {id} right"),
    "title_contact": ("Corriger le contact {id}", "Put contact {id} right"),
    "lead": (
        "Votre nom, l'heure et le motif restent dans le dossier, avec ce qui a changé.",
        "Your name, the time and the reason stay in the file, with what has changed.",
    ),
    "name": ("Le nom", "The name"),
    "given": ("Prénoms", "First names"),
    "family": ("Nom", "Family name"),
    "phone": ("Le téléphone", "The telephone"),
    "number": ("Le bon numéro", "The right number"),
    "phone_how": (
        "La personne est appelée sur ce numéro, sauf si son dossier est clos. Les SMS vers l'ancien "
        "s'arrêtent.",
        "The person is rung on this number, unless the file is closed. The SMS to the other one end.",
    ),
    "onset": ("Le premier jour des symptômes", "The first day of symptoms"),
    "onset_on": ("Le bon jour", "The right day"),
    "onset_how": (
        "L'isolement est compté de nouveau, pour la personne et pour ceux qui vivent avec elle.",
        "Isolation is counted anew, for the person and for those who live with them.",
    ),
    "outcome": ("L'issue du dernier appel", "The outcome of the last call"),
    "outcome_now": ("Notée : {outcome}, {at}, par {by}.", "Written down: {outcome}, {at}, by {by}."),
    "outcome_none": ("Aucun appel n'a d'issue à corriger.", "No call has an outcome to be put right."),
    "becomes": ("Elle devient", "It becomes"),
    "again": ("à appeler : l'issue est reprise", "to be rung: the outcome is taken back"),
    "outcome_how": (
        "« Joint » dit que l'identité était confirmée et les consignes dites.",
        "“Reached” says that the identity was confirmed and the instructions were told.",
    ),
    "whys": ("Pourquoi", "Why"),
    "asked": ("la personne le dit", "the person says so"),
    "typo": ("une faute de frappe", "a slip of the keyboard"),
    "mistake": ("noté par erreur", "written down by mistake"),
    "other": ("autre raison", "another reason"),
    "go": ("Corriger", "Put right"),
    "back": ("Retour au dossier", "Back to the file"),
    "choose": ("Choisissez ce qui est à corriger, et pourquoi.", "Choose what is to be put right, and why."),
    "same_identity": (
        "Quelqu'un a déjà ce nom et cette date de naissance : réunissez les deux dossiers.",
        "Somebody has this name and this birth date already: join the two files.",
    ),
    "nothing": (
        "Rien ne change : c'est ce qui est déjà dans le dossier, ou il est effacé.",
        "Nothing changes: this stands in the file already, or it is erased.",
    ),
    "bad_number": (
        "Ce n'est pas un numéro à appeler, comme 06 39 98 12 34.",
        "This is no number to ring, such as 06 39 98 12 34.",
    ),
    "bad_onset": (
        "Les premiers symptômes ne peuvent pas avoir commencé ce jour-là.",
        "The first symptoms cannot have begun on that day.",
    ),
    "no_day": ("Ce n'est pas un jour, comme 04/03/2021.", "This is no day, such as 04/03/2021."),
    "not_taken_back": (
        "Cette issue ne peut pas être reprise : le dossier est effacé, ou quelqu'un a appelé depuis.",
        "This outcome cannot be taken back: the file is erased, or somebody has rung since.",
    ),
}
