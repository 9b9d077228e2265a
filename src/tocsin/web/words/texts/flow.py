"""What the page of a conversation says."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Conversation : {name}", "Conversation: {name}"),
    "summary_flow": (
        "Version {version}, {states} étapes dont {questions} questions, envoyée du {sender}.",
        "Version {version}, {states} steps, {questions} of them questions, sent from {sender}.",
    ),
    "changed": (
        "{count} textes y ont été changés depuis cette version.",
        "{count} of its texts were changed since that version.",
    ),
    "not_changed": (
        "Aucun de ses textes n'a été changé depuis cette version.",
        "None of its texts was changed since that version.",
    ),
    "its_texts": ("Ses textes", "Its texts"),
    "also_common": (
        "Elle dit aussi les textes communs à toutes les conversations.",
        "It also says the texts that are common to all conversations.",
    ),
    "its_course": ("Son déroulement", "How it goes"),
    "its_course_lead": (
        "Les textes changent, ce déroulement non : il change avec une nouvelle version de Tocsin.",
        "Texts change, this does not: it changes with a new version of Tocsin.",
    ),
}
