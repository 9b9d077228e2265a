"""What the page says on which the log is checked."""

from typing import Final

WORDS: Final = {
    "title": ("Vérifier le journal", "Check the log"),
    "lead": (
        "Chaque entrée porte une empreinte liée à celle d'avant. Si l'on change, retire ou glisse une "
        "entrée, tout ce qui suit ne correspond plus.",
        "Each entry carries a digest that is bound to the one before. Whoever changes an entry, takes one "
        "out or puts one in leaves everything behind it wrong.",
    ),
    "go": ("Vérifier maintenant", "Check now"),
    "good": (
        "Le journal tient. Entrées qui se suivent : {entries} ; ancres signées et justes : {anchors}.",
        "The log holds. Entries that follow one another: {entries}; signed anchors, all right: {anchors}.",
    ),
    "bad": ("Le journal ne tient pas.", "The log does not hold."),
    "bad_do": (
        "Prévenez la personne responsable de la sécurité, et gardez une copie de la base telle qu'elle est.",
        "Tell whoever answers for security, and keep a copy of the database as it is.",
    ),
    "problems": ("Ce qui ne va pas", "What is wrong"),
    "last": ("Dernière empreinte, à noter ailleurs", "Last digest, to be noted elsewhere"),
    "why_note": (
        "Notée hors d'ici, elle prouve plus tard que rien de ce qui précède n'a été récrit.",
        "Noted outside of here, it proves later that nothing before it was written anew.",
    ),
    "h_anchors": ("Ancres", "Anchors"),
    "anchors_are": (
        "Une fois par jour de travail, la dernière empreinte est signée, avec une clé tenue hors de la base.",
        "Once a working day the last digest is signed with a key that is not in the database.",
    ),
    "caption": ("Les dernières ancres", "The last anchors"),
    "at": ("Quand", "When"),
    "entry": ("Jusqu'à l'entrée", "Up to entry"),
    "digest": ("Empreinte", "Digest"),
    "none": (
        "Aucune encore : la première vient à la prochaine entrée de quelqu'un.",
        "None yet: the first comes when somebody next signs in.",
    ),
    "key": ("Clé publique", "Public key"),
    "command": ("En ligne de commande :", "On the command line:"),
    "back": ("Retour au journal", "Back to the log"),
}
