"""A verdict as a page shows it: reasons by number, the message with what they quote, what to do."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.schema import AnyClause, Charter
from tocsin.message.harmless import one_line
from tocsin.message.model import Message
from tocsin.verdict import quoting, telling
from tocsin.verdict.answer import Advice
from tocsin.verdict.decide import REGISTER
from tocsin.verdict.model import Action, Level, Reason, Verdict
from tocsin.verdict.quoting import AROUND, MOST_EXCERPTS, Piece
from tocsin.verdict.telling import Told
from tocsin.verdict.titles import SITUATIONS, title
from tocsin.web.typeset import typeset

_LENGTH: Final = (6_000, AROUND)
"""Up to how many characters a text is shown whole, and else how much around what is quoted."""
_SHEET: Final = (500, 50)
"""The same on a printed page."""
_FIRST: Final = 4
_SITE: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
"""A contact of the charter that is a site."""


class Ground(Struct, frozen=True):
    """What a reason rests on: a dated clause and where it was read."""

    clause: str
    dates: str
    publisher: str
    """Who says it, when, and how near to the institution's own words."""
    url: str


class Cited(Struct, frozen=True):
    """A reason."""

    number: int
    weight: str
    text: str
    ground: Ground | None
    """None for a known sign, which no clause answers, and for what a register says."""
    note: str
    """What stands there instead."""


class Group(Struct, frozen=True):
    """Reasons that do the same to the verdict."""

    title: str
    reasons: tuple[Cited, ...]


class Todo(Struct, frozen=True):
    """Something to do."""

    text: str
    contact: str
    price: str
    url: str
    """Address of the contact where it is a site; else empty."""


class Situation(Struct, frozen=True):
    """What was already done, and what to do then."""

    name: str
    todo: tuple[Todo, ...]


class Help(Struct, frozen=True):
    """What to do about a message; the same for all of its level, channel, institution and day."""

    first: tuple[Todo, ...]
    """For what the person tells that they did."""
    now: tuple[Todo, ...]
    report: tuple[Todo, ...]
    already: tuple[Situation, ...]


class Quoted(Struct, frozen=True):
    """A field of the message."""

    lead: str
    pieces: tuple[Piece, ...]


class Shown(Struct, frozen=True, kw_only=True):
    """Everything a page says of a message."""

    level: Level
    institution: str
    """Name of the charter."""
    headline: str
    channel_name: str
    guessed: bool
    """Whether nobody said how it came."""
    received: date
    sender: str
    fields: tuple[Quoted, ...]
    """What is shown of the message, in order; empty where there is no text."""
    attachments: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    """What hidden links show -> where they lead."""
    groups: tuple[Group, ...]
    first: tuple[Cited, ...]
    """The gravest reasons, one a clause: those that a printed page holds."""
    compatible: tuple[str, ...]
    proves: str
    help: Help
    question: str
    """What the person can say for a surer verdict; empty where nothing is open."""
    ways: tuple[tuple[str, str], ...]
    """The answers to it: channel, and how people call it."""
    unread: tuple[str, ...]
    foot: str


def shown(
    message: Message,
    verdict: Verdict,
    charter: Charter,
    lang: str,
    *,
    guessed: bool = False,
    sheet: bool = False,
) -> Shown:
    """The verdict on a message, ready to be laid out.

    ``guessed``: nobody said how it came. ``sheet``: for one printed page, with the gravest reasons and what
    they quote.
    """
    groups: list[Group] = []
    numbered: list[tuple[int, Reason]] = []
    for name, told in telling.reasons(verdict, charter, lang):
        first = len(numbered) + 1
        numbered += [(number, one.reason) for number, one in enumerate(told, first)]
        cited = tuple(_cited(number, one, charter, lang) for number, one in enumerate(told, first))
        groups.append(Group(title(name, lang), cited))
    gravest = _first(groups)
    if sheet:
        numbered = [one for one in numbered if one[0] in {cited.number for cited in gravest}]
    return Shown(
        level=verdict.level,
        institution=charter.id,
        headline=typeset(verdict.headline, lang),
        channel_name=words.channel(message.channel, lang),
        guessed=guessed,
        received=message.received,
        sender=one_line(message.sender, 120),
        fields=tuple(_fields(message, numbered, lang, sheet)),
        attachments=tuple(one_line(a.name, 120) or a.media_type for a in message.attachments[:MOST_EXCERPTS]),
        leads=tuple(_leads(message)),
        groups=tuple(groups),
        first=gravest,
        compatible=tuple(typeset(one, lang) for one in verdict.compatible),
        proves=typeset(verdict.proves, lang),
        help=help_with(verdict.advice, verdict.happened, lang),
        question=typeset(verdict.question, lang),
        ways=tuple((way, words.channel(way, lang)) for way in verdict.by_channel),
        unread=tuple(map(one_line, message.defects)),
        foot=typeset(telling.foot(verdict, lang), lang),
    )


# ---- the message


def _fields(message: Message, numbered: list[tuple[int, Reason]], lang: str, sheet: bool) -> Iterator[Quoted]:
    """Sender where something is quoted of it, subject, text; a field without a word is left out."""
    length = _SHEET if sheet else _LENGTH
    for name, text in (("sender", message.sender), ("subject", message.subject), ("text", message.text)):
        marks = quoting.marks(numbered, name)
        if text.strip() and (marks or name != "sender"):
            lead = "" if name == "text" else title(name, lang)
            yield Quoted(lead, tuple(quoting.pieces(text, marks, *length)))


def _leads(message: Message) -> Iterator[tuple[str, str]]:
    hidden = [link for link in message.links if link.href != message.text[link.start : link.end]]
    for link in hidden[:MOST_EXCERPTS]:
        yield one_line(message.text[link.start : link.end], 60) or "…", one_line(link.href, 200)


# ---- the reasons


def _first(groups: list[Group]) -> tuple[Cited, ...]:
    by_clause: dict[str, Cited] = {}
    for one in groups[0].reasons if groups else ():
        by_clause.setdefault(one.ground.clause if one.ground else str(one.number), one)
    return tuple(by_clause.values())[:_FIRST]


def _cited(number: int, told: Told, charter: Charter, lang: str) -> Cited:
    reason = told.reason
    clause = next((c for c in charter.clauses if c.id == reason.clause), None)
    note = ""
    if not clause:  # what a register says names its source; a known sign has nothing but a name of ours
        note = told.grounds[0] if reason.clause.startswith(REGISTER) else title("sign", lang)
    return Cited(
        number, reason.weight, typeset(told.text, lang), ground(clause, lang) if clause else None, note
    )


def ground(clause: AnyClause, lang: str) -> Ground:
    """A clause as what a reason rests on; its first source is the best one."""
    source = clause.sources[0]
    said = words.source(source, lang).removesuffix(source.url).strip()
    return Ground(clause.id, words.in_force(clause.in_force, lang), said, source.url)


# ---- what to do


@lru_cache(maxsize=256)
def help_with(actions: tuple[Action, ...], happened: tuple[str, ...], lang: str) -> Help:
    """What a verdict advises, sorted for a reader."""
    advised = telling.advice(actions, happened)
    first = tuple(_todo(one.text, one.contact, one.price, lang) for one in advised.first)
    return Help(first, *_now(advised.now, lang), tuple(_already(actions, lang)))


def _now(advised: tuple[Advice, ...], lang: str) -> tuple[tuple[Todo, ...], tuple[Todo, ...]]:
    """What to do now, and where to report: whom to tell, other than to find out whether it is genuine."""
    now: list[Todo] = []
    report: list[Todo] = []
    for advice in advised:
        todo = _todo(advice.text, advice.contact, advice.price, lang)
        (now if not todo.contact or {"doubt", "unjudged"} & set(advice.when) else report).append(todo)
    return tuple(now), tuple(report)


def _already(actions: tuple[Action, ...], lang: str) -> Iterator[Situation]:
    """Every situation in which there is something to do, in the order in which they are asked."""
    for name in SITUATIONS:
        if todo := tuple(_todo(a.text, a.contact, a.price, lang) for a in actions if a.when == name):
            yield Situation(name, todo)


def _todo(text: str, contact: str, price: str, lang: str) -> Todo:
    site = contact.partition(" ")[0]
    return Todo(
        typeset(text, lang),
        typeset(contact, lang),
        typeset(price, lang),
        f"https://{site}/" if _SITE.fullmatch(site) else "",
    )
