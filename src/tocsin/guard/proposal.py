"""A wording that passes, computed from one that does not; the guard itself checks it before it is given."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from tocsin.charter.view import DatedCharter
from tocsin.charter.words import translate_wording
from tocsin.guard import tone
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.model import GuardReason, GuardReasonKind, GuardRuling, GuardWaiver, MessageDraft
from tocsin.locale.languages import get_language
from tocsin.message import gsm7

JudgeDraft = Callable[[MessageDraft, DatedCharter, tuple[GuardWaiver, ...]], GuardRuling]

_MENDED: frozenset[GuardReasonKind] = frozenset(
    (
        "link_not_official",
        "shortener",
        "callback_not_official",
        "institution_missing",
        "code_missing",
        "shouting",
        "urgency",
        "not_gsm7",
        "too_long",
        "looks_fraudulent",
    )
)
"""What another wording can mend; who sends it and what it asks are for its author."""
_ARTICLE = re.compile(r"^(?:l'|la |le |the )| \(.*\)$")
_STILL_SAYS = 3
"""Words that a sentence has, at least."""
_ENDS = re.compile(r"[.!?](?=\s)|\n")
"""Ends of sentences inside a text."""


def propose_wording(
    draft: MessageDraft,
    view: DatedCharter,
    waivers: tuple[GuardWaiver, ...],
    ruling: GuardRuling,
    judge: JudgeDraft,
) -> str | None:
    """A wording that passes, or None where none can be computed."""
    against = [reason for reason in ruling.reasons if not reason.waived]
    if any(reason.kind not in _MENDED for reason in against):
        return None
    text = _mend_text(draft, view, against)
    if text is None or text == draft.text:
        return None
    passes = judge(replace(draft, text=text), view, waivers).result == "pass"
    return text if passes else None


def _mend_text(draft: MessageDraft, view: DatedCharter, against: list[GuardReason]) -> str | None:
    kinds = {reason.kind for reason in against}
    text = _remove_foreign_parts(draft.text, against, _find_institution_number(view))
    if text is None:
        return None
    if "not_gsm7" in kinds:
        text = DraftTemplate(text).rewrite_text(gsm7.apply_substitutes)
    if "shouting" in kinds:
        names = frozenset(word for name in view.charter.lexicon.names for word in name.split())
        text = tone.lower_shouting(DraftTemplate(text), names | frozenset(view.charter.lexicon.short_names))
    if "institution_missing" in kinds:
        text = f"{_find_opening(view, draft.lang)}{text.lstrip()}"
    if "code_missing" in kinds:
        text = _append_code(text, against, draft.text)
    return text


def _find_opening(view: DatedCharter, lang: str) -> str:
    """``Assurance Maladie : ``, as a message opens."""
    name = _ARTICLE.sub("", translate_wording(view.charter.name, lang))
    return name + get_language(lang).colon


def _find_institution_number(view: DatedCharter) -> str:
    """The number at which the institution is reached, or an empty string."""
    given = (
        p
        for p in view.iterate_points("phone")
        if p.direction == "you_contact_them" and p.quality != "inferred"
    )
    return next((p.value for p in given), "")


def _remove_foreign_parts(text: str, against: list[GuardReason], number: str) -> str | None:
    """The text with its foreign numbers replaced, and without the sentences of its foreign links."""
    spans = sorted({r.span: r.kind for r in against if r.span}.items(), reverse=True)
    for (start, end), kind in spans:
        if kind == "callback_not_official":
            text = f"{text[:start]}{number}{text[end:]}"
        elif kind in ("link_not_official", "shortener"):
            text = _cut_sentence(text, start, end)
    words = re.findall(r"\w+", text)
    return text if len(words) >= _STILL_SAYS else None


def _cut_sentence(text: str, start: int, end: int) -> str:
    """The text without the sentence of a span."""
    low = max((match.end() for match in _ENDS.finditer(text, 0, start)), default=0)
    after = _ENDS.search(text, end)
    return f"{text[:low].rstrip()} {text[after.end() :].lstrip() if after else ''}".strip()


def _append_code(text: str, against: list[GuardReason], before: str) -> str:
    """The text with the code at its end, in the place of one that is malformed."""
    for reason in against:
        if reason.kind == "code_missing" and reason.span and text == before:
            return f"{text[: reason.span[0]]}{{code}}{text[reason.span[1] :]}"
    text = re.sub(r"\s*\br[ée]f\.?\s*$", "", text.rstrip(), flags=re.I)
    stop = "" if text.rstrip()[-1:] in ".!?" else "."
    return f"{text}{stop} Réf. {{code}}"
