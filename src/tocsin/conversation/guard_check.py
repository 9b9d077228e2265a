"""Every text of a flow before the guard: in every language, with its facts at their worst."""

from collections.abc import Iterator
from datetime import date

from tocsin.charter.schema import Charter
from tocsin.charter.view import view_as_of
from tocsin.charter.words import translate_wording
from tocsin.conversation.answer_buttons import list_answer_buttons, write_buttons
from tocsin.conversation.flow.lint import FlowFault
from tocsin.conversation.flow.schema import Flow, list_flow_templates
from tocsin.conversation.flow.text_variables import find_longest_values
from tocsin.guard import MessageDraft, choose_guard_day, guard_draft
from tocsin.locale.languages import ORIGINALS


def draft_flow_texts(flow: Flow, *, consent: bool = False) -> Iterator[MessageDraft]:
    """Every text of a flow as the guard judges it: ``case.notice.fr``, ``case.notice.en``..."""
    for template in list_flow_templates(flow):
        for lang in ORIGINALS:
            yield MessageDraft(
                sender=flow.sender,
                flow=flow.role,
                text=translate_wording(template.text, lang),
                lang=lang,
                id=f"{template.id}.{lang}",
                consent=consent,
                values=dict(find_longest_values(flow, lang)),
            )


def draft_flow_buttons(flow: Flow) -> Iterator[MessageDraft]:
    """Every question of a flow that has buttons, with them: the guard reads a button as a sentence of the text."""
    for template in list_flow_templates(flow):
        for lang in ORIGINALS:
            if buttons := list_answer_buttons(flow, template.id, lang):
                yield MessageDraft(
                    sender=flow.sender,
                    flow=flow.role,
                    text=write_buttons(translate_wording(template.text, lang), buttons),
                    lang=lang,
                    id=f"{template.id}.{lang}",
                    values=dict(find_longest_values(flow, lang)),
                )


def find_guard_faults(flow: Flow, charter: Charter, today: date) -> Iterator[FlowFault]:
    """What the guard has against the texts of a flow, where each stands."""
    view = view_as_of(charter, choose_guard_day(charter, flow.role, today))
    places = {template.id: template.place for template in list_flow_templates(flow)}
    rulings = [
        *((draft, guard_draft(draft, view).reasons) for draft in draft_flow_texts(flow)),
        *(
            (draft, [reason for reason in guard_draft(draft, view).reasons if reason.kind != "too_long"])
            for draft in draft_flow_buttons(flow)
        ),  # buttons are no characters of an SMS
    ]
    for draft, reasons in rulings:
        for reason in reasons:
            id, _, lang = str(draft.id).rpartition(".")
            problem = f"the guard {_VERBS[reason.weight]}: {reason.kind}"
            quoted = f" ({reason.quote})" if reason.quote else ""
            yield FlowFault((*places[id], lang), problem + quoted, grave=False)


_VERBS = {"block": "blocks it", "warn": "warns"}
