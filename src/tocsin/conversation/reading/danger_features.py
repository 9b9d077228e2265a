"""What the danger reader looks at in a reply: its words by sound, their neighbours, and pieces of them.

Who is frightened spells as they hear, so words are taken by how they sound (``phonetics``). Pieces of three to
five sounds run across the words: they hold what inflection, slips and other languages leave of a word.
"""

from itertools import dropwhile
from typing import Final

from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reading.speech_markers import NO_WORDS, YES_WORDS
from tocsin.conversation.reply_words import ReplyWord

WORD: Final = "1"
"""How the name of a feature begins that is one word by its sound."""
MAX_WORDS: Final = 400
"""Words looked at: no reply that is read holds more, whatever it is made of."""
_LETTERS_OF_WORD: Final = 24
_SHORTEST, _LONGEST = 3, 5
_PICTURES: Final = "\u2600"
"""The first sign that is a picture."""
_FEVER: Final = range(35, 43)
_OXYGEN: Final = range(70, 101)
_WORDS_A_STEP, _STEPS = 3, 8
_VOTES: Final = YES_WORDS | NO_WORDS


def find_danger_features(words: tuple[ReplyWord, ...]) -> frozenset[str]:
    """The features of a reply, each once.

    >>> from tocsin.conversation.reply_words import split_words
    >>> find_danger_features(split_words("il respire mal")) == find_danger_features(split_words("il réspir mal"))
    True
    """
    said = dropwhile(_opens_answer, words[:MAX_WORDS])
    sounds = [_name_sound(word) for word in said if word.folded[0].isalnum() or _is_telling_sign(word.text)]
    features: set[str] = {f"L{min(sum(s[0].isalnum() for s in sounds) // _WORDS_A_STEP, _STEPS)}"}
    for at, sound in enumerate(sounds):
        features.add(f"{WORD}{sound}")
        if at:
            features.add(f"2{sounds[at - 1]} {sound}")
        if at > 1:
            features.add(f"3{sounds[at - 2]} {sound}")
    joined = f" {' '.join(sounds)} "
    for size in range(_SHORTEST, _LONGEST + 1):
        features.update([f"p{joined[at : at + size]}" for at in range(len(joined) - size + 1)])
    return frozenset(features)


def _is_telling_sign(text: str) -> bool:
    """Whether it is a mark of a sentence or a picture: who jokes of dying laughs, who means it does not."""
    return text in "?!." or text > _PICTURES


def _opens_answer(word: ReplyWord) -> bool:
    """Whether it is the yes or no before what is said: a cry is one behind any answer."""
    return word.folded in _VOTES or not word.folded[0].isalnum()


def _name_sound(word: ReplyWord) -> str:
    """A word by its sound; a number by what it can measure."""
    if not word.is_number:
        return to_phonetic_form(word.folded[:_LETTERS_OF_WORD]) if word.folded[0].isalpha() else word.text
    value = int(word.folded) if len(word.folded) <= 3 else -1
    return f"#{value}" if value in _FEVER or value in _OXYGEN else f"#{min(len(word.folded), 4)}"
