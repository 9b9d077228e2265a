"""What stands against words, and what they cost: the same for whoever types, proposes, activates or sends."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Wording
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.flow.rewording import UnfitWording, find_unfit_wordings
from tocsin.conversation.flow.text_cost import render_at_worst
from tocsin.conversation.flow.text_variables import find_longest_values
from tocsin.guard import GuardReason, GuardRuling, MessageDraft, choose_guard_day, guard_draft
from tocsin.guard.waivers import LIKENESSES
from tocsin.locale.languages import ORIGINALS
from tocsin.message import gsm7
from tocsin.message_templates.built_in_texts import BuiltInText, get_built_in_text
from tocsin.verdict.institution_choice import DEFAULT

Result = Literal["block", "warn", "pass"]


class LanguageReview(Struct, frozen=True, kw_only=True):
    """A text in one language before the guard, at its worst."""

    lang: str
    reasons: tuple[GuardReason, ...]
    proposal: str
    """A wording that passes, where the guard can compute one; else empty."""
    result: Result
    cost: gsm7.SmsCost
    sms: tuple[str, ...]
    """The text with the longest value of every blank, as the network cuts it."""


class WordingReview(Struct, frozen=True):
    unfit: tuple[UnfitWording, ...]
    """Why the words cannot stand in their place."""
    readings: tuple[LanguageReview, ...]
    """French, English."""

    @property
    def result(self) -> Result:
        """The gravest: words that do not fit are refused as those that the guard blocks."""
        found = {reading.result for reading in self.readings}
        if self.unfit or "block" in found:
            return "block"
        return "warn" if "warn" in found else "pass"

    @property
    def may_be_agreed_to(self) -> bool:
        """Whether the guard holds the words back for what they read like, and for nothing else: two people may let them pass."""
        return self.result == "block" and not self.unfit and set(self.blocking_kinds) <= set(LIKENESSES)

    @property
    def blocking_kinds(self) -> tuple[str, ...]:
        """Kinds of reason that hold the words back, each once."""
        found = (one for reading in self.readings for one in reading.reasons if one.weight == "block")
        return tuple(dict.fromkeys(one.kind for one in found))

    def is_blocked_beside(self, agreed: Collection[str]) -> bool:
        """Whether the words may not be sent, where two people agreed to reasons of these kinds."""
        held = self.result == "block"
        return held and not (self.may_be_agreed_to and set(self.blocking_kinds) <= set(agreed))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of reason, each once, those of words that do not fit first."""
        reasons = (reason.kind for reading in self.readings for reason in reading.reasons)
        return tuple(dict.fromkeys([*(one.kind for one in self.unfit), *reasons]))

    def in_language(self, lang: str) -> LanguageReview:
        return self.readings[ORIGINALS.index(lang)]


def normalise_wording(wording: Wording) -> Wording:
    """Words as they are kept: one space between two words, no line breaks, no space that SMS cannot write."""
    return Wording(" ".join(wording.fr.split()), " ".join(wording.en.split()))


def review_wording(text: BuiltInText, wording: Wording, today: date) -> WordingReview:
    """What stands against these words in the place of that text, as of a day."""
    return _review_by_id(text.id, wording, today)


@lru_cache(maxsize=1024)
def _review_by_id(id: str, wording: Wording, today: date) -> WordingReview:
    """The same; a page shows all the texts, and they are the same the whole day."""
    text = get_built_in_text(id)
    return WordingReview(
        tuple(find_unfit_wordings(text.flows[0], text.template, wording)),
        tuple(_review_language(text, translate_wording(wording, lang), lang, today) for lang in ORIGINALS),
    )


def explain_reasons(
    text: BuiltInText, words: str, lang: str, reader: str, today: date
) -> tuple[GuardReason, ...]:
    """The reasons against a text in one language, told in that of whoever reads them."""
    return _merge_reasons([_ask_guard(flow.flow, text.id, words, lang, today, reader) for flow in text.flows])


def _merge_reasons(rulings: list[GuardRuling]) -> tuple[GuardReason, ...]:
    """Each once, those that block first, then in the order of the text."""
    found = {(one.kind, one.span): one for ruling in rulings for one in ruling.reasons}
    return tuple(sorted(found.values(), key=lambda one: (one.weight, one.span or (10_000, 0))))


def _review_language(text: BuiltInText, words: str, lang: str, today: date) -> LanguageReview:
    """The gravest of what the guard says in each flow that sends it."""
    rulings = [_ask_guard(flow.flow, text.id, words, lang, today) for flow in text.flows]
    whole = max(
        (render_at_worst(flow, Wording(words, words), lang) for flow in text.flows),
        key=lambda one: gsm7.measure_sms_cost(one).units,
    )
    results = {ruling.result for ruling in rulings}
    return LanguageReview(
        lang=lang,
        reasons=_merge_reasons(rulings),
        proposal=next((one.proposal for one in rulings if one.proposal), ""),
        result="block" if "block" in results else "warn" if "warn" in results else "pass",
        cost=gsm7.measure_sms_cost(whole),
        sms=gsm7.split_sms(whole),
    )


@lru_cache(maxsize=4096)
def _ask_guard(flow: str, id: str, words: str, lang: str, today: date, reader: str = "") -> GuardRuling:
    """What the guard says; of some hundred texts it is asked again and again."""
    spoken = load_flow(flow)
    draft = MessageDraft(
        sender=spoken.sender, flow=spoken.role, text=words, lang=reader or lang, id=f"{id}.{lang}",
        values=dict(find_longest_values(spoken, lang)),
    )  # fmt: skip
    return guard_draft(draft, _charter_view(spoken.role, today))


@lru_cache(maxsize=16)
def _charter_view(role: Literal["case", "contact", "other"], today: date) -> DatedCharter:
    known = load_charter(DEFAULT)
    return view_as_of(known, choose_guard_day(known, role, today))
