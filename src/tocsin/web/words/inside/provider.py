"""What is said to somebody who did not come in by the identity provider."""

from typing import Final

WORDS: Final = {
    "title": ("Vous n'êtes pas entré", "You did not come in"),
    "unknown": (
        "Le fournisseur d'identité vous connaît, mais aucun compte d'ici n'est à vous, ou aucun rôle ne vous "
        "est donné.",
        "The identity provider knows you, but no account here is yours, or no role is given to you.",
    ),
    "unknown_do": (
        "Demandez à un administrateur de relier votre compte, et donnez-lui cet identifiant :",
        "Ask an administrator to bind your account, and give them this identifier:",
    ),
    "declined": (
        "Le fournisseur d'identité n'a pas confirmé qui vous êtes.",
        "The identity provider did not confirm who you are.",
    ),
    "weak": (
        "Le fournisseur d'identité n'a pas vérifié votre identité aussi bien qu'il le faut ici, par exemple "
        "avec une double authentification. Activez-la auprès de lui, puis recommencez.",
        "The identity provider did not prove who you are as well as is needed here, such as by two factors. "
        "Switch that on there, and try again.",
    ),
    "again": (
        "Cette entrée a pris trop de temps, ou n'a pas commencé ici.",
        "This sign-in took too long, or did not begin here.",
    ),
    "away": (
        "Le fournisseur d'identité ne répond pas comme il le devrait.",
        "The identity provider does not answer as it should.",
    ),
    "retry": ("Recommencer", "Try again"),
}
