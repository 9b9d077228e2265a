"""A plan of the protocol as facts of a flow: what to do, sentence by sentence, and its days.

No SMS asks for what is medical (S13), so symptoms and vaccination are mostly not known. A rule that depends
on them is told with its condition: the person knows which of the two concerns them.
"""

from datetime import date

from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.session import FlowFacts
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import InstructionPlan, PlanLine, make_plan
from tocsin.protocol.schema import DiseaseProtocol

_SAID = ("isolate", "leave", "no_isolation", "test", "act")
"""Kinds of lines that the SMS say; what to do in danger stands in every flow's own words."""
_IF_VACCINATED = Wording("Si vous êtes complètement vacciné :", "If you are fully vaccinated:")
_IF_NOT_VACCINATED = Wording("Si vous ne l'êtes pas :", "If you are not:")
_IF_AT_HOME = Wording("Si vous vivez avec la personne malade :", "If you live with the ill person:")
_IF_NOT_AT_HOME = Wording("Sinon :", "If not:")


def derive_plan_facts(plan: InstructionPlan) -> FlowFacts:
    """Facts for the flows: ``instructions``, ``plan_is_whole``, ``test_day`` (the next, after the day of the
    plan), ``isolation_end``.

    A plan that leaves something to a human is not whole, and no SMS gives it in part: what is missing could
    be the part that matters.
    """
    lines = [line for line in plan.lines if line.kind in _SAID]
    later = [day for day in plan.test_days if day > plan.on]
    return {
        "plan_is_whole": not plan.needs_human,
        "instructions": _join_lines(lines),
        "test_day": later[0].isoformat() if later else None,
        "isolation_end": plan.isolation_end.isoformat() if plan.isolation_end else None,
    }


def derive_instruction_facts(protocol: DiseaseProtocol, known: PersonFacts, on: date) -> FlowFacts:
    """The same from what is known of somebody; where only vaccination decides, both plans with it.

    A day that the two plans do not share is no fact. Of a contact of whom nobody said whether they live with
    the case, and to whom that makes a difference, ``household_open`` is true, and ``instructions_of_both``
    are the two rules, each with its condition; None where a human must give one of them.
    """
    if known.role == "contact":
        return _derive_contact_facts(protocol, known, on)
    return _derive_decided_facts(protocol, known, on)


def _derive_contact_facts(protocol: DiseaseProtocol, known: PersonFacts, on: date) -> FlowFacts:
    closed: FlowFacts = {"household_open": False, "instructions_of_both": None}
    if known.household is not None:
        return _derive_decided_facts(protocol, known, on) | closed
    here, elsewhere = (replace(known, household=lives_there) for lives_there in (True, False))
    yes, no = (_derive_decided_facts(protocol, one, on) for one in (here, elsewhere))
    if yes == no:
        return yes | closed
    plans = make_plan(protocol, here, on), make_plan(protocol, elsewhere, on)
    return {
        "plan_is_whole": False,
        "instructions": derive_plan_facts(make_plan(protocol, known, on))["instructions"],
        **{day: yes[day] if yes[day] == no[day] else None for day in ("test_day", "isolation_end")},
        "household_open": True,
        "instructions_of_both": None if any(one.needs_human for one in plans) else _combine_plans(*plans),
    }


def _combine_plans(here: InstructionPlan, elsewhere: InstructionPlan) -> Wording:
    """What both plans say, then what each says with its condition."""
    yes, no = ([line for line in one.lines if line.kind in _SAID] for one in (here, elsewhere))
    shared = [line.text for line in yes if line.text in [other.text for other in no]]
    apart = ([line for line in lines if line.text not in shared] for lines in (yes, no))
    told = [Wording("", "") if not lines else _join_lines(lines) for lines in apart]
    conditions = (part for part in zip((_IF_AT_HOME, _IF_NOT_AT_HOME), told, strict=True) if part[1].fr)
    return _join_wordings(*shared, *(said for part in conditions for said in part))


def _derive_decided_facts(protocol: DiseaseProtocol, known: PersonFacts, on: date) -> FlowFacts:
    """The facts of what is known, vaccination apart."""
    found = make_plan(protocol, known, on)
    if known.vaccinated is not None or not _lacks_only_vaccination(found):
        return derive_plan_facts(found)
    yes, no = (
        derive_plan_facts(make_plan(protocol, replace(known, vaccinated=v), on)) for v in (True, False)
    )
    if not (yes["plan_is_whole"] and no["plan_is_whole"]):
        return derive_plan_facts(found)
    return {
        "plan_is_whole": True,
        "instructions": _join_wordings(
            _IF_VACCINATED, yes["instructions"], _IF_NOT_VACCINATED, no["instructions"]
        ),
        **{day: yes[day] if yes[day] == no[day] else None for day in ("test_day", "isolation_end")},
    }


def _lacks_only_vaccination(found: InstructionPlan) -> bool:
    """Whether a human is needed for nothing but vaccination."""
    asked = [line.only_if for line in found.lines if line.kind == "ask_human"]
    return bool(asked) and all(only_if == ("vaccinated",) for only_if in asked)


def _join_lines(lines: list[PlanLine]) -> Wording:
    return _join_wordings(*(line.text for line in lines))


def _join_wordings(*parts: object) -> Wording:
    said = [part for part in parts if isinstance(part, Wording)]
    return Wording(" ".join(part.fr for part in said), " ".join(part.en for part in said))
