"""What is asked, and what a reply was read as."""

from typing import Final, Literal, get_args

from msgspec import Struct

QuestionKind = Literal["yes_no", "date", "people", "number", "choice", "household"]
ASKED: tuple[QuestionKind, ...] = get_args(QuestionKind)

ReplySignal = Literal[
    "stop",
    "wrong_person",
    "distress",
    "emergency",
    "human",
    "switch_language",
    "sensitive_nir",
    "sensitive_card",
    "sensitive_iban",
    "sensitive_password",
    "scam_doubt",
]
SIGNALS: tuple[ReplySignal, ...] = get_args(ReplySignal)
"""Every signal, in the order in which they are given."""


class MentionedPerson(Struct, frozen=True):
    """Somebody named in a reply."""

    name: str | None
    """As written, without the words that say who it is to the writer; a family word alone stays
    (``ma mère`` -> ``mère``); None where only a number is given."""
    number: str | None
    """E.164, or None where none, or none that can be called, was given."""


ReplyValue = str | int | tuple[MentionedPerson, ...] | None


class ReplyAnswer(Struct, frozen=True):
    """What one of the readers made of a reply."""

    value: ReplyValue = None
    """None where it was not understood: nothing is guessed."""
    notes: tuple[str, ...] = ()
    """What was seen and not used, for the next question: ``group:mes 2 enfants``,
    ``bad_number:06 39 98``, ``other_number:+33199001234``, ``restriction``, ``unclear``,
    ``others_unknown``, ``language:es`` (written in a language that is not read here)."""


ECHOED: Final = "echoed"
"""Note: the answer was told in other words than a yes, a no or an option, and is read back."""
NOTHING = ReplyAnswer()
"""Not understood."""


ReplyHandling = Literal["answer", "read_back", "ask_again", "human", "help"]
"""What is to be done with a reply, gravest last; see ``ReplyReading.handling``."""


class ReplyReading(Struct, frozen=True):
    """A reply, read."""

    understood: bool
    """False: ask again, or give it to a human."""
    value: ReplyValue
    """``yes`` or ``no``; an ISO date; an integer; one of the options, as given; people; None where not
    understood."""
    signals: tuple[ReplySignal, ...]
    """What the reply says beside, or instead of, an answer; in the order of ``SIGNALS``."""
    notes: tuple[str, ...]
    """See ``ReplyAnswer.notes``."""
    handling: ReplyHandling
    """``answer``: every word is accounted for. ``read_back``: a short rest is not understood. ``ask_again``:
    nothing is answered. ``human``: a human reads it within the hour, or is asked for. ``help``: danger is
    signalled or cannot be excluded, so a human reads it at once and the numbers for help are said."""
    rest: tuple[str, ...]
    """Words that neither the answer, a signal nor everyday speech explains, as the reply may be stored."""
    masked: str
    """The reply as it may be stored."""
