"""A verdict that was given before, said again without its message: what a shared link shows."""

from collections.abc import Iterable
from typing import Literal

from tocsin.charter.schema import Channel
from tocsin.charter.view import View
from tocsin.verdict import wording
from tocsin.verdict.advising import advice
from tocsin.verdict.decide import REGISTER, manner
from tocsin.verdict.model import Level, Reason, Verdict

Weight = Literal["contradicts", "warns", "neutral", "proves"]
_QUOTED = "…"
"""Stands where the words of the message stood."""


def retell(
    view: View,
    level: Level,
    channel: Channel,
    cited: Iterable[tuple[str, str, Weight]],
    lang: str,
    *,
    claimed: bool = True,
) -> Verdict:
    """The verdict on a message that is not known any more, from the kind, clause and weight of its reasons.

    It says what the charter at hand says of these clauses: one that it does not have any more is left out.
    """
    name = wording.said(view.charter.name, lang)
    known = {clause.id: clause for clause in view.charter.clauses}
    reasons = []
    for kind, clause_id, weight in cited:
        clause = known.get(clause_id)
        text = wording.seen(kind, lang, _QUOTED, name)
        if clause is not None:
            text += f" {wording.said(clause.wording, lang)}"
        register = (
            wording.table()["register"]["source_unknown"][lang] if clause_id.startswith(REGISTER) else ""
        )
        reasons.append(
            Reason(
                kind=kind,
                clause=clause_id,
                weight=weight,
                span=None,
                quote="",
                field="text",
                text=text,
                in_force=wording.period(clause.in_force, lang) if clause is not None else "",
                source=wording.source(clause) if clause is not None else register,
            )
        )
    turn = manner(level, ((reason.kind, reason.weight) for reason in reasons))
    return Verdict(
        level=level,
        headline=wording.headline(turn, lang, name),
        claims=(),
        charter_id=view.charter.id,
        charter_version=view.charter.version,
        as_of=view.on,
        reasons=tuple(reasons),
        compatible=(),
        proves=wording.proves(turn, lang, name),
        advice=advice(view, level, channel, lang, claimed=claimed),
    )
