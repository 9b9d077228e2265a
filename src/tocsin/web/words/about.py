"""What the page on who runs the site says."""

from typing import Final

WORDS: Final = {
    "title": ("Qui nous sommes", "Who we are"),
    "run_by": ("Ce site est tenu par {name}.", "This site is run by {name}."),
    "nobody": (
        "Ceci est un site d'essai : personne n'est nommé pour en répondre. Ne vous y fiez pas seul, et "
        "joignez vous-même l'organisme dont le message parle.",
        "This is a trial site: nobody is named who answers for it. Do not rely on it alone, and reach the "
        "body that the message speaks of yourself.",
    ),
    "speaks": ("Qui parle ici", "Who speaks here"),
    "speaks_site": (
        "« Nous », sur ces pages, c'est ce site et rien d'autre : il lit un message, le compare à ce que "
        "l'organisme a promis, et répond. C'est un programme ; personne ne lit ce que vous collez.",
        "“We”, on these pages, is this site and nothing else: it reads a message, holds it against what the "
        "body has promised, and answers. It is a program; nobody reads what you paste.",
    ),
    "speaks_tracing": (
        "Les SMS et les appels dont il vérifie les codes sont ceux du suivi des contacts. Le site cherche "
        "le code dans leur registre, et n'envoie ni n'appelle lui-même.",
        "The SMS and calls whose codes it checks are those of contact tracing. The site looks the code up "
        "in their register, and sends nothing and rings nobody itself.",
    ),
    "speaks_rules": (
        "Les règles sont celles que les organismes ont publiées eux-mêmes, avec leurs dates et leurs "
        "sources. Ce qui est déduit est signalé comme tel.",
        "The rules are those that the bodies have published themselves, with their dates and sources. What "
        "is inferred is marked as such.",
    ),
    "rules": ("Lire les règles", "Read the rules"),
    "wrong": ("Il peut se tromper", "It can be wrong"),
    "wrong_how": (
        "Il juge des mots : il ne voit ni les images, ni une personne qui ment sans rien demander. « Rien "
        "contre » ne veut pas dire « sûr ».",
        "It judges words: it sees no pictures, nor a person who lies without asking anything. “Nothing "
        "against it” does not mean “safe”.",
    ),
    "write": ("Nous écrire", "Write to us"),
    "write_lead": (
        "Pour une erreur, une page illisible ou une question sur ce site :",
        "For a mistake, a page that cannot be read, or a question on this site:",
    ),
    "write_never": (
        "N'y mettez ni RIB, ni carte bancaire, ni mot de passe, ni numéro de sécurité sociale : personne "
        "ici n'en a besoin.",
        "Put no bank details, bank card, password or social security number in it: nobody here needs them.",
    ),
    "write_nowhere": ("Aucune adresse n'a été donnée.", "No address was given."),
    "money": (
        "De l'argent est parti, ou vos coordonnées ? N'attendez pas notre réponse :",
        "Is money gone, or are your details? Do not wait for our answer:",
    ),
    "money_link": ("dites ce qui est arrivé, et voyez quoi faire.", "say what happened, and see what to do."),
}
