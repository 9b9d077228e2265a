"""What the file of a contact says."""

from typing import Final

WORDS: Final = {
    "title": ("Contact {contact}", "Contact {contact}"),
    "standing": ("Où il en est", "Standing"),
    "before": ("À joindre avant", "Reach before"),
    "time_left": ("reste {span}", "{span} left"),
    "time_late": ("dépassé de {span}", "late by {span}"),
    "isolation": ("isolement jusqu'au {day} inclus", "isolation through {day}"),
    "what_happened": ("Ce qui s'est passé", "What happened"),
    "when": ("Quand", "When"),
    "what": ("Quoi", "What"),
    "by": ("Par", "By"),
    "kind_change": ("changement", "change"),
    "kind_call": ("appel", "call"),
    "kind_ours": ("SMS, nous", "SMS, us"),
    "kind_theirs": ("SMS, la personne", "SMS, the person"),
    "erased": ("nom effacé", "name erased"),
    "search": ("Chercher un autre dossier", "Look for another file"),
    "last_contact": ("dernier contact le {day}", "last contact on {day}"),
    "at_home": ("vit avec le cas", "lives with the case"),
    "became": ("devenu le cas {case}", "became case {case}"),
    "same": (
        "même personne que le contact {id} : c'est là que tout se passe",
        "same person as contact {id}: everything happens there",
    ),
    "secret": (
        "Ne dites jamais à cette personne qui l'a nommée, ni où ni quand.",
        "Never tell this person who named them, nor where or when.",
    ),
    "named_by": ("nommé par le cas {case}", "named by case {case}"),
}
