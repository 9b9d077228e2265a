"""What came of a call, and everything that follows from it, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from tocsin.conversation import quiet_hours
from tocsin.conversation.session import DEAD
from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids, fetch_row, fetch_rows
from tocsin.tracing import inbox
from tocsin.tracing.calls import announcements, call_code, call_facts, callback_time, death
from tocsin.tracing.calls.agent_calls import drop_draft
from tocsin.tracing.calls.call_facts import CallFacts, list_spoken_languages, parse_call_facts
from tocsin.tracing.calls.call_writer import CallWriter
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import (
    GOES_ON,
    MINOR,
    NAMESAKE,
    NO_SMS,
    OUTCOMES,
    RANG_BACK,
    WITHDRAWN,
    BadCallFact,
    BadCallOutcome,
    IdentityNotConfirmed,
    NoSuchTask,
    NotForContacts,
    Outcome,
    TaskAlreadyDone,
    TaskTakenByOther,
)
from tocsin.tracing.calls.named_contacts import SpokenContact, parse_contacts
from tocsin.tracing.calls.spoken_facts import record_follow_up_day, record_spoken_facts
from tocsin.tracing.people.noted_details import BadFileDetail

HELP: Final = "help"
"""Reason of a call about the help that somebody needs to stay at home."""
HELP_WITHIN: Final = timedelta(hours=24)
"""So long after it was asked for."""
OVERTAKEN: Final = ("answered_by_sms", "void")
"""How a task ends while an agent has it: what the agent then hears still counts."""


def record_outcome(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    now: datetime,
    outcome: Outcome,
    note: str = "",
    seconds: int | None = None,
    call_back_at: datetime | None = None,
    contacts: Sequence[SpokenContact | str] = (),
    facts: Mapping[str, object] | None = None,
    *,
    first_retry: timedelta = callback_time.FIRST,
) -> datetime | None:
    """Write down what came of a call.

    ``contacts`` are people whom a case named, as ``SpokenContact`` or as typed; ``facts`` are those of
    ``tocsin.tracing.calls.call_facts``. ``reached``, ``refused``, ``hospital`` and ``dead`` end the task; the
    first needs that the identity was confirmed and, where no SMS says them, that the instructions were
    given. ``voicemail``, ``no_answer`` and ``filtered`` (a machine or an app did not let the call through)
    bring it back later, five times at most. ``call_back`` and ``interpreter`` bring it back at the moment
    given, in two hours without one; the second needs the language. ``wrong_person`` ends the holding of the
    number and goes on with another phone of the same person, or looks for one. Where help is needed and this
    call was not about it, somebody is to be rung about that. ``seconds`` is how long it took; without it, since
    the agent took the call.

    ``first_retry`` is the time from the first try without an answer to the second.

    When the person is to be rung again: None where they are not, or the task was over before. Raises
    BadOutcome, BadFact, NotConfirmed, NotForContacts, NobodyRead, NoSuchTask, TakenByOther, AlreadyDone;
    nothing is then written.
    """
    if outcome not in OUTCOMES:
        raise BadCallOutcome(f"{str(BadCallOutcome.__doc__).rstrip('.')}: one of {', '.join(OUTCOMES)}")
    known = parse_call_facts(facts or {})
    told = [one for said in contacts for one in (parse_contacts(said) if isinstance(said, str) else (said,))]
    with connection.transaction():
        log = ChangeLog(connection, agent, now)
        if outcome == DEAD:
            death.hold_engines_of_task(connection, task_id)
        task = lock_task(connection, task_id, agent, now)
        if task.contact_id and (told or known.has_case_facts):
            raise NotForContacts(str(NotForContacts.__doc__))
        if known.onset_on:
            call_facts.check_onset(known.onset_on, quiet_hours.to_local_time(now, task.zone).date())
        _check_confirmed(outcome, task.reason, known)
        call = OutcomeRecorder(vault, log, task, first_retry)
        call.before = snapshot_task(connection, task)
        try:
            call.record_outcome(outcome, note, seconds, call_back_at, told, known)
        except BadFileDetail as error:
            raise BadCallFact(str(error)) from None
        announcements.record_announced_call(connection, task_id, now)
        call_code.end_call_code(connection, task_id, agent, now)
        drop_draft(connection, task_id)
        return call.again_at


def _check_confirmed(outcome: Outcome, reason: str, known: CallFacts) -> None:
    """Raises IdentityNotConfirmed where one is reached with nothing asked, BadCallFact without a language."""
    told = known.instructions_given or reason in (*GOES_ON, WITHDRAWN)
    if outcome == "reached" and not (known.identity_confirmed and told):
        raise IdentityNotConfirmed(str(IdentityNotConfirmed.__doc__))
    if outcome == "interpreter" and not known.interpreter:
        raise BadCallFact(
            f"interpreter: expected with this outcome, one of {', '.join(list_spoken_languages())}"
        )


def lock_task(connection: Connection, task_id: int, agent: str, now: datetime) -> Any:
    """A task, locked, that this agent may write to: held by nobody else, and not done.

    One that was overtaken while the agent had the person on the line still takes what was said.
    Raises NoSuchTask, TaskTakenByOther, TaskAlreadyDone.
    """
    task = fetch_row(connection, "calls.held", task=task_id)
    if task is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    if task.done_at and task.outcome not in OVERTAKEN:
        raise TaskAlreadyDone(str(TaskAlreadyDone.__doc__))
    if task.leased_by not in (None, agent) and task.leased_until and task.leased_until > now:
        raise TaskTakenByOther(str(TaskTakenByOther.__doc__))
    return task


def snapshot_task(connection: Connection, task: Any) -> str:
    """How a task, its file and the holding of its phone stand, as JSON: nothing personal."""
    found = fetch_row(connection, "calls.before", task=task.id, case=task.case_id, contact=task.contact_id)
    return str(found.before)


class OutcomeRecorder(CallWriter):
    """One call being written down, and what follows from it."""

    def __init__(
        self, vault: Vault, log: ChangeLog, task: Any, first_retry: timedelta = callback_time.FIRST
    ) -> None:
        """``first_retry``: from the first try without an answer to the second."""
        super().__init__(vault, log, task)
        self.first_retry = first_retry
        self.before: str | None = None
        """How the file and the task stood, as JSON, for who takes this call back."""
        self.again_at: datetime | None = None
        """When the person is to be rung again."""

    def record_outcome(
        self,
        outcome: Outcome,
        note: str,
        seconds: int | None,
        call_back_at: datetime | None,
        told: Sequence[SpokenContact],
        known: CallFacts,
    ) -> None:
        id = draw_ids(self.log.connection, "tracing_attempt", 1)[0] if note else None
        self.log.execute(
            "calls.attempt",
            id=id,
            task=self.task.id,
            agent=self.log.agent,
            seconds=seconds,
            outcome=outcome,
            sealed=self.vault.seal(note, "attempt.sealed", self.today, id) if id else None,
            today=self.today,
            identity=known.identity_confirmed,
            instructions=known.instructions_given,
            stood=self.before,
            incoming=self.task.rang_in,
        )
        self.log.add_change("call", self.task.id, "outcome", outcome, self.task.reason)
        record_spoken_facts(self, told, known)
        record_follow_up_day(self, outcome, known)
        match outcome:
            case "reached":
                told_them = bool(known.identity_confirmed and known.instructions_given)
                self.record_reached(listed=bool(told) or known.nobody, instructed=told_them)
            case "refused":
                self.record_refused()
            case "wrong_person":
                self.record_wrong_person()
            case "call_back" | "interpreter":
                at = quiet_hours.find_next_allowed_time(
                    call_back_at or self.now + callback_time.FIRST, self.task.zone
                )
                self.schedule_callback(at, self.task.attempts)
            case "hospital" | "dead":
                self.record_hospital_or_death(outcome)
            case _:
                self.record_unanswered(outcome)
        if known.help and outcome == "reached" and self.task.reason != HELP:
            self.open_help_call()

    # ---- somebody was there

    def record_reached(self, *, listed: bool, instructed: bool) -> None:
        """A call beside the SMS lets them go on; any other ends them, and a case is followed from here on.

        Only who was told the instructions counts as reached from now on: the others get theirs by SMS.
        """
        if self.task.rang_in and self.log.execute(f"calls.reopen_{self.subject}", id=self.id):
            self.log.add_change(self.subject, self.id, "reopened", "", self.task.reason)
        self.record_answered(listed=listed, reached=instructed and self.task.reason != WITHDRAWN)
        self.mark_done("reached")
        if instructed:
            self.mark_children_told()
        if self.mobile and self.task.reason in GOES_ON:
            return
        if self.task.reason == RANG_BACK and self.task.answered_at is not None:
            return  # they had answered before, and go on from there
        if self.mobile:
            self.post_to_own_phone(inbox.ConversationEnded(self.session, "reached"))
        if self.mobile and self.subject == "case" and self.task.reason not in NO_SMS:
            self.post_to_own_phone(inbox.BeginFollowUp(self.id))  # which closes the case when isolation ends
        else:
            self.close_file("reached")

    def mark_children_told(self) -> None:
        """The parent who was told the instructions was told for their children too: nobody rings for them."""
        if self.subject == "contact" and self.task.reason != MINOR:
            return
        children = fetch_rows(
            self.log.connection, "calls.children", case=self.task.file_id, contact=self.task.contact_id,
            agent=self.log.agent, now=self.now,
        )  # fmt: skip
        for one in children:
            self.log.execute("calls.done", task=one.task_id, outcome="reached", attempts=0)
            self.log.execute("calls.answered_contact", id=one.id, reached=True)
            self.log.execute("calls.close_contact", id=one.id, outcome="reached")
            self.log.add_change("contact", one.id, "parent_told", str(self.task.id), self.task.reason)

    def record_hospital_or_death(self, outcome: Outcome) -> None:
        """Nobody is to be rung or written to about this any more: they are in hospital, or dead."""
        self.mark_done(outcome)
        if self.task.reason == NAMESAKE:
            return  # who it is may be somebody else: the case goes on
        if outcome == DEAD:
            death.record_death(
                self.log.connection, self.vault, self.subject, self.id, self.log.agent, self.now,
                zone=self.task.zone, task=self.task.id,
            )  # fmt: skip
            return
        self.note_details({"hospitalised": True})
        if self.mobile:
            self.end_conversations(outcome)
        self.close_file(outcome)

    def record_refused(self) -> None:
        if self.task.reason == NAMESAKE:
            self.mark_done("refused")  # who refused may be somebody else: the case goes on
            return
        self.record_answered(listed=False, reached=False)
        self.mark_done("refused")
        if self.mobile:
            self.end_conversations("refused")
        self.close_file("refused")

    def record_answered(self, *, listed: bool, reached: bool) -> None:
        """Somebody answered; ``reached``: it is them, and they were told the instructions."""
        if self.subject == "contact":
            self.log.execute("calls.answered_contact", id=self.id, reached=reached)
        else:
            self.log.execute("calls.answered_case", id=self.id, listed=listed, reached=reached)
        if self.task.answered_at is None:
            self.log.add_change(self.subject, self.id, "answered", "call", self.task.reason)
        if listed:
            self.log.add_change(self.subject, self.id, "listed", "call", self.task.reason)

    def schedule_callback(self, at: datetime, tries: int) -> None:
        if self.log.execute("calls.again", task=self.task.id, at=at, attempts=tries):
            self.again_at = at

    def open_help_call(self) -> None:
        """Somebody is to be rung about the help that they need to stay at home."""
        due = self.now + HELP_WITHIN
        if self.log.execute("calls.ask_for_help", task=self.task.id, reason=HELP, due=due):
            self.log.add_change(self.subject, self.id, "to_call", HELP, "call")

    def mark_done(self, outcome: str, tries: int = 0) -> None:
        self.log.execute(
            "calls.done", task=self.task.id, outcome=outcome, attempts=self.task.attempts + tries
        )

    # ---- nobody, or somebody else

    def record_unanswered(self, outcome: str) -> None:
        tries = self.task.attempts + 1
        at = callback_time.choose_retry_time(
            self.now, tries, self.task.deadline, self.task.zone, self.first_retry
        )
        if at:
            self.schedule_callback(at, tries)
            return
        self.mark_done("no_answer", tries=1)
        if not self.mobile:
            self.close_file("not_reached")

    def record_wrong_person(self) -> None:
        """The number has changed hands: go on with another phone, or look for one."""
        task, tries = self.task, self.task.attempts + 1
        if task.rang_in:  # somebody else rang: the person, and their number, are what they were
            if task.reason == RANG_BACK:
                self.mark_done("wrong_person")
            else:
                self.schedule_callback(self.now, task.attempts)
            return
        if task.phone_id and task.person_id:
            self.log.execute("calls.end_holding", person=task.person_id, phone=task.phone_id)
            self.log.add_change(
                "phone", task.phone_id, "holding", "", "wrong_person", before=str(task.person_id)
            )
        if task.reason == NAMESAKE:
            self.mark_done("wrong_person", tries=1)
            return
        self.log.execute(f"calls.unreached_{self.subject}", id=self.id)
        if self.mobile:
            self.end_conversations("wrong_person")
        other = fetch_row(
            self.log.connection, "calls.other_phone", person=task.person_id, phone=task.phone_id
        )
        phone = other.phone_id if other else None
        if not phone and self.subject == "contact":
            self.mark_done("wrong_person", tries=1)
            self.close_file("wrong_person")
            return
        self.log.execute(f"calls.move_{self.subject}", id=self.id, phone=phone)
        reason = "wrong_person" if phone else "no_phone"
        self.log.execute("calls.elsewhere", task=task.id, phone=phone, reason=reason, attempts=tries)
        after = str(phone or "")
        self.log.add_change(
            self.subject, self.id, "phone", after, "wrong_person", before=str(task.phone_id or "")
        )
