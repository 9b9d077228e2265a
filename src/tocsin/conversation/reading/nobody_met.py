"""Whether a reply to a question about people says that there was nobody."""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.heard_words import hear_words
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_NOBODY = Phrasebook(
    [
        (
            "nobody",
            """
            ^pers$
            vu|voir|vois pers
            j n? en ai|vois pas$
            personne|perso|personn|persone|perssone|personnes|degun|oualou|wallou|quedalle
            ^ras|r.a.s|niet|walou
            ^r a s
            ^seul|seule$
            ^tout? seul|seule$
            y? a pas|plus eu? un chat
            pas un|une chat|ame
            je|me m|me? debrouille
            aucun|aucune collegue|contact|personne|visite|passager|invite|autre
            pas de|d collegue|collegues|visite|visites|passager|passagers|invites
            i|m live|am|was alone
            me myself
            myself and
            qu un siege
            que|qu moi
            moi et? les murs
            ^non|nn aucun|aucune|rien
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
            ^seul|seule dans|a|au|devant|chez
            seulement|juste|que|qu mon|ma|mes|le|la|les|un|une chat|chats|chien|chiens|chienne|chatte|plantes|poissons|tele
            seul|seule .. chat|chats|chien|chiens|poisson|poissons
            just|only me
            etais|suis|sommes confine|confinee|isole|isolee
            was|been alone
            """,
        )
    ]
)
_CAME = Phrasebook(
    [
        (
            "nobody",
            "personne n? est|a entre|entree|rentre|venu|passe|mange|monte|approche\n"
            "j|je ai|suis mange|dejeune|dine|reste|restee|fete tout|toute seul|seule",
        )
    ]
)
"""What says of everybody that they were not there, whoever else is told of."""
_NOT_NOBODY = Phrasebook(
    [
        (
            "somebody",
            "num|numero de personne\n"
            "personne n|ne|demandait|veut|sait|pense|croit|connait|m|me\n"
            "tous|toutes|tout les? trois|quatre|deux|3|2|4\n"
            "une|cette|la|chaque|quelle|vraie|vrai|autre|1|meme|bonne|mauvaise|l personne\npersonne de|qui|que|agee\n"
            "trompe|trompez|trompes|erreur de personne\nseul|seule mais|sauf\n"
            "seul|seule avec mon|ma|mes|ce|le|la .. fils|fille|mari|femme|mere|pere|frere|soeur|copain|copine|enfants|bebe|ami|amie\n"
            "ai plus personne\naucune idee|envie",
        )
    ]
)


_HEARD: Final = parse_word_set("personne aucun aucune seul seule nobody")
"""Words that are read as they sound: ``persoone``."""


_EXCEPTING: Final = parse_word_set(
    "sauf except excepte hormis exception part si ah mais but enfin juste just only seulement que qu autre euh plus"
)
"""Words behind *personne* that may take it back."""
_OPENING: Final = parse_word_set("personne aucun aucune rien nobody none")


def denies_everybody(words: tuple[ReplyWord, ...]) -> bool:
    """``Rien. Fatou a laissé le pain devant la porte``, ``le facteur est resté dehors, personne n'est entré``: nobody, whoever
    else is told of. Of the 60 replies of all authors that open so, without a telephone number, each meant nobody."""
    told = [word.folded for word in words]
    if _EXCEPTING & {*told}:
        return False
    alone = told[:1] and told[0] in _OPENING and (len(told) == 1 or words[1].text in ".!")
    return bool(alone) or any(_CAME.find(words))


def says_nobody(words: tuple[ReplyWord, ...]) -> bool:
    """``personne``, ``c'est tout``, ``je vis seule``."""
    found = hear_words(words, _HEARD)
    return any(_NOBODY.find(found)) and not any(_NOT_NOBODY.find(found))
