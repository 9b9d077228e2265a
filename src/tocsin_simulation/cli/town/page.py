"""The screen of the show, as a function of what it shows."""

import io
from typing import Final

import msgspec

from tocsin.charter import words as dates
from tocsin.cli.terminal_text import Piece, TerminalWriter, display_width
from tocsin.locale.languages import get_language
from tocsin.locale.paris_time import to_paris_time
from tocsin.message.safe_display import escape_to_one_line
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.town.snapshot import RecentSms, TownCounts, TownSnapshot

LABEL: Final = 12
"""Columns of what stands before a line."""
_BAR: Final = (("kept", "█", "authentic"), ("open", "▒", "faint"), ("at_risk", "▓", "suspicious"),
               ("missed", "█", "imposture"))  # fmt: skip
_ROWS: Final = ("results", "cases", "deadlines", "contacts", "sms", "calls")


def render_page(
    scene: TownSnapshot, width: int, lang: str, *, colours: bool = False, inside: str = ""
) -> str:
    """The whole screen; ``inside`` is where and how to come in to the service."""
    out = io.StringIO()
    paper = TerminalWriter(out, colours=colours, width=width)
    title = translate_simulation("town", "title", lang, people=get_language(lang).format_number(scene.people))
    clock = format_story_time(scene, lang)
    paper.write_paragraph((title + clock.rjust(max(2, width - display_width(title))), "strong"))
    paper.write_paragraph(("─" * width, "faint"))
    if inside:
        paper.write_paragraph((inside, "authentic"))
    if scene.state == "starting":
        paper.write_paragraph((translate_simulation("town", "starting", lang), "faint"))
        return out.getvalue()
    values = _sentence_values(scene, lang)
    for row in _ROWS:
        _put_line(
            paper,
            translate_simulation("town", row, lang),
            (translate_simulation("town", f"{row}_of", lang, **values), ""),
        )
        if row == "cases" and scene.counts.cases:
            _put_line(paper, "", *case_bar(scene.counts, min(60, width - LABEL)))
    if scene.ahead is not None:
        _put_line(paper, translate_simulation("town", "ahead", lang), (_forecast_line(scene, lang), ""))
    if scene.last:
        paper.write_blank_line()
        paper.write_paragraph((translate_simulation("town", "last", lang), "strong"))
        for sms in scene.last:
            paper.write(_sms_line(sms, width, paper))
    paper.write_blank_line()
    if scene.state == "over":
        paper.write_paragraph((translate_simulation("town", "over", lang), "strong"))
    paper.write_paragraph(
        (translate_simulation("town", "stopping" if scene.state == "stopping" else "key", lang), "faint")
    )
    return out.getvalue()


def render_line(scene: TownSnapshot, lang: str) -> str:
    at = translate_simulation("town", "moment", lang, at=to_paris_time(scene.at))
    return translate_simulation("town", "line", lang, at=at, **_sentence_values(scene, lang))


def render_summary(scene: TownSnapshot, lang: str) -> str:
    counts = scene.counts
    percent = round(100 * counts.kept / counts.cases) if counts.cases else 0
    return translate_simulation("town", "end", lang, percent=percent, **_sentence_values(scene, lang))


def format_story_time(scene: TownSnapshot, lang: str) -> str:
    here = to_paris_time(scene.at)
    return f"{dates.format_day(here.date(), lang)}, {here:%H:%M}"


def case_bar(counts: TownCounts, width: int) -> list[Piece]:
    """The 24 hours of all cases side by side: kept, running, at risk, missed; none that is there vanishes."""
    there = [(getattr(counts, name), sign, style) for name, sign, style in _BAR]
    total = sum(n for n, _, _ in there)
    lengths = [max(1, round(n * width / total)) if n else 0 for n, _, _ in there]
    lengths[lengths.index(max(lengths))] += width - sum(lengths)
    return [(sign * n, style) for n, (_, sign, style) in zip(lengths, there, strict=True)]


def _put_line(paper: TerminalWriter, label: str, *pieces: Piece) -> None:
    lead = label.ljust(LABEL)
    paper.write_paragraph(*pieces, first=f"\x1b[1m{lead}\x1b[0m" if paper.colours else lead, rest=" " * LABEL)


def _sentence_values(scene: TownSnapshot, lang: str) -> dict[str, str]:
    figures = msgspec.structs.asdict(scene.counts)
    figures |= {"open": scene.counts.open, "agents": scene.agents, "talking": scene.talking}
    return {name: get_language(lang).format_number(value) for name, value in figures.items()}


def _forecast_line(scene: TownSnapshot, lang: str) -> str:
    assert scene.ahead is not None
    misses, more = scene.ahead.misses, scene.ahead.more_agents
    if not misses:
        return translate_simulation("town", "ahead_none", lang)
    said = translate_simulation("town", "ahead_misses", lang, misses=get_language(lang).format_number(misses))
    return said + (
        translate_simulation("town", "ahead_agents", lang, n=get_language(lang).format_number(more))
        if more
        else ""
    )


def _sms_line(sms: RecentSms, width: int, paper: TerminalWriter) -> str:
    """One SMS on one line, cut where it is too long."""
    head = f"{to_paris_time(sms.at):%H:%M} {'→' if sms.ours else '←'} {sms.who:<9} "
    room = max(10, width - display_width(head))
    text = escape_to_one_line(sms.text, 400)
    if display_width(text) > room:
        text = text[: room - 1].rstrip() + "…"
    if not paper.colours:
        return f"{head}{text}\n"
    return f"\x1b[2m{head}\x1b[0m{text if sms.ours else f'\x1b[1m{text}\x1b[0m'}\n"
