"""A verdict as a worried person would want to read it."""

from collections.abc import Iterable

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.cli.paper import Paper, Piece
from tocsin.cli.words import title
from tocsin.message.harmless import one_line
from tocsin.message.model import Message
from tocsin.verdict import quoting, telling
from tocsin.verdict.answer import Advice
from tocsin.verdict.model import Verdict
from tocsin.verdict.quoting import MOST_EXCERPTS, Mark
from tocsin.verdict.titles import situations

FEW_ADVICE = 3
_BAR = "  │ "


def draw(
    paper: Paper, message: Message, verdict: Verdict, charter: Charter, lang: str, *, brief: bool = False
) -> None:
    """Write the whole verdict: headline, message, reasons, proof, what to do.

    ``brief`` leaves out most of what to do, and what a genuine message would have been.
    """
    paper.put((verdict.headline, verdict.level))
    if verdict.question:
        paper.gap()
        paper.put((verdict.question, "strong"))
    if first := telling.advice(verdict.advice, verdict.happened).first:
        _title(paper, "first", lang)
        _todo(paper, first, lang)
    _message(paper, message, verdict, lang)
    _reasons(paper, verdict, charter, lang)
    if verdict.compatible and not brief:
        _title(paper, "compatible", lang)
        _list(paper, verdict.compatible)
    _title(paper, "proves", lang)
    paper.put((verdict.proves, ""), first="  ")
    _advice(paper, verdict, lang, brief=brief)
    if message.defects:
        _title(paper, "unread", lang)
        _list(paper, map(one_line, message.defects))
    if not brief:
        _foot(paper, verdict, lang)


def _title(paper: Paper, name: str, lang: str) -> None:
    paper.gap()
    paper.put((title(name, lang), "strong"))


def _list(paper: Paper, sentences: Iterable[str]) -> None:
    for sentence in sentences:
        paper.put((sentence, ""), first="  - ", rest="    ")


def _foot(paper: Paper, verdict: Verdict, lang: str) -> None:
    paper.gap()
    paper.put((telling.foot(verdict, lang), "faint"))


# ---- the message


def _message(paper: Paper, message: Message, verdict: Verdict, lang: str) -> None:
    sender = one_line(message.sender, 120)
    sent = title("from", lang).format(sender) if sender else title("unknown_sender", lang)
    day = f"{title('received', lang)} {words.day(message.received, lang)}"
    paper.gap()
    paper.put((f"{words.channel(message.channel, lang)}, {sent}, {day}", "strong"))
    if any(r.field == "sender" and r.span for r in verdict.reasons):
        _quoted(paper, title("sender", lang), message.sender, _marks(verdict, "sender"), lang)
    if message.subject:
        _quoted(paper, title("subject", lang), message.subject, _marks(verdict, "subject"), lang)
    for attachment in message.attachments[:MOST_EXCERPTS]:
        paper.put((title("attachment", lang) + one_line(attachment.name, 120), ""), first=_BAR)
    _quoted(paper, "", message.text, _marks(verdict, "text"), lang)
    for link in [x for x in message.links if x.href != message.text[x.start : x.end]][:MOST_EXCERPTS]:
        shown = one_line(message.text[link.start : link.end], 60) or "…"
        paper.put((title("leads", lang).format(shown, one_line(link.href, 200)), "faint"), first=_BAR)


def _marks(verdict: Verdict, field: str) -> list[Mark]:
    return quoting.marks(enumerate(verdict.reasons), field)


def _quoted(paper: Paper, lead: str, text: str, marks: list[Mark], lang: str) -> None:
    if not text.strip():
        paper.put((lead + title("empty", lang), "faint"), first=_BAR)
        return
    pieces: list[Piece] = [(lead, "faint")] if lead else []
    for piece in quoting.pieces(text, marks):
        if piece.skipped:
            pieces.append((f"\n{title('cut', lang).format(n=piece.skipped)}\n", "faint"))
        else:
            pieces.append((piece.text, piece.mark.weight if piece.mark else ""))
    paper.put(*_trimmed(pieces), first=_BAR)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without the empty lines at both ends."""
    pieces[0] = pieces[0][0].lstrip("\n"), pieces[0][1]
    pieces[-1] = pieces[-1][0].rstrip(), pieces[-1][1]
    return pieces


# ---- the reasons


def _reasons(paper: Paper, verdict: Verdict, charter: Charter, lang: str) -> None:
    number = 0
    for name, group in telling.reasons(verdict, charter, lang):
        _title(paper, name, lang)
        for told in group:
            number += 1
            paper.put((told.text, ""), first=f"{number:3}. ", rest="     ")
            for line in told.grounds:
                paper.put((line, "faint"), first="     ", rest="       ")


# ---- what to do


def _advice(paper: Paper, verdict: Verdict, lang: str, *, brief: bool) -> None:
    todo = telling.advice(verdict.advice, verdict.happened)
    if todo.now:
        _title(paper, "now", lang)
        _todo(paper, todo.now[:FEW_ADVICE] if brief else todo.now, lang)
    if brief or not todo.later:
        return
    _title(paper, "already", lang)
    for when, advice in todo.later.items():
        paper.put((situations(when, lang) + (":" if lang == "en" else " :"), "strong"), first="  ")
        _todo(paper, advice, lang)


def _todo(paper: Paper, advice: Iterable[Advice], lang: str) -> None:
    for a in advice:
        paper.put((a.text, ""), first="  - ", rest="    ")
        if said := telling.known(a, lang):
            paper.put((said, "faint"), first="    ")
