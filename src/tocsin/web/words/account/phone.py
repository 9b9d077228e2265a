"""What the page says on which another telephone is bound."""

from typing import Final

from tocsin.web.words.inside import phone

WORDS: Final = {
    **phone.WORDS,
    "title": ("Relier un autre téléphone", "Bind another telephone"),
    "lead": (
        "Le téléphone d'avant et ses codes de secours n'ouvriront plus rien.",
        "The telephone before, and its recovery codes, will open nothing any more.",
    ),
    "present": (
        "Code du téléphone d'avant, ou code de secours",
        "Code of the telephone before, or a recovery code",
    ),
    "present_wrong": (
        "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant.",
        "This code is wrong, or was used already. Wait for the next one.",
    ),
    "back": ("Retour à votre compte", "Back to your account"),
}
