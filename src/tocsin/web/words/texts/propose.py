"""What the form says on which other words are proposed."""

from typing import Final

from tocsin.web.words.texts import common

WORDS: Final = {
    **common.WORDS,
    "title": ("Proposer un autre texte pour {id}", "Propose another text for {id}"),
    "lead": (
        "Écrivez en français et en anglais : les deux changent ensemble. Laissez les champs entre accolades "
        "tels quels. Rien n'est envoyé avant que deux autres personnes aient approuvé.",
        "Write in French and in English: both change together. Leave the fields in braces as they are. "
        "Nothing is sent before two other persons have approved.",
    ),
    "text_fr": ("Texte français", "French text"),
    "text_en": ("Texte anglais", "English text"),
    "look": ("Voir sans proposer", "Look without proposing"),
    "go": ("Proposer ce texte", "Propose this text"),
    "use_fr": ("Prendre cette formulation", "Use these words"),
    "what_changes": ("Ce qui change", "What changes"),
    "gone": ("enlevé :", "taken out:"),
    "new": ("ajouté :", "added:"),
    "nothing_changes": ("Rien n'est encore changé.", "Nothing is changed yet."),
    "unchanged": (
        "C'est le texte qui est envoyé en ce moment : changez-le avant de proposer.",
        "This is the text that is sent at this moment: change it before you propose.",
    ),
    "refused": (
        "Ce texte est refusé, et n'est pas proposé. Les raisons sont sous l'aperçu de chaque langue.",
        "This text is refused, and not proposed. The reasons stand below the preview of each language.",
    ),
}
