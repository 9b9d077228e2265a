"""A day that opens a reply, before something else is told: ``samedi, mais depuis une heure...``.

Where the whole reply is not read, because what follows holds another time, the first clause stands alone if it is the
answer and nothing else, and nothing behind it could take it back or be meant as well.
"""

from collections.abc import Callable
from typing import Final

from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reading.day_mentions import find_day_mentions
from tocsin.conversation.reading.model import NOTHING, ReplyAnswer
from tocsin.conversation.reading.speech_markers import CORRECTIONS, IGNORANCE
from tocsin.conversation.reading.unexplained_words import find_words_beside_answer
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_OPENING_CLAUSE: Final = parse_word_set(
    "mais but on je j jai il elle ils elles nous c ca cest y dont i it she he we they parce car et and depuis since"
)
"""Words that open another clause without a sign before them."""
_UNSETTLING: Final = parse_word_set(
    "ou or soit sinon donc plutot environ ? crois pense suppose dirais think guess sauf except"
)
_AROUND: Final = parse_word_set("avant apres veille lendemain surlendemain before after")
_NOBODY: Final = parse_word_set("personne aucun aucune rien nobody none")
_NOW: Final = parse_word_set("depuis since cette ce this")


def read_opening(
    text: str,
    words: tuple[ReplyWord, ...],
    context: DayContext,
    read: Callable[[str], ReplyAnswer],
) -> ReplyAnswer:
    """The answer of the first clause, or nothing understood; ``read`` reads a text for the day that was asked for."""
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
    answer = read(text[: words[end - 1].end]) if _holds_no_day(told, context) else NOTHING
    beside = find_words_beside_answer("date", words[:end], answer)
    return answer if answer.value is not None and {w.folded for w in beside} <= _NOBODY else NOTHING


def _holds_no_day(told: tuple[ReplyWord, ...], context: DayContext) -> bool:
    """Whether what is told after a day tells of now and of no other day: ``depuis une heure``, ``cette nuit``, ``ce matin``."""
    return not any(word.folded in _AROUND for word in told) and all(
        mention.day == context.on.date() or (mention.start and told[mention.start - 1].folded in _NOW)
        for mention in find_day_mentions(DayContext(told, context.on))
    )
