"""What the file of a contact says."""

from typing import Final

from tocsin.web.words.desk.filed import FILED

WORDS: Final = {
    **FILED,
    "title": ("Contact {contact}", "Contact {contact}"),
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
