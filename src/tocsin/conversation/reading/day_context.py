"""A reply in which days are looked for, and what a day found in it is."""

from datetime import date, datetime

from msgspec import Struct

from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reply_words import ReplyWord

_LONGEST_NUMBER = 8
"""Words of a number at most: ``mille neuf cent quatre-vingt-dix-sept``."""


class DayMention(Struct, frozen=True, gc=False):
    """A day found among the words."""

    day: date | None
    """None where what is said is no day: 31 February, Monday 3 March of a year when it is a Wednesday."""
    start: int
    end: int


class DayContext(Struct, frozen=True):
    """The words, and the moment from which days are counted."""

    words: tuple[ReplyWord, ...]
    on: datetime
    ahead: bool = False
    """Whether the question asks for a day to come: then a weekday alone is the next one."""
    since: bool = False
    """Whether the question asks since when: then a number of days alone is counted back."""
    birth: bool = False
    """Whether the question asks for a day of birth."""
    begun: bool = False
    """Whether it asks when something began: then a number of days that is all of the reply is counted back."""

    def word_at(self, index: int) -> str:
        """The folded word at an index, empty outside."""
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def number_at(self, index: int) -> tuple[int, int] | None:
        """A number that begins there, and the index after it."""
        if not self.word_at(index):
            return None
        found = next(find_cardinals(self.words[index : index + _LONGEST_NUMBER], hear=False), None)
        return (found.value, index + found.end) if found and found.start == 0 else None
