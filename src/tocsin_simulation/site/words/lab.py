"""What the page of all handsets says, and what every page of them shares."""

from typing import Final

TIME: Final = {
    "imaginary": (
        "Une ville imaginaire : personne n'y existe, et aucun SMS ne quitte cet ordinateur.",
        "An imaginary town: nobody in it exists, and no SMS leaves this computer.",
    ),
    "foot_kept": (
        "Ce que vous écrivez sur ces téléphones va au service de la ville imaginaire, et disparaît avec "
        "elle.",
        "What you write on these telephones goes to the service of the imaginary town, and is gone with it.",
    ),
    "time": ("L'heure de la ville", "The time of the town"),
    "it_is": ("Il est", "It is"),
    "pass_on": ("Laisser passer", "Let pass"),
    "ahead_10m": ("10 minutes", "10 minutes"),
    "ahead_1h": ("1 heure", "1 hour"),
    "ahead_12h": ("12 heures", "12 hours"),
    "pace": ("Allure du temps", "Pace of time"),
    "speed_slow": ("comme le vrai", "as in life"),
    "speed_minute": ("1 heure par minute", "1 hour a minute"),
    "speed_fast": ("4 heures par minute", "4 hours a minute"),
    "again": ("Actualiser", "Look again"),
}
"""Of the clock that every page of handsets has."""
WORDS: Final = {
    **TIME,
    "title": ("Les téléphones du labo", "The telephones of the lab"),
    "lead": (
        "Prenez un téléphone en main : lisez ses SMS, répondez comme le ferait son propriétaire, et "
        "regardez avancer son dossier.",
        "Take a telephone in hand: read its SMS, answer as its owner would, and watch the file move.",
    ),
    "phones": ("Téléphones que vous avez en main", "Telephones that you have in hand"),
    "first": (
        "Les premiers appartiennent à des personnes dont le test sera positif aujourd'hui ; leur premier SMS "
        "arrive vers 8 heures. Toute la ville répond d'elle-même, sauf ces téléphones.",
        "The first belong to people who will test positive today; their first SMS comes at about 8 o'clock. "
        "The whole town answers by itself, except these telephones.",
    ),
    "who": ("Téléphone", "Telephone"),
    "last": ("Dernier SMS", "Last SMS"),
    "received": ("Reçus", "Received"),
    "written": ("Écrits", "Written"),
    "years": ("{age} ans", "aged {age}"),
    "nobody": ("sans nom dans la ville", "without a name in the town"),
    "none": ("aucun pour l'instant", "none yet"),
    "take": ("Prendre un autre téléphone", "Take another telephone"),
    "number": ("Numéro de mobile", "Mobile number"),
    "number_hint": (
        "Un numéro gardé pour la fiction : 06 39 98, puis quatre chiffres. Ceux que vous écrivez dans un SMS "
        "sont pris tout seuls.",
        "A number kept for fiction: 06 39 98, then four digits. Those that you write in an SMS are taken by "
        "themselves.",
    ),
    "take_it": ("Prendre", "Take"),
    "no_number": (
        "Ce n'est pas un mobile de la ville : tapez 06 39 98, puis quatre chiffres.",
        "This is no mobile of the town: type 06 39 98, then four digits.",
    ),
    "too_many": (
        "Vous avez déjà 200 téléphones en main : continuez avec ceux-là.",
        "You have 200 telephones in hand already: go on with those.",
    ),
}
