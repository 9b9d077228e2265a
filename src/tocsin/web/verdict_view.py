"""A verdict as a page shows it: reasons by number, the message with what they quote, what to do."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import AnyClause, Charter
from tocsin.charter.view import view_as_of
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import get_language
from tocsin.message.model import Message
from tocsin.message.safe_display import escape_to_one_line
from tocsin.verdict import advice_selection, highlighting, presentation, verdict_sentences
from tocsin.verdict.explanation import LIKENED, REGISTER
from tocsin.verdict.highlighting import AROUND, MOST_EXCERPTS, QuoteHighlight, TextExcerpt
from tocsin.verdict.model import AdvisedAction, Level, Verdict, VerdictReason
from tocsin.verdict.presentation import ReasonView
from tocsin.verdict.situations import SITUATIONS
from tocsin.verdict.verdict_json import AdviceEntry
from tocsin.verdict.verdict_sentences import quote_answer
from tocsin.web.contact_links import contact_url

_LENGTH: Final = (6_000, AROUND)
"""Up to how many characters a text is shown whole, and else how much around what is quoted."""
_SHEET: Final = (240, 30)
"""The same on a printed page, which is in large letters."""
_SHEET_ANSWERS: Final = 3
_FIRST: Final = 4


class ReasonGround(Struct, frozen=True):
    """What a reason rests on: a dated clause and where it was read."""

    clause: str
    dates: str
    publisher: str
    """Who says it, when, and how near to the institution's own words."""
    url: str


class CitedReason(Struct, frozen=True):
    number: int
    weight: str
    seen: str
    """What was seen."""
    rule: str
    """What its clause says; empty where there is none, or where it was said before."""
    rule_language: str
    """That of the rule, where it was not translated into that of the page."""
    ground: ReasonGround | None
    """None for a known sign, which no clause answers, and for what a register says."""
    note: str
    """What stands there instead."""


class ReasonGroup(Struct, frozen=True):
    title: str
    reasons: tuple[CitedReason, ...]


class TodoItem(Struct, frozen=True):
    text: str
    contact: str
    price: str
    url: str
    """What opens the contact; else empty."""

    @property
    def scheme(self) -> str:
        """How the contact is opened: ``tel``, ``sms``, ``mailto``, ``https``; empty where nothing opens it."""
        return self.url.partition(":")[0]


class SituationAdvice(Struct, frozen=True):
    """What was already done, and what to do then."""

    name: str
    todo: tuple[TodoItem, ...]


class VerdictAdvice(Struct, frozen=True):
    """What to do about a message; the same for all of its level, channel, institution and day."""

    first: tuple[TodoItem, ...]
    """For what the person tells that they did."""
    now: tuple[TodoItem, ...]
    report: tuple[TodoItem, ...]
    already: tuple[SituationAdvice, ...]


class QuotedField(Struct, frozen=True):
    lead: str
    pieces: tuple[TextExcerpt, ...]


class VerdictView(Struct, frozen=True, kw_only=True):
    level: Level
    institution: str
    """Name of the charter."""
    whose: tuple[tuple[str, str], ...]
    """Institutions in whose name it comes: name of the charter, and how people call it; empty where there is none, or where
    the headline says that it merely reads like one's."""
    likened: bool
    """Whether it names nobody, and reads like theirs."""
    headline: str
    act: str
    """What to do at once, in a few plain words."""
    plain: tuple[str, ...]
    steps: tuple[str, ...]
    """What to do, easy to read."""
    channel_name: str
    guessed: bool
    """Whether nobody said how it came."""
    received: date
    sender: str
    fields: tuple[QuotedField, ...]
    """What is shown of the message, in order; empty where there is no text."""
    attachments: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    """What hidden links show -> where they lead."""
    groups: tuple[ReasonGroup, ...]
    first: tuple[CitedReason, ...]
    """The gravest reasons, one a clause: those that a printed page holds."""
    compatible: tuple[str, ...]
    proves: str
    help: VerdictAdvice
    question: str
    """What the person can say for a surer verdict; empty where nothing is open."""
    ways: tuple[tuple[str, str], ...]
    """The answers to it: channel, and how people call it."""
    unread: tuple[str, ...]
    foot: str


def view_verdict(
    message: Message,
    verdict: Verdict,
    charter: Charter,
    lang: str,
    *,
    guessed: bool = False,
    sheet: bool = False,
) -> VerdictView:
    """The verdict on a message, ready to be laid out.

    ``guessed``: nobody said how it came. ``sheet``: for one printed page, with the gravest reasons and what
    they quote.
    """
    groups: list[ReasonGroup] = []
    numbered: list[tuple[int, VerdictReason]] = []
    for name, told in presentation.group_reasons(verdict, charter, lang):
        first = len(numbered) + 1
        numbered += [(number, one.reason) for number, one in enumerate(told, first)]
        cited = tuple(_cited_reason(number, one, charter, lang) for number, one in enumerate(told, first))
        groups.append(ReasonGroup(translate("titles", name, lang), cited))
    gravest = _gravest_reasons(groups)
    likened = any(reason.kind == LIKENED for reason in verdict.reasons)
    if sheet:
        numbered = [one for one in numbered if one[0] in {cited.number for cited in gravest}]
    return VerdictView(
        level=verdict.level,
        institution=charter.id,
        whose=() if likened and verdict.level == "unproven" else tuple(_list_claimed(verdict, charter, lang)),
        likened=likened,
        headline=get_language(lang).typeset(verdict.headline),
        act=get_language(lang).typeset(" ".join(verdict.at_once)),
        plain=tuple(
            map(get_language(lang).typeset, verdict_sentences.list_plain_sentences(verdict.level, lang))
        ),
        steps=tuple(
            map(
                get_language(lang).typeset,
                verdict_sentences.list_plain_steps(verdict.at_once, verdict.level, lang),
            )
        ),
        channel_name=words.translate_channel(message.channel, lang),
        guessed=guessed,
        received=message.received,
        sender=escape_to_one_line(message.sender, 120),
        fields=tuple(_quoted_fields(message, numbered, lang, sheet)),
        attachments=tuple(
            escape_to_one_line(a.name, 120) or a.media_type for a in message.attachments[:MOST_EXCERPTS]
        ),
        leads=tuple(_hidden_links(message)),
        groups=tuple(groups),
        first=gravest,
        compatible=tuple(get_language(lang).typeset(one) for one in verdict.compatible),
        proves=get_language(lang).typeset(verdict.proves),
        help=view_advice(_add_situations(message, verdict, charter, lang), verdict.happened, lang),
        question=get_language(lang).typeset(verdict.question),
        ways=tuple((way, words.translate_channel(way, lang)) for way in verdict.by_channel),
        unread=tuple(map(escape_to_one_line, message.defects)),
        foot=get_language(lang).typeset(presentation.describe_charter(verdict, lang)),
    )


def _list_claimed(verdict: Verdict, charter: Charter, lang: str) -> Iterator[tuple[str, str]]:
    """The institution whose charter was applied first, then the others that it speaks for as well."""
    for name in verdict.claims:
        claimed = charter if name == charter.id else load_charter(name)
        yield name, words.format_institution_name(claimed, lang)


# ---- the message


def _quoted_fields(
    message: Message, numbered: list[tuple[int, VerdictReason]], lang: str, sheet: bool
) -> Iterator[QuotedField]:
    """Sender where something is quoted of it, subject, text; a field without a word is left out."""
    length = _SHEET if sheet else _LENGTH
    for name, text in (("sender", message.sender), ("subject", message.subject), ("text", message.text)):
        marks = highlighting.find_highlights(numbered, name)
        if text.strip() and (marks or name != "sender"):
            lead = "" if name == "text" else translate("titles", name, lang)
            yield QuotedField(lead, tuple(highlighting.cut_excerpts(text, marks, *length)))
    yield from _told_answers(message, numbered, lang, sheet)


def _told_answers(
    message: Message, numbered: list[tuple[int, VerdictReason]], lang: str, sheet: bool
) -> Iterator[QuotedField]:
    """What the person answered, each marked with the reason that it gives; on a printed page the first that say yes."""
    yes = [answer for answer in message.answers if answer.said == "yes"]
    for answer in yes[:_SHEET_ANSWERS] if sheet else message.answers:
        said = translate("spoken_answers", answer.said, lang)
        quote = quote_answer(answer.question, lang)
        marks = [
            QuoteHighlight(0, len(said), reason.weight, (number,))
            for number, reason in numbered
            if reason.field == "answer" and reason.quote == quote
        ]
        lead = translate("spoken_questions", answer.question, lang) + " "
        yield QuotedField(lead, tuple(highlighting.cut_excerpts(said, marks[:1])))


def _hidden_links(message: Message) -> Iterator[tuple[str, str]]:
    hidden = [link for link in message.links if link.href != message.text[link.start : link.end]]
    for link in hidden[:MOST_EXCERPTS]:
        yield (
            escape_to_one_line(message.text[link.start : link.end], 60) or "…",
            escape_to_one_line(link.href, 200),
        )


# ---- the reasons


def _gravest_reasons(groups: list[ReasonGroup]) -> tuple[CitedReason, ...]:
    by_clause: dict[str, CitedReason] = {}
    for one in groups[0].reasons if groups else ():
        by_clause.setdefault(one.ground.clause if one.ground else str(one.number), one)
    return tuple(by_clause.values())[:_FIRST]


def _cited_reason(number: int, told: ReasonView, charter: Charter, lang: str) -> CitedReason:
    reason = told.reason
    clause = next((c for c in charter.clauses if c.id == reason.clause), None)
    rule = words.translate_wording(clause.wording, lang) if clause else ""
    other = clause.wording.find_other_language(lang) if clause else ""
    note = ""
    if not clause:  # what a register says names its source; a known sign has nothing but a name of ours
        note = told.grounds[0] if reason.clause.startswith(REGISTER) else translate("titles", "sign", lang)
    return CitedReason(
        number,
        reason.weight,
        get_language(lang).typeset(told.text.removesuffix(rule).rstrip()),
        get_language(other or lang).typeset(rule) if rule and told.text.endswith(rule) else "",
        other,
        reason_ground(clause, lang) if clause else None,
        note,
    )


def reason_ground(clause: AnyClause, lang: str) -> ReasonGround:
    """A clause as what a reason rests on; its first source is the best one."""
    source = clause.sources[0]
    said = words.format_source(source, lang).removesuffix(source.url).strip()
    return ReasonGround(clause.id, words.format_validity(clause.in_force, lang), said, source.url)


# ---- what to do


def _add_situations(
    message: Message, verdict: Verdict, charter: Charter, lang: str
) -> tuple[AdvisedAction, ...]:
    """The advice of the verdict; where it has none for what was done already, a person may still have done it."""
    if any(one.when in SITUATIONS for one in verdict.advice):
        return verdict.advice
    view = view_as_of(charter, verdict.as_of)
    claimed = bool(verdict.claims)
    return (
        *verdict.advice,
        *advice_selection.select_situation_advice(view, message.channel, lang, claimed=claimed),
    )


@lru_cache(maxsize=256)
def view_advice(actions: tuple[AdvisedAction, ...], happened: tuple[str, ...], lang: str) -> VerdictAdvice:
    advised = presentation.sort_advice(actions, happened)
    first = tuple(_todo_item(one.text, one.contact, one.price, lang) for one in advised.first)
    return VerdictAdvice(first, *_split_advice(advised.now, lang), tuple(_situation_advice(actions, lang)))


def _split_advice(
    advised: tuple[AdviceEntry, ...], lang: str
) -> tuple[tuple[TodoItem, ...], tuple[TodoItem, ...]]:
    """What to do now, beginning with how to check, and where to report: whom to tell, other than to check."""
    check: list[TodoItem] = []
    now: list[TodoItem] = []
    report: list[TodoItem] = []
    for advice in advised:
        todo = _todo_item(advice.text, advice.contact, advice.price, lang)
        checks = bool({"doubt", "unjudged"} & set(advice.when))
        (check if checks and todo.contact else report if todo.contact else now).append(todo)
    return (*check, *now), tuple(report)


def _situation_advice(actions: tuple[AdvisedAction, ...], lang: str) -> Iterator[SituationAdvice]:
    """Every situation in which there is something to do, in the order in which they are asked."""
    for name in SITUATIONS:
        if todo := tuple(_todo_item(a.text, a.contact, a.price, lang) for a in actions if a.when == name):
            yield SituationAdvice(name, todo)


def _todo_item(text: str, contact: str, price: str, lang: str) -> TodoItem:
    return TodoItem(
        get_language(lang).typeset(text),
        get_language(lang).typeset(contact),
        get_language(lang).typeset(price),
        contact_url(contact),
    )
