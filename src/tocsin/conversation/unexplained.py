"""Whether a reply says something beside its answer that nothing explains: then the answer is tentative.

A human looks at such a reply within the hour. Nobody is noted as a contact from what is left over, unless a
number or a first name says that somebody is meant.
"""

from collections.abc import Iterator

from tocsin.conversation.flow.aside import words_of
from tocsin.conversation.reading import Person, Reading
from tocsin.conversation.reading.model import Answer
from tocsin.conversation.reading.rest import is_name, rest_of
from tocsin.conversation.run import Run
from tocsin.conversation.words import words


def is_tentative(run: Run, reading: Reading) -> bool:
    """Whether something in a reply is not explained: by its answer, its signals, or who and what is known."""
    said = words(reading.masked)
    rest = rest_of(said, Answer(reading.value, reading.notes), _known(run))
    if not rest:
        return False
    asides = {word.start for aside in run.flow.asides.values() for word in words_of(aside, said)}
    return any(word.start not in asides for word in rest)


def meant_people(people: tuple[Person, ...], reading: Reading) -> tuple[Person, ...]:
    """Of the people read in a tentative reply, those who have a number or a first name."""
    said = words(reading.masked)
    return tuple(person for person in people if person.number or is_name(person.name or "", said))


def _known(run: Run) -> Iterator[str]:
    """Names and labels that the conversation knows already."""
    yield from (value for value in run.session.facts.values() if isinstance(value, str))
    yield from (person.name for person in run.session.people)
    for label in run.state.options.values():
        yield from (label.fr, label.en)
