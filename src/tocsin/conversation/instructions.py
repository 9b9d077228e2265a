"""A plan of the protocol as facts of a flow: what to do, sentence by sentence, and its days.

No SMS asks for what is medical (S13), so symptoms and vaccination are mostly not known. A rule that depends
on them is told with its condition: the person knows which of the two concerns them.
"""

from datetime import date

from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.session import Facts
from tocsin.protocol.facts import Facts as Known
from tocsin.protocol.plan import Line, Plan, plan
from tocsin.protocol.schema import Protocol

_SAID = ("isolate", "leave", "no_isolation", "test", "act")
"""Kinds of lines that the SMS say; what to do in danger stands in every flow's own words."""
_IF_VACCINATED = Wording("Si vous êtes complètement vacciné :", "If you are fully vaccinated:")
_OTHERWISE = Wording("Si vous ne l'êtes pas :", "If you are not:")


def facts_of_plan(plan: Plan) -> Facts:
    """Facts for the flows: ``instructions``, ``plan_is_whole``, ``test_day`` (the next, after the day of the
    plan), ``isolation_end``.

    A plan that leaves something to a human is not whole, and no SMS gives it in part: what is missing could
    be the part that matters.
    """
    lines = [line for line in plan.lines if line.kind in _SAID]
    later = [day for day in plan.test_days if day > plan.on]
    return {
        "plan_is_whole": not plan.needs_human,
        "instructions": _together(lines),
        "test_day": later[0].isoformat() if later else None,
        "isolation_end": plan.isolation_end.isoformat() if plan.isolation_end else None,
    }


def facts_for(protocol: Protocol, known: Known, on: date) -> Facts:
    """The same from what is known of somebody; where only vaccination decides, both plans with it.

    A day that the two plans do not share is no fact.
    """
    found = plan(protocol, known, on)
    if known.vaccinated is not None or not _only_vaccination(found):
        return facts_of_plan(found)
    yes, no = (facts_of_plan(plan(protocol, replace(known, vaccinated=v), on)) for v in (True, False))
    if not (yes["plan_is_whole"] and no["plan_is_whole"]):
        return facts_of_plan(found)
    return {
        "plan_is_whole": True,
        "instructions": _joined(_IF_VACCINATED, yes["instructions"], _OTHERWISE, no["instructions"]),
        **{day: yes[day] if yes[day] == no[day] else None for day in ("test_day", "isolation_end")},
    }


def _only_vaccination(found: Plan) -> bool:
    """Whether a human is needed for nothing but vaccination."""
    asked = [line.only_if for line in found.lines if line.kind == "ask_human"]
    return bool(asked) and all(only_if == ("vaccinated",) for only_if in asked)


def _together(lines: list[Line]) -> Wording:
    return _joined(*(line.text for line in lines))


def _joined(*parts: object) -> Wording:
    said = [part for part in parts if isinstance(part, Wording)]
    return Wording(" ".join(part.fr for part in said), " ".join(part.en for part in said))
