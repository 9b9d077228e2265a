"""What is said again of somebody known: more of them, or that they still count."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.tracing import events, threads
from tocsin.tracing.naming.known import Files
from tocsin.tracing.naming.matching import Decided, Ref
from tocsin.tracing.naming.model import Naming


def said_of(files: Files, decided: Decided) -> dict[Ref, Naming]:
    """By contact everything that was said of it at once: who is named twice loses nothing of either."""
    said: dict[Ref, Naming] = {}
    for row, contact in zip(files.rows, decided.which, strict=True):
        if contact is not None:
            said[contact] = _together(said[contact], row) if contact in said else row
    return said


def _together(before: Naming, row: Naming) -> Naming:
    return replace(
        row,
        how=before.how if row.how == "event" else row.how,
        last_contact=max(filter(None, (before.last_contact, row.last_contact)), default=None),
        household=_either(one.household for one in (before, row)),
        gathering_id=before.gathering_id or row.gathering_id,
        child=before.child or row.child,
    )


def _either(answers: Iterable[bool | None]) -> bool | None:
    """Yes where one of them says so; None where none says anything."""
    known = [one for one in answers if one is not None]
    return any(known) if known else None


def say_more(files: Files, decided: Decided) -> None:
    """What was said more of somebody named before; their plan is made again where it can change."""
    said = {
        contact: row
        for contact, row in said_of(files, decided).items()
        if contact > 0 and (row.last_contact or row.household is not None)
    }
    roots = {one.same_as: one.naming for one in decided.contacts if one.same_as and one.same_as > 0}
    replanned = {root for root, at in roots.items() if files.rows[at].last_contact}
    if said:
        replanned |= {
            root
            for (root,) in files.all(
                "more",
                ids=list(said),
                last_contacts=[row.last_contact for row in said.values()],
                households=[row.household for row in said.values()],
            )
        }
    if not replanned:
        return
    stamp = f"{files.now.timestamp():.0f}"
    events.post(
        files.connection,
        files.vault,
        [
            events.Posted(
                phone_id=phone, shard=shard, key=f"replan:contact-{root}:{stamp}", at=files.now,
                letter=events.Replan(f"contact-{root}"), collected_on=files.today,
            )
            for root, phone, shard in files.all("roots", contacts=sorted(replanned))
        ],
    )  # fmt: skip


def recollect(files: Files, people: list[int | None]) -> None:
    """Phones and people known for longer were given again today: their three months begin anew.

    A row that somebody else is writing at this instant is left to them.
    """
    ids = [phone.id for phone in files.phones.values() if phone.collected_on < files.today]
    again = files.all("lapsed", phones=ids, today=files.today) if ids else []
    if again:
        files.do(
            "recollect_phones",
            ids=[id for id, _, _ in again],
            sealed=[_again(files, sealed, "phone.sealed") for _, sealed, _ in again],
            threads=[_again(files, thread, threads.PLACE) for _, _, thread in again],
            today=files.today,
        )
    known = sorted({person for person in people if person})
    lapsed = files.all("lapsed_people", persons=known, today=files.today) if known else []
    if lapsed:
        files.do(
            "recollect_people",
            ids=[id for id, _ in lapsed],
            sealed=[_again(files, sealed, "person.sealed") for _, sealed in lapsed],
            today=files.today,
        )


def _again(files: Files, read: bytes | None, place: str) -> bytes | None:
    return None if read is None else files.vault.again(read, place, files.today)
