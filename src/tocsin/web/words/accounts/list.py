"""What the list of accounts says."""

from typing import Final

WORDS: Final = {
    "title": ("Comptes", "Accounts"),
    "h_make": ("Ouvrir un compte", "Open an account"),
    "login": ("Identifiant", "User name"),
    "login_hint": (
        "De 3 à 64 lettres sans accent, chiffres, points ou tirets. Il n'est jamais donné deux fois.",
        "3 to 64 letters without accents, digits, dots or dashes. It is never given twice.",
    ),
    "name": ("Prénom et nom", "Name"),
    "lang": ("Langue", "Language"),
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "role": ("Rôle", "Role"),
    "territory": ("Territoire", "Territory"),
    "nation": ("France entière", "The whole of France"),
    "whole": ("toute la région", "the whole region"),
    "make": ("Ouvrir le compte", "Open the account"),
    "search": ("Chercher un identifiant ou un nom", "Look for a user name or a name"),
    "with_closed": ("avec les comptes fermés", "with closed accounts"),
    "find": ("Chercher", "Search"),
    "caption": ("Comptes, par nom", "Accounts, by name"),
    "roles_here": ("Rôles", "Roles"),
    "second": ("Téléphone", "Telephone"),
    "seen": ("Vu", "Seen"),
    "bound": ("relié", "bound"),
    "unbound": ("pas encore", "not yet"),
    "provider": ("fournisseur d'identité", "identity provider"),
    "temporary": ("mot de passe provisoire", "temporary password"),
    "no_role": ("aucun", "none"),
    "closed": ("fermé", "closed"),
    "none": ("Aucun compte ne correspond.", "No account matches."),
    "more": (
        "Seuls les {most} premiers sont montrés : précisez votre recherche.",
        "Only the first {most} are shown: narrow your search.",
    ),
    "bad_login": (
        "Identifiant : 3 à 64 lettres sans accent, chiffres, points ou tirets ; d'abord et à la fin, une "
        "lettre ou un chiffre.",
        "User name: 3 to 64 letters without accents, digits, dots or dashes; first and last a letter or a "
        "digit.",
    ),
    "taken_login": (
        "Cet identifiant a déjà été donné : choisissez-en un autre.",
        "This user name was given before: choose another.",
    ),
    "bad_name": ("Écrivez le prénom et le nom, sur une ligne.", "Write the name, on one line."),
    "bad_role": ("Choisissez un rôle de la liste.", "Choose a role from the list."),
    "bad_territory": ("Choisissez un territoire de la liste.", "Choose a territory from the list."),
}
