"""Who was named is written down, and begun: by an event to an engine, or a call to make."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy import stored_threads
from tocsin.tracing.contact_matching import matching
from tocsin.tracing.contact_matching.matching import MatchPlan, Ref
from tocsin.tracing.contact_matching.mention_batch import (
    TIME_TO_REACH,
    TO_CONFIRM,
    ContactMention,
    MatchResult,
    MentionBatch,
)
from tocsin.tracing.inbox import BeginContact, InboxEntry, PlanOutdated, post_events


def merge_repeated_mentions(files: MentionBatch, decided: MatchPlan) -> dict[Ref, ContactMention]:
    """By contact everything that was said of it at once: who is named twice loses nothing of either."""
    said: dict[Ref, ContactMention] = {}
    for row, contact in zip(files.rows, decided.which, strict=True):
        if contact is not None:
            said[contact] = _merge_two_mentions(said[contact], row) if contact in said else row
    return said


def _merge_two_mentions(before: ContactMention, row: ContactMention) -> ContactMention:
    return replace(
        row,
        how=before.how if row.how == "event" else row.how,
        last_contact=max(filter(None, (before.last_contact, row.last_contact)), default=None),
        household=_any_yes(one.household for one in (before, row)),
        gathering_id=before.gathering_id or row.gathering_id,
        child=before.child or row.child,
    )


def _any_yes(answers: Iterable[bool | None]) -> bool | None:
    """Yes where one of them says so; None where none says anything."""
    known = [one for one in answers if one is not None]
    return any(known) if known else None


def complete_known_contacts(files: MentionBatch, decided: MatchPlan) -> None:
    """What was said more of somebody named before; their plan is made again where it can change."""
    said = {
        contact: row
        for contact, row in merge_repeated_mentions(files, decided).items()
        if contact > 0 and (row.last_contact or row.household is not None)
    }
    roots = {one.same_as: one.naming for one in decided.contacts if one.same_as and one.same_as > 0}
    replanned = {root for root, at in roots.items() if files.rows[at].last_contact}
    if said:
        replanned |= {
            root
            for (root,) in files.fetch_all(
                "more",
                ids=list(said),
                last_contacts=[row.last_contact for row in said.values()],
                households=[row.household for row in said.values()],
            )
        }
    if not replanned:
        return
    stamp = f"{files.now.timestamp():.0f}"
    post_events(
        files.connection,
        files.vault,
        [
            InboxEntry(
                phone_id=phone, shard=shard, key=f"replan:{root}:{stamp}", at=files.now,
                event=PlanOutdated(str(root)), collected_on=files.today,
            )
            for id, phone, shard in files.fetch_all("roots", contacts=sorted(replanned))
            for root in [ConversationId("contact", id)]
        ],
    )  # fmt: skip


def renew_collection_days(files: MentionBatch, people: list[int | None]) -> None:
    """Phones and people known for longer were given again today: their three months begin anew.

    A row that somebody else is writing at this instant is left to them.
    """
    ids = [phone.id for phone in files.phones.values() if phone.collected_on < files.today]
    again = files.fetch_all("lapsed", phones=ids, today=files.today) if ids else []
    if again:
        files.execute(
            "recollect_phones",
            ids=[id for id, _, _ in again],
            sealed=[_reseal(files, sealed, "phone.sealed") for _, sealed, _ in again],
            threads=[_reseal(files, thread, stored_threads.PLACE) for _, _, thread in again],
            today=files.today,
        )
    known = sorted({person for person in people if person})
    lapsed = files.fetch_all("lapsed_people", persons=known, today=files.today) if known else []
    if lapsed:
        files.execute(
            "recollect_people",
            ids=[id for id, _ in lapsed],
            sealed=[_reseal(files, sealed, "person.sealed") for _, sealed in lapsed],
            today=files.today,
        )


def _reseal(files: MentionBatch, read: bytes | None, place: str) -> bytes | None:
    return None if read is None else files.vault.reseal(read, place, files.today)


NOW: Final = timedelta(0)


def write_matches(files: MentionBatch, decided: MatchPlan) -> MatchResult:
    """Write it all, and give the begun conversations to their engines and agents."""
    found = files.fetch_one("ids", persons=len(decided.persons), contacts=len(decided.contacts))
    persons, contacts = found
    _add_persons(files, decided, persons)
    people = matching.resolve_refs([one.person for one in decided.contacts], persons)
    _add_contacts(files, decided, contacts, people)
    later = matching.resolve_refs([one.person for one in decided.completed], persons)
    _write_completions(files, decided, contacts, later)
    _write_holdings(files, decided, people, later)
    events, calls = _begin_conversations(files, decided, contacts)
    _write_changes(files, decided, contacts)
    complete_known_contacts(files, decided)
    renew_collection_days(files, people + later)
    which = tuple(matching.resolve_refs(decided.which, contacts))
    return MatchResult(contacts=which, new=len(contacts), events=events, calls=calls)


def _add_persons(files: MentionBatch, decided: MatchPlan, ids: list[int]) -> None:
    places = [one.naming for one in decided.persons]
    if places:
        files.execute(
            "add_persons",
            ids=ids,
            sealed=[files.seal_person(at, id) for at, id in zip(places, ids, strict=True)],
            names=[files.index_person_name(at) for at in places],
            days=[files.today] * len(places),
            langs=[files.find_case_language(files.rows[at].case_id) for at in places],
        )
    if decided.baptised:
        files.execute(
            "baptise",
            ids=[person for person, _ in decided.baptised],
            sealed=[files.seal_person(at, person) for person, at in decided.baptised],
            names=[files.index_person_name(at) for _, at in decided.baptised],
            days=[files.today] * len(decided.baptised),
        )


def _add_contacts(files: MentionBatch, decided: MatchPlan, ids: list[int], people: list[int | None]) -> None:
    new = decided.contacts
    if not new:
        return
    rows = [files.rows[one.naming] for one in new]
    said = merge_repeated_mentions(files, decided)
    whole = [said.get(-place, row) for place, row in enumerate(rows, 1)]
    files.execute(
        "add_contacts",
        ids=ids,
        cases=[row.case_id for row in rows],
        persons=people,
        phones=[files.find_phone_id(one.naming) for one in new],
        same_as=matching.resolve_refs([one.same_as for one in new], ids),
        became=[one.became_case for one in new],
        gatherings=[row.gathering_id for row in whole],
        sealed=[files.seal_contact(row, id) for row, id in zip(rows, ids, strict=True)],
        name_indexes=[files.index_name(files.names[one.naming]) for one in new],
        days=[files.today] * len(new),
        hows=[row.how for row in whole],
        last_contacts=[row.last_contact for row in whole],
        households=[row.household for row in whole],
        now=files.now,
        deadline=files.now + TIME_TO_REACH,
    )


def _write_completions(
    files: MentionBatch, decided: MatchPlan, ids: list[int], people: list[int | None]
) -> None:
    done = decided.completed
    if not done:
        return
    files.execute(
        "complete",
        ids=[one.contact for one in done],
        persons=people,
        phones=[files.find_phone_id(one.naming) for one in done],
        same_as=matching.resolve_refs([one.same_as for one in done], ids),
        became=[one.became_case for one in done],
        sealed=[files.seal_contact(files.rows[one.naming], one.contact) for one in done],
        name_indexes=[files.index_name(files.names[one.naming]) for one in done],
        days=[files.today] * len(done),
        now=files.now,
    )


def _write_holdings(
    files: MentionBatch, decided: MatchPlan, people: list[int | None], later: list[int | None]
) -> None:
    places = [one.naming for one in decided.contacts] + [one.naming for one in decided.completed]
    held = {
        (person, phone): "agent" if files.rows[at].how == "agent" else "named"
        for at, person in zip(places, people + later, strict=True)
        if (phone := files.find_phone_id(at)) and person
    }
    if held:
        files.execute(
            "add_holdings",
            persons=[person for person, _ in held],
            phones=[phone for _, phone in held],
            whys=list(held.values()),
            now=files.now,
        )


def _begin_conversations(files: MentionBatch, decided: MatchPlan, ids: list[int]) -> tuple[int, int]:
    new = zip(decided.contacts, ids, strict=True)
    begun = [(id, one.naming, one.opening) for one, id in new]
    begun += [(one.contact, one.naming, one.opening or "") for one in decided.completed]
    events = [
        InboxEntry(
            phone_id=phone.id,
            shard=phone.shard,
            key=f"begin:{ConversationId('contact', id)}",
            at=files.now,
            event=BeginContact(id),
            collected_on=files.today,
        )
        for id, at, opening in begun
        if opening == "sms" and (phone := files.phones[files.numbers[at] or b""])
    ]
    post_events(files.connection, files.vault, events)
    calls = [(id, at, opening) for id, at, opening in begun if opening not in ("sms", "")]
    if calls:
        files.execute(
            "add_calls",
            contacts=[id for id, _, _ in calls],
            phones=[files.find_phone_to_call(at) for _, at, _ in calls],
            territories=[files.cases[files.rows[at].case_id].territory for _, at, _ in calls],
            reasons=[opening for _, _, opening in calls],
            not_befores=[
                quiet_hours.find_next_allowed_time(
                    files.now + (TO_CONFIRM if why == "unconfirmed" else NOW), files.find_mention_zone(at)
                )
                for _, at, why in calls
            ],
            now=files.now,
            deadline=files.now + TIME_TO_REACH,
        )
    return len(events), len(calls)


def _write_changes(files: MentionBatch, decided: MatchPlan, ids: list[int]) -> None:
    new = [(id, one.naming, one.became_case) for one, id in zip(decided.contacts, ids, strict=True)]
    old = [(one.contact, one.naming, one.became_case) for one in decided.completed]
    changes = [(id, "named", str(files.rows[at].how), "named", at) for id, at, _ in new]
    changes += [(id, "completed", str(files.rows[at].how), "named", at) for id, at, _ in old]
    changes += [(id, "became_case", str(case), "known_case", at) for id, at, case in new + old if case]
    if changes:
        files.execute(
            "changes",
            ids=[id for id, _, _, _, _ in changes],
            whats=[what for _, what, _, _, _ in changes],
            afters=[after for _, _, after, _, _ in changes],
            whys=[why for _, _, _, why, _ in changes],
            bys=[files.rows[at].by for _, _, _, _, at in changes],
            now=files.now,
        )
