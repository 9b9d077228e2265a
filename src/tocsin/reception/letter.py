"""The answer to a person, as sections of sentences: the verdict first, as plain text and as simple HTML."""

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from textwrap import wrap
from typing import Final

from msgspec import Struct, json

from tocsin.charter import words
from tocsin.charter.schema import Charter
from tocsin.message.model import Message
from tocsin.reception.defused import defused
from tocsin.reception.forwarded import Found
from tocsin.reception.words import SUBJECT_OF_HELP, SUBJECT_OF_NOTHING, SUBJECTS, turn
from tocsin.verdict import telling
from tocsin.verdict.advising import DONE
from tocsin.verdict.answer import Advice
from tocsin.verdict.model import Verdict
from tocsin.verdict.titles import situations, title
from tocsin.verdict.wording import shorten

WIDTH: Final = 76
_SHOWN: Final = 600
"""Characters of the message that are shown again, so that the person knows which one is meant."""
_PICTURES: Final = 3


class Item(Struct, frozen=True):
    """A sentence, and what stands in small below it."""

    text: str
    below: tuple[str, ...] = ()


class Section(Struct, frozen=True):
    """Sentences under a title."""

    title: str
    items: tuple[Item, ...]
    kind: str = "list"
    """``list``, ``numbers``, ``quote`` or ``text``."""
    first: int = 1
    """Number of the first item, where they are numbered."""


class Letter(Struct, frozen=True):
    """An answer."""

    lang: str
    subject: str
    headline: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]


def letter(found: Found, verdict: Verdict, charter: Charter) -> Letter:
    """The answer to what a person forwarded, in the language of that person."""
    lang = found.lang
    return Letter(
        lang,
        (SUBJECT_OF_HELP if set(verdict.happened) & set(DONE) else SUBJECTS[verdict.level])[lang == "en"],
        verdict.headline,
        tuple(section for section in _sections(found, verdict, charter, lang) if section.items),
        (telling.foot(verdict, lang), turn("defused", lang), turn("automatic", lang)),
    )


def letter_of_nothing(found: Found) -> Letter:
    """The answer where there was no text to check: how to send one."""
    lang = found.lang
    notes = tuple(Item(turn(note, lang)) for note in found.notes if note != "undated")
    sections = [Section(turn("not_possible", lang), notes)] if notes else []
    sections.append(Section(title("now", lang), (Item(turn("how", lang)),)))
    subject = SUBJECT_OF_NOTHING[lang == "en"]
    return Letter(lang, subject, turn("nothing", lang), tuple(sections), (turn("automatic", lang),))


def _sections(found: Found, verdict: Verdict, charter: Charter, lang: str) -> Iterator[Section]:
    todo = telling.advice(verdict.advice, verdict.happened)
    yield Section(title("first", lang), tuple(_item(one, lang) for one in todo.first))
    yield Section(title("question", lang), (Item(verdict.question),) if verdict.question else (), "text")
    number = 1
    for name, group in telling.reasons(verdict, charter, lang):
        once = {(told.reason.kind, told.reason.clause): told for told in reversed(group)}
        kept = [told for told in group if once[told.reason.kind, told.reason.clause] is told]
        items = tuple(Item(_defused(told), tuple(told.grounds)) for told in kept)
        yield Section(title(name, lang), items, "numbers", number)
        number += len(kept)
    yield Section(title("now", lang), tuple(_item(one, lang) for one in todo.now))
    for when, advice in todo.later.items():
        colon = ":" if lang == "en" else " :"
        yield Section(f"{situations(when, lang)}{colon}", tuple(_item(one, lang) for one in advice))
    yield Section(title("compatible", lang), tuple(map(Item, verdict.compatible)))
    yield Section(title("proves", lang), (Item(verdict.proves),), "text")
    yield Section(turn("not_possible", lang), tuple(map(Item, _not_possible(found, verdict, lang))))
    yield Section(turn("looked", lang), tuple(_looked(found, lang)), "quote")


def _defused(told: telling.Told) -> str:
    """A reason, what it quotes written so that it cannot be clicked."""
    quote = shorten(told.reason.quote)
    return told.text.replace(quote, defused(quote), 1) if quote else told.text


def _item(advice: Advice, lang: str) -> Item:
    below = telling.known(advice, lang)
    return Item(advice.text, (below,) if below else ())


def _not_possible(found: Found, verdict: Verdict, lang: str) -> Iterator[str]:
    day = words.day(found.message.received, lang)
    for note in found.notes:
        yield turn(note, lang).format(day=day)
    if verdict.level == "unproven":
        yield turn("origin", lang)
    yield from (defused(defect) for defect in found.message.defects)
    if found.message.attachments or verdict.level != "unrelated":
        yield turn("unopened", lang)


def _looked(found: Found, lang: str) -> Iterator[Item]:
    message = found.message
    day = f"{title('received', lang)} {words.day(message.received, lang)}"
    sender = _line(message.sender, 120)
    sent = title("from", lang).format(sender) if sender else title("unknown_sender", lang)
    yield Item(turn(found.how, lang))
    yield Item(f"{words.channel(message.channel, lang)}, {sent}, {day}")
    if message.subject:
        yield Item(title("subject", lang) + _line(message.subject, 200))
    for attachment in message.attachments[:_PICTURES]:
        yield Item(title("attachment", lang) + _line(attachment.name, 120))
    yield from _text(message, lang)


def _text(message: Message, lang: str) -> Iterator[Item]:
    text = message.text.strip()
    shown = text[:_SHOWN]
    for line in defused(shown).splitlines():
        if line.strip():
            yield Item(line.strip())
    if len(text) > _SHOWN:
        yield Item(title("cut", lang).format(n=len(text) - _SHOWN))


def _line(text: str, limit: int) -> str:
    return " ".join(defused(shorten(text, limit)).split())


# ---- written


def _spaced(letter: Letter) -> Letter:
    """With spaces that do not break where French puts one before a sign."""
    if letter.lang != "fr":
        return letter
    encoded = json.encode(letter).decode()
    return json.decode(_BEFORE_A_SIGN.sub("\u00a0", encoded), type=Letter)


_BEFORE_A_SIGN: Final = re.compile(r" (?=[»;:!?](?:[ \",.]|$))|(?<=«) ")


def plain(letter: Letter) -> str:
    """The answer as text of lines that any mail program shows."""
    letter = _spaced(letter)
    lines = wrap(letter.headline, WIDTH)
    for section in letter.sections:
        lines += ["", *wrap(section.title, WIDTH)]
        for number, item in enumerate(section.items, section.first):
            lines += _plain(section.kind, number, item)
    lines += ["", "-- ", *(line for one in letter.foot for line in wrap(one, WIDTH))]
    return "\n".join(lines) + "\n"


def _plain(kind: str, number: int, item: Item) -> Iterator[str]:
    lead = {"numbers": f"{number:2}. ", "list": "- ", "quote": "> ", "text": ""}[kind]
    rest = "> " if kind == "quote" else " " * len(lead)
    fill = partial(wrap, width=WIDTH, break_long_words=kind == "quote", break_on_hyphens=False)
    yield from fill(item.text, initial_indent=lead, subsequent_indent=rest)
    for line in item.below:
        yield from fill(line, initial_indent=rest, subsequent_indent=rest)


def html(letter: Letter) -> str:
    """The answer as HTML that needs nothing from anywhere: no picture, no link, no script."""
    letter = _spaced(letter)
    body = [f"<h1 style='font-size:1.3em'>{escape(letter.headline)}</h1>"]
    for section in letter.sections:
        body.append(f"<h2 style='font-size:1.05em;margin-bottom:.3em'>{escape(section.title)}</h2>")
        body.append(_html(section))
    foot = "<br>".join(map(escape, letter.foot))
    body.append(f"<p style='color:#555;font-size:.9em;border-top:1px solid #bbb;padding-top:.6em'>{foot}</p>")
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{letter.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n"
        f"<body style='font-family:sans-serif;line-height:1.45;max-width:42em;margin:1em'>\n{inside}\n"
        "</body></html>\n"
    )


def _html(section: Section) -> str:
    if section.kind == "text":
        return "".join(f"<p>{escape(item.text)}</p>" for item in section.items)
    if section.kind == "quote":
        lines = "<br>".join(escape(item.text) for item in section.items)
        return (
            f"<blockquote style='border-left:3px solid #bbb;margin:0;padding-left:.8em'>{lines}</blockquote>"
        )
    tag, start = ("ol", f' start="{section.first}"') if section.kind == "numbers" else ("ul", "")
    return f"<{tag}{start}>" + "".join(f"<li>{_html_item(item)}</li>" for item in section.items) + f"</{tag}>"


def _html_item(item: Item) -> str:
    small = "".join(f"<br><small style='color:#555'>{escape(line)}</small>" for line in item.below)
    return escape(item.text) + small
