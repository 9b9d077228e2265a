"""Findings in words: the sentence, the clause and the source come from what decided."""

from typing import Any

from tocsin.charter import compiled_tables
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter
from tocsin.charter.words import format_source, translate_wording
from tocsin.guard.finding import GuardFinding, load_rules
from tocsin.guard.model import GuardReason, GuardWaiver, MessageDraft
from tocsin.verdict import verdict_sentences


def explain_finding(
    finding: GuardFinding, draft: MessageDraft, view: DatedCharter, waiver: GuardWaiver | None
) -> GuardReason:
    """A finding as a reason."""
    lang = "en" if draft.lang == "en" else "fr"
    name = finding.rule or finding.kind
    rule = load_rules()[name]
    quote = draft.text[finding.start : finding.end] if finding.span else finding.fill.get("sender", "")
    fill = {
        "name": translate_wording(view.charter.name, lang),
        "quote": verdict_sentences.shorten_quote(quote),
        **finding.fill,
    }
    text = _fill_sentence(rule[lang], fill)
    clause = finding.clause
    return GuardReason(
        kind=finding.kind,
        weight="block" if finding.blocks else "warn",
        clause=clause.id if clause is not None else f"guard.{name}",
        span=finding.span,
        quote=quote,
        text=text if clause is None else f"{text} {translate_wording(clause.wording, lang)}",
        source=verdict_sentences.format_source(clause) if clause is not None else rule.get("source", ""),
        waived=_explain_waiver(waiver, lang) if waiver else "",
    )


def say_source(reason: GuardReason, charter: Charter, lang: str) -> str:
    """Where what a reason rests on was read, for people; empty where that is nowhere."""
    clause = next((one for one in charter.clauses if one.id == reason.clause), None)
    return format_source(clause.sources[0], lang) if clause else reason.source


def _fill_sentence(template: str, fill: dict[str, str]) -> str:
    """The sentence; ``{{`` and ``}}`` stand for braces, and what is filled in is never filled again."""
    return template.format_map(fill)


def _explain_waiver(waiver: GuardWaiver, lang: str) -> str:
    table: Any = compiled_tables.get_table("guard/wording")
    by = f"{waiver.by} + {waiver.second} ({waiver.granted_on})" if waiver.second else waiver.by
    return str(table["waived"][lang]).format(by=by, until=waiver.until, reason=waiver.reason)
