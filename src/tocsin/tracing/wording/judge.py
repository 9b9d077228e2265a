"""What stands against words, and what they cost: the same for whoever types, proposes, activates or sends."""

from datetime import date
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tocsin.charter.load import load as load_charter
from tocsin.charter.schema import Wording
from tocsin.charter.view import View, as_of
from tocsin.charter.words import said
from tocsin.conversation.flow.cost import at_worst
from tocsin.conversation.flow.load import load
from tocsin.conversation.flow.reworded import Unfit, unfit
from tocsin.conversation.flow.text import worst
from tocsin.guard import Draft, Reason, Ruling, day_for, guard
from tocsin.message import gsm7
from tocsin.tracing.wording.texts import Text
from tocsin.tracing.wording.texts import text as known_text
from tocsin.verdict.check import DEFAULT

LANGUAGES = ("fr", "en")
Result = Literal["block", "warn", "pass"]


class Reading(Struct, frozen=True, kw_only=True):
    """A text in one language before the guard, at its worst."""

    lang: str
    reasons: tuple[Reason, ...]
    proposal: str
    """A wording that passes, where the guard can compute one; else empty."""
    result: Result
    cost: gsm7.Cost
    sms: tuple[str, ...]
    """The text with the longest value of every blank, as the network cuts it."""


class Judged(Struct, frozen=True):
    """What was found."""

    unfit: tuple[Unfit, ...]
    """Why the words cannot stand in their place."""
    readings: tuple[Reading, ...]
    """French, English."""

    @property
    def result(self) -> Result:
        """The gravest: words that do not fit are refused as those that the guard blocks."""
        found = {reading.result for reading in self.readings}
        if self.unfit or "block" in found:
            return "block"
        return "warn" if "warn" in found else "pass"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of reason, each once, those of words that do not fit first."""
        reasons = (reason.kind for reading in self.readings for reason in reading.reasons)
        return tuple(dict.fromkeys([*(one.kind for one in self.unfit), *reasons]))

    def reading(self, lang: str) -> Reading:
        """That of a language."""
        return self.readings[LANGUAGES.index(lang)]


def plain(wording: Wording) -> Wording:
    """Words as they are kept: one space between two words, no line breaks, no space that SMS cannot write."""
    return Wording(" ".join(wording.fr.split()), " ".join(wording.en.split()))


def judge(text: Text, wording: Wording, today: date, charter: str = DEFAULT) -> Judged:
    """What stands against these words in the place of that text, as of a day."""
    return _judged(text.id, wording, today, charter)


@lru_cache(maxsize=1024)
def _judged(id: str, wording: Wording, today: date, charter: str) -> Judged:
    """The same; a page shows all the texts, and they are the same the whole day."""
    text = known_text(id)
    return Judged(
        tuple(unfit(text.flows[0], text.template, wording)),
        tuple(_reading(text, said(wording, lang), lang, today, charter) for lang in LANGUAGES),
    )


def explained(
    text: Text, words: str, lang: str, reader: str, today: date, charter: str = DEFAULT
) -> tuple[Reason, ...]:
    """The reasons against a text in one language, told in that of whoever reads them."""
    return _reasons([_ruled(flow.flow, text.id, words, lang, today, charter, reader) for flow in text.flows])


def _reasons(rulings: list[Ruling]) -> tuple[Reason, ...]:
    """Each once, those that block first, then in the order of the text."""
    found = {(one.kind, one.span): one for ruling in rulings for one in ruling.reasons}
    return tuple(sorted(found.values(), key=lambda one: (one.weight, one.span or (10_000, 0))))


def _reading(text: Text, words: str, lang: str, today: date, charter: str) -> Reading:
    """The gravest of what the guard says in each flow that sends it."""
    rulings = [_ruled(flow.flow, text.id, words, lang, today, charter) for flow in text.flows]
    whole = max(
        (at_worst(flow, Wording(words, words), lang) for flow in text.flows),
        key=lambda one: gsm7.cost(one).units,
    )
    results = {ruling.result for ruling in rulings}
    return Reading(
        lang=lang,
        reasons=_reasons(rulings),
        proposal=next((one.proposal for one in rulings if one.proposal), ""),
        result="block" if "block" in results else "warn" if "warn" in results else "pass",
        cost=gsm7.cost(whole),
        sms=gsm7.split(whole),
    )


@lru_cache(maxsize=4096)
def _ruled(flow: str, id: str, words: str, lang: str, today: date, charter: str, reader: str = "") -> Ruling:
    """What the guard says; of some hundred texts it is asked again and again."""
    spoken = load(flow)
    draft = Draft(
        sender=spoken.sender, flow=spoken.role, text=words, lang=reader or lang, id=f"{id}.{lang}",
        values=dict(worst(spoken, lang)),
    )  # fmt: skip
    return guard(draft, _view(charter, spoken.role, today))


@lru_cache(maxsize=16)
def _view(charter: str, role: Literal["case", "contact", "other"], today: date) -> View:
    known = load_charter(charter)
    return as_of(known, day_for(known, role, today))
