"""A verdict as a worried person would want to read it."""

from collections.abc import Iterable

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.cli.terminal_text import Piece, TerminalWriter
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.model import Message
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict import highlighting, presentation
from tocsin.verdict.highlighting import MOST_EXCERPTS, QuoteHighlight
from tocsin.verdict.model import Verdict
from tocsin.verdict.situations import join_situations
from tocsin.verdict.verdict_json import AdviceEntry

_BAR = "  │ "


def draw_verdict(
    paper: TerminalWriter, message: Message, verdict: Verdict, charter: Charter, lang: str
) -> None:
    """Write the whole verdict: headline, what to do at once, message, reasons, proof, what to do."""
    first = presentation.sort_advice(verdict.advice, verdict.happened).first
    paper.write_paragraph((verdict.headline, verdict.level))
    if not first:
        paper.write_paragraph((" ".join(verdict.at_once), "strong"))
    if verdict.about:
        _draw_list(paper, verdict.about.said)
    if verdict.question:
        paper.write_blank_line()
        paper.write_paragraph((verdict.question, "strong"))
    if first:
        paper.write_title("first", lang)
        _draw_actions(paper, first, lang)
    _draw_message(paper, message, verdict, lang)
    _draw_reasons(paper, verdict, charter, lang)
    if verdict.compatible:
        paper.write_title("compatible", lang)
        _draw_list(paper, verdict.compatible)
    paper.write_title("proves", lang)
    paper.write_paragraph((verdict.proves, ""), first="  ")
    _draw_advice(paper, verdict, lang)
    if message.defects:
        paper.write_title("unread", lang)
        _draw_list(paper, map(escape_to_one_line, message.defects))
    paper.write_blank_line()
    paper.write_paragraph((presentation.describe_charter(verdict, lang), "faint"))


def _draw_list(paper: TerminalWriter, sentences: Iterable[str]) -> None:
    for sentence in sentences:
        paper.write_paragraph((sentence, ""), first="  - ", rest="    ")


# ---- the message


def _draw_message(paper: TerminalWriter, message: Message, verdict: Verdict, lang: str) -> None:
    sender = escape_to_one_line(message.sender, 120)
    sent = (
        translate("titles", "from", lang).format(sender)
        if sender
        else translate("titles", "unknown_sender", lang)
    )
    day = f"{translate('titles', 'received', lang)} {words.format_day(message.received, lang)}"
    paper.write_blank_line()
    paper.write_paragraph((f"{words.translate_channel(message.channel, lang)}, {sent}, {day}", "strong"))
    if any(r.field == "sender" and r.span for r in verdict.reasons):
        _draw_quoted(
            paper, translate("titles", "sender", lang), message.sender, _quote_marks(verdict, "sender"), lang
        )
    if message.subject:
        _draw_quoted(
            paper,
            translate("titles", "subject", lang),
            message.subject,
            _quote_marks(verdict, "subject"),
            lang,
        )
    for attachment in message.attachments[:MOST_EXCERPTS]:
        paper.write_paragraph(
            (translate("titles", "attachment", lang) + escape_to_one_line(attachment.name, 120), ""),
            first=_BAR,
        )
    _draw_quoted(paper, "", message.text, _quote_marks(verdict, "text"), lang)
    for link in [x for x in message.links if x.href != message.text[x.start : x.end]][:MOST_EXCERPTS]:
        shown = escape_to_one_line(message.text[link.start : link.end], 60) or "…"
        paper.write_paragraph(
            (translate("titles", "leads", lang).format(shown, escape_to_one_line(link.href, 200)), "faint"),
            first=_BAR,
        )


def _quote_marks(verdict: Verdict, field: str) -> list[QuoteHighlight]:
    return highlighting.find_highlights(enumerate(presentation.list_shown_reasons(verdict)), field)


def _draw_quoted(paper: TerminalWriter, lead: str, text: str, marks: list[QuoteHighlight], lang: str) -> None:
    if not text.strip():
        paper.write_paragraph((lead + translate("titles", "empty", lang), "faint"), first=_BAR)
        return
    pieces: list[Piece] = [(lead, "faint")] if lead else []
    for piece in highlighting.cut_excerpts(text, marks):
        if piece.skipped:
            pieces.append((f"\n{translate('titles', 'cut', lang).format(n=piece.skipped)}\n", "faint"))
        else:
            pieces.append((piece.text, piece.mark.weight if piece.mark else ""))
    paper.write_paragraph(*_trim_blank_ends(pieces), first=_BAR)


def _trim_blank_ends(pieces: list[Piece]) -> list[Piece]:
    pieces[0] = pieces[0][0].lstrip("\n"), pieces[0][1]
    pieces[-1] = pieces[-1][0].rstrip(), pieces[-1][1]
    return pieces


# ---- the reasons


def _draw_reasons(paper: TerminalWriter, verdict: Verdict, charter: Charter, lang: str) -> None:
    number = 0
    for name, group in presentation.group_reasons(verdict, charter, lang):
        paper.write_title(name, lang)
        for told in group:
            number += 1
            paper.write_paragraph((told.text, ""), first=f"{number:3}. ", rest="     ")
            for line in told.grounds:
                paper.write_paragraph((line, "faint"), first="     ", rest="       ")


# ---- what to do


def _draw_advice(paper: TerminalWriter, verdict: Verdict, lang: str) -> None:
    todo = presentation.sort_advice(verdict.advice, verdict.happened)
    if todo.now:
        paper.write_title("now", lang)
        _draw_actions(paper, todo.now, lang)
    if not todo.later:
        return
    paper.write_title("already", lang)
    for when, advice in todo.later.items():
        paper.write_paragraph(
            (join_situations(when, lang) + get_language(lang).colon.rstrip(), "strong"), first="  "
        )
        _draw_actions(paper, advice, lang)


def _draw_actions(paper: TerminalWriter, advice: Iterable[AdviceEntry], lang: str) -> None:
    for a in advice:
        paper.write_paragraph((a.text, ""), first="  - ", rest="    ")
        if said := presentation.describe_contact(a, lang):
            paper.write_paragraph((said, "faint"), first="    ")
