"""What people and programs are told when they verify a code."""

from datetime import date
from typing import ClassVar

from msgspec import Struct

from tocsin.locale.catalogues import translate
from tocsin.register.verify import CodeAnswer, CodeOutcome, MisuseKind
from tocsin.verdict.verdict_sentences import load_wording_table, pick_language


def describe_outcome(answer: CodeAnswer, lang: str) -> str:
    """The answer in one sentence."""
    name = answer.mistake if answer.outcome == "mistyped" else _find_outcome_variant(answer, "found_misused")
    return translate("code.headlines", name, lang, detail=answer.detail)


def describe_proof(answer: CodeAnswer, lang: str) -> str:
    """What the answer proves."""
    return translate("code.proves", answer.outcome, lang)


def describe_limits(answer: CodeAnswer, lang: str) -> str:
    """What it does not prove."""
    return translate("code.proves_not", answer.outcome, lang)


def describe_advice(answer: CodeAnswer, lang: str) -> str:
    """What to do."""
    return translate("code.advice", _find_outcome_variant(answer, "misused"), lang)


def describe_misuse(kind: str, lang: str) -> str:
    """What does not fit, in one sentence."""
    return pick_language(load_wording_table()["register"][kind], lang)


def _find_outcome_variant(answer: CodeAnswer, found: str) -> str:
    """The outcome, or what it becomes where something does not fit."""
    if not answer.misuse:
        erased = answer.outcome == "found" and answer.entry is not None and answer.entry.is_erased
        return "erased" if erased else answer.outcome
    return {"matches": "misused", "found": found}.get(answer.outcome, answer.outcome)


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
        headline=describe_outcome(answer, lang),
        proves=describe_proof(answer, lang),
        proves_not=describe_limits(answer, lang),
        advice=describe_advice(answer, lang),
    )
