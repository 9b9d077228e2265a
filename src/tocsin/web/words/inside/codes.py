"""What the page says that shows the recovery codes."""

from typing import Final

WORDS: Final = {
    "title": ("Notez vos codes de secours", "Note your recovery codes"),
    "lead": (
        "Votre téléphone est relié. S'il est perdu, chacun de ces codes ouvre une fois à sa place.",
        "Your telephone is bound. If it is lost, each of these codes opens once in its place.",
    ),
    "once": (
        "Ils ne seront plus montrés. Imprimez-les ou recopiez-les, et gardez-les loin du téléphone.",
        "They are not shown again. Print or copy them, and keep them away from the telephone.",
    ),
    "codes": ("Codes de secours", "Recovery codes"),
    "go": ("C'est noté, continuer", "Noted, go on"),
}
