"""What the public check would say of an outgoing text: the same evidence, the same decision.

Whatever the check would hold against the text is a reason here too, so that what passes the guard is never
suspicious, nor an imposture, for the people who check it. Of a text that it clears by a likeness alone the guard asks
more: clause by clause, it must be right without that likeness; an ask that stands in a sentence which surely asks
nothing is none then.
"""

from collections.abc import Iterator

from tocsin.charter.view import DatedCharter
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import Evidence
from tocsin.guard.draft_template import FilledTemplate
from tocsin.guard.finding import GuardFinding, lies_in_spans
from tocsin.guard.model import GuardReasonKind
from tocsin.message.model import Message
from tocsin.phone_numbers.kinds import is_placeholder
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.model import ACCUSED

_KINDS: dict[str, GuardReasonKind] = {
    "asks_nir": "asks_nir",
    "asks_medical": "asks_medical",
    "asks_bank_details": "asks_bank_details",
    "asks_credentials": "asks_credentials",
    "asks_tax_number": "asks_credentials",
    "asks_payment": "asks_payment",
    "link_not_official": "link_not_official",
    "lookalike_domain": "link_not_official",
    "shortener": "link_not_official",
    "callback_not_official": "callback_not_official",
    "sender_not_official": "sender_not_allowed",
}
"""Kind of reason of a verdict -> kind of the guard; any other makes the text look fraudulent."""


def extract_public_evidence(
    text: str, sender: str, view: DatedCharter
) -> tuple[Message, tuple[Evidence, ...]]:
    """The text as a message received that day, and what it shows; a number that only shows how one is written is left out."""
    message = Message(channel="sms", text=text, sender=sender, received=view.on)
    return message, tuple(e for e in extract_evidence(message, view) if not is_placeholder(e.value))


def find_public_objections(
    message: Message,
    shown: tuple[Evidence, ...],
    filled: FilledTemplate,
    view: DatedCharter,
    found: list[GuardFinding],
    calm: list[tuple[int, int]],
    lang: str,
) -> Iterator[GuardFinding]:
    """What the check holds against the text, and the guard has not found by itself; ``calm``: where nothing is asked."""
    alone = tuple(e for e in shown if e.kind != "resemblance" or e.value == "fraud")
    asked = tuple(e for e in alone if not (e.kind == "ask" and _stands_calmly(e, filled, calm)))
    verdict = decide_verdict(message, view, asked, lang)
    if verdict.level not in ACCUSED and asked != alone:
        verdict = decide_verdict(message, view, shown, lang)
    if verdict.level not in ACCUSED:
        return
    known = {finding.kind for finding in found}
    blocked = any(finding.blocks and finding.kind != "undeclared_ask" for finding in found)
    clauses = {clause.id: clause for clause in view.charter.clauses}
    for reason in verdict.reasons:
        if reason.weight not in ("contradicts", "warns"):
            continue
        kind = _KINDS.get(reason.kind, "looks_fraudulent")
        if kind in known or (kind == "looks_fraudulent" and blocked):
            continue
        known.add(kind)
        start, end = reason.span if reason.span and reason.field == "text" else (-1, -1)
        span = filled.to_template_span(start, end) if start >= 0 else (-1, -1)
        rule = "sender_nameless" if kind == "sender_not_allowed" else ""
        fill = {"sign": reason.kind, "sender": message.sender}
        weight = "warn" if kind == "looks_fraudulent" and verdict.level == "suspicious" else ""
        yield GuardFinding(kind, *span, rule, clauses.get(reason.clause), fill, weight)


def _stands_calmly(shown: Evidence, filled: FilledTemplate, calm: list[tuple[int, int]]) -> bool:
    """Whether what is shown stands in a sentence that surely asks nothing."""
    return shown.field == "text" and lies_in_spans(filled.to_template_span(shown.start, shown.end), calm)
