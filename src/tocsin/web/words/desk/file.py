"""What the file of a case says."""

from typing import Final

from tocsin.web.words.desk.filed import FILED

WORDS: Final = {
    **FILED,
    "title": ("Cas {case}", "Case {case}"),
    "onset": ("premiers symptômes le {day}", "first symptoms on {day}"),
    "named": ("Personnes nommées", "People named"),
    "nobody_named": ("Personne n'est nommé.", "Nobody is named."),
    "who": ("Qui", "Who"),
    "contact": ("contact {id}", "contact {id}"),
    "became": ("devenu le cas {case}", "became case {case}"),
    "same": ("même personne que le contact {id}", "same person as contact {id}"),
    "at_gathering": ("rassemblement {id}", "gathering {id}"),
    "chain": ("Chaîne", "Chain"),
    "picture": (
        "La chaîne du cas {case} : qui l'a peut-être contaminé à gauche, qui il a peut-être contaminé à "
        "droite. La même chose est dans les deux listes.",
        "The chain of case {case}: who may have infected them on the left, whom they may have infected on "
        "the right. The same is in the two lists.",
    ),
    "no_chain": ("Aucun autre cas n'est lié à celui-ci.", "No other case is linked to this one."),
    "left_out": ("{n} cas ne sont que dans les listes.", "{n} cases are in the lists only."),
    "up": ("A pu être contaminé par", "May have been infected by"),
    "down": ("A pu contaminer", "May have infected"),
    "generation": ("Génération", "Generation"),
    "source": ("A nommé", "Named"),
    "target": ("Devenu", "Became"),
    "case": ("cas {case}", "case {case}"),
    "corrections": ("Réunions et séparations", "Joined and parted"),
    "undo": ("Défaire", "Undo"),
    "undone_by": ("défait par {by}", "undone by {by}"),
    "same_person": ("personnes {kept} et {other} réunies", "people {kept} and {other} joined"),
    "same_case": ("cas {kept} et {other} réunis", "cases {kept} and {other} joined"),
    "two_people": ("personnes {kept} et {other} séparées", "people {kept} and {other} parted"),
    "join": ("Réunir avec un autre dossier", "Join with another file"),
    "part": ("Séparer : ce sont deux personnes", "Part: these are two people"),
    "did_undo": ("C'est défait : tout est comme avant.", "It is undone: everything is as it was."),
    "did_correct": ("C'est fait. Vous pouvez le défaire plus bas.", "It is done. You can undo it below."),
}
