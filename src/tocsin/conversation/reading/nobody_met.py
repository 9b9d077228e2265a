"""Whether a reply to a question about people says that there was nobody."""

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import ReplyWord

_NOBODY = Phrasebook(
    [
        (
            "nobody",
            """
            personne
            ^aucun|aucune|zero|0|rien|nada
            aucun|aucune contact|autre|cas
            pas de|d|d autre? contact|contacts|autre|autres
            c|cest est? tout|fini
            ^fini|termine|neant|done|finished
            rien d? autre?
            nobody|none
            no one|contact|contacts
            that|thats s? all|it
            not anyone|anybody
            vu|voir|eu|rencontre personne
            etais|suis|reste|restee|restais|ete tout|toute? seul|seule
            ^tout|toute? seul|seule$
            je|j|jvis|jhabite vis|vit|habite|mange|dors|dejeune|travaille seul|seule
            je|j vis|vit|habite|mange|dors|dejeune|travaille toute?|tout seul|seule
            jvis|jhabite toute?|tout? seul|seule
            ^moi tout|toute? seul|seule
            ^non|nn seul|seule
            seul|seule .. chat|chats|chien|chiens|poisson|poissons
            just|only me
            etais|suis|sommes confine|confinee|isole|isolee
            was|been alone
            """,
        )
    ]
)
_NOT_NOBODY = Phrasebook(
    [
        (
            "somebody",
            "une|cette|la|chaque|quelle|vraie|vrai|autre|1|meme|bonne|mauvaise|l personne\npersonne de|qui|que|agee\n"
            "trompe|trompez|trompes|erreur de personne\nseul|seule mais|sauf\n"
            "seul|seule avec mon|ma|mes|ce|le|la .. fils|fille|mari|femme|mere|pere|frere|soeur|copain|copine|enfants|bebe|ami|amie\n"
            "ai plus personne\naucune idee|envie",
        )
    ]
)


def says_nobody(found: tuple[ReplyWord, ...]) -> bool:
    """``personne``, ``c'est tout``, ``je vis seule``."""
    return any(_NOBODY.find(found)) and not any(_NOT_NOBODY.find(found))
