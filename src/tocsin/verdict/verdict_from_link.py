"""A verdict that was given before, said again without its message: what a shared link shows."""

from collections.abc import Iterable
from typing import Literal

from tocsin.charter.channels import ChannelId
from tocsin.charter.institution_name import translate_name
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import translate_wording
from tocsin.verdict import verdict_sentences
from tocsin.verdict.advice_selection import select_advice
from tocsin.verdict.explanation import REGISTER, choose_verdict_variant
from tocsin.verdict.model import Level, Verdict, VerdictReason
from tocsin.verdict.resemblance import RESEMBLES

Weight = Literal["contradicts", "warns", "neutral", "proves"]
_QUOTED = "…"
"""Stands where the words of the message stood."""


def rebuild_verdict(
    view: DatedCharter,
    level: Level,
    channel: ChannelId,
    cited: Iterable[tuple[str, str, Weight]],
    lang: str,
    *,
    claimed: bool = True,
) -> Verdict:
    """The verdict on a message that is not known any more, from the kind, clause and weight of its reasons.

    It says what the charter at hand says of these clauses: one that it does not have any more is left out.
    """
    anybody = level == "unrelated"  # whoever was asked about, it came in no known name
    name = verdict_sentences.name_anybody(lang) if anybody else translate_name(view.charter.name, lang)
    known = {clause.id: clause for clause in view.charter.clauses}
    reasons = []
    for kind, clause_id, weight in cited:
        clause = known.get(clause_id)
        text = verdict_sentences.describe_finding(kind, lang, _QUOTED, name)
        if clause is not None:
            text += f" {translate_wording(clause.wording, lang)}"
        source = ""
        if clause_id.startswith(REGISTER):
            source = verdict_sentences.pick_language(
                verdict_sentences.load_wording_table()["register"]["source_unknown"], lang
            )
        elif kind == "listed":
            source = verdict_sentences.pick_language(
                verdict_sentences.load_wording_table()["listing"]["source_unknown"], lang
            )
        elif kind.startswith(RESEMBLES):
            source = verdict_sentences.pick_language(
                verdict_sentences.load_wording_table()["resemblance"]["source_unknown"], lang
            )
        reasons.append(
            VerdictReason(
                kind=kind,
                clause=clause_id,
                weight=weight,
                span=None,
                quote="",
                field="text",
                text=text,
                in_force=verdict_sentences.format_validity(clause.in_force, lang)
                if clause is not None
                else "",
                source=verdict_sentences.format_source(clause) if clause is not None else source,
            )
        )
    variant = choose_verdict_variant(level, ((reason.kind, reason.weight) for reason in reasons))
    return Verdict(
        level=level,
        headline=verdict_sentences.get_headline(variant, lang, name),
        claims=(),
        charter_id=view.charter.id,
        charter_version=view.charter.version,
        as_of=view.on,
        reasons=tuple(reasons),
        compatible=(),
        proves=verdict_sentences.describe_proof(variant, lang, name),
        advice=select_advice(view, level, channel, lang, claimed=claimed),
    )
