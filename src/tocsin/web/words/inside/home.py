"""What the front page of the inside says."""

from typing import Final

WORDS: Final = {
    "title": ("Accueil du service", "Front page of the service"),
    "hello": ("Bonjour {name}", "Hello {name}"),
    "you_are": ("Vos rôles en ce moment", "Your roles at this moment"),
    "none": (
        "Aucun rôle ne vous est donné : demandez à un administrateur.",
        "No role is given to you: ask an administrator.",
    ),
    "nation": ("France entière", "The whole of France"),
    "to_roles": ("Qui peut faire quoi ici", "Who may do what here"),
    "role": ("Rôle", "Role"),
    "where": ("Territoire", "Territory"),
    "open": ("Ce que vous pouvez ouvrir", "What you can open"),
}
