"""What people are told when they verify a code."""

from tocsin.locale.catalogues import translate
from tocsin.register.verify import CodeAnswer
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
