"""What becomes a call by the mere passing of time, and what needs none any more: ``sweep.sql``, in memory.

The store looks at everything that is open each minute. Here only that is looked at whose file or task has
changed since, and whose deadline has come near since: the rest would come out as it did a minute before.
"""

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Final

from tocsin_simulation.policies.files import RegionCase, RegionContact
from tocsin_simulation.policies.steps import Steps
from tocsin_simulation.policies.tasks import ANSWERED, ENDED, Subject

_LAST: Final = 1 << 62


class Sweep:
    """The sweeps of one region."""

    def __init__(self, office: Steps, margin: timedelta) -> None:
        self._office = office
        self._margin = margin
        self._cases = self._contacts = 0
        self._near: list[tuple[datetime, bool, int]] = []

    def wakes(self) -> datetime | None:
        """When the next deadline comes near."""
        self._learn()
        near = [self._near[0][0] - self._margin] if self._near else []
        hours = [self._office.unread[0][0]] if self._office.unread else []
        return min(near + hours, default=None)

    def sweep(self, now: datetime) -> None:
        """One pass, as the store's: what is void, whom an SMS has reached, who is to be rung."""
        tasks = self._office.tasks
        self._ring_unread(now)
        changed, tasks.changed = tasks.changed, set()
        for subject in sorted(changed, key=_order):
            task, file = tasks.open.get(subject), self._file(subject)
            if task is None or task.agent or task.urgent:
                continue
            if task.reason in ENDED and file.closed_at is not None and file.closed_at <= now:
                tasks.end(task, "void", now)
            elif task.reason in ANSWERED and file.reached_at is not None and file.reached_at <= now:
                tasks.end(task, "answered_by_sms", now)
        self._learn()
        near = []
        while self._near and self._near[0][0] <= now + self._margin:
            _, is_contact, number = heappop(self._near)
            near.append((None, number) if is_contact else (number, None))
        asked = {*near, *changed, *tasks.changed}
        tasks.changed = {subject for subject in tasks.changed if subject in tasks.open}
        for subject in sorted(asked, key=lambda one: (self._file(one).deadline, _order(one))):
            self._escalate(subject, now)

    def _ring_unread(self, now: datetime) -> None:
        """Nobody looked in their hour at replies that are not explained: calls, as ``replies.sql`` has it."""
        office, late = self._office, []
        while office.unread and office.unread[0][0] <= now:
            late.append(heappop(office.unread)[-1])
        seen: set[Subject] = set()
        for one in sorted(late, key=lambda row: (row.case_id or _LAST, row.contact_id or _LAST)):
            subject = one.case_id, one.contact_id
            if subject not in seen:
                seen.add(subject)
                office.tasks.ring(one, now, one.desk.zone, self._lives(subject))

    def _lives(self, subject: Subject) -> str:
        """Where whoever wrote lives; a contact of whom nobody is known, where their case does."""
        case, contact = subject
        if contact is not None and self._office.contact(contact).person is None:
            return self._office.territory(self._office.contact(contact).case, None)
        return self._office.territory(case, contact)

    def _escalate(self, subject: Subject, now: datetime) -> None:
        office, file = self._office, self._file(subject)
        if isinstance(file, RegionContact) and (file.same_as is not None or file.became is not None):
            return
        if file.reached_at is not None or file.closed_at is not None:
            return
        if not now - timedelta(hours=24) < file.deadline <= now + self._margin:
            return
        known = office.tasks.of.get(subject, ())
        if any(task.done_at is None or task.reason == "deadline" for task in known):
            return
        case, contact = subject
        # In the store the territory is that of the case, also where one of its contacts is rung.
        of = case or office.contact(contact).case
        office.tasks.add(
            case=case, contact=contact, phone=file.phone, zone=office.zone(file.phone),
            territory=office.territory(of, None), reason="deadline" if file.phone else "no_phone",
            urgent=False, created_at=now, not_before=now, deadline=file.deadline,
        )  # fmt: skip

    def _learn(self) -> None:
        """Files that are new since the last look."""
        files = self._office.files
        for case in files.cases[self._cases :]:
            heappush(self._near, (case.deadline, False, case.id))
        for contact in files.contacts[self._contacts :]:
            heappush(self._near, (contact.deadline, True, contact.id))
        self._cases, self._contacts = len(files.cases), len(files.contacts)

    def _file(self, subject: Subject) -> RegionCase | RegionContact:
        case, contact = subject
        return self._office.case(case) if contact is None else self._office.contact(contact)


def _order(subject: Subject) -> tuple[bool, int]:
    case, contact = subject
    return contact is not None, contact or case or 0
