"""What happened to a file, in words: a row for each SMS and each call, and one for all that one hand changed at one moment."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final

from msgspec import Struct

from tocsin.locale.catalogues import load_sentences, translate, translate_name
from tocsin.tracing.calls.model import PastCall, ThreadMessage
from tocsin.tracing.calls.sheet_text import show_kept_text
from tocsin.tracing.cases.case_timeline import Event, TimelineChange, name_change
from tocsin.web.formatting import format_weekday_moment
from tocsin.web.language import Lang

_VALUES: Final = ("call.values", "call.outcomes", "call.reasons")
_WHYS: Final = ("call.whys", "call.corrections", "call.reasons")
"""Where the words of a value and of a reason stand, the first that has them."""


class TimelineRow(Struct, frozen=True):
    at: str
    kind: str
    """``kind_change``, ``kind_call``, ``kind_ours`` or ``kind_theirs``: the sentence that says so."""
    text: str
    by: str


def build_timeline(events: Iterable[Event], zone: str, lang: Lang) -> list[TimelineRow]:
    return [
        row
        for (at, by), same in groupby(events, _find_moment_and_hand)
        for row in _build_rows(list(same), format_weekday_moment(at, lang, zone), by, lang)
    ]


def _find_moment_and_hand(event: Event) -> tuple[datetime, str]:
    return event.at, getattr(event, "by", "")


def _build_rows(events: list[Event], at: str, by: str, lang: Lang) -> Iterator[TimelineRow]:
    """The rows of one moment: changes of one hand are told together."""
    changes = [event for event in events if isinstance(event, TimelineChange)]
    if changes:
        text = " · ".join(_describe_changes(changes, lang))
        yield TimelineRow(at, "kind_change", text, translate_name("call.hands", by, lang))
    for event in events:
        match event:
            case ThreadMessage():
                lost = translate("call", "did_not_arrive", lang) if event.failed else ""
                kind = "kind_ours" if event.ours else "kind_theirs"
                yield TimelineRow(at, kind, show_kept_text(event.text, lang) + lost, "")
            case PastCall():
                outcome = translate_name("call.outcomes", event.outcome, lang)
                yield TimelineRow(
                    at,
                    "kind_call",
                    f"{outcome}. {show_kept_text(event.note, lang)}".removesuffix(". "),
                    event.agent,
                )


def _describe_changes(changes: list[TimelineChange], lang: Lang) -> Iterator[str]:
    """What changed, and why; what has one reason is told with it once."""
    for why, same in groupby(changes, lambda one: _describe_reason(one, lang)):
        said = " · ".join(_describe_change(one, lang) for one in same)
        yield f"{said} ({why})" if why else said


def _describe_change(one: TimelineChange, lang: Lang) -> str:
    name = name_change(one.what, lang)
    values = " → ".join(_find_words(_VALUES, value, lang) for value in (one.before, one.after) if value)
    return translate("call", "changed_to", lang, what=name, value=values) if values else name


def _describe_reason(one: TimelineChange, lang: Lang) -> str:
    """Why, in words; nothing where the change says it itself."""
    if one.why in (one.what, one.after):
        return ""
    kind, _, slug = one.why.partition(".")
    for name in (f"{one.after}.{one.why}", one.why, slug, kind):
        if name and (said := _find_words(_WHYS, name, lang)) != name:
            return said
    return one.why


def _find_words(contexts: tuple[str, ...], name: str, lang: Lang) -> str:
    """The words of a stable name; the name itself where nobody wrote any, as for the facts of a flow of one's own."""
    return next(
        (said[name] for said in (load_sentences("tocsin", one, lang) for one in contexts) if name in said),
        name,
    )
