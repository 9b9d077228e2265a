"""What a register knows of the codes in a message, as evidence to hand to the check."""

from datetime import UTC, datetime, time
from typing import Final

from tocsin.conversation.masking import blank_spans
from tocsin.evidence.issue_codes import Found, find_issue_codes
from tocsin.evidence.model import Evidence, IssuedCode
from tocsin.message.model import Message
from tocsin.register.message_register import ReadableRegister
from tocsin.register.verify import CodeAnswer, verify_message_code

MOST: Final = 20
"""Codes looked up in one message: a genuine one has one, a hostile one could have any number."""


def find_code_evidence(
    register: ReadableRegister, message: Message, *, dated: bool = True
) -> tuple[Evidence, ...]:
    """Evidence of kind ``registered`` for the codes in a message; none where it has no code.

    ``dated`` is false where the day of reception was not given, and today only stands in for it: it is then
    not compared. A text that matches one of its codes is the one that was sent, whatever others it quotes.
    Each code counts once, where it first stands, and no more than ``MOST`` of them.
    """
    text = _blank_answer_below(message)
    found = [
        (code, _verify_found_code(register, message, code[0], text, dated))
        for code in _list_codes_to_look_up(text)
    ]
    found = [
        pair for pair in found if pair[1].misuse or not _is_erased(pair[1])
    ]  # nothing can be said of those
    matching = [pair for pair in found if pair[1].outcome == "matches"]
    return tuple(_make_evidence(message, code, answer) for code, answer in matching[:1] or found)


def count_codes(message: Message) -> int:
    """How many codes ``known`` looks up for a message: what whoever asks is charged for."""
    return len(_list_codes_to_look_up(_blank_answer_below(message)))


def _list_codes_to_look_up(text: str) -> list[Found]:
    codes = {code[0]: code for code in reversed(find_issue_codes(text))}
    return sorted(codes.values(), key=lambda code: code[1])[:MOST]


def _blank_answer_below(message: Message) -> str:
    """The text without what the person answered below it; every character at its place."""
    return blank_spans(message.text, tuple((p.start, p.end) for p in message.passages if p.kind == "reply"))


def _verify_found_code(
    register: ReadableRegister, message: Message, code: str, text: str, dated: bool
) -> CodeAnswer:
    return verify_message_code(
        register,
        code,
        text=text,
        sender=message.sender or None,
        received=message.received if dated else None,
        now=datetime.combine(message.received, time.min, UTC),
    )


def _is_erased(answer: CodeAnswer) -> bool:
    return answer.entry is not None and answer.entry.is_erased


def _make_evidence(message: Message, code: Found, answer: CodeAnswer) -> Evidence:
    _, start, end = code
    return Evidence(
        "registered",
        _find_evidence_value(answer),
        start,
        end,
        message.text[start:end],
        about=_make_issue(answer),
    )


def _find_evidence_value(answer: CodeAnswer) -> str:
    if answer.outcome == "matches":
        return "reused" if answer.misuse else "matches"
    if _is_erased(answer):
        return "reused"
    return "differs" if answer.outcome == "differs" else "unknown"


def _make_issue(answer: CodeAnswer) -> IssuedCode:
    entry = answer.entry
    if entry is None:
        return IssuedCode()
    return IssuedCode(entry.issued, entry.sender, entry.wording, answer.genuine, answer.misuse)
