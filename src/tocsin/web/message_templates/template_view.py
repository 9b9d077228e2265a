"""Texts ready to be shown: what they are called, how they look on a phone, what changed, what stands against
them."""

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Wording
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.part_names import format_duration
from tocsin.conversation.flow.rewording import UnfitWording
from tocsin.conversation.flow.schema import FlowState
from tocsin.guard.wording import say_source
from tocsin.locale.catalogues import Sentences, translate
from tocsin.locale.languages import ORIGINALS, get_language
from tocsin.message_templates.approval_workflow import review_day
from tocsin.message_templates.built_in_texts import BuiltInText
from tocsin.message_templates.review import LanguageReview, WordingReview, explain_reasons
from tocsin.message_templates.rewording import NEEDED, RewordingEvent, TextRewording
from tocsin.message_templates.sms_preview import Sms, preview_text
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web.formatting import capitalise_name, format_moment
from tocsin.web.language import Lang

_OPENING: Final = re.compile(r"^Assurance Maladie(?:\{to\})? ?: ")
_SHORT: Final = 90
_IN: Final = {"fr": "in_french", "en": "in_english"}
RESULTS: Final = {"pass": "guard_pass", "warn": "guard_warn", "block": "guard_block"}
"""What the guard says -> the sentence that says so."""


class GuardReasonView(Struct, frozen=True):
    weight: str
    text: str
    quote: str
    source: str


class PhonePreview(Struct, frozen=True, kw_only=True):
    """A text on a phone, and what is said of it beside."""

    lang: Lang
    title: str
    """``En français``."""
    sender: str
    sms: tuple[Sms, ...]
    cost: str
    """In words."""
    result: str
    """``pass``, ``warn`` or ``block``."""
    verdict: str
    """In words."""
    reasons: tuple[GuardReasonView, ...]
    unfit: tuple[str, ...]
    proposal: str


class WordRun(Struct, frozen=True):
    """A run of words of two texts that are compared."""

    kind: str
    """``same``, ``gone``, ``new``."""
    text: str


def preview_phones(
    text: BuiltInText,
    words: Wording,
    judged: WordingReview,
    reader: Lang,
    now: datetime,
    t: Sentences,
    *,
    sent: bool = False,
) -> list[PhonePreview]:
    """A text in both languages, French first; what stands against it in the language of the reader; ``sent``: of words that are
    sent."""
    return [
        _preview_phone(text, translate_wording(words, lang), judged, lang, reader, now, t, sent=sent)
        for lang in ORIGINALS
    ]


def _preview_phone(
    text: BuiltInText,
    words: str,
    judged: WordingReview,
    lang: Lang,
    reader: Lang,
    now: datetime,
    t: Sentences,
    *,
    sent: bool,
) -> PhonePreview:
    reading = judged.in_language(lang)
    reasons = reading.reasons
    if reasons and lang != reader:
        reasons = explain_reasons(text, words, lang, reader, review_day(now))
    mine = tuple(one for one in judged.unfit if one.lang == lang)
    result = "block" if mine else reading.result
    sms = preview_text(text, words, lang)
    return PhonePreview(
        lang=lang,
        title=t[_IN[lang]],
        sender=text.flows[0].sender,
        sms=sms,
        cost=describe_cost(len(sms), reading, t),
        result=result,
        verdict=describe_result(judged, t, sent=sent) if result == "block" else t[RESULTS[result]],
        reasons=tuple(
            GuardReasonView(one.weight, one.text, one.quote, say_source(one, load_charter(DEFAULT), reader))
            for one in reasons
        ),
        unfit=tuple(describe_unfit(one, t) for one in mine),
        proposal=reading.proposal if result != "pass" and not mine else "",
    )


def describe_cost(here: int, reading: LanguageReview, t: Sentences) -> str:
    """What a text costs: its SMS as shown, at worst, and which alphabet it needs."""
    found = t["cost"].format(here=here, parts=reading.cost.parts, units=reading.cost.units)
    return f"{found} {t['cost_ucs2']}" if reading.cost.alphabet == "ucs2" else found


def summarise_judgement(judged: WordingReview, before: WordingReview, t: Sentences) -> str:
    """What the guard says, and what a change costs, in a sentence."""
    now, was = ({lang: one.in_language(lang).cost.parts for lang in ORIGINALS} for one in (judged, before))
    return t["summary"].format(
        verdict=describe_result(judged, t),
        fr=now["fr"],
        en=now["en"],
        fr_before=was["fr"],
        en_before=was["en"],
    )


def describe_unfit(one: UnfitWording, t: Sentences) -> str:
    """Why words cannot stand in their place, in words."""
    return t[f"unfit_{one.kind}"].format(what=one.what)


def describe_result(judged: WordingReview, t: Sentences, *, sent: bool = False) -> str:
    """What the guard says of both languages, in words; ``sent``: of words that are sent."""
    if judged.may_be_agreed_to:
        return t["guard_agreed" if sent else "guard_held"]
    return t[RESULTS[judged.result]]


def first_words(words: Wording, lang: Lang) -> str:
    """The first words of a text, without the name that all begin with."""
    found = _OPENING.sub("", translate_wording(words, lang))
    found = found if len(found) <= _SHORT else f"{found[:_SHORT].rsplit(' ', 1)[0]}…"
    return get_language(lang).typeset(capitalise_name(found))


def describe_place(text: BuiltInText, lang: Lang, t: Sentences) -> str:
    """When a text is said: ``Question, oui ou non``, ``Rappel après 2 h``."""
    where = text.template.place
    if where[0] == "common":
        return t["place_common"]
    if where[0] == "asides":
        return t["place_aside"]
    state = text.flows[0].states[str(where[1])]
    if where[2] == "again":
        return t["place_again"]
    if where[2] == "silence":
        return t["place_silence"].format(time=format_duration(state.silence[int(where[3])].after, lang))
    return _question_in_words(state, lang, t)


def is_first_question(text: BuiltInText) -> bool:
    """Whether a text puts a question for the first time."""
    where = text.template.place
    return where[0] == "states" and where[2] == "say" and text.flows[0].states[str(where[1])].ask is not None


def _question_in_words(state: FlowState, lang: Lang, t: Sentences) -> str:
    if state.ask is None:
        return t["place_message"]
    return f"{t['place_question']}{get_language(lang).colon}{translate('flow.asked', state.ask, lang)}"


def describe_group(name: str, text: BuiltInText, lang: Lang, t: Sentences) -> str:
    return (
        t["group_common"]
        if name == "common"
        else capitalise_name(translate_wording(text.flows[0].name, lang))
    )


def compare_words(before: str, after: str) -> list[WordRun]:
    old, new = before.split(" "), after.split(" ")
    found: list[WordRun] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(WordRun("same", " ".join(old[a:b])))
            continue
        found += [WordRun("gone", " ".join(old[a:b]))] if b > a else []
        found += [WordRun("new", " ".join(new[c:d]))] if d > c else []
    return found


def compare_wordings(
    before: Wording, after: Wording, t: Sentences
) -> list[tuple[Lang, str, Sequence[WordRun]]]:
    """Both languages compared: language, its name, what changed."""
    return [
        (lang, t[_IN[lang]], compare_words(translate_wording(before, lang), translate_wording(after, lang)))
        for lang in ORIGINALS
    ]


def describe_stage(one: TextRewording, now: datetime, lang: Lang, t: Sentences) -> str:
    stage = one.stage(now)
    if stage == "proposed":
        left = NEEDED - len(one.approvals)
        return t["stage_one_more"] if left == 1 else t["stage_more"].format(count=left)
    moment = format_moment(one.starts_at, lang) if one.starts_at else ""
    return t[f"stage_{stage}"].format(moment=moment)


_HELD: Final = {("proposed", "block"): "guard_held", ("activated", "block"): "guard_agreed"}
"""What the guard held back went on all the same: by step and ruling."""


def list_proposal_steps(
    one: TextRewording, lang: Lang, t: Sentences
) -> list[tuple[RewordingEvent, str, str]]:
    """Everything that happened to a rewording, in order: what it was, and what the guard said, in words."""
    return [(step, _describe_step(step, lang, t), _describe_ruling(step, t)) for step in one.steps]


def _describe_step(step: RewordingEvent, lang: Lang, t: Sentences) -> str:
    what = t[f"step_{step.what}"]
    if step.starts_at is None:
        return what
    return t["step_from"].format(what=what, moment=format_moment(step.starts_at, lang))


def _describe_ruling(step: RewordingEvent, t: Sentences) -> str:
    return t[_HELD.get((step.what, step.ruling), RESULTS[step.ruling])] if step.ruling else ""
