"""What a conversation begins with: the facts that a flow needs, from the rows of a file."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import ConversationStart
from tocsin.conversation.plan_instructions import derive_instruction_facts
from tocsin.conversation.session import FactValue, FlowFacts
from tocsin.locale.paris_time import PARIS
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.tracing.supervision.territory import find_sample_day

ADULT = 18
"""Minors are rung through their guardian: whoever is written to is taken for an adult."""
BEFORE_SAMPLE = timedelta(days=2)
"""Contacts are sought from two days before the sample on, where no first day of symptoms is known."""


class ChildBriefing(Struct, frozen=True, kw_only=True):
    """A child who is a contact, for somebody who is told for them."""

    disease: str
    last_contact: date | None
    household: bool | None
    index_day: date
    """Day of the sample of the case."""
    index_onset: date | None = None


class CaseBriefing(Struct, frozen=True, kw_only=True):
    id: int
    person_id: int
    disease: str
    resulted_at: datetime
    deadline: datetime
    sample_on: date | None
    clock: str = PARIS
    """Zone whose midnight parts the days of this file."""
    onset_on: date | None = None
    """First day of symptoms, where an agent was told."""
    closed: bool
    given_name: str
    lang: str
    minor: bool
    """Somebody else answers for them: a human rings, no SMS."""
    bereaved: bool = False
    """The person died: a human rings the household, no SMS."""
    children: tuple[ChildBriefing, ...] = ()
    """Contacts in their care. Those whom they list themselves are on the list of the conversation."""


class ContactBriefing(Struct, frozen=True, kw_only=True):
    id: int
    person_id: int | None
    case_id: int
    disease: str
    last_contact: date | None
    household: bool | None
    """Whether they live with the case; None while nobody said so, and then both rules are told."""
    deadline: datetime
    closed: bool
    """Closed, or a case by now."""
    index_day: date
    """Day of the sample of the case."""
    index_onset: date | None = None
    """First day of symptoms of the case, where an agent was told."""
    given_name: str
    lang: str
    minor: bool
    bereaved: bool = False
    """They died, or the case with whom they live did: a human rings, no SMS."""
    children: tuple[ChildBriefing, ...] = ()
    """Contacts in their care, or without a number of their own in the household that they share with the case."""


def start_for_case(file: CaseBriefing, on: date, zone: str) -> ConversationStart:
    sample = find_sample_day(file.sample_on, file.resulted_at, file.clock)
    begins = min(sample, file.onset_on or sample)
    at_home = ChildBriefing(
        disease=file.disease, last_contact=None, household=True, index_day=sample, index_onset=file.onset_on
    )
    facts: FlowFacts = {
        "given_name": file.given_name or None,
        "since": (begins - BEFORE_SAMPLE).isoformat(),
        **_plan_case_facts(file.disease, sample, file.onset_on, on),
        "instructions_of_child": _plan_for_children((*file.children, at_home), on),
        "child_named": bool(file.children),
    }
    return ConversationStart(
        flow="case",
        id=str(ConversationId("case", file.id)),
        facts=facts,
        lang=file.lang,
        zone=zone,
        person=f"{file.person_id}",
    )


def start_for_contact(file: ContactBriefing, on: date, zone: str) -> ConversationStart:
    """The conversation with a contact, by the rules of the day ``on``.

    Where nobody said when they met, the day before the sample of the case is taken, or the day on which the
    contact is told if that is earlier: it is the middle of the time that the case was asked about.
    """
    last = file.last_contact or _suppose_last_contact(file.index_day, on)
    index = file.index_onset or file.index_day
    facts: FlowFacts = {
        "given_name": file.given_name or None,
        **_plan_contact_facts(file.disease, last, file.household, index, on, ADULT),
        "instructions_of_child": _plan_for_children(file.children, on),
    }
    return ConversationStart(
        flow="contact",
        id=str(ConversationId("contact", file.id)),
        facts=facts,
        lang=file.lang,
        zone=zone,
        person=f"{file.person_id or ''}",
    )


def start_for_follow_up(file: CaseBriefing, on: date, zone: str) -> ConversationStart | None:
    """The follow-up of a case from the day ``on``; None where no isolation is left to follow.

    Help is offered halfway. Where no first day of symptoms is known, the last day is counted from the sample:
    the text of that day says "without fever for 48 hours", and whoever has symptoms was told both rules.
    """
    sample = find_sample_day(file.sample_on, file.resulted_at, file.clock)
    symptoms = file.onset_on is not None
    known = PersonFacts(role="case", sample=sample, symptoms=symptoms, onset=file.onset_on, age=ADULT)
    end = make_plan(load_protocol(file.disease), known, on).isolation_end
    if end is None or end <= on:
        return None
    facts: FlowFacts = {
        "given_name": file.given_name or None,
        "check_day": (on + timedelta(days=((end - on).days + 1) // 2)).isoformat(),
        "isolation_end": end.isoformat(),
    }
    return ConversationStart(
        flow="follow_up",
        id=str(ConversationId("follow", file.id)),
        facts=facts,
        lang=file.lang,
        zone=zone,
        person=f"{file.person_id}",
    )


def _suppose_last_contact(index_day: date, on: date) -> date:
    return min(index_day - timedelta(days=1), on)


def _plan_for_children(children: tuple[ChildBriefing, ...], on: date) -> FactValue:
    """What their parent is told for them; None where it is not the same for all of them, or a human must say it,
    as for what depends on an age that nobody told."""
    told: list[FactValue] = []
    for child in children:
        last = child.last_contact or _suppose_last_contact(child.index_day, on)
        index = child.index_onset or child.index_day
        facts = _plan_contact_facts(child.disease, last, child.household, index, on, None)
        told.append(facts["instructions"] if facts["plan_is_whole"] else facts["instructions_of_both"])
    return told[0] if told and all(one == told[0] for one in told) else None


@lru_cache(maxsize=4096)
def _plan_case_facts(disease: str, sample: date, onset: date | None, on: date) -> FlowFacts:
    """The plan of the day as facts: the same for everybody whose days are the same."""
    return derive_instruction_facts(
        load_protocol(disease), PersonFacts(role="case", sample=sample, onset=onset, age=ADULT), on
    )


@lru_cache(maxsize=4096)
def _plan_contact_facts(
    disease: str, last_contact: date, household: bool | None, index_onset: date, on: date, age: int | None
) -> FlowFacts:
    known = PersonFacts(
        role="contact", household=household, last_contact=last_contact, informed=on, age=age,
        index_onset=index_onset,
    )  # fmt: skip
    return derive_instruction_facts(load_protocol(disease), known, on)
