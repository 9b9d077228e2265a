"""A plan of the protocol as facts of a flow: what to do, sentence by sentence, and its days."""

from tocsin.charter.schema import Wording
from tocsin.conversation.session import Facts
from tocsin.protocol.plan import Line, Plan

_SAID = ("isolate", "leave", "no_isolation", "test", "act")
"""Kinds of lines that the SMS say; what to do in danger stands in every flow's own words."""


def facts_of_plan(plan: Plan) -> Facts:
    """Facts for the flows: ``instructions``, ``plan_is_whole``, ``test_day`` (the next, after the day of the
    plan), ``isolation_end``.

    A plan that leaves something to a human is not whole, and no SMS gives it in part: what is missing could
    be the part that matters.
    """
    lines = [line for line in plan.lines if line.kind in _SAID]
    later = [day for day in plan.test_days if day > plan.on]
    return {
        "plan_is_whole": not plan.needs_human and not any(line.only_if for line in lines),
        "instructions": _together(lines),
        "test_day": later[0].isoformat() if later else None,
        "isolation_end": plan.isolation_end.isoformat() if plan.isolation_end else None,
    }


def _together(lines: list[Line]) -> Wording:
    return Wording(" ".join(line.text.fr for line in lines), " ".join(line.text.en for line in lines))
