"""Whether a reply says something beside its answer that nothing explains: then the answer is tentative.

A human looks at such a reply within the hour. Nobody is noted as a contact from what is left over, unless a
number or a first name says that somebody is meant.
"""

from collections.abc import Iterator

from tocsin.conversation.flow.aside_matching import find_aside_words
from tocsin.conversation.reading import MentionedPerson, ReplyReading
from tocsin.conversation.reading.first_names import is_surely_name
from tocsin.conversation.reading.model import ReplyAnswer
from tocsin.conversation.reading.unexplained_words import find_unexplained_words
from tocsin.conversation.reply_words import split_words
from tocsin.conversation.turn_builder import TurnBuilder


def is_tentative(run: TurnBuilder, reading: ReplyReading) -> bool:
    """Whether something in a reply is not explained: by its answer, its signals, or who and what is known."""
    said = split_words(reading.masked)
    rest = find_unexplained_words(
        run.state.ask or "yes_no", said, ReplyAnswer(reading.value, reading.notes), _list_known_names(run)
    )
    if not rest:
        return False
    asides = {word.start for aside in run.flow.asides.values() for word in find_aside_words(aside, said)}
    return any(word.start not in asides for word in rest)


def select_meant_people(
    people: tuple[MentionedPerson, ...], reading: ReplyReading
) -> tuple[MentionedPerson, ...]:
    """Of the people read in a tentative reply, those who have a number or a first name."""
    said = split_words(reading.masked)
    return tuple(person for person in people if person.number or is_surely_name(person.name or "", said))


def _list_known_names(run: TurnBuilder) -> Iterator[str]:
    """Names and labels that the conversation knows already."""
    yield from (value for value in run.session.facts.values() if isinstance(value, str))
    yield from (person.name for person in run.session.people)
    for label in run.state.options.values():
        yield from (label.fr, label.en)
