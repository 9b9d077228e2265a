"""A verdict taken apart for a reader: each reason with what it rests on, what to do now and afterwards.

Whoever draws a verdict, on a terminal, in a letter or on a page, tells the same from here.
"""

from collections.abc import Iterator

from msgspec import Struct

from tocsin.charter import words
from tocsin.charter.schema import AnyClause, Charter
from tocsin.message.harmless import harmless
from tocsin.verdict.advising import DONE
from tocsin.verdict.answer import Advice, gathered
from tocsin.verdict.decide import REGISTER
from tocsin.verdict.model import Action, Reason, Verdict
from tocsin.verdict.titles import title

MOST_REASONS = 30
_NOW = ("received", "doubt", "unjudged")
_GROUPS = (("why", ("contradicts", "warns")), ("for", ("proves",)), ("noticed", ("neutral",)))


class Told(Struct, frozen=True):
    """A reason, and what it rests on."""

    reason: Reason
    text: str
    """What was seen and what its clause says, harmless; the second is left out where it was said before."""
    grounds: tuple[str, ...]
    """Rule and source, one a line."""


def reasons(verdict: Verdict, charter: Charter, lang: str) -> Iterator[tuple[str, list[Told]]]:
    """The reasons under the titles of their groups, in the order in which they count; no empty group."""
    clauses = {c.id: c for c in charter.clauses}
    said: set[str] = set()
    for name, weights in _GROUPS:
        group = []
        for reason in [r for r in verdict.reasons if r.weight in weights][:MOST_REASONS]:
            group.append(_told(reason, clauses.get(reason.clause), reason.clause in said, lang))
            said.add(reason.clause)
        if group:
            yield name, group


def _told(reason: Reason, clause: AnyClause | None, again: bool, lang: str) -> Told:
    text = harmless(reason.text)
    if reason.clause.startswith(REGISTER):
        return Told(reason, text, (title("source", lang) + harmless(reason.source),))
    if clause is None:
        return Told(reason, text, (f"{title('sign', lang)} ({reason.clause})",))
    rule = f"{title('rule', lang)} {clause.id}"
    if again:
        return Told(reason, text.removesuffix(words.said(clause.wording, lang)).rstrip(), (rule,))
    source = title("source", lang) + words.source(clause.sources[0], lang)
    return Told(reason, text, (f"{rule}, {words.in_force(clause.in_force, lang)}", source))


class SortedAdvice(Struct, frozen=True):
    """What to do, each sentence once."""

    first: tuple[Advice, ...]
    """For what the person tells that they did."""
    now: tuple[Advice, ...]
    later: dict[tuple[str, ...], tuple[Advice, ...]]
    """By what may have been done."""


def advice(actions: tuple[Action, ...], happened: tuple[str, ...] = ()) -> SortedAdvice:
    """What to do first, now, and by what was already done; each sentence once."""
    first: list[Advice] = []
    now: list[Advice] = []
    later: dict[tuple[str, ...], list[Advice]] = {}
    told = set(happened) & set(DONE)
    for one in gathered(actions):
        if told & set(one.when):
            first.append(one)
        elif set(one.when) & set(_NOW):
            now.append(one)
        else:
            later.setdefault(one.when, []).append(one)
    return SortedAdvice(tuple(first), tuple(now), {when: tuple(todo) for when, todo in later.items()})


def known(one: Advice, lang: str) -> str:
    """Whom an advice leads to and what that costs, on one line; empty where neither is known."""
    said = ((title("contact", lang), one.contact), (title("price", lang), one.price))
    return " · ".join(f"{lead}{value}" for lead, value in said if value)


def foot(verdict: Verdict, lang: str) -> str:
    """The charter that was applied, and as of which day."""
    day = words.day(verdict.as_of, lang)
    return title("charter", lang).format(id=verdict.charter_id, version=verdict.charter_version, day=day)
