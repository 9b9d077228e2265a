"""Who a named contact is, by the service's own rule, and what is then written: as ``naming.write`` does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import fold_name
from tocsin.tracing import letters
from tocsin.tracing.contact_matching import (
    A_CASE_FOR,
    MOST_IN_NAME,
    TIME_TO_REACH,
    TO_CONFIRM,
    ContactMention,
    matching,
)
from tocsin.tracing.contact_matching.matching import (
    ContactCompletion,
    ExistingContact,
    KnownPeople,
    MatchPlan,
    MentionKey,
    NamingSpeaker,
    PhoneHolder,
)
from tocsin.tracing.contact_matching.mention_batch import fold_first_name, fold_whole_names
from tocsin.tracing.people.phone_numbers import classify_number
from tocsin_simulation.policies.files import RegionContact
from tocsin_simulation.policies.tasks import RegionTask

if TYPE_CHECKING:
    from tocsin_simulation.policies.steps import Steps


def name(
    office: Steps, rows: Sequence[ContactMention], now: datetime, lists: frozenset[int] = frozenset()
) -> list[RegionContact]:
    """Write down who was named, and begin with those who are new; they are given back.

    Of the cases in ``lists`` the rows are all whom they name: who waits to be confirmed and is not there is
    named no more.
    """
    decided = matching.match_mentions([_asked(row) for row in rows], _collect_known_people(office, rows, now))
    people = [_person(office, rows[one.naming]) for one in decided.persons]
    for person, at in decided.baptised:
        office.files.people[person - 1].given = rows[at].name[:MOST_IN_NAME]
    new = _add(office, rows, decided, people, now)
    for one in decided.completed:
        _complete(office, rows, one, people, [contact.id for contact in new], now)
    _begin(office, rows, decided, new, now)
    _more(office, rows, decided, now)
    kept = {*decided.which, *(contact.id for contact in new)}
    for contact in (found for case in sorted(lists) for found in office.files.of_case.get(case, ())):
        task = _unconfirmed(office, contact.id)
        if task is not None and contact.id not in kept and contact.closed_at is None and not task.agent:
            contact.closed_at, contact.outcome = now, "void"
            office.tasks.end(task, "void", now)
    return new


def _asked(row: ContactMention) -> MentionKey:
    folded = fold_name(row.name[:MOST_IN_NAME])
    return MentionKey(
        case=row.case_id,
        number=row.number.encode() if row.number else None,
        name=folded,
        first=fold_first_name(row.name),
        name_index=folded.encode() if folded else None,
        kind=classify_number(row.number) if row.number else "",
        confirmed=row.confirmed,
        child=row.child,
    )


# ---- what is known


def _collect_known_people(office: Steps, rows: Sequence[ContactMention], now: datetime) -> KnownPeople:
    files = office.files
    speakers, named = {}, {}
    for number in sorted({row.case_id for row in rows}):
        case = files.cases[number - 1]
        person = files.people[case.person - 1]
        phone = files.phones[case.phone - 1].number.encode() if case.phone else None
        speakers[number] = NamingSpeaker(
            person=person.id, number=phone, first=fold_first_name(person.given),
            names=fold_whole_names(PersonDetails(person.family, person.given)),
        )  # fmt: skip
        standing = files.of_case.get(number)
        if standing:
            named[number] = tuple(_standing(office, one) for one in standing)
    holders = {}
    for row in rows:
        if row.number:
            phone_of = files.phone(
                row.number,
                quiet_hours.find_zone_of_number(row.number, office.zone(office.case(row.case_id).phone)),
            )
            holders[row.number.encode()] = _holders(office, phone_of.id, now)
    return KnownPeople(speakers=speakers, holders=holders, named=named)


def _standing(office: Steps, contact: RegionContact) -> ExistingContact:
    phone = office.files.phones[contact.phone - 1] if contact.phone else None
    return ExistingContact(
        contact=contact.id, person=contact.person, number=phone.number.encode() if phone else None,
        name_index=contact.name_index, unconfirmed=_unconfirmed(office, contact.id) is not None,
        dropped=contact.outcome == "void",
    )  # fmt: skip


def _unconfirmed(office: Steps, contact: int) -> RegionTask | None:
    """The call that waits for the case to confirm a contact."""
    task = office.tasks.open.get((None, contact))
    return task if task and task.reason == "unconfirmed" else None


def _holders(office: Steps, phone: int, now: datetime) -> tuple[PhoneHolder, ...]:
    files = office.files
    found = []
    for number in files.known_on(phone):
        case = files.case_of.get(number)
        root = next(
            (
                contact.id
                for contact in files.on_phone.get(phone, ())
                if contact.person == number and contact.same_as is None
                and contact.closed_at is None and contact.became is None
                and _unconfirmed(office, contact.id) is None
            ),
            None,
        )  # fmt: skip
        recent = case is not None and case.received_at > now - A_CASE_FOR
        found.append(
            PhoneHolder(
                person=number, first=fold_first_name(files.people[number - 1].given),
                case=case.id if case and recent else None, root=root,
            )
        )  # fmt: skip
    return tuple(found)


# ---- what is written


def _person(office: Steps, row: ContactMention) -> int:
    by = office.files.people[office.case(row.case_id).person - 1]
    return office.files.person(row.name[:MOST_IN_NAME], lang=by.lang).id


def _add(
    office: Steps, rows: Sequence[ContactMention], decided: MatchPlan, people: list[int], now: datetime
) -> list[RegionContact]:
    files = office.files
    first = len(files.contacts) + 1
    ids = list(range(first, first + len(decided.contacts)))
    same = matching.resolve_refs([one.same_as for one in decided.contacts], ids)
    persons = matching.resolve_refs([one.person for one in decided.contacts], people)
    new = []
    for one, number, person, same_as in zip(decided.contacts, ids, persons, same, strict=True):
        row = rows[one.naming]
        phone = files.by_number[row.number].id if row.number else None
        folded = fold_name(row.name[:MOST_IN_NAME])
        contact = RegionContact(
            id=number, case=row.case_id, person=person, phone=phone, name=row.name[:MOST_IN_NAME],
            name_index=folded.encode() if folded else None, named_at=now, deadline=now + TIME_TO_REACH,
            how=row.how, same_as=same_as, became=one.became_case, last_contact=row.last_contact,
            household=row.household, closed_at=now if one.became_case else None,
            outcome="became_case" if one.became_case else "",
        )  # fmt: skip
        files.add_contact(contact)
        if phone and person:
            files.hold(person, phone)
        new.append(contact)
    return new


def _complete(
    office: Steps,
    rows: Sequence[ContactMention],
    one: ContactCompletion,
    people: list[int],
    new: list[int],
    now: datetime,
) -> None:
    files, row = office.files, rows[one.naming]
    contact = files.contacts[one.contact - 1]
    phone = files.by_number[row.number].id if row.number else None
    task = office.tasks.open.get((None, contact.id))
    if task is not None and ((task.phone is None and phone is not None) or task.reason == "unconfirmed"):
        office.tasks.end(task, "void", now)
    if phone != contact.phone:
        if contact.phone is not None:
            files.on_phone[contact.phone].remove(contact)
        if phone is not None:
            files.on_phone.setdefault(phone, []).append(contact)
    if contact.outcome == "void":
        contact.closed_at, contact.outcome = None, ""
    contact.person = matching.resolve_refs([one.person], people)[0]
    contact.phone = phone
    contact.same_as = matching.resolve_refs([one.same_as], new)[0] or contact.same_as
    contact.became = one.became_case or contact.became
    contact.name = row.name[:MOST_IN_NAME]
    folded = fold_name(contact.name)
    contact.name_index = folded.encode() if folded else None
    if one.became_case and contact.closed_at is None:
        contact.closed_at, contact.outcome = now, "became_case"
    if phone and contact.person:
        files.hold(contact.person, phone)


def _begin(
    office: Steps, rows: Sequence[ContactMention], decided: MatchPlan, new: list[RegionContact], now: datetime
) -> None:
    begun = [(one.id, made.naming, made.opening) for one, made in zip(new, decided.contacts, strict=True)]
    begun += [(one.contact, one.naming, one.opening or "") for one in decided.completed]
    for number, at, opening in begun:
        row = rows[at]
        phone = office.files.by_number[row.number] if row.number else None
        if opening == "letter" and phone:
            office.post(
                phone.id, f"begin:{ConversationId('contact', number)}", letters.BeginContact(number), now
            )
        elif opening:
            by = office.case(row.case_id)
            zone = phone.zone if phone else office.zone(by.phone)
            later = now + TO_CONFIRM if opening == "unconfirmed" else now
            office.tasks.add(
                case=None, contact=number, phone=phone.id if phone else by.phone if row.child else None,
                zone=phone.zone if phone else office.zone(None),
                territory=office.files.people[by.person - 1].territory, reason=opening, urgent=False,
                created_at=now, not_before=quiet_hours.find_next_allowed_time(later, zone), deadline=now + TIME_TO_REACH,
            )  # fmt: skip


def _more(office: Steps, rows: Sequence[ContactMention], decided: MatchPlan, now: datetime) -> None:
    """What was said more of somebody named before; who is spoken for by another takes over their days."""
    replanned = {one.same_as for one in decided.contacts if one.same_as and rows[one.naming].last_contact}
    for at, number in enumerate(decided.which):
        row = rows[at]
        if not number or number < 0 or (row.last_contact is None and row.household is None):
            continue
        contact = office.contact(number)
        later = row.last_contact and (contact.last_contact is None or row.last_contact > contact.last_contact)
        if later:
            contact.last_contact = row.last_contact
        if later or (row.household is not None and row.household != contact.household):
            contact.household = row.household if row.household is not None else contact.household
            replanned.add(contact.same_as or contact.id)
    for root in sorted(one for one in replanned if one and one > 0):
        contact = office.contact(root)
        if (
            contact.closed_at is None
            and contact.phone
            and office.files.phones[contact.phone - 1].kind == "mobile"
        ):
            conversation = ConversationId("contact", root)
            key = f"replan:{conversation}:{now.timestamp():.0f}"
            office.post(contact.phone, key, letters.PlanOutdated(str(conversation)), now)
