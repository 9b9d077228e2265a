"""One reply, whatever was asked."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.conversation.masking import Masked, blank, mask
from tocsin.conversation.reading.choice import read_choice
from tocsin.conversation.reading.dates import read_date
from tocsin.conversation.reading.household import read_household
from tocsin.conversation.reading.model import NOTHING, SIGNALS, Answer, Asked, Reading, Signal
from tocsin.conversation.reading.numbers import read_number
from tocsin.conversation.reading.people import read_people
from tocsin.conversation.reading.signals import find_signals
from tocsin.conversation.reading.yes_no import read_yes_no
from tocsin.conversation.words import MAX_LENGTH, words

_SHORT: Final = 32
"""Characters of a reply that is worth remembering: nothing personal fits in many of them."""


_ANY_DAY: Final = datetime(2021, 3, 4)  # noqa: DTZ001  # a yes is one on every day, in every zone


class Question(Struct, frozen=True):
    """What the reply answers."""

    text: str
    """The reply, with anything sensitive blanked."""
    on: datetime
    """When it was received, local time."""
    options: tuple[str, ...]


_READERS: dict[Asked, Callable[[Question], Answer]] = {
    "yes_no": lambda q: read_yes_no(words(q.text)),
    "date": lambda q: read_date(q.text, q.on),
    "people": lambda q: read_people(q.text),
    "number": lambda q: read_number(q.text),
    "choice": lambda q: read_choice(words(q.text), q.options),
    "household": lambda q: read_household(words(q.text), q.options),
}


def read_reply(
    asked: Asked, text: str, on: datetime, options: tuple[str, ...] = (), lang: str = "fr"
) -> Reading:
    """What a reply answers, and what it signals.

    ``on`` is when it was received, in the person's own time; ``lang`` is the language of the question:
    both languages are read whatever it is, since people answer in theirs. A reply longer than
    ``MAX_LENGTH`` is never an answer, but its signals count.

    >>> read_reply("yes_no", "OUI!! mais pas mon fils", datetime(2021, 3, 5)).value
    'yes'
    """
    if asked == "yes_no" and len(text) <= _SHORT:
        return _yes_or_no(text)
    return _read(asked, text, on, options)


@lru_cache(maxsize=16_384)
def _yes_or_no(text: str) -> Reading:
    """Most replies are a few short words, the same from everybody, and mean the same on every day."""
    return _read("yes_no", text, _ANY_DAY, ())


def _read(asked: Asked, text: str, on: datetime, options: tuple[str, ...]) -> Reading:
    masked = mask(text)
    safe = blank(text, tuple((s.start, s.end) for s in masked.secrets))
    short = safe[:MAX_LENGTH]
    answer = _READERS[asked](Question(short, on, options)) if len(safe) <= MAX_LENGTH else NOTHING
    signals = _signals(short, masked)
    if asked == "choice" and answer.value:
        signals = tuple(s for s in signals if s not in find_signals(words(str(answer.value))))
    if asked == "people" and "wrong_person" in signals and not _numbered(answer):
        answer = NOTHING  # "c'est l'ancien numéro de ma tante" lists nobody
    return Reading(
        understood=answer.value is not None,
        value=answer.value,
        signals=signals,
        notes=answer.notes,
        masked=masked.text,
    )


def _numbered(answer: Answer) -> bool:
    return isinstance(answer.value, tuple) and any(person.number for person in answer.value)


def _signals(text: str, masked: Masked) -> tuple[Signal, ...]:
    found = {*find_signals(words(text)), *(f"sensitive_{kind}" for kind in masked.kinds)}
    return tuple(s for s in SIGNALS if s in found)
