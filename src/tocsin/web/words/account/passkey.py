"""What the page says on which a passkey is made."""

from typing import Final

WORDS: Final = {
    "title": ("Ajouter une clé d'accès", "Add a passkey"),
    "lead": (
        "Une clé d'accès remplace le code à recopier : votre appareil (empreinte, visage, code de "
        "l'appareil) ou une clé USB répond à sa place, et ne répond jamais à un faux site. Le téléphone "
        "reste relié.",
        "A passkey takes the place of the code that you copy: your device (fingerprint, face, code of the "
        "device) or a USB key answers for it, and never answers a false site. The telephone stays bound.",
    ),
    "without": (
        "Ce navigateur ne sait pas le faire, ou ses scripts sont coupés : gardez le code du téléphone.",
        "This browser cannot do that, or its scripts are off: keep to the code of the telephone.",
    ),
    "name": ("Nom", "Name"),
    "name_hint": (
        "Pour la reconnaître : « ordinateur du bureau », « clé verte ».",
        "To know it by: “computer at the office”, “green key”.",
    ),
    "present": (
        "Code de votre téléphone, ou code de secours",
        "Code of your telephone, or a recovery code",
    ),
    "present_wrong": (
        "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant.",
        "This code is wrong, or was used already. Wait for the next one.",
    ),
    "wrong": (
        "La clé d'accès n'a pas été créée : l'appareil a refusé, ou la page était trop ancienne.",
        "The passkey was not made: the device declined, or the page was too old.",
    ),
    "too_many": (
        "Cette clé d'accès est déjà reliée, ou vous en avez dix : retirez-en une.",
        "This passkey is bound already, or you have ten: remove one.",
    ),
    "go": ("Créer la clé d'accès", "Make the passkey"),
    "back": ("Retour à votre compte", "Back to your account"),
}
