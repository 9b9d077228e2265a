"""Which words of a reply are its answer: what is left besides them is its rest."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from tocsin.conversation.reading.answer_votes import find_answer_votes
from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reading.day_mentions import find_day_mentions
from tocsin.conversation.reading.first_names import is_surely_name
from tocsin.conversation.reading.model import MentionedPerson, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reading.option_labels import find_choice_words, split_label
from tocsin.conversation.reading.option_synonyms import find_option_mentions
from tocsin.conversation.reading.speech_markers import KIN_AND_GROUPS
from tocsin.conversation.reading.told_durations import find_durations
from tocsin.conversation.reply_words import ReplyWord, split_words

ANY_DAY: Final = datetime(2021, 3, 4)  # noqa: DTZ001  # which words say a day does not depend on the day


def find_answering_words(
    asked: QuestionKind, found: tuple[ReplyWord, ...], answer: ReplyAnswer
) -> frozenset[int]:
    """Indices of the words by which the question is answered; none where nothing was understood."""
    return frozenset(_FINDERS[asked](found, answer)) if answer.value is not None else frozenset()


def _find_votes(found: tuple[ReplyWord, ...], answer: ReplyAnswer) -> Iterator[int]:
    for vote in find_answer_votes(found):
        yield from range(vote.start, vote.end)


def _find_days(found: tuple[ReplyWord, ...], answer: ReplyAnswer) -> Iterator[int]:
    for mention in find_day_mentions(DayContext(found, ANY_DAY)):
        yield from range(mention.start, mention.end)


def _find_numbers(found: tuple[ReplyWord, ...], answer: ReplyAnswer) -> Iterator[int]:
    for number in find_cardinals(found):
        yield from range(number.start, number.end)
    for told in find_durations(found):
        yield from range(told.start, told.end)


def _find_people(found: tuple[ReplyWord, ...], answer: ReplyAnswer) -> Iterator[int]:
    people = answer.value if isinstance(answer.value, tuple) else ()
    named = {
        word.folded
        for one in people
        if isinstance(one, MentionedPerson) and one.name and (one.number or is_surely_name(one.name, found))
        for word in split_words(one.name)
    }
    for at, word in enumerate(found):
        if word.folded in named or word.folded in KIN_AND_GROUPS:
            yield at


def _find_choices(found: tuple[ReplyWord, ...], answer: ReplyAnswer) -> Iterator[int]:
    option = str(answer.value)
    yield from find_choice_words(found, option)
    for pick in find_option_mentions(found, [split_label(option)]):
        yield from range(pick.start, pick.end)
    for told in find_durations(found):
        yield from range(told.start, told.end)


_FINDERS: dict[QuestionKind, Callable[[tuple[ReplyWord, ...], ReplyAnswer], Iterator[int]]] = {
    "yes_no": _find_votes,
    "date": _find_days,
    "number": _find_numbers,
    "people": _find_people,
    "household": _find_people,
    "choice": _find_choices,
}
