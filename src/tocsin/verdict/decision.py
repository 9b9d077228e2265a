"""The decision: evidence held against the charter of the day.

Precedence (``docs/reference/verdicts.md``): a contradiction beats any match; a proven origin does not
excuse one; signs without a broken clause only warn; no clause means unknown, not safe. Nothing is summed.
"""

from collections.abc import Iterable
from typing import Literal

from tocsin.charter.institution_name import translate_name
from tocsin.charter.items import ITEMS
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import translate_wording
from tocsin.evidence.claims import LIKENESS
from tocsin.evidence.learned_asks import SHARES_RIGHT
from tocsin.evidence.model import (
    AskLikeness,
    ClaimGround,
    Evidence,
    FoundNumber,
    IssuedCode,
    KnownCampaign,
    LinkTarget,
    SourceListing,
    TextResemblance,
)
from tocsin.evidence.recognition import HOME
from tocsin.evidence.resemblance import is_like_fraud
from tocsin.message.model import Message
from tocsin.verdict import verdict_sentences
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.charter_judge import CharterJudge
from tocsin.verdict.first_acts import list_first_acts
from tocsin.verdict.judgement_context import Judgement
from tocsin.verdict.mail_attribution import attribute_mail, is_forwarded, leads_to_sender
from tocsin.verdict.model import Level, MessageLikeness, Verdict, VerdictReason
from tocsin.verdict.resemblance import weigh_resemblance
from tocsin.verdict.unclaimed_fraud import find_fraud_rules, may_be_fraud, sort_signs
from tocsin.verdict.wanted_things import hold_against, list_wants, name_wanted_things

SIGN = "sign."
"""Before the kind of a reason that no clause answers."""
LIKENED = "likened"
"""Kind of the reason which says that the message names nobody, and is judged under the charter of whom it reads like."""
_LIKENED_ALONE = "unproven_likened"
"""The turn of a message that names nobody and that nothing speaks against: nobody is sent to whom it merely reads like."""
REGISTER = "register."
"""Before the kind of a reason that the register of the messages sent gives."""


def decide_verdict(
    message: Message,
    view: DatedCharter,
    evidence: Iterable[Evidence],
    lang: str = "fr",
    *,
    unread: bool = False,
    unnamed: bool = False,
    linked: bool = False,
) -> Verdict:
    """The verdict on a message: pure, of the evidence handed in and the charter as of that day.

    ``unnamed``: nobody named an institution; where the message claims to come from none, none is spoken of. ``linked``: it
    shows a link, though none may count.

    ``unread``: nobody asks; a mail on its way is judged as one of the institution only where its envelope or
    its head claims that, since a filter must not accuse who merely speaks of it.
    """
    evidence = tuple(evidence)
    claims = [e for e in evidence if _is_claim(e)]
    attribution = attribute_mail(message, claims) if unread else "claimed"
    if attribution == "mentioned":
        hurried = {"pressure", "lure"} <= {e.kind for e in evidence}
        claims, evidence = [], tuple(e for e in evidence if not leads_to_sender(message, e, hurried))
    elif claims and message.traits.has_subject and all(is_forwarded(message, e) for e in claims):
        # Who forwards a mail does not claim to have written it.
        evidence = tuple(e for e in evidence if e.field != "sender")
    judge = CharterJudge(message, view, evidence) if claims else None
    found = judge.judge_evidence() if judge else []
    if all(claim.value == LIKENESS for claim in claims):
        # Nobody is named: what speaks against a message in any name speaks against this one too.
        links_that_count = {f.evidence for f in found if f.evidence.kind == "link" and f.weight != "neutral"}
        found += [
            f for f in _find_fraud_without_claim(message, evidence) if f.evidence not in links_that_count
        ]
    firmly = attribution != "signed" and any(map(_speaks_for_institution, claims))
    if not firmly:
        found = [_soften(f) for f in found]
    clause = view.find_content("lure_account", message.channel)
    claims, found = weigh_resemblance(
        evidence,
        claims,
        found,
        Judgement,
        channel=message.channel,
        own_words=not message.sender and not message.traits.spoken,
        unread=unread,
        vouched=message.inside_account
        or bool(message.solicited)
        or any(e.kind == "tone" and e.value == "rung" for e in evidence)
        or (judge is not None and judge.permits_secret()),
        # Of institutions abroad too few messages have taught the likeness.
        everyday=(clause is not None and clause.allowed == "yes")
        or _tells_what_it_may(message, view, evidence)
        or view.charter.calling_code != HOME,
    )
    level = _decide_level(bool(claims), found)
    if level in _AGAINST:
        wanted = name_wanted_things(message, evidence, found, judge)
        # Two likenesses, of who speaks and of what is asked, break no clause.
        named = firmly and any(c.value != LIKENESS and _speaks_for_institution(c) for c in claims)
        found = [*found, *(hold_against(wanted, evidence, message.channel) if named else wanted)]
        level = _decide_level(bool(claims), found)
    speaking = [c for c in claims if _speaks_for_institution(c)] if level == "imposture" else claims
    if claims and all(c.value == LIKENESS for c in speaking):
        found = [*found, Judgement("neutral", LIKENED, claims[0], None)]
    # Last, so that what others list decides nothing but that somebody is warned.
    if listed := [Judgement("warns", "listed", e, None) for e in evidence if e.kind == "listed"]:
        found = [*found, *listed]
        level = _decide_level(bool(claims), found)
    level, found = _weigh_circulation(level, found, evidence)
    anybody = unnamed and not claims
    name = verdict_sentences.name_anybody(lang) if anybody else translate_name(view.charter.name, lang)
    linked = linked or bool(message.links) or any(e.kind == "link" for e in evidence)
    return _build_verdict(message, view, level, claims, found, evidence, lang, name, linked=linked)


def _tells_what_it_may(message: Message, view: DatedCharter, evidence: tuple[Evidence, ...]) -> bool:
    """Whether all that it dangles is what the charter says that the institution writes of."""
    dangled = {e.value for e in evidence if e.kind == "lure"}
    clauses = [view.find_content(kind, message.channel) for kind in dangled]
    return bool(dangled) and all(clause is not None and clause.allowed == "yes" for clause in clauses)


_AGAINST: tuple[Level, ...] = ("imposture", "suspicious")


def _weigh_circulation(
    level: Level, found: list[Judgement], evidence: tuple[Evidence, ...]
) -> tuple[Level, list[Judgement]]:
    """A text that people reported and an analyst confirmed as a fraud: it warns, and no more. What the register or a
    signature proves stays proven, and an imposture is one by what it breaks alone."""
    circulating = [Judgement("warns", "circulates", e, None) for e in evidence if e.kind == "circulates"]
    if not circulating or any(f.weight == "proves" for f in found):
        return level, found
    return (level if level in _AGAINST else "suspicious"), [*found, *circulating]


def _soften(f: Judgement) -> Judgement:
    """A contradiction as a warning."""
    weight = "warns" if f.weight == "contradicts" else f.weight
    return Judgement(weight, f.kind, f.evidence, f.clause)


def _is_claim(e: Evidence) -> bool:
    """Whether it lets believe that the message comes from the institution; its own text always does."""
    if e.kind == "registered":
        return e.value == "matches"
    return e.kind == "claim" and not e.value.startswith("brand:")


def _speaks_for_institution(claim: Evidence) -> bool:
    """Whether a claim rests on more than words that others use too: only then can it be an imposture."""
    return not isinstance(claim.about, ClaimGround) or claim.about.rests_on != "text"


def _decide_level(claimed: bool, found: list[Judgement]) -> Level:
    """The published precedence, in this order."""
    weights = {f.weight for f in found}
    if not claimed:
        return "suspicious" if "warns" in weights else "unrelated"
    if "proves" in weights:
        return "suspicious" if weights & {"contradicts", "warns"} else "authentic"
    if "contradicts" in weights:
        return "imposture"
    return "suspicious" if "warns" in weights else "unproven"


def _find_fraud_without_claim(message: Message, evidence: tuple[Evidence, ...]) -> list[Judgement]:
    """The signs of fraud in any other name, as ``unclaimed_fraud`` has them."""
    if not may_be_fraud(evidence):
        return []
    signs = sort_signs(message, evidence)
    if not find_fraud_rules(signs):
        return [Judgement("neutral", e.value, e, None) for e in signs.pretexts]
    found = [Judgement("warns", e.value, e, None) for e in signs.pretexts]
    found += [Judgement("warns", e.value, e, None) for e in signs.own_lures]
    found += [Judgement("warns", ITEMS[e.value].kind, e, None) for e in (*signs.asks, *signs.named)]
    found += [Judgement("warns", "unknown_callback", e, None) for e in signs.callbacks]
    found += [Judgement("warns", "premium_rate", e, None) for e in signs.premium]
    for e in signs.links:
        assert isinstance(e.about, LinkTarget)
        kind = {"shortener": "shortener", "lookalike": "lookalike_domain"}.get(e.about.standing)
        kind = kind or ("brand_link" if signs.brands else "unknown_link")
        found.append(Judgement("warns", kind, e, None))
    found += [Judgement("neutral", e.value, e, None) for e in signs.pressure]
    found += [Judgement("warns", "obfuscation", e, None) for e in signs.disguise]
    return found


def _build_verdict(
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
    wants = list_wants(found) if level in _AGAINST else ()
    turn = choose_verdict_variant(level, ((r.kind, r.weight) for r in reasons), happened)
    return Verdict(
        level=level,
        headline=verdict_sentences.get_headline(turn, lang, name),
        claims=(view.charter.id,) if claims else (),
        charter_id=view.charter.id,
        charter_version=view.charter.version,
        as_of=view.on,
        reasons=reasons,
        compatible=compatible if level in _AGAINST else (),
        proves=verdict_sentences.describe_proof(turn, lang, name),
        advice=select_advice(
            view.period,
            level,
            message.channel,
            lang,
            claimed=bool(claims) and turn != _LIKENED_ALONE,
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
    """The level, or a turn of it that has sentences of its own; reasons are kinds with their weights."""
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
