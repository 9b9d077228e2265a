"""What the resemblance of a text may do to a verdict: warn where nothing else speaks, or hold back what rests on words.

It never contradicts and never proves, so that no imposture and no authentic message comes of it. It never takes
back what is more than words (the envelope, a push elsewhere together with a secret), but a text that reads surely like
harmless ones is called suspicious at most; and one that reads surely like frauds is, whatever the charter allows.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import AnyClause
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.claims import HOME, LIKENESS
from tocsin.evidence.model import (
    ClaimGround,
    Evidence,
    FoundNumber,
    ItemRequest,
    LinkTarget,
    TextResemblance,
)
from tocsin.evidence.resemblance import is_like_fraud, is_strongly_alike
from tocsin.verdict.unclaimed_fraud import STANDS_ALONE

RESEMBLES = "resembles_"
"""Before what a text reads like, in the kind of a reason."""
STRUCTURAL = frozenset(
    "sender_not_official lookalike_domain premium_rate link_text_differs code_reused code_unknown "
    "registered_text_differs link_not_official callback_not_official lure_code lure_driver sender_mailbox channel_not_used "
    "programme_ended".split()
)
"""Kinds of reason that rest on more than words, and a code that is to be handed on or a parcel that did not fit: who
takes over an account writes like a friend, and who begins so like a driver. A likeness never takes them back."""

_MISREAD = frozenset({"sender_not_official", "callback_not_official"})
"""Those of them that contradict only where the claim was read rightly: people have numbers of their own."""
_UNLISTED = _MISREAD | {"link_not_official", "sender_mailbox"}
"""Those that say that a place is none of the institution's, which speaks against nobody who merely speaks of it."""
WANTS = frozenset("ask named lure pressure link number attachment disguise masked".split())
"""Kinds of evidence of a message that wants something of the reader, or hurries or tempts them."""
MATCHES = frozenset({"sender_matches_proves_nothing", "sender_unpublished", "number_matches_proves_nothing"})
"""Kinds of reason that say that the sender shown is one of the institution's, or of its own domain."""


class WeighedFinding(Protocol):
    """A finding with what it does to the verdict."""

    weight: str
    kind: str
    evidence: Evidence
    clause: AnyClause | None


def weigh_resemblance[Finding: WeighedFinding](
    evidence: Iterable[Evidence],
    claims: list[Evidence],
    found: list[Finding],
    make: Callable[[str, str, Evidence, AnyClause | None], Finding],
    *,
    channel: ChannelId,
    own_words: bool,
    unread: bool = False,
    vouched: bool = False,
    everyday: bool = False,
) -> tuple[list[Evidence], list[Finding]]:
    """The claims and findings that the level is decided by, once the resemblance has been heard.

    ``make`` makes a finding of weight, kind, evidence and clause; ``own_words``: what is told in them the person did, not
    whoever sent them, nor whoever tells a call; ``unread``: nobody asks about the message,
    and a likeness alone warns nobody of it; ``vouched``: it was read in the account, the reader had asked for it,
    or the charter allows the secret that it asks for;
    ``everyday``: the institution's charter says that its own messages speak
    of an account as frauds do.
    """
    evidence = tuple(evidence)
    said = next((e for e in evidence if e.kind == "resemblance"), None)
    told = _is_only_told(claims, channel) and not (said and is_like_fraud(said, surely=True))
    in_passing = _is_mere_address(claims) and WANTS.isdisjoint(e.kind for e in evidence)
    if told or in_passing:
        found = [
            make("warns", f.kind, f.evidence, f.clause) if f.weight == "contradicts" else f for f in found
        ]
    weights = {f.weight for f in found}
    if said is None or "proves" in weights:
        return claims, found
    warned = bool(weights & {"contradicts", "warns"})
    if said.value == "fraud":
        if warned or unread or vouched or _tells_of_frauds(evidence, own_words) or _is_home(evidence, claims):
            return claims, found
        beyond = isinstance(said.about, TextResemblance) and said.about.beyond_manner
        quiet = claims and WANTS.isdisjoint(e.kind for e in evidence)
        # Letters and voicemails of an institution sound like what imitates them; scouts write where one can answer.
        if quiet and not (beyond or is_strongly_alike(said) or _is_answered(channel)):
            return claims, found
        if not beyond and _is_everyday(evidence, claims, everyday):
            return claims, found
        if not beyond and not is_strongly_alike(said) and _is_settled(evidence, claims, found):
            return claims, found
        return claims, [*found, make("warns", "resembles_fraud", said, None)]
    if not warned:
        return claims, found
    mere = in_passing or all(map(_is_mere_words, claims))
    own_sender = (
        not CHANNELS[channel].spoken
        and any(map(_is_own_sender, evidence))
        and not any(map(_presents, claims))
        and (WANTS - {"lure", "pressure"}).isdisjoint(e.kind for e in evidence)
    )
    if in_passing or _rests_on_words(evidence, found, said, own_sender=own_sender, mere=mere):
        under = any(_is_against(f) and _stands_under_claim(f, evidence, channel, said) for f in found)
        weight = "warns" if under and not mere else "neutral"
    elif "contradicts" in weights and not (
        _takes_secret_away(evidence, found)
        or _rests_on_more(
            [f for f in found if not (is_strongly_alike(said) and _is_own_mailbox(f))],
            _list_firm(claims, said),
        )
    ):
        weight = "warns"
    else:
        return claims, found
    held = [make(weight, f.kind, f.evidence, f.clause) if _is_against(f) else f for f in found]
    spared = make("neutral", "resembles_harmless", said, None)
    passes = mere and weight == "neutral" and not any(f.kind in MATCHES for f in found)
    return ([] if passes else claims), [*held, spared]


def _is_only_told(claims: Iterable[Evidence], channel: ChannelId) -> bool:
    """Whether a call is told in which nobody presents themselves as the institution: it is told of, or named."""
    traits = CHANNELS[channel]
    return traits.spoken and not traits.recorded and all(claim.value in _TOLD_OF for claim in claims)


def _is_answered(channel: ChannelId) -> bool:
    """Whether one can answer where it came: not a letter, nor an answering machine."""
    traits = CHANNELS[channel]
    return traits.has_links or (traits.spoken and not traits.recorded)


_TOLD_OF = frozenset(("told", "retold", "mention", "cited", "implied", "asset", "account", "starts"))


def _is_mere_address(claims: list[Evidence]) -> bool:
    """Whether all that claims the institution is the sender's address, beside which no name is shown: the mailbox of a
    firm's customs desk, the host of a club or a theatre."""
    return bool(claims) and all(claim.field == "sender" and _ADDRESS.fullmatch(claim.raw) for claim in claims)


_ADDRESS = defer_pattern(r"\s*<?[^<>@\s]+@[^<>@\s]+>?\s*")


def _is_against(f: WeighedFinding) -> bool:
    return f.weight in ("contradicts", "warns")


def _tells_of_frauds(evidence: tuple[Evidence, ...], own_words: bool) -> bool:
    """Whether somebody writes to ask for help, or tells of frauds."""
    if any(e.kind == "tone" and e.value == "reporting" for e in evidence):
        return True
    return own_words and any(e.kind == "deed" for e in evidence)


def _is_everyday(evidence: tuple[Evidence, ...], claims: list[Evidence], everyday: bool) -> bool:
    """Whether an institution whose messages speak so wants nothing."""
    return bool(claims) and everyday and {e.kind for e in evidence} & WANTS <= {"lure"}


def _is_home(evidence: tuple[Evidence, ...], claims: list[Evidence]) -> bool:
    """Whether an institution sends to its own place and nowhere else."""
    # Who tells that a caller was not who was said tells whom they rang instead.
    pretended = any(e.kind == "tone" and e.value == "pretended" for e in evidence)
    return bool(claims) and not pretended and _leads_home(evidence)


def _is_settled(
    evidence: tuple[Evidence, ...], claims: list[Evidence], found: Iterable[WeighedFinding]
) -> bool:
    """Whether a text that does not read much like a fraud comes from where the institution's own messages do, which sound
    like what imitates them; or is the institution's own warning; or an institution wants nothing by a short code, which
    operators give to firms and bodies, or asks what it may and sends where it may."""
    if any(f.kind in MATCHES for f in found):
        return True
    if not claims:
        return False
    if any(e.kind == "tone" and e.value == "telling" for e in evidence):
        return True
    if _has_short_code(evidence) and WANTS.isdisjoint(e.kind for e in evidence):
        return True
    # Nothing warned so far: what is asked here is allowed, and where it leads is the institution's own.
    return any(e.kind in ("ask", "account") or _leads_away(e, "official") for e in evidence)


def _has_short_code(evidence: tuple[Evidence, ...]) -> bool:
    return any(
        e.kind == "sender" and isinstance(e.about, FoundNumber) and e.about.medium == "short_code"
        for e in evidence
    )


def _rests_on_words(
    evidence: tuple[Evidence, ...],
    found: Iterable[WeighedFinding],
    said: Evidence,
    *,
    own_sender: bool,
    mere: bool,
) -> bool:
    """Whether all that speaks against the message was read in its words, and nothing takes a secret elsewhere;
    ``own_sender``: it comes from a number or an address that is the writer's own where they read surely like harmless ones;
    ``mere``: it claims the institution by words that others use of it too."""
    firm = STRUCTURAL if is_strongly_alike(said) else STRUCTURAL | STANDS_ALONE
    if mere:
        firm -= _UNLISTED
    if own_sender and is_strongly_alike(said):
        firm -= {"sender_not_official"}
    if _rests_on_more(found, firm) or any(_is_against(f) and _demands_secret(f) for f in found):
        return False
    if any(_is_against(f) and _was_demanded_by_stranger(f, evidence) for f in found):
        return False
    return not _takes_secret_away(evidence, found)


def _list_firm(claims: Iterable[Evidence], said: Evidence) -> frozenset[str]:
    """The kinds that stay contradictions in a text that reads like harmless ones: where it reads surely like them, the
    numbers of whoever does not show the institution's name, or its address, may be their own."""
    return STRUCTURAL if _shows_name(claims) or not is_strongly_alike(said) else STRUCTURAL - _MISREAD


def _presents(claim: Evidence) -> bool:
    """Whether somebody says or shows that they are the institution, as who merely speaks of it does not."""
    return claim.value in _PRESENTING or _shows_name([claim])


_PRESENTING = frozenset(("opening", "titled", "self", "signature"))


def _is_own_sender(e: Evidence) -> bool:
    """Whether it is the number or the address of whoever sends, and not only a name."""
    return e.kind == "sender" and (isinstance(e.about, FoundNumber) or "@" in e.raw)


def _shows_name(claims: Iterable[Evidence]) -> bool:
    return any(isinstance(e.about, ClaimGround) and e.about.rests_on == "envelope" for e in claims)


def _takes_secret_away(evidence: tuple[Evidence, ...], found: Iterable[WeighedFinding]) -> bool:
    """Whether a secret is asked, and the message leads elsewhere."""
    secret = any(e.kind == "ask" and ITEMS[e.value].secret for e in evidence)
    pushed = any(_is_against(f) and f.kind in ("callback_not_official", "unknown_callback") for f in found)
    pushed = pushed or any(_leads_away(e, "foreign", "lookalike", "shortener") for e in evidence)
    return secret and pushed


def _is_own_mailbox(f: WeighedFinding) -> bool:
    """Whether it says no more than that a mailbox, which imitates none, is not the institution's: a club or a firm that
    has its name in its own (*Amicale des anciens des Douanes*) writes from there."""
    about = f.evidence.about
    return f.kind == "sender_not_official" and isinstance(about, LinkTarget) and about.standing == "foreign"


def _rests_on_more(found: Iterable[WeighedFinding], firm: frozenset[str]) -> bool:
    """Whether something of these kinds speaks against the message, or a file that came with it."""
    return any(_is_against(f) and (f.kind in firm or _is_enclosed(f)) for f in found)


def _is_enclosed(f: WeighedFinding) -> bool:
    """Whether a file speaks against the message that really came with it, and was not only spoken of."""
    return f.evidence.field == "attachment"


def _demands_secret(f: WeighedFinding) -> bool:
    """Whether a clause is broken by an ask of the reader's own secret: no likeness takes that back."""
    request = f.evidence.about
    if f.weight != "contradicts" or not isinstance(request, ItemRequest) or not ITEMS[request.item].secret:
        return False
    return request.manner == "reported" or (request.addressed and request.manner != "mention")


def _was_demanded_by_stranger(f: WeighedFinding, evidence: tuple[Evidence, ...]) -> bool:
    """Whether a call is told in which somebody whom the teller does not know wanted a secret; bills are common."""
    request = f.evidence.about
    if not isinstance(request, ItemRequest) or request.manner != "reported" or request.item == "payment":
        return False
    return ITEMS[request.item].secret and any(e.kind == "tone" and e.value == "stranger" for e in evidence)


_NAMED_ONLY = frozenset({"mention", "told", "bare", "spoken_of", "said_out"})
"""Manners in which an item is named, and no verb asks it of the reader."""


def _stands_under_claim(
    f: WeighedFinding, evidence: tuple[Evidence, ...], channel: ChannelId, said: Evidence
) -> bool:
    """Whether what speaks against a message in the institution's name goes on to warn: a broken clause, where it does not
    read surely like harmless ones, or a secret that is asked; unless it is only named, given at the institution's own
    place, or owed by letter."""
    request = f.evidence.about
    broken = f.weight == "contradicts" and not is_strongly_alike(said)
    if not isinstance(request, ItemRequest):
        return broken and not _leads_home(evidence)
    secret = ITEMS[request.item].secret
    if request.manner == "reported":
        return secret
    if request.manner in _NAMED_ONLY or _leads_home(evidence):
        return False
    billed = request.item == "payment" and (request.manner == "fee" or not CHANNELS[channel].has_links)
    return broken or (secret and not billed)


def _leads_home(evidence: tuple[Evidence, ...]) -> bool:
    """Whether a message sends the reader to the institution's own place, or to one of the State's, and nowhere else; an
    address that stands as its head is a name."""
    names = {(e.field, e.start) for e in evidence if e.kind == "claim" and e.end > e.start}
    places = [e for e in evidence if e.kind == "account" or (e.field, e.start) not in names]
    home = any(e.kind == "account" or _leads_away(e, "official", "public") for e in places)
    return home and not any(_leads_away(e, "foreign", "lookalike", "shortener") for e in places)


def _leads_away(e: Evidence, *standings: str) -> bool:
    if isinstance(e.about, FoundNumber):
        return "official" in standings and e.about.role == "callback"
    return e.kind == "link" and isinstance(e.about, LinkTarget) and e.about.standing in standings


def _is_mere_words(claim: Evidence) -> bool:
    """Whether a claim rests on words that others use of the institution too."""
    if claim.value in (LIKENESS, HOME):
        return False  # nobody is named of whom others speak too
    return isinstance(claim.about, ClaimGround) and claim.about.rests_on == "text"
