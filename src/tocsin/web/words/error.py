"""What the pages that say no say."""

from typing import Final

WORDS: Final = {
    "e400": ("Nous n'avons pas compris cette demande", "We did not understand this request"),
    "e400_do": (
        "L'adresse ou le formulaire est abîmé. Repartez de la première page.",
        "The address or the form is damaged. Start again from the first page.",
    ),
    "e403": ("Ce formulaire vient d'un autre site", "This form comes from another site"),
    "e403_do": (
        "Un autre site l'a envoyé depuis votre navigateur. Rien n'a été lu. "
        "Ouvrez vous-même la première page.",
        "Another site sent it from your browser. Nothing was read. Open the first page yourself.",
    ),
    "e404": ("Cette page n'existe pas", "There is no such page"),
    "e404_do": (
        "L'adresse est peut-être incomplète. Repartez de la première page.",
        "The address may be incomplete. Start again from the first page.",
    ),
    "e405": ("Cette page ne se demande pas ainsi", "This page is not asked for in this way"),
    "e405_do": ("Repartez de la première page.", "Start again from the first page."),
    "e413": ("C'est trop long", "This is too long"),
    "e413_do": (
        "Nous lisons un texte de 200 000 caractères, ou un courriel de 10 Mo, et un seul fichier à "
        "la fois. Collez seulement le message, ou enregistrez le courriel sans ses pièces jointes.",
        "We read a text of 200,000 characters, or an e-mail of 10 MB, and only one file at a time. "
        "Paste only the message, or save the e-mail without its attachments.",
    ),
    "e429": ("Trop de demandes en peu de temps", "Too many requests in a short time"),
    "e429_do": (
        "Attendez un peu, puis recommencez. En cas de doute, ne faites rien de ce que le message demande.",
        "Wait a little, then try again. When in doubt, do nothing of what the message asks.",
    ),
    "retry": ("Vous pourrez recommencer dans {seconds} secondes.", "You can try again in {seconds} seconds."),
    "e500": ("Une erreur est survenue chez nous", "Something went wrong on this site"),
    "e500_do": (
        "Ce n'est pas de votre fait. Recommencez dans quelques minutes. D'ici là, ne faites rien de ce que "
        "le message demande.",
        "It is not your doing. Try again in a few minutes. Until then, do nothing of what the message asks.",
    ),
    "e503": ("Ce service n'est pas disponible en ce moment", "This service is not available at the moment"),
    "e503_do": ("Recommencez dans quelques minutes.", "Try again in a few minutes."),
    "home": ("Vérifier un message", "Check a message"),
    "number": ("Erreur {status}", "Error {status}"),
}
