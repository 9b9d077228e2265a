"""What the page says on which a telephone is bound to an account."""

from typing import Final

WORDS: Final = {
    "title": ("Reliez votre téléphone", "Bind your telephone"),
    "lead": (
        "Un mot de passe se vole ; un téléphone en plus, beaucoup moins. À faire une seule fois.",
        "A password can be stolen; a telephone as well, much less. This is done only once.",
    ),
    "one": (
        "Sur votre téléphone, ouvrez une application de codes (FreeOTP, Aegis, ou celle que votre service "
        "indique) et ajoutez un compte.",
        "On your telephone, open a code application (FreeOTP, Aegis, or the one that your service names) "
        "and add an account.",
    ),
    "two": ("Visez cette image", "Point it at this picture"),
    "picture": ("Code QR pour l'application de codes", "QR code for the code application"),
    "typed": ("ou recopiez cette clé :", "or type this key:"),
    "three": ("Recopiez les six chiffres qu'elle affiche.", "Copy the six digits that it shows."),
    "code": ("Code à six chiffres", "Six-digit code"),
    "go": ("Relier ce téléphone", "Bind this telephone"),
    "wrong": (
        "Ce code ne vient pas de cette clé. Attendez le suivant, et vérifiez l'heure du téléphone.",
        "This code does not come from this key. Wait for the next one, and check that the telephone's clock "
        "is right.",
    ),
    "old": (
        "Cette page était trop ancienne : visez la nouvelle image.",
        "This page was too old: point at the new picture.",
    ),
}
