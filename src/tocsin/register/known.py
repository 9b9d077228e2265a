"""What a register knows of the codes in a message, as evidence to hand to the check."""

from datetime import UTC, datetime, time
from typing import Final

from tocsin.conversation.masking import blank
from tocsin.evidence.codes import Found, find_codes
from tocsin.evidence.model import Evidence, Issue
from tocsin.message.model import Message
from tocsin.register.book import Register
from tocsin.register.verify import Answer, verify

MOST: Final = 20
"""Codes looked up in one message: a genuine one has one, a hostile one could have any number."""


def known(register: Register, message: Message, *, dated: bool = True) -> tuple[Evidence, ...]:
    """Evidence of kind ``registered`` for the codes in a message; none where it has no code.

    ``dated`` is false where the day of reception was not given, and today only stands in for it: it is then
    not compared. A text that matches one of its codes is the one that was sent, whatever others it quotes.
    Each code counts once, where it first stands, and no more than ``MOST`` of them.
    """
    text = _received(message)
    found = [(code, _answer(register, message, code[0], text, dated)) for code in _looked_up(text)]
    found = [pair for pair in found if pair[1].misuse or not _erased(pair[1])]  # nothing can be said of those
    matching = [pair for pair in found if pair[1].outcome == "matches"]
    return tuple(_evidence(message, code, answer) for code, answer in matching[:1] or found)


def count_codes(message: Message) -> int:
    """How many codes ``known`` looks up for a message: what whoever asks is charged for."""
    return len(_looked_up(_received(message)))


def _looked_up(text: str) -> list[Found]:
    codes = {code[0]: code for code in reversed(find_codes(text))}
    return sorted(codes.values(), key=lambda code: code[1])[:MOST]


def _received(message: Message) -> str:
    """The text without what the person answered below it; every character at its place."""
    return blank(message.text, tuple((p.start, p.end) for p in message.passages if p.kind == "reply"))


def _answer(register: Register, message: Message, code: str, text: str, dated: bool) -> Answer:
    return verify(
        register,
        code,
        text=text,
        sender=message.sender or None,
        received=message.received if dated else None,
        now=datetime.combine(message.received, time.min, UTC),
    )


def _erased(answer: Answer) -> bool:
    return answer.entry is not None and answer.entry.erased


def _evidence(message: Message, code: Found, answer: Answer) -> Evidence:
    _, start, end = code
    return Evidence("registered", _value(answer), start, end, message.text[start:end], about=_issue(answer))


def _value(answer: Answer) -> str:
    if answer.outcome == "matches":
        return "reused" if answer.misuse else "matches"
    if _erased(answer):
        return "reused"
    return "differs" if answer.outcome == "differs" else "unknown"


def _issue(answer: Answer) -> Issue:
    entry = answer.entry
    if entry is None:
        return Issue()
    return Issue(entry.issued, entry.sender, entry.wording, answer.genuine, answer.misuse)
