"""Findings in words: the sentence, the clause and the source come from what decided."""

from typing import Any

from tocsin.charter import tables
from tocsin.charter.view import View
from tocsin.guard.finding import Finding, rules
from tocsin.guard.model import Draft, Reason, Waiver
from tocsin.verdict import wording


def told(finding: Finding, draft: Draft, view: View, waiver: Waiver | None) -> Reason:
    """A finding as a reason."""
    lang = "en" if draft.lang == "en" else "fr"
    name = finding.rule or finding.kind
    rule = rules()[name]
    quote = draft.text[finding.start : finding.end] if finding.span else finding.fill.get("sender", "")
    fill = {"name": wording.said(view.charter.name, lang), "quote": wording.shorten(quote), **finding.fill}
    text = _filled(rule[lang], fill)
    clause = finding.clause
    return Reason(
        kind=finding.kind,
        weight="block" if finding.blocks else "warn",
        clause=clause.id if clause is not None else f"guard.{name}",
        span=finding.span,
        quote=quote,
        text=text if clause is None else f"{text} {wording.said(clause.wording, lang)}",
        source=wording.source(clause) if clause is not None else rule.get("source", ""),
        waived=_waived(waiver, lang) if waiver else "",
    )


def _filled(template: str, fill: dict[str, str]) -> str:
    """The sentence; ``{{`` and ``}}`` stand for braces, and what is filled in is never filled again."""
    return template.format_map(fill)


def _waived(waiver: Waiver, lang: str) -> str:
    table: Any = tables.get("guard/wording")
    return str(table["waived"][lang]).format(by=waiver.by, until=waiver.until, reason=waiver.reason)
