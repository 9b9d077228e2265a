"""What the page of one account says."""

from typing import Final

WORDS: Final = {
    "title": ("Compte", "Account"),
    "made": ("Ouvert le {day} par {by}.", "Opened on {day} by {by}."),
    "is_closed": (
        "Fermé le {day} : personne n'entre plus avec lui.",
        "Closed on {day}: nobody comes in with it.",
    ),
    "back": ("Tous les comptes", "All accounts"),
    "h_roles": ("Rôles", "Roles"),
    "caption": ("Rôles donnés en ce moment", "Roles given at this moment"),
    "role": ("Rôle", "Role"),
    "territory": ("Territoire", "Territory"),
    "nation": ("France entière", "The whole of France"),
    "whole": ("toute la région", "the whole region"),
    "what": ("Retirer", "Take away"),
    "take": ("Retirer", "Take away"),
    "take_one": ("{role}, {where}", "{role}, {where}"),
    "no_role": (
        "Aucun rôle : ce compte n'ouvre que la page d'accueil.",
        "No role: this account opens nothing.",
    ),
    "h_give": ("Donner un rôle", "Give a role"),
    "give": ("Donner ce rôle", "Give this role"),
    "at_once": (
        "Ce qui est donné ou retiré vaut dès la page suivante de cette personne.",
        "What is given or taken holds from that person's next page on.",
    ),
    "h_password": ("Mot de passe", "Password"),
    "temporary": (
        "Un mot de passe provisoire a été donné ; il vaut jusqu'au {day}.",
        "A temporary password was given; it holds until {day}.",
    ),
    "own": ("Cette personne a choisi le sien.", "This person has chosen their own."),
    "provider": (
        "Cette personne entre par le fournisseur d'identité. Un mot de passe donné ici lui ouvrirait une "
        "seconde entrée.",
        "This person comes in by the identity provider. A password given here would open a second way in.",
    ),
    "password": ("Donner un mot de passe provisoire", "Give a temporary password"),
    "password_ends": (
        "Ses sessions seront fermées.",
        "Their sessions will be ended.",
    ),
    "h_factor": ("Téléphone", "Telephone"),
    "bound": ("Un téléphone est relié.", "A telephone is bound."),
    "unbound": ("Aucun : il le sera à la prochaine entrée.", "None: one will be bound at the next sign-in."),
    "factor": ("Remettre à zéro", "Reset"),
    "factor_why": (
        "Si le téléphone est perdu. Assurez-vous que c'est bien cette personne qui vous le demande.",
        "If the telephone is lost. Make sure that it is this person who asks you.",
    ),
    "h_subject": ("Fournisseur d'identité", "Identity provider"),
    "subject": ("Identifiant chez le fournisseur (sub)", "Identifier at the provider (sub)"),
    "subject_hint": (
        "La personne le lit sur la page qui refuse son entrée. Vide : elle n'entre plus par le fournisseur.",
        "The person reads it on the page that refuses them. Empty: they come in by the provider no more.",
    ),
    "bind": ("Garder", "Keep"),
    "bad_subject": ("Cet identifiant ne convient pas.", "This identifier will not do."),
    "taken_subject": (
        "Un autre compte a déjà cet identifiant.",
        "Another account has this identifier already.",
    ),
    "done_bound": ("C'est gardé ; ses sessions sont fermées.", "Kept; the sessions are ended."),
    "h_close": ("Fermer le compte", "Close the account"),
    "close_why": (
        "Pour toujours ; son nom reste dans le journal.",
        "For ever; the name stays in the log.",
    ),
    "sure": ("Oui, fermer ce compte", "Yes, close this account"),
    "close": ("Fermer", "Close"),
    "not_sure": ("Cochez la case pour confirmer.", "Tick the box to confirm."),
    "last": (
        "C'est le dernier administrateur national : donnez d'abord ce rôle à quelqu'un d'autre.",
        "This is the last administrator of the nation: give that role to somebody else first.",
    ),
    "bad_role": ("Choisissez un rôle de la liste.", "Choose a role from the list."),
    "bad_territory": ("Choisissez un territoire de la liste.", "Choose a territory from the list."),
    "done_given": ("Le rôle est donné.", "The role is given."),
    "done_taken": ("Le rôle est retiré.", "The role is taken away."),
    "done_factor": (
        "Le téléphone est délié, et les sessions sont fermées.",
        "The telephone is unbound, and the sessions are ended.",
    ),
    "done_closed": ("Le compte est fermé.", "The account is closed."),
    "done_unchanged": ("C'était déjà ainsi : rien n'a changé.", "It was so already: nothing has changed."),
}
