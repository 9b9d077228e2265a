"""The ruling: every reason found, waivers applied, and the gravest that is left.

Precedence (``docs/reference/guard.md``): *block* beats *warn* beats *pass*; a waived reason stays to be read
and counts for nothing; nothing is summed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from tocsin.charter.identity_cache import cached_by_identity
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import translate_wording
from tocsin.evidence.fold import fold_text
from tocsin.guard import (
    cost_check,
    destinations,
    learned_objections,
    plain_asks,
    plain_threats,
    public_check,
    required_parts,
    senders,
    tone,
)
from tocsin.guard.asks import AskReader
from tocsin.guard.discretion import DiscretionReader
from tocsin.guard.draft_reading import load_language
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding, lies_in_spans
from tocsin.guard.guard_day import find_programme
from tocsin.guard.learned_objections import DraftSentences
from tocsin.guard.model import GuardReason, GuardResult, GuardRuling, GuardWaiver, MessageDraft
from tocsin.guard.proposal import propose_wording
from tocsin.guard.tone import HasteReader
from tocsin.guard.waivers import find_waiver
from tocsin.guard.wording import explain_finding
from tocsin.locale.languages import ORIGINALS
from tocsin.message import gsm7


def guard_draft(
    draft: MessageDraft, view: DatedCharter, waivers: tuple[GuardWaiver, ...] = ()
) -> GuardRuling:
    """What may be said against a draft as of a day, and a wording that passes where one can be computed."""
    ruling = judge_draft(draft, view, waivers)
    if ruling.result == "pass":
        return ruling
    return replace(ruling, proposal=propose_wording(draft, view, waivers, ruling, judge_draft))


def judge_draft(
    draft: MessageDraft, view: DatedCharter, waivers: tuple[GuardWaiver, ...] = ()
) -> GuardRuling:
    """The same, without a proposal."""
    template = DraftTemplate(draft.text, draft.values)
    spent = gsm7.measure_sms_cost(template.filled_at_worst.text)
    found = _collect_findings(draft, template, view, spent)
    reasons = [
        explain_finding(f, draft, view, find_waiver(waivers, f.kind, draft, view.on))
        for f in _order_findings(found)
    ]
    return GuardRuling(
        id=draft.id,
        result=combine_reasons(reasons),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.weight)),
        proposal=None,
        parts=spent.parts,
        alphabet=spent.alphabet,
        on=view.on,
    )


def combine_reasons(reasons: Iterable[GuardReason]) -> GuardResult:
    """The published precedence."""
    weights = {reason.weight for reason in reasons if not reason.waived}
    return "block" if "block" in weights else "warn" if "warn" in weights else "pass"


def _collect_findings(
    draft: MessageDraft, template: DraftTemplate, view: DatedCharter, spent: gsm7.SmsCost
) -> list[GuardFinding]:
    readers = _load_readers(view.charter)
    reading = load_language(view.charter).read_template(template)
    message, shown = public_check.extract_public_evidence(template.filled_at_worst.text, draft.sender, view)
    sentences = DraftSentences(template, readers.names)
    calm = learned_objections.list_calm_spans(sentences)
    programme = find_programme(view.charter, draft.flow)
    asks = readers.asks.find(reading, view, programme)
    found = [finding for finding in asks if not lies_in_spans((finding.start, finding.end), calm)]
    lang = "en" if draft.lang == "en" else "fr"
    found += plain_asks.find_plain_asks(sentences, lang)
    found += plain_threats.find_plain_threats(sentences)
    found += destinations.find_foreign_links(shown, template.filled_at_worst, view)
    found += destinations.find_foreign_mailboxes(reading, view)
    found += destinations.find_foreign_numbers(reading, view)
    discreet = draft.flow == "contact" and not draft.consent
    harmless = learned_objections.list_calm_spans(sentences, "guard_hints") if discreet else []
    hints = list(readers.discretion.find(reading, harmless)) if discreet else []
    hidden = not draft.consent and not any(hint.blocks for hint in hints)
    if draft.template:
        origin = DraftTemplate(draft.template, draft.values)
        learned = learned_objections.find_learned_objections(
            DraftSentences(origin, readers.names), view, programme, lang, hidden=hidden
        )
        found += learned_objections.quote_template(learned, origin)
    else:
        found += _leave_out_known(
            learned_objections.find_learned_objections(sentences, view, programme, lang, hidden=hidden), found
        )
    found += hints
    if (refused := senders.judge_sender(draft.sender, draft.flow, view)) is not None:
        found.append(refused)
    found += required_parts.find_missing_parts(reading, template)
    found += readers.haste.find(reading)
    found += tone.find_shouting(template, readers.names)
    found += cost_check.check_cost(template, spent)
    found += public_check.find_public_objections(
        message, shown, template.filled_at_worst, view, found, calm, draft.lang
    )
    return found


def _leave_out_known(
    findings: Iterable[GuardFinding], known: Sequence[GuardFinding]
) -> Iterator[GuardFinding]:
    """Without those of sentences of which it is said already why they may not leave."""
    starts = sorted(finding.start for finding in known if finding.blocks)
    for finding in findings:
        at = bisect_right(starts, finding.start - 1)
        if at == len(starts) or starts[at] >= finding.end:
            yield finding


def _order_findings(found: list[GuardFinding]) -> list[GuardFinding]:
    """Each once, in the order of the text; what is missing from it last."""
    once = {(f.kind, f.start, f.end): f for f in reversed(found)}
    return sorted(once.values(), key=lambda f: (f.start < 0, f.start, f.kind))


def list_name_words(charter: Charter) -> frozenset[str]:
    """Words of the institution's names, which may stand in capitals, and open a sentence."""
    told = (fold_text(translate_wording(charter.name, lang)) for lang in ORIGINALS)
    names = (*charter.lexicon.names, *charter.lexicon.short_names, *told)
    return frozenset(word.strip("()") for name in names for word in name.split())


class GuardReaders:
    """The guard's readers for one institution."""

    def __init__(self, charter: Charter) -> None:
        own = load_language(charter)
        self.charter = charter
        self.asks = AskReader(own)
        self.discretion = DiscretionReader(own)
        self.haste = HasteReader(own)
        self.names = list_name_words(charter)


@cached_by_identity()
def _load_readers(charter: Charter) -> GuardReaders:
    """The readers of an institution; built once, and kept with its charter."""
    return GuardReaders(charter)
