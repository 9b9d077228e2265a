"""The list of people, read back: enough to check it, too little to ring anybody."""

from collections.abc import Iterable

from tocsin.conversation.flow.text import LIST_ROOM, clean_name
from tocsin.conversation.run import Run
from tocsin.conversation.session import Noted, Session


def say_listing(run: Run) -> bool:
    """Say what the list waits for; False where it waits for people in general."""
    session = run.session
    if session.listing == "complete":
        run.say_common("people_missing", who=_in_room(_names(to_complete(session))))
    elif session.listing == "confirm" and session.people:
        run.say_common("people_read_back", people=listed(session))
    elif session.listing == "confirm":
        run.say_common("people_nobody")
    elif session.listing == "correct":
        run.say_common("people_correct")
    else:
        return False
    return True


def to_complete(session: Session) -> list[Noted]:
    """Those whose number is missing: the ones not asked for yet, or all where each was asked for."""
    missing = [person for person in session.people if not person.number and not person.child]
    return [person for person in missing if not person.asked] or missing


def listed(session: Session) -> str:
    """``Léa (fin 12 34), Diallo (sans numéro)``."""
    french, people = session.lang == "fr", session.people
    endings = (_ending(person, french) for person in people)
    return _in_room([f"{n} ({e})" for n, e in zip(_names(people), endings, strict=True)])


def _in_room(said: list[str]) -> str:
    """As many as there is room for, and how many more there are."""
    kept, taken = 0, 0
    for one in said:
        taken += len(one) + 2
        if taken > LIST_ROOM:
            break
        kept += 1
    more = len(said) - kept
    return ", ".join([*said[:kept], f"+ {more}"] if more else said)


def _names(people: Iterable[Noted]) -> list[str]:
    return [clean_name(person.name) or "?" for person in people]


def _ending(person: Noted, french: bool) -> str:
    number = person.number
    if not number and person.child:
        return "enfant" if french else "child"
    if not number:
        return "sans numéro" if french else "no number"
    return f"{'fin' if french else 'ending'} {number[-4:-2]} {number[-2:]}"
