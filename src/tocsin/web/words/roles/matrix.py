"""What the page says that shows who may do what."""

from typing import Final

WORDS: Final = {
    "title": ("Qui peut faire quoi", "Who may do what"),
    "lead": (
        "Chaque page et chaque action, et les rôles qui y ont droit, là où le rôle est donné.",
        "Each page and each action, and the roles that may, in the territory where the role is given.",
    ),
    "caption": ("Actions et rôles", "Actions and roles"),
    "action": ("Action", "Action"),
    "file": ("Dossier d'une personne", "A person's file"),
    "scope": ("Où", "Where"),
    "file_none": ("non", "no"),
    "file_reads": ("lu, et inscrit au journal", "read, and logged"),
    "file_changes": ("changé, et inscrit au journal", "changed, and logged"),
    "scope_territory": ("le territoire du rôle", "the territory of the role"),
    "scope_nation": ("rôle national seulement", "a role of the nation alone"),
    "scope_any": ("partout", "anywhere"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
}
