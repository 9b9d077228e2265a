"""The answer to a person, as sections of sentences: the verdict first, as plain text and as simple HTML."""

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from textwrap import wrap
from typing import Final

from msgspec import Struct, json

from tocsin.answering.mail.defang import defang_text
from tocsin.answering.mail.forwarded_message import ForwardedMessage
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.model import Message
from tocsin.verdict import presentation
from tocsin.verdict.advice_selection import DONE
from tocsin.verdict.model import Verdict
from tocsin.verdict.situations import join_situations
from tocsin.verdict.verdict_json import AdviceEntry
from tocsin.verdict.verdict_sentences import shorten_quote

WIDTH: Final = 76
_SHOWN: Final = 600
"""Characters of the message that are shown again, so that the person knows which one is meant."""
_PICTURES: Final = 3


class ReplyItem(Struct, frozen=True):
    """A sentence, and what stands in small below it."""

    text: str
    below: tuple[str, ...] = ()


class ReplySection(Struct, frozen=True):
    title: str
    items: tuple[ReplyItem, ...]
    kind: str = "list"
    """``list``, ``numbers``, ``quote`` or ``text``."""
    first: int = 1
    """Number of the first item, where they are numbered."""


class ReplyBody(Struct, frozen=True):
    lang: str
    subject: str
    headline: str
    sections: tuple[ReplySection, ...]
    foot: tuple[str, ...]


class KeptReply(Struct, frozen=True, kw_only=True):
    receipt: str = ""
    """Code of the receipt; empty: nothing was kept, and how to report it is said."""
    reported: ReportedMessage | None = None
    months: int
    """For how long."""
    weeks: int
    """For how long an address is kept, where the person wants to know what becomes of it."""
    follows: bool = False
    """Whether the person is written to about what becomes of it."""


def build_reply_body(
    found: ForwardedMessage, verdict: Verdict, charter: Charter, kept: KeptReply | None = None
) -> ReplyBody:
    """The answer to what a person forwarded, in the language of that person; ``kept`` is None where no reports are taken."""
    lang = found.lang
    sections = [
        *_build_report_section(kept, lang, after=False),
        *_build_sections(found, verdict, charter, lang),
        *_build_report_section(kept, lang, after=True),
    ]
    return ReplyBody(
        lang,
        translate("mail.subjects", _choose_subject(verdict), lang),
        verdict.headline,
        tuple(section for section in sections if section.items),
        (
            presentation.describe_charter(verdict, charter.name, lang),
            translate("mail", "defused", lang),
            translate("mail", "automatic_kept" if kept and kept.receipt else "automatic", lang),
        ),
    )


def _build_report_section(kept: KeptReply | None, lang: str, *, after: bool) -> Iterator[ReplySection]:
    """The receipt, before all else; or, after it, how to report the message."""
    if kept is None or bool(kept.receipt) == after:
        return
    if not kept.reported:
        how = (
            ReplyItem(translate("mail", "how_to_report", lang, months=kept.months)),
            ReplyItem(translate("mail", "how_to_follow", lang, weeks=kept.weeks)),
        )
        yield ReplySection(translate("mail", "may_report", lang), how, "text")
        return
    said = [translate("mail", "receipt", lang, receipt=kept.receipt, months=kept.months)]
    if kept.follows:
        said.append(translate("mail", "follows", lang, weeks=kept.weeks))
    yield ReplySection(translate("mail", "reported", lang), tuple(map(ReplyItem, said)), "text")
    told = [kept.reported.text, kept.reported.sender, *kept.reported.hosts, *kept.reported.numbers]
    lines = (_shorten_line(one, _SHOWN) for one in told if one)
    yield ReplySection(translate("mail", "what_is_kept", lang), tuple(map(ReplyItem, lines)), "quote")


def _choose_subject(verdict: Verdict) -> str:
    if set(verdict.happened) & set(DONE):
        return "help"
    return f"about_{verdict.about.kind}" if verdict.about and verdict.level == "unrelated" else verdict.level


def build_help_body(found: ForwardedMessage) -> ReplyBody:
    """The answer where there was no text to check: how to send one."""
    lang = found.lang
    notes = tuple(ReplyItem(translate("mail", note, lang)) for note in found.notes if note != "undated")
    sections = [ReplySection(translate("mail", "not_possible", lang), notes)] if notes else []
    sections.append(
        ReplySection(translate("titles", "now", lang), (ReplyItem(translate("mail", "how", lang)),))
    )
    subject = translate("mail.subjects", "nothing", lang)
    return ReplyBody(
        lang,
        subject,
        translate("mail", "nothing", lang),
        tuple(sections),
        (translate("mail", "automatic", lang),),
    )


def _build_sections(
    found: ForwardedMessage, verdict: Verdict, charter: Charter, lang: str
) -> Iterator[ReplySection]:
    todo = presentation.sort_advice(verdict.advice, verdict.happened)
    yield ReplySection(
        translate("titles", "first", lang), tuple(_advice_item(one, lang) for one in todo.first)
    )
    if verdict.about:
        said = tuple(ReplyItem(defang_text(one)) for one in verdict.about.said)
        yield ReplySection(translate("titles", f"about_{verdict.about.kind}", lang), said)
    yield ReplySection(
        translate("titles", "question", lang),
        (ReplyItem(verdict.question),) if verdict.question else (),
        "text",
    )
    number = 1
    for name, group in presentation.group_reasons(verdict, charter, lang):
        once = {(told.reason.kind, told.reason.clause): told for told in reversed(group)}
        kept = [told for told in group if once[told.reason.kind, told.reason.clause] is told]
        items = tuple(ReplyItem(_defang_reason(told), tuple(told.grounds)) for told in kept)
        yield ReplySection(translate("titles", name, lang), items, "numbers", number)
        number += len(kept)
    yield ReplySection(translate("titles", "now", lang), tuple(_advice_item(one, lang) for one in todo.now))
    for when, advice in todo.later.items():
        colon = get_language(lang).colon.rstrip()
        yield ReplySection(
            f"{join_situations(when, lang)}{colon}", tuple(_advice_item(one, lang) for one in advice)
        )
    yield ReplySection(translate("titles", "compatible", lang), tuple(map(ReplyItem, verdict.compatible)))
    yield ReplySection(translate("titles", "proves", lang), (ReplyItem(verdict.proves),), "text")
    yield ReplySection(
        translate("mail", "not_possible", lang), tuple(map(ReplyItem, _unchecked_notes(found, verdict, lang)))
    )
    yield ReplySection(translate("mail", "looked", lang), tuple(_checked_items(found, lang)), "quote")


def _defang_reason(told: presentation.ReasonView) -> str:
    """A reason, what it quotes written so that it cannot be clicked."""
    quote = shorten_quote(told.reason.quote)
    return told.text.replace(quote, defang_text(quote), 1) if quote else told.text


def _advice_item(advice: AdviceEntry, lang: str) -> ReplyItem:
    below = presentation.describe_contact(advice, lang)
    return ReplyItem(advice.text, (below,) if below else ())


def _unchecked_notes(found: ForwardedMessage, verdict: Verdict, lang: str) -> Iterator[str]:
    day = words.format_day(found.message.received, lang)
    for note in found.notes:
        yield translate("mail", note, lang).format(day=day)
    if verdict.level == "unproven":
        yield translate("mail", "origin", lang)
    yield from (defang_text(defect) for defect in found.message.defects)
    if found.message.attachments or verdict.level != "unrelated":
        yield translate("mail", "unopened", lang)


def _checked_items(found: ForwardedMessage, lang: str) -> Iterator[ReplyItem]:
    message = found.message
    day = f"{translate('titles', 'received', lang)} {words.format_day(message.received, lang)}"
    sender = _shorten_line(message.sender, 120)
    sent = (
        translate("titles", "from", lang).format(sender)
        if sender
        else translate("titles", "unknown_sender", lang)
    )
    yield ReplyItem(translate("mail", found.how, lang))
    yield ReplyItem(f"{words.translate_channel(message.channel, lang)}, {sent}, {day}")
    if message.subject:
        yield ReplyItem(translate("titles", "subject", lang) + _shorten_line(message.subject, 200))
    for attachment in message.attachments[:_PICTURES]:
        yield ReplyItem(translate("titles", "attachment", lang) + _shorten_line(attachment.name, 120))
    yield from _text_items(message, lang)


def _text_items(message: Message, lang: str) -> Iterator[ReplyItem]:
    text = message.text.strip()
    shown = text[:_SHOWN]
    for line in defang_text(shown).splitlines():
        if line.strip():
            yield ReplyItem(line.strip())
    if len(text) > _SHOWN:
        yield ReplyItem(translate("titles", "cut", lang).format(n=len(text) - _SHOWN))


def _shorten_line(text: str, limit: int) -> str:
    return " ".join(defang_text(shorten_quote(text, limit)).split())


# ---- written


def _with_no_break_spaces(letter: ReplyBody) -> ReplyBody:
    """With spaces that do not break where French puts one before a sign."""
    if not get_language(letter.lang).spaced_signs:
        return letter
    encoded = json.encode(letter).decode()
    return json.decode(_BEFORE_A_SIGN.sub("\u00a0", encoded), type=ReplyBody)


_BEFORE_A_SIGN: Final = re.compile(r" (?=[»;:!?](?:[ \",.]|$))|(?<=«) ")


def render_text(letter: ReplyBody) -> str:
    """The answer as text of lines that any mail program shows."""
    letter = _with_no_break_spaces(letter)
    lines = wrap(letter.headline, WIDTH)
    for section in letter.sections:
        lines += ["", *wrap(section.title, WIDTH)]
        for number, item in enumerate(section.items, section.first):
            lines += _render_text_item(section.kind, number, item)
    lines += ["", "-- ", *(line for one in letter.foot for line in wrap(one, WIDTH))]
    return "\n".join(lines) + "\n"


def _render_text_item(kind: str, number: int, item: ReplyItem) -> Iterator[str]:
    lead = {"numbers": f"{number:2}. ", "list": "- ", "quote": "> ", "text": ""}[kind]
    rest = "> " if kind == "quote" else " " * len(lead)
    fill = partial(wrap, width=WIDTH, break_long_words=kind == "quote", break_on_hyphens=False)
    yield from fill(item.text, initial_indent=lead, subsequent_indent=rest)
    for line in item.below:
        yield from fill(line, initial_indent=rest, subsequent_indent=rest)


def render_html(letter: ReplyBody) -> str:
    """The answer as HTML that needs nothing from anywhere: no picture, no link, no script."""
    letter = _with_no_break_spaces(letter)
    body = [f"<h1 style='font-size:1.3em'>{escape(letter.headline)}</h1>"]
    for section in letter.sections:
        body.append(f"<h2 style='font-size:1.05em;margin-bottom:.3em'>{escape(section.title)}</h2>")
        body.append(_render_html_section(section))
    foot = "<br>".join(map(escape, letter.foot))
    body.append(f"<p style='color:#555;font-size:.9em;border-top:1px solid #bbb;padding-top:.6em'>{foot}</p>")
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{letter.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n"
        f"<body style='font-family:sans-serif;line-height:1.45;max-width:42em;margin:1em'>\n{inside}\n"
        "</body></html>\n"
    )


def _render_html_section(section: ReplySection) -> str:
    if section.kind == "text":
        return "".join(f"<p>{escape(item.text)}</p>" for item in section.items)
    if section.kind == "quote":
        lines = "<br>".join(escape(item.text) for item in section.items)
        return (
            f"<blockquote style='border-left:3px solid #bbb;margin:0;padding-left:.8em'>{lines}</blockquote>"
        )
    tag, start = ("ol", f' start="{section.first}"') if section.kind == "numbers" else ("ul", "")
    return (
        f"<{tag}{start}>"
        + "".join(f"<li>{_render_html_item(item)}</li>" for item in section.items)
        + f"</{tag}>"
    )


def _render_html_item(item: ReplyItem) -> str:
    small = "".join(f"<br><small style='color:#555'>{escape(line)}</small>" for line in item.below)
    return escape(item.text) + small
