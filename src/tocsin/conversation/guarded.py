"""Every text of a flow before the guard: in every language, with its facts at their worst."""

from collections.abc import Iterator
from datetime import date

from tocsin.charter.schema import Charter
from tocsin.charter.view import as_of
from tocsin.charter.words import said
from tocsin.conversation.flow.lint import Fault
from tocsin.conversation.flow.schema import Flow, templates
from tocsin.conversation.flow.text import worst
from tocsin.guard import Draft, day_for, guard

LANGUAGES = ("fr", "en")


def drafts(flow: Flow, *, consent: bool = False) -> Iterator[Draft]:
    """Every text of a flow as the guard judges it: ``case.notice.fr``, ``case.notice.en``..."""
    for template in templates(flow):
        for lang in LANGUAGES:
            yield Draft(
                sender=flow.sender,
                flow=flow.role,
                text=said(template.text, lang),
                lang=lang,
                id=f"{template.id}.{lang}",
                consent=consent,
                values=dict(worst(flow, lang)),
            )


def reasons(flow: Flow, charter: Charter, today: date) -> Iterator[Fault]:
    """What the guard has against the texts of a flow, where each stands."""
    view = as_of(charter, day_for(charter, flow.role, today))
    places = {template.id: template.place for template in templates(flow)}
    for draft in drafts(flow):
        ruling = guard(draft, view)
        for reason in ruling.reasons:
            id, _, lang = str(draft.id).rpartition(".")
            problem = f"the guard {_VERBS[reason.weight]}: {reason.kind}"
            quoted = f" ({reason.quote})" if reason.quote else ""
            yield Fault((*places[id], lang), problem + quoted, grave=False)


_VERBS = {"block": "blocks it", "warn": "warns"}
