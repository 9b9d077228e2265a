"""What the page says on which a file is parted."""

from typing import Final

WORDS: Final = {
    "title": ("Séparer le dossier du cas {case}", "Part the file of case {case}"),
    "lead": (
        "Ce dossier mêle deux personnes ? Cochez ce qui est à l'autre, et dites qui c'est.",
        "Does this file hold two people? Tick what belongs to the other one, and say who they are.",
    ),
    "theirs": ("Ce qui est à l'autre personne", "What belongs to the other person"),
    "piece_case": ("cas {id}", "case {id}"),
    "piece_contact": ("nommé : {said} (contact {id})", "named: {said} (contact {id})"),
    "piece_phone": ("téléphone {said}", "phone {said}"),
    "who": ("Qui est l'autre personne ?", "Who is the other person?"),
    "given": ("Prénoms", "First names"),
    "family": ("Nom", "Family name"),
    "birth": ("Date de naissance", "Birth date"),
    "known": (
        "Si cette personne a déjà un dossier, ce que vous cochez y va.",
        "If this person has a file already, what you tick goes there.",
    ),
    "go": ("Séparer", "Part"),
    "can_undo": ("Vous pourrez le défaire depuis le dossier.", "You will be able to undo it from the file."),
    "whys": ("Pourquoi", "Why"),
    "asked": ("la personne le dit", "the person says so"),
    "typo": ("une faute dans un nom ou une date", "a slip in a name or a date"),
    "twice": ("un résultat envoyé deux fois", "a result sent twice"),
    "mistake": ("mis ensemble par erreur", "put together by mistake"),
    "other": ("autre raison", "another reason"),
    "name": ("Nom", "Name"),
    "born": ("Naissance", "Birth"),
    "back": ("Retour au dossier", "Back to the file"),
    "choose": ("Choisissez ce qui est à faire, et pourquoi.", "Choose what is to be done, and why."),
    "same_file": (
        "C'est déjà le même dossier, ou l'un d'eux a déjà été réuni à un autre ou annulé.",
        "It is the same file already, or one of them was already joined to another or withdrawn.",
    ),
    "erased": (
        "L'un des dossiers est effacé : il n'y a plus rien à corriger.",
        "One of the files is erased: there is nothing left to put right.",
    ),
    "changed": (
        "Quelqu'un a changé l'un de ces dossiers entre-temps : rien n'a été déplacé. Regardez-les à nouveau.",
        "Somebody has changed one of these files meanwhile: nothing was moved. Look at them again.",
    ),
    "nothing_parted": (
        "Cochez au moins un cas ou une personne nommée, laissez-en au moins un, et donnez un nom.",
        "Tick at least one case or named person, leave at least one, and give a name.",
    ),
    "no_day": ("Ce n'est pas un jour, comme 04/03/2010.", "This is no day, such as 04/03/2010."),
}
