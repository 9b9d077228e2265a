"""What the page says that asks for the code of the telephone."""

from typing import Final

WORDS: Final = {
    "title": ("Est-ce bien vous ?", "Is it you?"),
    "lead": (
        "Ouvrez l'application de codes de votre téléphone et recopiez les six chiffres de « Tocsin ».",
        "Open the code application of your telephone and copy the six digits of “Tocsin”.",
    ),
    "code": ("Code", "Code"),
    "hint": (
        "Téléphone perdu ? Tapez ici l'un des codes de secours que vous avez notés.",
        "Telephone lost? Type here one of the recovery codes that you noted.",
    ),
    "go": ("Entrer", "Sign in"),
    "wrong": (
        "Ce code est faux, ou il a déjà servi. Attendez le suivant, ou vérifiez l'heure du téléphone.",
        "This code is wrong, or was used already. Wait for the next one, or check the telephone's clock.",
    ),
    "passkey_lead": (
        "Vous avez une clé d'accès : rien à recopier.",
        "You have a passkey: there is nothing to copy.",
    ),
    "passkey_go": ("Entrer avec la clé d'accès", "Sign in with the passkey"),
    "passkey_wrong": (
        "La clé d'accès n'a pas répondu, ou n'est pas une des vôtres. Recommencez, ou tapez le code du "
        "téléphone.",
        "The passkey did not answer, or is not one of yours. Try again, or type the code of the telephone.",
    ),
    "lost": (
        "Ni téléphone ni code de secours : un administrateur peut remettre votre accès à zéro.",
        "Neither telephone nor recovery code: an administrator can reset your access.",
    ),
    "again": ("Recommencer du début", "Start again"),
}
