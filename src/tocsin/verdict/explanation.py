"""A verdict in words: its reasons, what it proves and what to do, made of the judgements that decided it."""

from collections.abc import Iterable
from typing import Literal

from tocsin.charter.view import DatedCharter
from tocsin.charter.words import translate_wording
from tocsin.evidence.learned_asks import SHARES_RIGHT
from tocsin.evidence.model import (
    AskLikeness,
    Evidence,
    FoundNumber,
    IssuedCode,
    KnownCampaign,
    LinkTarget,
    SourceListing,
    TextResemblance,
)
from tocsin.evidence.resemblance import is_like_fraud
from tocsin.message.model import Message
from tocsin.verdict import verdict_sentences
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.first_acts import list_first_acts
from tocsin.verdict.judgement_context import Judgement
from tocsin.verdict.model import ACCUSED, Level, MessageLikeness, Verdict, VerdictReason
from tocsin.verdict.wanted_things import list_wants

SIGN = "sign."
"""Before the kind of a reason that no clause answers."""
LIKENED = "likened"
"""Kind of the reason which says that the message names nobody, and is judged under the charter of whom it reads like."""
_LIKENED_ALONE = "unproven_likened"
"""The variant of a message that names nobody and that nothing speaks against: nobody is sent to whom it merely reads like."""
REGISTER = "register."
"""Before the kind of a reason that the register of the messages sent gives."""


def build_verdict(
    message: Message,
    view: DatedCharter,
    level: Level,
    claims: list[Evidence],
    found: list[Judgement],
    evidence: tuple[Evidence, ...],
    lang: str,
    name: str,
    *,
    linked: bool,
) -> Verdict:
    happened = tuple(e.value for e in evidence if e.kind == "deed")
    order = {"contradicts": 0, "proves": 1, "warns": 2, "neutral": 3}
    kept: dict[tuple[str | int, ...], Judgement] = {}
    for f in sorted(found, key=lambda f: order[f.weight]):
        kept.setdefault(_judgement_key(f), f)
    reasons = tuple(_build_reason(f, lang, name) for f in kept.values())
    against = [r for r in reasons if r.weight in ("contradicts", "warns")]
    compatible = tuple(
        dict.fromkeys(c for r in against if (c := verdict_sentences.describe_compatible(r.kind, lang, name)))
    )
    wants = list_wants(found) if level in ACCUSED else ()
    variant = choose_verdict_variant(level, ((r.kind, r.weight) for r in reasons), happened)
    return Verdict(
        level=level,
        headline=verdict_sentences.get_headline(variant, lang, name),
        claims=(view.charter.id,) if claims else (),
        charter_id=view.charter.id,
        charter_version=view.charter.version,
        as_of=view.on,
        reasons=reasons,
        compatible=compatible if level in ACCUSED else (),
        proves=verdict_sentences.describe_proof(variant, lang, name),
        advice=select_advice(
            view.period,
            level,
            message.channel,
            lang,
            claimed=bool(claims) and variant != _LIKENED_ALONE,
            happened=happened,
        ),
        at_once=list_first_acts(message, level, wants, lang, linked=linked),
        wants=wants,
        likeness=next(filter(None, map(_read_likeness, evidence)), None),
        happened=happened,
    )


def _read_likeness(e: Evidence) -> MessageLikeness | None:
    about = e.about
    if not isinstance(about, TextResemblance):
        return None
    to: Literal["fraud", "harmless"] = "fraud" if is_like_fraud(e, surely=False) else "harmless"
    return MessageLikeness(to=to, band=about.band, rows=about.rows, rows_hash=about.rows_hash)


def _judgement_key(f: Judgement) -> tuple[str | int, ...]:
    """What tells two judgements apart: a number or an address counts once, however often it is repeated."""
    e = f.evidence
    if isinstance(e.about, FoundNumber | LinkTarget):
        return f.kind, e.field, e.value
    if isinstance(e.about, SourceListing):
        return f.kind, e.field, e.value, e.about.source
    if e.field == "answer":
        return f.kind, e.field, e.raw
    return f.kind, e.field, e.start, e.end


def choose_verdict_variant(
    level: Level, reasons: Iterable[tuple[str, str]], happened: tuple[str, ...] = ()
) -> str:
    """The level, or a variant of it that has sentences of its own; reasons are kinds with their weights."""
    if level in ("unrelated", "unproven") and happened:
        return f"{level}_help"
    kinds: dict[str, set[str]] = {"contradicts": set(), "proves": set()}
    for kind, weight in reasons:
        kinds.setdefault(weight, set()).add(kind)
    if level == "suspicious" and kinds["proves"]:
        return "suspicious_signed"
    if level == "authentic" and kinds["proves"] == {"registered"}:
        return "authentic_registered"
    if level == "imposture" and kinds["contradicts"] == {"registered_text_differs"}:
        return "imposture_registered"
    if level == "unproven" and LIKENED in kinds.get("neutral", ()):
        return _LIKENED_ALONE
    return level


def _build_reason(f: Judgement, lang: str, name: str) -> VerdictReason:
    e = f.evidence
    clause = f.clause
    quote = verdict_sentences.quote_answer(e.raw, lang) if e.field == "answer" else e.raw
    learned = e.about.share_right if isinstance(e.about, AskLikeness) else 0.0
    learned = SHARES_RIGHT[" sure"] if learned and f.weight == "contradicts" else learned
    text = verdict_sentences.describe_finding(f.kind, lang, quote, name, learned=learned)
    if clause is not None:
        text += " " + translate_wording(clause.wording, lang)
    issue = e.about if isinstance(e.about, IssuedCode) else None
    alike = e.about if isinstance(e.about, TextResemblance | AskLikeness) else None
    listing = e.about if isinstance(e.about, SourceListing) else None
    if isinstance(alike, TextResemblance):
        text += verdict_sentences.describe_resemblance(alike, f.kind, lang)
    if listing is not None:
        text += verdict_sentences.describe_listing(listing, lang)
    if isinstance(e.about, KnownCampaign):
        text += verdict_sentences.describe_campaign(e.about, lang)
    if issue is not None:
        text += verdict_sentences.describe_issued_code(issue, f.kind, lang)
    return VerdictReason(
        kind=f.kind,
        clause=clause.id if clause is not None else f"{REGISTER if issue else SIGN}{f.kind}",
        weight=f.weight,  # type: ignore[arg-type]
        span=(e.start, e.end) if e.raw and e.field in ("text", "subject", "sender") else None,
        quote=quote,
        field=e.field,
        text=text,
        in_force=verdict_sentences.format_validity(clause.in_force, lang) if clause is not None else "",
        source=verdict_sentences.format_source(clause)
        if clause
        else verdict_sentences.format_register_source(issue, lang)
        if issue
        else verdict_sentences.format_resemblance_source(alike, lang)
        if alike
        else verdict_sentences.format_listing_source(listing, lang)
        if listing
        else "",
    )
