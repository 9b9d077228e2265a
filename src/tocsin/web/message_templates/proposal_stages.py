"""Where a proposal stands, and what happened to it, in words."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from tocsin.locale.catalogues import Sentences
from tocsin.message_templates.rewording import NEEDED, RewordingEvent, TextRewording
from tocsin.web.language import Lang
from tocsin.web.message_templates.template_view import RESULTS, format_moment

_STEPS: Final = {
    "proposed": "step_proposed",
    "approved": "step_approved",
    "withdrawn": "step_withdrawn",
    "refused": "step_refused",
    "activated": "step_activated",
    "cancelled": "step_cancelled",
    "set_aside": "step_set_aside",
}


class ProposalStepView(Struct, frozen=True):
    """A step, to be read."""

    at: str
    what: str
    by: str
    why: str
    ruling: str


def describe_stage(one: TextRewording, now: datetime, lang: Lang, t: Sentences) -> str:
    """Where a rewording stands, in words."""
    stage = one.stage(now)
    if stage == "proposed":
        left = NEEDED - len(one.approvals)
        return t["stage_one_more"] if left == 1 else t["stage_more"].format(count=left)
    if stage == "approved":
        return t["stage_approved"]
    if stage == "withdrawn":
        return t["stage_withdrawn"]
    if stage == "cancelled":
        return t["stage_cancelled"]
    assert one.starts_at is not None
    name = "stage_started" if stage == "started" else "stage_scheduled"
    return t[name].format(moment=format_moment(one.starts_at, lang))


def list_proposal_steps(one: TextRewording, lang: Lang, t: Sentences) -> list[ProposalStepView]:
    """Everything that happened to a rewording, in order."""
    return [_view_step(step, lang, t) for step in one.steps]


def _view_step(step: RewordingEvent, lang: Lang, t: Sentences) -> ProposalStepView:
    what = t[_STEPS[step.what]]
    if step.starts_at is not None:
        what = t["step_from"].format(what=what, moment=format_moment(step.starts_at, lang))
    by = step.by_name or t["by_engine"]
    ruling = t[RESULTS[step.ruling]] if step.ruling else ""
    return ProposalStepView(format_moment(step.at, lang), what, by, step.why, ruling)
