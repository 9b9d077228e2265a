"""What the page says on which a file is looked for."""

from typing import Final

WORDS: Final = {
    "title": ("Chercher un dossier", "Look for a file"),
    "sought": (
        "Un numéro, ou un prénom et un nom, avec la date de naissance si vous l'avez",
        "A number, or a first and a family name, with the birth date if you have it",
    ),
    "how": (
        "06 39 98 12 34, ou Zoë Le Goff, ou Zoë Le Goff 01/02/1990. La recherche est exacte : accents et "
        "majuscules ne comptent pas, une lettre de travers ne trouve rien.",
        "06 39 98 12 34, or Zoë Le Goff, or Zoë Le Goff 01/02/1990. The search is exact: accents and "
        "capitals do not count, a wrong letter finds nothing.",
    ),
    "why": ("Pourquoi ouvrez-vous ce dossier ?", "Why do you open this file?"),
    "why_call": ("Je l'appelle en ce moment", "I am calling them at the moment"),
    "rings": ("En ligne : prendre l'appel de {name}", "On the line: take the call of {name}"),
    "why_rings": ("La personne nous appelle ou nous écrit", "The person rings or writes to us"),
    "why_mistake": ("Quelque chose est à corriger", "Something is to be put right"),
    "why_chain": ("Je cherche qui a contaminé qui", "I look for who infected whom"),
    "why_quality": ("Contrôle ou suite d'un contrôle", "A check, or what follows from one"),
    "go": ("Chercher", "Search"),
    "no_why": ("Dites pourquoi vous cherchez ce dossier.", "Say why you look for this file."),
    "nothing": (
        "Ce n'est ni un numéro ni un nom : 06 39 98 12 34, ou Zoë Durand.",
        "This is neither a number nor a name: 06 39 98 12 34, or Zoë Durand.",
    ),
    "found": ("Dossiers trouvés", "Files found"),
    "none": (
        "Aucun dossier dans votre territoire n'a ce numéro ou ce nom. Vérifiez chaque lettre, demandez le "
        "numéro, ou essayez l'autre.",
        "No file in your territory has this number or this name. Check each letter, ask for the number, "
        "or try the other.",
    ),
    "more": (
        "Et {n} autres, plus anciens : ajoutez la date de naissance.",
        "And {n} more, older: add the birth date.",
    ),
    "who": ("Qui", "Who"),
    "what": ("Dossier", "File"),
    "born": ("Naissance", "Birth"),
    "where": ("Où", "Where"),
    "since": ("Depuis", "Since"),
    "standing": ("Où il en est", "Standing"),
    "case": ("cas {id}", "case {id}"),
    "contact": ("contact {id}", "contact {id}"),
    "erased": ("nom effacé", "name erased"),
}
