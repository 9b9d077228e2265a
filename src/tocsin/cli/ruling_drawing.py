"""A ruling of the guard as its author would want to read it."""

from collections import Counter
from collections.abc import Iterator

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.cli.terminal_text import Piece, TerminalWriter
from tocsin.guard.model import GuardReason, GuardRuling, MessageDraft
from tocsin.guard.wording import say_source
from tocsin.locale.catalogues import translate
from tocsin.message.safe_display import escape_acting_characters, escape_to_one_line
from tocsin.verdict import presentation

_HEADS = {"block": "imposture", "warn": "suspicious", "pass": "authentic"}
"""Result -> style of its headline."""
_MARKS = {"block": "contradicts", "warn": "warns"}
_BAR = "  │ "
_ALPHABETS = {"gsm7": "GSM-7", "ucs2": "UCS-2"}


def draw_ruling(draft: MessageDraft, ruling: GuardRuling, charter: Charter, lang: str) -> None:
    """Write the ruling: headline, text, reasons, a wording that passes, what it proves."""
    paper = TerminalWriter.for_stdout()
    if draft.id is not None:
        paper.write_paragraph((escape_acting_characters(str(draft.id)), "strong"))
    paper.write_paragraph((translate("titles", f"guard_{ruling.result}", lang), _HEADS[ruling.result]))
    paper.write_blank_line()
    sent = translate("titles", "guard_sent", lang).format(
        escape_to_one_line(draft.sender, 40) or "…", ruling.parts, _ALPHABETS[ruling.alphabet]
    )
    paper.write_paragraph((sent, "strong"))
    paper.write_paragraph(*_mark_quotes(draft.text, ruling.reasons), first=_BAR)
    _draw_reasons(paper, ruling, charter, lang)
    if ruling.proposal is not None:
        paper.write_title("proposal", lang)
        paper.write_paragraph((escape_acting_characters(ruling.proposal), ""), first=_BAR)
    paper.write_blank_line()
    paper.write_paragraph((translate("titles", "guard_proves", lang), ""))
    day = words.format_day(ruling.on, lang)
    foot = presentation.format_charter(charter.name, charter.version, day, lang)
    paper.write_blank_line()
    paper.write_paragraph((foot, "faint"))
    if draft.id is not None:
        paper.write_blank_line()


def draw_summary(rulings: list[GuardRuling], lang: str) -> None:
    paper = TerminalWriter.for_stdout()
    count = Counter(ruling.result for ruling in rulings)
    text = translate("titles", "guard_sum", lang).format(
        len(rulings), count["pass"], count["warn"], count["block"]
    )
    paper.write_paragraph((text, "strong"))


def _mark_quotes(text: str, reasons: tuple[GuardReason, ...]) -> Iterator[Piece]:
    """The text, with what is quoted underlined; the gravest reason wins."""
    at = 0
    for start, end, style in sorted(_quoted_spans(reasons)):
        if start >= at:
            yield escape_acting_characters(text[at:start]), ""
            yield escape_acting_characters(text[start:end]), style
            at = end
    yield escape_acting_characters(text[at:]), ""


def _quoted_spans(reasons: tuple[GuardReason, ...]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for reason in reasons:
        if reason.span and all(reason.span[1] <= a or b <= reason.span[0] for a, b, _ in kept):
            kept.append((*reason.span, _MARKS[reason.weight]))
    return kept


def _draw_reasons(paper: TerminalWriter, ruling: GuardRuling, charter: Charter, lang: str) -> None:
    number = 0
    groups = (
        ("blocks", [r for r in ruling.reasons if r.weight == "block" and not r.waived]),
        ("warns", [r for r in ruling.reasons if r.weight == "warn" and not r.waived]),
        ("allowed", [r for r in ruling.reasons if r.waived]),
    )
    for name, reasons in groups:
        if reasons:
            paper.write_title(name, lang)
        for reason in reasons:
            number += 1
            paper.write_paragraph(
                (escape_acting_characters(reason.text), ""), first=f"{number:3}. ", rest="     "
            )
            for line in _ground_lines(reason, charter, lang):
                paper.write_paragraph((line, "faint"), first="     ", rest="       ")


def _ground_lines(reason: GuardReason, charter: Charter, lang: str) -> Iterator[str]:
    own = reason.clause.startswith("guard.")
    yield f"{translate('titles', 'own_rule' if own else 'rule', lang)} {reason.clause} ({reason.kind})"
    if source := say_source(reason, charter, lang):
        yield translate("titles", "source", lang) + source
    if reason.waived:
        yield translate("titles", "waived_by", lang) + escape_acting_characters(reason.waived)
