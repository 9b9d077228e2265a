"""Words by which somebody takes back what they have just said: ``non pardon``, ``je veux dire``, ``oups c'est``."""

from collections.abc import Iterable
from typing import Final

from tocsin.conversation.reply_words import parse_word_set

_CORRECTING: Final = parse_word_set(
    "non nan pardon erreur oups dire trompe trompee corrige rectifie plutot sorry mean meant rather actually typo oops wrong scrap"
)
"""One of them at least takes something back."""
_BESIDE: Final = parse_word_set(
    "je j me suis veux voulais en fait euh heu ah oh mais attendez attends desole desolee c est cest le la l bon bonne i s its"
    " it is numero num tel mon ma my no wait the should be bad ancien ancienne vieux nouveau old new"
)
"""What may stand beside them; an *et* or *aussi* lists one more."""
_CORRECTING_AND_BESIDE: Final = _CORRECTING | _BESIDE


def is_correction(said: Iterable[str]) -> bool:
    """Whether the folded words between two names or two numbers say that the second replaces the first.

    >>> is_correction(["euh", "non", ",", "c", "est"]), is_correction(["et", "non"]), is_correction(["c", "est"])
    (True, False, False)
    """
    words = {word for word in said if word[0].isalnum()}
    if "plutot" in words:
        words.discard("ou")  # "06... ou plutôt 06..."
    return bool(words & _CORRECTING) and words <= _CORRECTING_AND_BESIDE
