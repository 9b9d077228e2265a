"""What a message that was found against wants, and what of it no judgement has named: named with its words and its clause.
It decides nothing, but where what is read by likeness is sure enough to be held against a promise."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from tocsin.charter.channels import ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import AskClause
from tocsin.evidence.learned_asks import find_learned_asks
from tocsin.evidence.lures import ASKED_BY
from tocsin.evidence.model import AskLikeness, Evidence, FoundNumber, ItemRequest, LinkTarget
from tocsin.evidence.resemblance import reads_surely_like_fraud
from tocsin.message.model import Message
from tocsin.verdict.charter_judge import CharterJudge
from tocsin.verdict.judgement_context import Judgement

_NUMBER_KINDS = frozenset({"callback_not_official", "unknown_callback", "premium_rate"})
_LINK_KINDS = frozenset(
    {"link_not_official", "lookalike_domain", "brand_link", "shortener", "link_text_differs", "unknown_link"}
)
_THINGS: Final = {
    **dict.fromkeys((*_LINK_KINDS, "hidden_link"), "link"),
    **dict.fromkeys(_NUMBER_KINDS, "callback"),
    **dict.fromkeys(("remote_access", "lure_disarm"), "remote"),
    **dict.fromkeys(("lure_courier", "lure_visit"), "visit"),
    **dict.fromkeys(("lure_relative", "lure_emergency"), "relative"),
    **dict.fromkeys(("lure_safe_account", "lure_advance_fee", "lure_account_change"), "payment"),
    **ASKED_BY,
    "attachment": "attachment",
    "lure_one_ring": "callback",
}
"""Kinds of reason -> what is wanted, where it is no item of its own."""
PRESSING: Final = (
    *("visit", "relative", "code", "remote", "link", "callback", "attachment"),
    *("card", "payment", "password", "iban", "nir", "identity_document", "tax_number", "medical", "personal"),
)
"""What may be wanted: what is done at once, before what is given on a page or to whoever answers."""
_SHORT = 4
"""Digits of a short number, which is given to bodies, at most."""


def name_wanted_things(
    message: Message, evidence: tuple[Evidence, ...], found: list[Judgement], judge: CharterJudge | None
) -> Iterator[Judgement]:
    """Neutral findings, each kind once, of kinds not found yet; ``judge`` where the message claims the institution."""
    named = {f.kind for f in found}
    links = islice((("unknown_link", e) for e in evidence if _leads_elsewhere(e)), 1)
    given = islice((("unknown_callback", e) for e in evidence if _is_number_given(e)), 1)
    # Where likeness alone warns, or the charter allows it, no judgement names what a rule found that is asked.
    asked = ((ITEMS[e.value].kind, e) for e in evidence if e.kind == "ask" and not ITEMS[e.value].vague)
    if not named.isdisjoint(_NUMBER_KINDS):
        named.add("unknown_callback")
    if not named.isdisjoint(_LINK_KINDS):
        named |= {"unknown_link", "hidden_link"}
    elif any(e.kind == "link" for e in evidence):
        named.add("hidden_link")
    for kind, e in chain(links, given, asked, find_learned_asks(message, evidence, named)):
        if kind in named:
            continue
        named.add(kind)
        request = e.about.request if isinstance(e.about, AskLikeness) else e.about
        clause = (
            judge.context.find_ask_clause(request) if judge and isinstance(request, ItemRequest) else None
        )
        yield Judgement("neutral", kind, e, clause)


def list_wants(found: Iterable[Judgement]) -> tuple[str, ...]:
    """What a message that was found against wants of its reader, the most pressing first; what is read by likeness where
    nothing else to give was found."""
    found = tuple(found)
    wants = {_name_thing(f) for f in found if not isinstance(f.evidence.about, AskLikeness)}
    if ITEMS.keys().isdisjoint(wants):
        wants |= set(map(_name_thing, found))
    return tuple(one for one in PRESSING if one in wants)


def _name_thing(f: Judgement) -> str:
    value = f.evidence.value
    if value in ITEMS and f.kind == ITEMS[value].kind:
        return "password" if value == "identifiers" else value
    return _THINGS.get(f.kind, "")


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
        sure = surely and isinstance(about, AskLikeness) and about.sure
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
