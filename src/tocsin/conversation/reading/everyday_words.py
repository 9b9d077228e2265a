"""Replies in small words alone, which are nobody's: the same from everybody, and read once for all of them."""

from functools import cache
from typing import Final

from tocsin.conversation.reading.first_names import load_first_names
from tocsin.conversation.reading.name_lexicon import CONTEXT, EITHER, KNOWN, LINKING, TITLES
from tocsin.conversation.reading.speech_markers import ALONE_NO, ALONE_YES, NO_WORDS, YES_WORDS
from tocsin.conversation.reply_words import parse_word_set, split_words

TELLING: Final = parse_word_set("mal pleure perdu seul seule seules malade aide peur passe arrive arriver")
"""Words that other readers pass over, and that may tell of trouble."""
_ANSWERING: Final = YES_WORDS | NO_WORDS | ALONE_YES | ALONE_NO
HARMLESS: Final = (KNOWN | CONTEXT | EITHER | LINKING | TITLES | _ANSWERING) - TELLING
"""Small words that are harmless in any reply."""
REMEMBERED: Final = 16_384
"""Readings of such replies that are kept."""
_LONGEST: Final = 64
"""Characters of a reply that many people write alike."""
_NOBODYS: Final = (
    HARMLESS
    | TELLING
    | parse_word_set(
        "accord besoin clair prefere rappelez trompez arretez ecrire vraiment plutot compris arnaque moment compte"
    )
)


def says_small_words_only(text: str) -> bool:
    """Whether a reply is made of words of a closed list and of signs: no name, no figure, nothing personal.

    >>> says_small_words_only("Oui, c'est bon"), says_small_words_only("Oui, Karim"), says_small_words_only("le 3")
    (True, False, False)
    """
    if len(text) > _LONGEST:
        return False
    nobodys = _list_small_words()
    return all(word.folded in nobodys or not word.folded[0].isalnum() for word in split_words(text))


@cache
def _list_small_words() -> frozenset[str]:
    return _NOBODYS - load_first_names()
