"""A reply in which people are looked for, and what a mention of somebody in it is."""

import re
from typing import Final, Literal

from msgspec import Struct

from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reply_words import ReplyWord

_NEAR: Final = 24
_SMALL: Final = (
    r"au|le|la|tel|tél|télephone|téléphone|num|numéro|numero|port|portable|fixe|c|"
    r"est|cest|son|sa|a|à|is|on|at|abi|abla|yenge|teyze|amca|bey|hanim"
)
_BESIDE: Final = re.compile(rf"(?:[^\w]|\b(?:{_SMALL})\b)*", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(?:[^\w]|\b(?:c|cest|est|pour|de|d|à|a|of|is)\b)*", re.IGNORECASE)
"""What may stand between a name and its number, and between a number and the name behind it."""


class PersonMention(Struct, frozen=True, gc=False):
    """A stretch of text that stands for somebody."""

    kind: Literal["name", "kin", "group"]
    text: str
    start: int
    """First code point in the reply."""
    end: int
    first: int
    """Index of its first word."""
    last: int
    """Index after its last word."""


class NameContext(Struct, frozen=True):
    """A reply, its words, and what surrounds them."""

    text: str
    words: tuple[ReplyWord, ...]
    phones: tuple[tuple[int, int], ...]
    """Spans of telephone numbers, blanked out of the words."""
    mixed: bool
    """Whether capitals tell names from other words."""
    foreign: frozenset[str] = frozenset()
    """Everyday words of the language that the reply is written in, where it is another."""

    def word_at(self, index: int) -> str:
        """The folded word at an index, empty outside."""
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def is_near_phone(self, start: int, end: int) -> bool:
        """Whether a telephone number stands right before or after this stretch, or a word away."""
        return any(0 <= p - end <= 14 or 0 <= start - q <= 6 for p, q in self.phones)

    def has_phone_beside(self, start: int, end: int) -> bool:
        """Whether a telephone number belongs to this stretch: nothing but signs or a few small words between."""
        return any(
            (0 <= p - end <= _NEAR and _BESIDE.fullmatch(self.text[end:p]))
            or (0 <= start - q <= _NEAR and _BEFORE.fullmatch(self.text[q:start]))
            for p, q in self.phones
        )


def mixes_cases(words: tuple[ReplyWord, ...]) -> bool:
    """Whether some word beyond the first is capitalised while others are not."""
    letters = [w for w in words if w.folded[0].isalpha()]
    capital = [w for w in letters if w.text[0].isupper() and not w.text[1:].isupper()]
    small = [w for w in letters if w.text[0].islower()]
    known = [w for w in capital if w.folded not in KNOWN]
    return bool(known) and bool(small or len(capital) == len(letters))


def is_joined(one: PersonMention, scene: NameContext) -> bool:
    """Whether a name was put together of two: ``nom: Diallo prénom: Awa``."""
    return one.text != scene.text[one.start : one.end]


def make_person_mention(
    scene: NameContext, kind: Literal["name", "kin", "group"], first: int, last: int
) -> PersonMention:
    start, end = scene.words[first].start, scene.words[last - 1].end
    return PersonMention(kind, scene.text[start:end], start, end, first, last)


def is_apart(scene: NameContext, at: int) -> bool:
    """Whether a sign, a number or a telephone stands between this word and the one before."""
    before, word = scene.words[at - 1], scene.words[at]
    return word.breaks or any(before.end <= p < word.start for p, _ in scene.phones)


def is_capitalised(scene: NameContext, at: int) -> bool:
    return at < len(scene.words) and scene.words[at].text[0].isupper()
