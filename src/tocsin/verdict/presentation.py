"""A verdict taken apart for a reader: each reason with what it rests on, what to do now and afterwards.

Whoever draws a verdict, on a terminal, in a letter or on a page, tells the same from here.
"""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import AnyClause, Charter
from tocsin.locale.catalogues import translate
from tocsin.message.safe_display import escape_acting_characters
from tocsin.verdict.advice_selection import DONE
from tocsin.verdict.explanation import REGISTER, SIGN
from tocsin.verdict.model import AdvisedAction, Verdict, VerdictReason
from tocsin.verdict.verdict_json import AdviceEntry, merge_advice

MOST_REASONS = 30
_NOW = ("received", "doubt", "unjudged")
_GROUPS = (("why", ("contradicts", "warns")), ("for", ("proves",)), ("noticed", ("neutral",)))
_WANTED = frozenset(item.kind for item in ITEMS.values()) | frozenset(
    ("hidden_link", "unknown_link", "unknown_callback", "remote_access", "attachment")
)
"""Kinds of reason that say what a message wants."""


class ReasonView(Struct, frozen=True):
    """A reason, and what it rests on."""

    reason: VerdictReason
    text: str
    """What was seen and what its clause says, harmless; the second is left out where it was said before."""
    grounds: tuple[str, ...]
    """Rule and source, one a line."""


def group_reasons(verdict: Verdict, charter: Charter, lang: str) -> Iterator[tuple[str, list[ReasonView]]]:
    """The reasons under the titles of their groups, in the order in which they count; no empty group."""
    clauses = {c.id: c for c in charter.clauses}
    said: set[str] = set()
    shown = list_shown_reasons(verdict)
    for name, weights in _GROUPS:
        group = []
        for reason in [r for r in shown if r.weight in weights][:MOST_REASONS]:
            group.append(_build_reason_view(reason, clauses.get(reason.clause), reason.clause in said, lang))
            said.add(reason.clause)
        if group:
            yield name, group


def list_shown_reasons(verdict: Verdict) -> list[VerdictReason]:
    """The reasons that a person is shown. Where clauses are broken, what the message seems to want besides adds nothing,
    unless it names one more of them."""
    if verdict.level != "imposture":
        return list(verdict.reasons)
    broken = {r.clause for r in verdict.reasons if r.weight == "contradicts"}
    return [
        r
        for r in verdict.reasons
        if r.weight != "neutral"
        or r.kind not in _WANTED
        or not (r.clause.startswith(SIGN) or r.clause in broken)
    ]


def _build_reason_view(reason: VerdictReason, clause: AnyClause | None, again: bool, lang: str) -> ReasonView:
    text = escape_acting_characters(reason.text)
    if reason.clause.startswith(REGISTER):
        return ReasonView(
            reason, text, (translate("titles", "source", lang) + escape_acting_characters(reason.source),)
        )
    if clause is None:
        return ReasonView(reason, text, (f"{translate('titles', 'sign', lang)} ({reason.clause})",))
    rule = f"{translate('titles', 'rule', lang)} {clause.id}"
    if again:
        return ReasonView(
            reason, text.removesuffix(words.translate_wording(clause.wording, lang)).rstrip(), (rule,)
        )
    source = translate("titles", "source", lang) + words.format_source(clause.sources[0], lang)
    return ReasonView(reason, text, (f"{rule}, {words.format_validity(clause.in_force, lang)}", source))


class AdviceByMoment(Struct, frozen=True):
    """What to do, each sentence once."""

    first: tuple[AdviceEntry, ...]
    """For what the person tells that they did."""
    now: tuple[AdviceEntry, ...]
    later: dict[tuple[str, ...], tuple[AdviceEntry, ...]]
    """By what may have been done."""


def sort_advice(actions: tuple[AdvisedAction, ...], happened: tuple[str, ...] = ()) -> AdviceByMoment:
    """What to do first, now, and by what was already done; each sentence once."""
    first: list[AdviceEntry] = []
    now: list[AdviceEntry] = []
    later: dict[tuple[str, ...], list[AdviceEntry]] = {}
    told = set(happened) & set(DONE)
    for one in merge_advice(actions):
        if told & set(one.when):
            first.append(one)
        elif set(one.when) & set(_NOW):
            now.append(one)
        else:
            later.setdefault(one.when, []).append(one)
    return AdviceByMoment(tuple(first), tuple(now), {when: tuple(todo) for when, todo in later.items()})


def describe_contact(one: AdviceEntry, lang: str) -> str:
    """Whom an advice leads to and what that costs, on one line; empty where neither is known."""
    said = (
        (translate("titles", "contact", lang), one.contact),
        (translate("titles", "price", lang), one.price),
    )
    return " · ".join(f"{lead}{value}" for lead, value in said if value)


def describe_charter(verdict: Verdict, lang: str) -> str:
    """The charter that was applied, and as of which day."""
    day = words.format_day(verdict.as_of, lang)
    return translate("titles", "charter", lang).format(
        id=verdict.charter_id, version=verdict.charter_version, day=day
    )
