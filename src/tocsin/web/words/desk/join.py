"""What the page says on which two files are joined."""

from typing import Final

WORDS: Final = {
    "title": ("Réunir le cas {case} avec un autre", "Join case {case} with another"),
    "with": ("Numéro de l'autre cas", "Number of the other case"),
    "look": ("Comparer", "Compare"),
    "beside": ("Les deux cas, l'un à côté de l'autre", "The two cases side by side"),
    "what": ("Que réunir ?", "What to join?"),
    "person": (
        "Les personnes : c'est la même personne, malade deux fois. Les deux cas restent.",
        "The people: it is one person, ill twice. Both cases stay.",
    ),
    "both": (
        "Les cas aussi : c'est le même test. Le cas {other} est annulé, ses contacts et ses résultats "
        "passent au cas {case}, personne n'appelle deux fois.",
        "The cases too: it is one test. Case {other} is withdrawn, its contacts and results go to case "
        "{case}, nobody rings twice.",
    ),
    "go": ("Réunir", "Join"),
    "can_undo": ("Vous pourrez le défaire depuis le dossier.", "You will be able to undo it from the file."),
    "whys": ("Pourquoi", "Why"),
    "asked": ("la personne le dit", "the person says so"),
    "typo": ("une faute dans un nom ou une date", "a slip in a name or a date"),
    "twice": ("un résultat envoyé deux fois", "a result sent twice"),
    "mistake": ("mis ensemble par erreur", "put together by mistake"),
    "other": ("autre raison", "another reason"),
    "case": ("Cas {case}", "Case {case}"),
    "name": ("Nom", "Name"),
    "born": ("Naissance", "Birth"),
    "number": ("Numéro", "Number"),
    "place": ("Où", "Where"),
    "received": ("Résultat reçu", "Result received"),
    "named": ("Personnes nommées", "People named"),
    "standing": ("Où il en est", "Standing"),
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
    "other_disease": (
        "Ce sont deux maladies : ces cas restent deux. Réunissez les personnes.",
        "These are two diseases: the cases stay two. Join the people.",
    ),
    "changed": (
        "Quelqu'un a changé l'un de ces dossiers entre-temps : rien n'a été déplacé. Regardez-les à nouveau.",
        "Somebody has changed one of these files meanwhile: nothing was moved. Look at them again.",
    ),
    "no_such_file": (
        "Il n'y a pas de dossier de ce numéro dans votre territoire.",
        "There is no file of this number in your territory.",
    ),
}
