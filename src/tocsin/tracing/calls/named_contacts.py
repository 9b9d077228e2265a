"""Contacts as an agent types them while they are said."""

import re
from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.conversation.reading.people import read_people
from tocsin.conversation.reply_words import MAX_LENGTH
from tocsin.phone_numbers.e164 import to_e164
from tocsin.phone_numbers.mentions import find_phones

_FIGURES: Final = re.compile(r"\d+")


class NoContactRead(ValueError):
    """Nobody can be read in this: names and numbers are expected, separated by commas."""


class UnattachedFigures(NoContactRead):
    """These figures are nobody's as they stand: a number goes beside the name that it belongs to."""

    def __init__(self, figures: tuple[str, ...]) -> None:
        super().__init__(f"{str(self.__doc__).rstrip('.')} ({', '.join(figures)})")
        self.figures = figures
        """As they were typed."""


class UncallableNumber(ValueError):
    """This is no number that can be rung, such as 06 39 98 12 34."""


class KnownWrongNumber(UncallableNumber):
    """Somebody else answered on this number: it is not this person's."""


class SpokenContact(Struct, frozen=True, kw_only=True):
    name: str = ""
    number: str | None = None
    """E.164."""
    as_said: str = ""
    """What was given for a number and cannot be rung."""
    last_contact: date | None = None
    household: bool | None = None
    child: bool = False
    """A child who lives with the case: without a number of their own their parent is told for them."""
    co_exposed: bool = False
    """Was at the gathering that the case told of, rather than in contact after it."""


def parse_contacts(text: str) -> tuple[SpokenContact, ...]:
    """The people of a text, read as in an SMS: names and numbers in whatever order.

    Raises NoContactRead where nobody can be read in it, UnattachedFigures where some figures are of no number
    of anybody: nothing is guessed, and nothing is lost silently.

    >>> [(one.name, one.number) for one in parse_contacts("Léa 06 39 98 12 34, mon frère Karim 0639981235")]
    [('Léa', '+33639981234'), ('Karim', '+33639981235')]
    """
    answer = read_people(text[:MAX_LENGTH])
    people = answer.value if isinstance(answer.value, tuple) else None
    if people is None or len(text) > MAX_LENGTH:
        raise NoContactRead(str(NoContactRead.__doc__))
    bad = [note.partition(":")[2] for note in answer.notes if note.startswith("bad_number:")]
    lone = [person for person in people if person.name and not person.number]
    if left := _find_unattached_figures(text, answer.notes, attached=len(bad) == len(lone) == 1):
        raise UnattachedFigures(left)
    return tuple(
        SpokenContact(
            name=person.name or "",
            number=person.number,
            as_said=bad[0] if bad and [person] == lone else "",
        )
        for person in people
    )


def _find_unattached_figures(text: str, notes: tuple[str, ...], *, attached: bool) -> tuple[str, ...]:
    """Figures that went to nobody: outside every number, of a second number, of one that is wrong."""
    outside, at = "", 0
    for phone in find_phones(text):
        outside += f"{text[at : phone.start]} "
        at = phone.end
    stray = _FIGURES.findall(outside + text[at:])
    unused = ("other_number:",) if attached else ("other_number:", "bad_number:")
    return (*stray, *(note.partition(":")[2] for note in notes if note.startswith(unused)))


def check_number(number: str) -> str:
    """A number in E.164. Raises UncallableNumber."""
    found = to_e164(number)
    if not found:
        raise UncallableNumber(str(UncallableNumber.__doc__))
    return found
