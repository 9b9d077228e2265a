"""What is said again of somebody known: more of them, or that they still count."""

from tocsin.tracing import events, threads
from tocsin.tracing.naming.known import Files
from tocsin.tracing.naming.matching import Decided


def say_more(files: Files, decided: Decided) -> None:
    """What was said more of somebody named before; their plan is made again where it can change."""
    said = {
        contact: files.rows[at]
        for at, contact in enumerate(decided.which)
        if contact and contact > 0 and (files.rows[at].last_contact or files.rows[at].household is not None)
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


def _again(files: Files, sealed: bytes | None, place: str) -> bytes | None:
    return None if sealed is None else files.vault.seal(files.vault.open(sealed, place), place, files.today)
