"""The ruling: every reason found, waivers applied, and the gravest that is left.

Precedence (``docs/reference/guard.md``): *block* beats *warn* beats *pass*; a waived reason stays to be read
and counts for nothing; nothing is summed.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.charter.schema import Charter
from tocsin.charter.view import View
from tocsin.guard import cost, leads, presence, seen, senders, tone
from tocsin.guard.asks import AskReader
from tocsin.guard.days import programme_of
from tocsin.guard.discretion import DiscretionReader
from tocsin.guard.finding import Finding
from tocsin.guard.model import Draft, Reason, Result, Ruling, Waiver
from tocsin.guard.proposal import propose
from tocsin.guard.reading import language
from tocsin.guard.template import Template
from tocsin.guard.tone import ToneReader
from tocsin.guard.waivers import covering
from tocsin.guard.wording import told
from tocsin.message import gsm7


def guard(draft: Draft, view: View, waivers: tuple[Waiver, ...] = ()) -> Ruling:
    """What may be said against a draft as of a day, and a wording that passes where one can be computed."""
    ruling = judged(draft, view, waivers)
    if ruling.result == "pass":
        return ruling
    return replace(ruling, proposal=propose(draft, view, waivers, ruling, judged))


def judged(draft: Draft, view: View, waivers: tuple[Waiver, ...] = ()) -> Ruling:
    """The same, without a proposal."""
    template = Template(draft.text, draft.values)
    spent = gsm7.cost(template.worst.text)
    found = _found(draft, template, view, spent)
    reasons = [told(f, draft, view, covering(waivers, f.kind, draft, view.on)) for f in _ordered(found)]
    return Ruling(
        id=draft.id,
        result=result(reasons),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.weight)),
        proposal=None,
        parts=spent.parts,
        alphabet=spent.alphabet,
        on=view.on,
    )


def result(reasons: Iterable[Reason]) -> Result:
    """The published precedence."""
    weights = {reason.weight for reason in reasons if not reason.waived}
    return "block" if "block" in weights else "warn" if "warn" in weights else "pass"


def _found(draft: Draft, template: Template, view: View, spent: gsm7.Cost) -> list[Finding]:
    readers = _readers(view.charter)
    reading = language(view.charter).read(template)
    message, shown = seen.evidence(template.worst.text, draft.sender, view)
    found = list(readers.asks.find(reading, view, programme_of(view.charter, draft.flow)))
    found += leads.links(shown, template.worst, view)
    found += leads.mailboxes(reading, view)
    found += leads.numbers(reading, view)
    if (refused := senders.judge(draft.sender, draft.flow, view)) is not None:
        found.append(refused)
    found += presence.missing(reading, template)
    if draft.flow == "contact" and not draft.consent:
        found += readers.discretion.find(reading)
    found += readers.tone.find(reading)
    found += tone.shouting(template, readers.names)
    found += cost.weigh(template, spent)
    found += seen.against(message, shown, template.worst, view, found, draft.lang)
    return found


def _ordered(found: list[Finding]) -> list[Finding]:
    """Each once, in the order of the text; what is missing from it last."""
    once = {(f.kind, f.start, f.end): f for f in reversed(found)}
    return sorted(once.values(), key=lambda f: (f.start < 0, f.start, f.kind))


class Readers:
    """The guard's readers for one institution."""

    def __init__(self, charter: Charter) -> None:
        own = language(charter)
        self.charter = charter
        self.asks = AskReader(own)
        self.discretion = DiscretionReader(own)
        self.tone = ToneReader(own)
        self.names = frozenset(
            word for name in (*charter.lexicon.names, *charter.lexicon.short_names) for word in name.split()
        )
        """Words of the institution's names, which may stand in capitals."""


_kept: dict[int, Readers] = {}


def _readers(charter: Charter) -> Readers:
    """The readers of an institution; built once, and kept with its charter."""
    found = _kept.get(id(charter))
    if found is None or found.charter is not charter:
        found = _kept[id(charter)] = Readers(charter)
    return found
