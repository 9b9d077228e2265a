"""What is said again of somebody known: more of them, or that they still count."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy import stored_threads
from tocsin.tracing import letters
from tocsin.tracing.contact_matching.matching import MatchPlan, Ref
from tocsin.tracing.contact_matching.mention_batch import MentionBatch
from tocsin.tracing.contact_matching.mentions import ContactMention


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
    letters.post_letters(
        files.connection,
        files.vault,
        [
            letters.AddressedLetter(
                phone_id=phone, shard=shard, key=f"replan:{root}:{stamp}", at=files.now,
                letter=letters.PlanOutdated(str(root)), collected_on=files.today,
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
