"""What the public check would say of an outgoing text: the same evidence, the same decision.

Whatever the check would hold against the text is a reason here too, so that what passes the guard is never
suspicious, nor an imposture, for the people who check it.
"""

from collections.abc import Iterator

from tocsin.charter.view import DatedCharter
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import Evidence
from tocsin.guard.draft_template import FilledTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.model import GuardReasonKind
from tocsin.message.model import Message
from tocsin.phone_numbers.kinds import is_placeholder
from tocsin.verdict.decision import decide_verdict

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
    """The text as a message received that day, and what it shows.

    A likeness to harmless texts is left out: what leaves must be right clause by clause, and a likeness excuses nothing.
    So is a number that only shows how one is written.
    """
    message = Message(channel="sms", text=text, sender=sender, received=view.on)
    shown = extract_evidence(message, view)
    return message, tuple(
        e for e in shown if (e.kind != "resemblance" or e.value == "fraud") and not is_placeholder(e.value)
    )


def find_public_objections(
    message: Message,
    shown: tuple[Evidence, ...],
    filled: FilledTemplate,
    view: DatedCharter,
    found: list[GuardFinding],
    lang: str,
) -> Iterator[GuardFinding]:
    """What the check holds against the text, and the guard has not found by itself."""
    verdict = decide_verdict(message, view, shown, lang)
    if verdict.level not in ("suspicious", "imposture"):
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
