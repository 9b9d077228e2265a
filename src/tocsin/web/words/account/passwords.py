"""What is said of a new password, wherever one is chosen."""

from typing import Final

WORDS: Final = {
    "password": ("Nouveau mot de passe", "New password"),
    "rule": (
        "12 caractères au moins. Une phrase convient : « quatre tambours en hiver ».",
        "At least 12 characters. A phrase will do: “four drums in winter”.",
    ),
    "again": ("Encore une fois", "Once more"),
    "differ": (
        "Les deux ne sont pas pareils : tapez deux fois le même mot de passe.",
        "The two are not the same: type the same password twice.",
    ),
    "same": (
        "C'est celui que vous aviez : choisissez-en un autre.",
        "It is the one that you had: choose another.",
    ),
    "weak_length": (
        "Un mot de passe a de 12 à 200 caractères.",
        "A password has 12 to 200 characters.",
    ),
    "weak_common": (
        "Il est de ceux que l'on essaie d'abord. Prenez plusieurs mots qui ne vont pas ensemble.",
        "This password is among those that are tried first. Take several words that do not belong together.",
    ),
    "weak_own": (
        "Votre nom ou votre identifiant s'y trouve : prenez d'autres mots.",
        "Your name or your user name is in it: take other words.",
    ),
}
