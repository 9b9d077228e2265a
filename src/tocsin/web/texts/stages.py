"""Where a proposal stands, and what happened to it, in words."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from tocsin.tracing.wording.model import NEEDED, Rewording, Step
from tocsin.web.language import Lang
from tocsin.web.texts.shown import RESULTS, moment
from tocsin.web.words import Sentences

_STEPS: Final = {
    "proposed": "step_proposed",
    "approved": "step_approved",
    "withdrawn": "step_withdrawn",
    "refused": "step_refused",
    "activated": "step_activated",
    "cancelled": "step_cancelled",
    "set_aside": "step_set_aside",
}


class Happened(Struct, frozen=True):
    """A step, to be read."""

    at: str
    what: str
    by: str
    why: str
    ruling: str


def waits_for(one: Rewording, now: datetime, lang: Lang, t: Sentences) -> str:
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
    return t[name].format(moment=moment(one.starts_at, lang))


def steps(one: Rewording, lang: Lang, t: Sentences) -> list[Happened]:
    """Everything that happened to a rewording, in order."""
    return [_step(step, lang, t) for step in one.steps]


def _step(step: Step, lang: Lang, t: Sentences) -> Happened:
    what = t[_STEPS[step.what]]
    if step.starts_at is not None:
        what = t["step_from"].format(what=what, moment=moment(step.starts_at, lang))
    by = step.by_name or t["by_engine"]
    ruling = t[RESULTS[step.ruling]] if step.ruling else ""
    return Happened(moment(step.at, lang), what, by, step.why, ruling)
