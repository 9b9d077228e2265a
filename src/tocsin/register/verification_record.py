"""The answer to "was this really sent?" as JSON: the one shape that ``verify --json`` and the API write."""

from datetime import date
from typing import ClassVar

from msgspec import Struct

from tocsin.register import wording
from tocsin.register.verify import CodeAnswer, CodeOutcome, MisuseKind


class VerificationRecord(Struct, frozen=True):
    """What anybody who has the code may know, and no more. Every key is there whatever the outcome."""

    schema_name: ClassVar[str] = "Record"

    outcome: CodeOutcome
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
    misuse: tuple[MisuseKind, ...]
    over: bool
    headline: str
    proves: str
    proves_not: str
    advice: str


def make_verification_record(answer: CodeAnswer, lang: str) -> VerificationRecord:
    """The record to write."""
    entry = answer.entry
    return VerificationRecord(
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
        headline=wording.describe_outcome(answer, lang),
        proves=wording.describe_proof(answer, lang),
        proves_not=wording.describe_limits(answer, lang),
        advice=wording.describe_advice(answer, lang),
    )
