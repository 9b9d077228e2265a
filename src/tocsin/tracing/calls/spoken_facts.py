"""What somebody says in a call, written down: whom they named, their symptoms, the day of their follow-up."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.store.statements import fetch_rows
from tocsin.tracing import inbox
from tocsin.tracing.calls import call_facts
from tocsin.tracing.calls.call_facts import CallFacts
from tocsin.tracing.calls.call_writer import CallWriter
from tocsin.tracing.calls.model import NAMESAKE
from tocsin.tracing.calls.named_contacts import SpokenContact
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.people.gatherings import record_attendance
from tocsin.tracing.people.noted_details import note_follow_up_day
from tocsin.tracing.supervision.territory import find_local_day, find_sample_day, find_zone

DAY_OUTCOMES: Final = {
    "reached": "reached", "call_back": "reached", "interpreter": "reached", "refused": "refused",
    "voicemail": "not_reached", "no_answer": "not_reached", "filtered": "not_reached", "wrong_person": "not_reached",
}  # fmt: skip
"""Outcome of a call -> that of the day of follow-up, where the agent says no more."""


def record_spoken_facts(call: CallWriter, told: Sequence[SpokenContact], known: CallFacts) -> None:
    """What the person said of themselves, and whom they named."""
    gathering = None
    if known.gathering:
        gathering = record_attendance(
            call.log.connection, call.vault, call.id, known.gathering, known.gathering_day,
            call.log.agent, call.now,
        )  # fmt: skip
    if told:
        mentions = [_make_mention(call, one, gathering) for one in told]
        name_contacts(call.log.connection, call.vault, mentions, call.now)
    if known.lang and call.task.person_id:
        call.log.execute("calls.person_lang", id=call.task.person_id, lang=known.lang)
    if known.interpreter and call.task.person_id:
        call.log.execute("calls.person_interpreter", id=call.task.person_id, language=known.interpreter)
    call.note_details(known.list_given())
    if call.subject == "case":
        record_case_facts(call, known)
    else:
        _record_contact_facts(call, known)
    for name, value in known.to_change_values().items():
        call.log.add_change(call.subject, call.id, name, value, "call")


def record_follow_up_day(call: CallWriter, outcome: str, known: CallFacts) -> None:
    """What came of the follow-up today, by what was said, else by how the call went."""
    came = known.day_outcome or DAY_OUTCOMES.get(outcome, "")
    if came and call.task.reason != NAMESAKE:
        today = find_local_day(call.now, call.task.zone)
        note_follow_up_day(
            call.log.connection, call.subject, call.id, today, came, call.log.agent, call.now,
            zone=call.task.zone, told=bool(known.day_outcome),
        )  # fmt: skip


def record_case_facts(call: CallWriter, known: CallFacts) -> None:
    """A first day of symptoms makes the plan anew: of the case, and of those who live with them."""
    onset, end = known.onset_on, None
    if onset:
        here = quiet_hours.to_local_time(call.now, call.task.zone).date()
        end = call_facts.compute_isolation_end(call.task.disease, _find_sample_day(call), onset, here)
    call.log.execute("calls.case_facts", id=call.id, onset_on=onset, isolation_end=end)
    if onset is None:
        return
    if call.mobile:
        call.post_to_own_phone(inbox.PlanOutdated(call.session))
    for one in fetch_rows(call.log.connection, "calls.at_home", case=call.id):
        event = inbox.PlanOutdated(str(ConversationId("contact", one.id)))
        call.post_to_phone(one.phone_id, one.shard, event)


def _find_sample_day(call: CallWriter) -> date:
    """Day of the sample of the case; that of its result where it is not known."""
    clock = find_zone(call.task.case_territory, call.task.case_zone)
    return find_sample_day(call.task.sample_on, call.task.resulted_at, clock)


def _record_contact_facts(call: CallWriter, known: CallFacts) -> None:
    days = {
        "last_contact": known.last_contact,
        "household": known.household,
        "tested_on": known.tested_on,
    }
    if any(value is not None for value in days.values()):
        call.log.execute("calls.contact_facts", id=call.id, **days)
    if call.mobile and (known.last_contact or known.household is not None):
        call.post_to_own_phone(inbox.PlanOutdated(call.session))


def _make_mention(call: CallWriter, told: SpokenContact, gathering: int | None) -> ContactMention:
    return ContactMention(
        case_id=call.id,
        name=told.name,
        number=told.number,
        as_said=told.as_said,
        how="event" if told.co_exposed else "agent",
        by=call.log.agent,
        last_contact=told.last_contact,
        household=told.household,
        child=told.child,
        gathering_id=gathering if told.co_exposed else None,
    )
