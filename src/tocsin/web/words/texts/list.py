"""What the list of the texts says."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Nos textes", "Our texts"),
    "lead": (
        "Les {count} textes que disent les SMS de nos conversations, avec leur contrôle et leur coût. "
        "Un texte change quand une personne le propose et que deux autres l'approuvent.",
        "The {count} texts that the SMS of our conversations say, with their check and what they cost. "
        "A text changes when one person proposes it and two others approve.",
    ),
    "to_do": ("En attente de quelqu'un", "Waiting for somebody"),
    "nothing_to_do": ("Aucune proposition n'est en attente.", "No proposal waits for anybody."),
    "proposed_by": ("proposé par {name}", "proposed by {name}"),
    "to_flow": ("{name} : la conversation en un dessin", "{name}: the conversation in a picture"),
    "text": ("Texte", "Text"),
    "where": ("À quel moment", "When it is said"),
    "sms_fr": ("SMS en français", "SMS in French"),
    "sms_en": ("SMS en anglais", "SMS in English"),
    "since": ("Depuis", "Since"),
    "pending": ("proposition en attente", "proposal waiting"),
    "set_aside": ("changement mis de côté par le contrôle", "change set aside by the check"),
}
