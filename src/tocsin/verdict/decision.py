"""The decision: evidence held against the charter of the day, up to the level; ``explanation.py`` says it in words.

Precedence (``docs/reference/verdicts.md``): a contradiction beats any match; a proven origin does not
excuse one; signs without a broken clause only warn; no clause means unknown, not safe. Nothing is summed.
"""

from collections.abc import Iterable

from tocsin.charter.institution_name import translate_name
from tocsin.charter.view import DatedCharter
from tocsin.evidence.claims import LIKENESS
from tocsin.evidence.model import (
    ClaimGround,
    Evidence,
)
from tocsin.evidence.recognition import HOME
from tocsin.message.model import Message
from tocsin.verdict import verdict_sentences
from tocsin.verdict.charter_judge import CharterJudge
from tocsin.verdict.explanation import LIKENED, build_verdict
from tocsin.verdict.judgement_context import Judgement
from tocsin.verdict.mail_attribution import attribute_mail, is_forwarded, leads_to_sender
from tocsin.verdict.model import ACCUSED, Level, Verdict
from tocsin.verdict.resemblance import weigh_resemblance
from tocsin.verdict.unclaimed_fraud import find_fraud_without_claim
from tocsin.verdict.wanted_things import hold_against, name_wanted_things


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
        counting = {f.evidence for f in found if f.evidence.kind == "link" and f.weight != "neutral"}
        found += [f for f in find_fraud_without_claim(message, evidence) if f.evidence not in counting]
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
    if level in ACCUSED:
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
    return build_verdict(message, view, level, claims, found, evidence, lang, name, linked=linked)


def _tells_what_it_may(message: Message, view: DatedCharter, evidence: tuple[Evidence, ...]) -> bool:
    """Whether all that it dangles is what the charter says that the institution writes of."""
    dangled = {e.value for e in evidence if e.kind == "lure"}
    clauses = [view.find_content(kind, message.channel) for kind in dangled]
    return bool(dangled) and all(clause is not None and clause.allowed == "yes" for clause in clauses)


def _weigh_circulation(
    level: Level, found: list[Judgement], evidence: tuple[Evidence, ...]
) -> tuple[Level, list[Judgement]]:
    """A text that people reported and an analyst confirmed as a fraud: it warns, and no more. What the register or a
    signature proves stays proven, and an imposture is one by what it breaks alone."""
    circulating = [Judgement("warns", "circulates", e, None) for e in evidence if e.kind == "circulates"]
    if not circulating or any(f.weight == "proves" for f in found):
        return level, found
    return (level if level in ACCUSED else "suspicious"), [*found, *circulating]


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
