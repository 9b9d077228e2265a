"""What a message that was found against wants besides what decided: named with its words and its clause. It decides
nothing, but where what is read by likeness is sure enough to be held against a promise."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from tocsin.charter.channels import ChannelId
from tocsin.charter.schema import AskClause
from tocsin.evidence.learned_asks import SHARES_RIGHT, find_learned_asks
from tocsin.evidence.model import AskLikeness, Evidence, FoundNumber, LinkTarget
from tocsin.evidence.resemblance import reads_surely_like_fraud
from tocsin.message.model import Message
from tocsin.verdict.charter_judge import CharterJudge
from tocsin.verdict.judgement_context import Judgement

_NUMBER_KINDS = frozenset({"callback_not_official", "unknown_callback", "premium_rate"})
_LINK_KINDS = frozenset(
    {"link_not_official", "lookalike_domain", "brand_link", "shortener", "link_text_differs", "unknown_link"}
)
_SHORT = 4
"""Digits of a short number, which is given to bodies, at most."""


def name_wanted_things(
    message: Message, evidence: tuple[Evidence, ...], found: list[Judgement], judge: CharterJudge | None
) -> Iterator[Judgement]:
    """Neutral findings, each kind once, of kinds not found yet; ``judge`` where the message claims the institution."""
    named = {f.kind for f in found}
    links = islice((("unknown_link", e) for e in evidence if _leads_elsewhere(e)), 1)
    given = islice((("unknown_callback", e) for e in evidence if _is_number_given(e)), 1)
    if not named.isdisjoint(_NUMBER_KINDS):
        named.add("unknown_callback")
    if not named.isdisjoint(_LINK_KINDS):
        named |= {"unknown_link", "hidden_link"}
    elif any(e.kind == "link" for e in evidence):
        named.add("hidden_link")
    for kind, e in chain(links, given, find_learned_asks(message, evidence, named)):
        if kind in named:
            continue
        named.add(kind)
        request = e.about.request if isinstance(e.about, AskLikeness) else None
        clause = judge.context.find_ask_clause(request) if judge and request else None
        yield Judgement("neutral", kind, e, clause)


def hold_against(
    wanted: Iterable[Judgement], evidence: tuple[Evidence, ...], channel: ChannelId
) -> Iterator[Judgement]:
    """The same of a message in the institution's name: where it reads surely like frauds, an ask that is read as surely
    breaks a clause that says never, unless the same words are read as an ask that the charter allows as well. A call that
    is told, in which others speak too, must read like them more surely still."""
    surely = reads_surely_like_fraud(evidence, channel)
    wanted = tuple(wanted)
    allowed = {
        _where(one) for one in wanted if isinstance(one.clause, AskClause) and one.clause.allowed == "yes"
    }
    for one in wanted:
        about, clause = one.evidence.about, one.clause
        sure = surely and isinstance(about, AskLikeness) and about.share_right >= SHARES_RIGHT[" sure"]
        sure = sure and _where(one) not in allowed
        broken = sure and isinstance(clause, AskClause) and clause.allowed == "never"
        if broken and clause is not None and clause.quality != "inferred":
            yield Judgement("contradicts", one.kind, one.evidence, clause)
        else:
            yield one


def _where(one: Judgement) -> tuple[str, int, int]:
    return one.evidence.field, one.evidence.start, one.evidence.end


def _leads_elsewhere(e: Evidence) -> bool:
    """Whether it is a link to a host that nothing is known of."""
    return (
        e.kind == "link"
        and isinstance(e.about, LinkTarget)
        and e.about.standing not in ("official", "public", "known")
    )


def _is_number_given(e: Evidence) -> bool:
    """Whether it is an ordinary number that the message gives."""
    about = e.about
    return (
        e.kind == "number"
        and isinstance(about, FoundNumber)
        and about.role == "mentioned"
        and about.tariff != "free"
        and len(e.value) > _SHORT
    )
