"""The answer to "was this really sent?" as JSON: the one shape that ``verify --json`` and the API write."""

from datetime import date

from msgspec import Struct

from tocsin.register import wording
from tocsin.register.verify import Answer, Misuse, Outcome


class Record(Struct, frozen=True):
    """What anybody who has the code may know, and no more. Every key is there whatever the outcome."""

    outcome: Outcome
    code: str
    """As printed; as typed where it was mistyped."""
    mistake: str | None
    """Of a mistyped code: ``length``, ``character`` or ``check``."""
    issued: date | None
    """Day in France."""
    sender: str | None
    template: str | None
    version: str | None
    genuine: str | None
    """The published wording, with blanks for its variables."""
    compared: tuple[str, ...]
    misuse: tuple[Misuse, ...]
    over: bool
    headline: str
    proves: str
    proves_not: str
    advice: str


def record(answer: Answer, lang: str) -> Record:
    """The record to write."""
    entry = answer.entry
    return Record(
        outcome=answer.outcome,
        code=answer.code,
        mistake=answer.mistake or None,
        issued=entry.issued_on if entry else None,
        sender=entry.sender if entry else None,
        template=entry.template if entry else None,
        version=entry.version if entry else None,
        genuine=answer.genuine or None,
        compared=answer.compared,
        misuse=answer.misuse,
        over=answer.over,
        headline=wording.headline(answer, lang),
        proves=wording.proves(answer, lang),
        proves_not=wording.proves_not(answer, lang),
        advice=wording.advice(answer, lang),
    )
