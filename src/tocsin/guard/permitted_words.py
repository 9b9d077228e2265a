"""Words of asks that no permitted text has: the less an ask is made of what may be said, the likelier nobody declared it.

``permitted_words.txt`` holds how the words of all texts begin that may leave (``./dev train`` writes it from the rows):
names, numbers and links do not count.

>>> from tocsin.guard.draft_sentences import split_sentences
>>> from tocsin.guard.draft_template import DraftTemplate
>>> (sentence,) = split_sentences(DraftTemplate("Montrez ce grimoire à Karim.").filled_with_kinds)
>>> list_unpermitted_words(sentence)
['grimoire']
"""

from functools import cache
from pathlib import Path

from tocsin.guard.draft_sentences import DraftSentence, DraftWord
from tocsin.guard.sentence_features import cut_word

PERMITTED_WORDS = Path(__file__).parent / "permitted_words.txt"
_LONGEST_STEM = 3
"""Letters up to which a word is none that says what is asked."""


def list_unpermitted_words(sentence: DraftSentence, names: frozenset[str] = frozenset()) -> list[str]:
    """Words of a sentence, as written, that no permitted text has; somebody's name is none, nor are ``names``."""
    known = _load_permitted_words()
    return [
        word.written
        for at, word in enumerate(sentence.words)
        if counts_as_word(word)
        and not (at and word.written.istitle())
        and word.text not in names
        and cut_word(word.text) not in known
    ]


def counts_as_word(word: DraftWord) -> bool:
    """Whether a word may say what is asked: not a number, a link, a variable or a short word."""
    return (
        word.kind == "word"
        and word.text.isalpha()
        and len(word.text) > _LONGEST_STEM
        and not word.text.startswith("xvar")
    )


@cache
def _load_permitted_words() -> frozenset[str]:
    return frozenset(PERMITTED_WORDS.read_text(encoding="utf-8").split())
