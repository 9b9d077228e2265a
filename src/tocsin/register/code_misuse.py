"""Codes that come back from many people: what the fraud team looks at."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from tocsin.register.message_register import MessageRegister
from tocsin.register.verify import CodeAnswer, verify_message_code


class CodeReport(Struct, frozen=True):
    """A message with a code, as somebody reports it; None is not known."""

    code: str
    """As typed or found."""
    text: str | None = None
    sender: str | None = None
    received: date | None = None
    recipient: str | None = None
    """Keyed hash of the number that received it."""


class MisusedCode(Struct, frozen=True):
    """A genuine code that was used for something else."""

    code: str
    reports: int
    """How many reports name it, the good ones included."""
    kinds: tuple[str, ...]
    """``other_text``, ``many_recipients`` and the kinds of misuse of an answer, in alphabetical order."""
    days: tuple[date, ...]
    """Days of reception, in order."""
    recipients: int
    """How many different recipients are known."""


def find_misused_codes(
    register: MessageRegister, reports: Iterable[CodeReport], now: datetime
) -> tuple[MisusedCode, ...]:
    """The codes that reports show misused, the most reported first."""
    by_code: dict[str, list[tuple[CodeReport, CodeAnswer]]] = {}
    for report in reports:
        answer = _verify_report(register, report, now)
        if answer.entry is not None:
            by_code.setdefault(answer.code, []).append((report, answer))
    found = [_summarise_reports(code, pairs) for code, pairs in by_code.items()]
    return tuple(sorted((m for m in found if m.kinds), key=lambda m: (-m.reports, m.code)))


def _verify_report(register: MessageRegister, report: CodeReport, now: datetime) -> CodeAnswer:
    return verify_message_code(
        register,
        report.code,
        text=report.text,
        sender=report.sender,
        received=report.received,
        recipient=report.recipient,
        now=now,
    )


def _summarise_reports(code: str, pairs: list[tuple[CodeReport, CodeAnswer]]) -> MisusedCode:
    kinds: set[str] = {kind for _, answer in pairs for kind in answer.misuse}
    recipients = {report.recipient for report, _ in pairs if report.recipient}
    if any(answer.outcome == "differs" for _, answer in pairs):
        kinds.add("other_text")
    if len(recipients) > 1:
        kinds.add("many_recipients")
    days = sorted({report.received for report, _ in pairs if report.received})
    return MisusedCode(code, len(pairs), tuple(sorted(kinds)), tuple(days), len(recipients))
