"""A day or a number that opens a reply, before something else is told: ``5 dont 1 bébé``, ``samedi, mais depuis une heure...``.

Where the whole reply is not read, because what follows holds another number or another time, the first clause stands
alone if it is the answer and nothing else, and nothing behind it could take it back, add to it or be meant as well.
"""

from collections.abc import Callable
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_mentions import DayContext, find_day_mentions
from tocsin.conversation.reading.model import NOTHING, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.number_answers import counts_something_else
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reading.speech_markers import CORRECTIONS, GROUPS, IGNORANCE, KIN
from tocsin.conversation.reading.unexplained_words import find_words_beside_answer
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_OPENING_CLAUSE: Final = parse_word_set(
    "mais but on je j jai il elle ils elles nous c ca cest y dont i it she he we they parce car et and depuis since"
)
"""Words that open another clause without a sign before them."""
_PARTS: Final = parse_word_set("dont including inclus comprenant")
"""What follows these is counted already."""
_UNSETTLING: Final = parse_word_set(
    "ou or soit sinon donc plutot environ ? crois pense suppose dirais think guess sauf except"
)
_ADDING: Final = Phrasebook(
    [("adding", "et|and|avec|with|plus|moins|+ moi|me|demi|half|un|une|les|mes|nos\n+\nmoi$")]
)
"""What is added to a number, or taken from it."""
_AROUND: Final = parse_word_set("avant apres veille lendemain surlendemain before after")
_NOBODY: Final = parse_word_set("personne aucun aucune rien nobody none")
_UNITS: Final = parse_word_set("am pm min minutes mn euros euro kg")
_NOW: Final = parse_word_set("depuis since cette ce this")


def read_opening(
    asked: QuestionKind,
    text: str,
    words: tuple[ReplyWord, ...],
    context: DayContext,
    read: Callable[[str], ReplyAnswer],
) -> ReplyAnswer:
    """The answer of the first clause, or nothing understood; ``read`` reads a text for the question that was asked."""
    end = next(
        (at for at, w in enumerate(words) if at and (w.breaks or w.folded in _OPENING_CLAUSE)), len(words)
    )
    rest = words[end:]
    told = rest[next((at for at, w in enumerate(rest) if w.folded[0].isalnum()), 0) :]
    if (
        not told
        or {w.folded for w in rest} & _UNSETTLING
        or any(CORRECTIONS.find(rest))
        or any(IGNORANCE.find(rest))
    ):
        return NOTHING
    if told[0].is_number and told[0].start - words[end - 1].end <= 1:
        return NOTHING  # "38,5"
    settled = _holds_no_number(told) if asked == "number" else _holds_no_day(told, context)
    answer = read(text[: words[end - 1].end]) if settled else NOTHING
    beside = find_words_beside_answer(asked, words[:end], answer)
    return answer if answer.value is not None and {w.folded for w in beside} <= _NOBODY else NOTHING


def _holds_no_number(told: tuple[ReplyWord, ...]) -> bool:
    """Whether what is told after a number counts nobody else: an age, an hour, a part of those counted."""
    if told[0].folded in _PARTS:
        return True
    if any(word.folded in KIN | GROUPS for word in told) or any(_ADDING.find(told)):
        return False
    return all(
        counts_something_else(told, number)
        or told[number.start].glued
        or (number.end < len(told) and told[number.end].folded in _UNITS)
        for number in find_cardinals(told)
    )


def _holds_no_day(told: tuple[ReplyWord, ...], context: DayContext) -> bool:
    """Whether what is told after a day tells of now and of no other day: ``depuis une heure``, ``cette nuit``, ``ce matin``."""
    return not any(word.folded in _AROUND for word in told) and all(
        mention.day == context.on.date() or (mention.start and told[mention.start - 1].folded in _NOW)
        for mention in find_day_mentions(DayContext(told, context.on))
    )
