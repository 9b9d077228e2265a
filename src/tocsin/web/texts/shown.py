"""Texts ready to be shown: what they are called, how they look on a phone, what changed, what stands against
them."""

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.words import day, said
from tocsin.conversation.flow.reworded import Unfit
from tocsin.conversation.flow.schema import State
from tocsin.conversation.flow.words import ASKED, colon, length
from tocsin.tracing.wording.example import Sms, as_seen
from tocsin.tracing.wording.judge import Judged, Reading, explained
from tocsin.tracing.wording.steps import today
from tocsin.tracing.wording.texts import Text
from tocsin.web.language import LANGUAGES, Lang
from tocsin.web.staff import clock
from tocsin.web.typeset import typeset
from tocsin.web.words import Sentences

_OPENING: Final = re.compile(r"^Assurance Maladie(?:\{to\})? ?: ")
_SHORT: Final = 90
_UNFIT: Final = {
    "empty": "unfit_empty",
    "too_long": "unfit_too_long",
    "blank_lost": "unfit_blank_lost",
    "blank_unknown": "unfit_blank_unknown",
    "code_missing": "unfit_code_missing",
    "code_twice": "unfit_code_twice",
    "flow": "unfit_flow",
}
_IN: Final = {"fr": "in_french", "en": "in_english"}
RESULTS: Final = {"pass": "guard_pass", "warn": "guard_warn", "block": "guard_block"}
"""What the guard says -> the sentence that says so."""


class Against(Struct, frozen=True):
    """A reason of the guard, to be read."""

    weight: str
    text: str
    quote: str
    source: str


class Phone(Struct, frozen=True, kw_only=True):
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
    reasons: tuple[Against, ...]
    unfit: tuple[str, ...]
    proposal: str


class Change(Struct, frozen=True):
    """A run of words of two texts that are compared."""

    kind: str
    """``same``, ``gone``, ``new``."""
    text: str


def phones(
    text: Text, words: Wording, judged: Judged, reader: Lang, now: datetime, t: Sentences
) -> list[Phone]:
    """A text in both languages, French first; what stands against it in the language of the reader."""
    return [_phone(text, said(words, lang), judged, lang, reader, now, t) for lang in LANGUAGES]


def _phone(
    text: Text, words: str, judged: Judged, lang: Lang, reader: Lang, now: datetime, t: Sentences
) -> Phone:
    reading = judged.reading(lang)
    reasons = reading.reasons
    if reasons and lang != reader:
        reasons = explained(text, words, lang, reader, today(now))
    mine = tuple(one for one in judged.unfit if one.lang == lang)
    result = "block" if mine else reading.result
    sms = as_seen(text, words, lang)
    return Phone(
        lang=lang,
        title=t[_IN[lang]],
        sender=text.flows[0].sender,
        sms=sms,
        cost=cost(len(sms), reading, t),
        result=result,
        verdict=t[RESULTS[result]],
        reasons=tuple(Against(one.weight, one.text, one.quote, one.source) for one in reasons),
        unfit=tuple(unfit(one, t) for one in mine),
        proposal=reading.proposal if result != "pass" and not mine else "",
    )


def cost(here: int, reading: Reading, t: Sentences) -> str:
    """What a text costs: its SMS as shown, at worst, and which alphabet it needs."""
    found = t["cost"].format(here=here, parts=reading.cost.parts, units=reading.cost.units)
    return f"{found} {t['cost_ucs2']}" if reading.cost.alphabet == "ucs2" else found


def summary(judged: Judged, before: Judged, t: Sentences) -> str:
    """What the guard says, and what a change costs, in a sentence."""
    now, was = ({lang: one.reading(lang).cost.parts for lang in LANGUAGES} for one in (judged, before))
    return t["summary"].format(
        verdict=result(judged, t), fr=now["fr"], en=now["en"], fr_before=was["fr"], en_before=was["en"]
    )


def unfit(one: Unfit, t: Sentences) -> str:
    """Why words cannot stand in their place, in words."""
    return t[_UNFIT[one.kind]].format(what=one.what)


def result(judged: Judged, t: Sentences) -> str:
    """What the guard says of both languages, in words."""
    return t[RESULTS[judged.result]]


def opening(words: Wording, lang: Lang) -> str:
    """The first words of a text, without the name that all begin with."""
    found = _OPENING.sub("", said(words, lang))
    found = found if len(found) <= _SHORT else f"{found[:_SHORT].rsplit(' ', 1)[0]}…"
    return typeset(capital(found), lang)


def capital(name: str) -> str:
    """A name as it stands alone."""
    return f"{name[:1].upper()}{name[1:]}"


def place(text: Text, lang: Lang, t: Sentences) -> str:
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
        return t["place_silence"].format(time=length(state.silence[int(where[3])].after, lang))
    return _asked(state, lang, t)


def is_question(text: Text) -> bool:
    """Whether a text puts a question for the first time."""
    where = text.template.place
    return where[0] == "states" and where[2] == "say" and text.flows[0].states[str(where[1])].ask is not None


def _asked(state: State, lang: Lang, t: Sentences) -> str:
    if state.ask is None:
        return t["place_message"]
    return f"{t['place_question']}{colon(lang)}{said(ASKED[state.ask], lang)}"


def group(name: str, text: Text, lang: Lang, t: Sentences) -> str:
    """For whom the texts of a flow are."""
    return t["group_common"] if name == "common" else capital(said(text.flows[0].name, lang))


def changes(before: str, after: str) -> list[Change]:
    """Two texts compared word by word."""
    old, new = before.split(" "), after.split(" ")
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Change("same", " ".join(old[a:b])))
            continue
        found += [Change("gone", " ".join(old[a:b]))] if b > a else []
        found += [Change("new", " ".join(new[c:d]))] if d > c else []
    return found


def compared(before: Wording, after: Wording, t: Sentences) -> list[tuple[Lang, str, Sequence[Change]]]:
    """Both languages compared: language, its name, what changed."""
    return [(lang, t[_IN[lang]], changes(said(before, lang), said(after, lang))) for lang in LANGUAGES]


def moment(at: datetime, lang: Lang) -> str:
    """A moment in words, on the clock of whoever is here: ``4 mars 2021 à 10 h 05``."""
    here = clock.local(at)
    if lang == "en":
        return f"{day(here.date(), lang)} at {here:%H:%M}"
    return f"{day(here.date(), lang)} à {here:%H} h {here:%M}"
