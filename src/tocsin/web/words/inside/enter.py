"""What the page says on which those who work here come in."""

from typing import Final

WORDS: Final = {
    "title": ("Entrer dans le service", "Sign in to the service"),
    "lead": (
        "Cette partie est réservée à celles et ceux qui y travaillent.",
        "This part is for those who work here.",
    ),
    "login": ("Identifiant", "User name"),
    "password": ("Mot de passe", "Password"),
    "go": ("Entrer", "Sign in"),
    "provider": ("Entrer avec le compte de votre service", "Sign in with the account of your service"),
    "or_password": ("Ou avec un mot de passe d'ici", "Or with a password of this site"),
    "unknown": (
        "Cet identifiant et ce mot de passe ne vont pas ensemble. Recommencez, ou demandez à un "
        "administrateur.",
        "This user name and this password do not belong together. Try again, or ask an administrator.",
    ),
    "public": (
        "Vous cherchez à vérifier un message reçu ? Rien à remplir ici :",
        "Do you want to check a message that you received? There is nothing to fill in here:",
    ),
}
