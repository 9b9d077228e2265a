"""The list of people, read back: enough to check it, too little to ring anybody."""

from collections.abc import Iterable

from tocsin.conversation.flow.text import clean_name
from tocsin.conversation.run import Run
from tocsin.conversation.session import Noted, Session

READ_BACK = 10
"""People read back in one SMS."""


def say_listing(run: Run) -> bool:
    """Say what the list waits for; False where it waits for people in general."""
    session = run.session
    if session.listing == "complete":
        missing = [person for person in session.people if not person.number]
        run.say_common("people_missing", who=", ".join(_names(missing)))
    elif session.listing == "confirm":
        run.say_common("people_read_back", people=listed(session))
    elif session.listing == "correct":
        run.say_common("people_correct")
    else:
        return False
    return True


def listed(session: Session) -> str:
    """``Léa (fin 12 34), Diallo (sans numéro)``."""
    french = session.lang == "fr"
    people = session.people
    said = [f"{n} ({_ending(p.number, french)})" for n, p in zip(_names(people), people, strict=True)]
    more = len(said) - READ_BACK
    return ", ".join([*said[:READ_BACK], f"+ {more}"] if more > 0 else said)


def _names(people: Iterable[Noted]) -> list[str]:
    return [clean_name(person.name) or "?" for person in people]


def _ending(number: str | None, french: bool) -> str:
    if not number:
        return "sans numéro" if french else "no number"
    return f"{'fin' if french else 'ending'} {number[-4:-2]} {number[-2:]}"
