"""What sets an option aside, right behind it: a complaint that troubles least, a result of another person's, a help that is
not missing or that cannot come.
"""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_EASED: Final = Phrasebook(
    [
        (
            "eased",
            """
            ca|sa va|passe
            est|s|sest est? passe|passee|tombe|tombee|retombe|retombee|calme|calmee|parti|partie|envole|envolee
            m|jm|men|jmen en? accommode|fous|fiche|habitue
            je|j m|men en? accommode|fous|fiche|habitue
            c|cest est? bon|rien|fini|gerable|supportable|leger
            supportable|gerable
            is|s ok|fine|bearable|better
            """,
        )
    ]
)
"""What says of a complaint, right behind it, that it troubles least."""
_COMPLAINTS: Final = parse_word_set(
    "toux fievre fatigue nez tete gorge courbatures cough fever tiredness headache"
)
_UNABLE: Final = Phrasebook(
    [
        (
            "unable",
            """
            est|sont|habite|habitent trop? loin|malade|malades|positif|positifs|positive|fache|faches|fachee|fachees|absent|absents
            est|sont en vacances|voyage|deplacement
            """,
        )
    ]
)
"""What keeps somebody from helping."""
_SUPPLIED: Final = Phrasebook(
    [
        (
            "supplied",
            """
            est|sont plein|pleine|pleins|pleines|rempli|remplie|fait|faite|faits|faites|bon|regle|livre|livres|livrees|assure|assures
            ca|sa va|ira|roule
            c|cest est? bon|fait|regle|ok
            j|on|nous en? ai|a|avons assez|plein|encore|deja
            ma|mon|mes|la|le|les .. m|me|nous|s|les|l l|les|en? fait|font|ramene|ramenent|apporte|apportent
            ma|mon|mes|la|le|les .. m|me|nous|s|les|l l|les|en? depose|deposent|livre|livrent|occupe|occupent
            """,
        )
    ]
)
"""What says of a help, right behind it, that it is not missing."""
_HELPS: Final = parse_word_set("courses medicaments soins repas garde livraison menage aide")
_HELPERS: Final = parse_word_set("voisin voisine association famille proche ami personne")
_PLACES: Final = parse_word_set("travail ecole transports magasin")
"""Where one was infected, of which *famille* is one."""
_RESULTS: Final = parse_word_set("positif negatif positive negative")
_OF_ANOTHER: Final = Phrasebook(
    [("other", "c|cest|ca|est? est? mon|ma|lui|elle|notre|sa|son\nc|cest est? pour|chez mon|ma|lui|elle")]
)
"""What ascribes a result to somebody else."""
_LEAST: Final = 2
"""Words of a kind among the labels from which on options of that kind are weighed."""


def is_set_aside(behind: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> bool:
    """``le nez ça va``, where complaints are weighed; ``positif c'est mon mari``, where results are; ``le frigo est plein``."""
    said = {word for label in labels for word in label}
    books = [
        book
        for words, book in (
            (_COMPLAINTS, _EASED),
            (_RESULTS, _OF_ANOTHER),
            (_HELPERS, _UNABLE),
            (_HELPS, _SUPPLIED),
        )
        if len(words & said) >= _LEAST and not said & _PLACES
    ]
    return any(hit.start == 0 for book in books for hit in book.find(behind))
