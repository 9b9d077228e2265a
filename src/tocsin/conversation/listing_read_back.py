"""The list of people, read back: enough to check it, too little to ring anybody."""

from collections.abc import Iterable

from tocsin.conversation.flow.text_variables import LIST_ROOM, clean_name
from tocsin.conversation.session import ConversationSession, ListedContact
from tocsin.conversation.turn_builder import TurnBuilder


def send_listing_text(run: TurnBuilder) -> bool:
    """Say what the list waits for; False where it waits for people in general."""
    session = run.session
    if session.listing == "complete":
        run.send_common_text(
            "people_missing", who=_fit_in_sms(_clean_names(select_incomplete_contacts(session)))
        )
    elif session.listing == "confirm" and session.people:
        run.send_common_text("people_read_back", people=format_listing(session))
    elif session.listing == "confirm":
        run.send_common_text("people_nobody")
    elif session.listing == "correct":
        run.send_common_text("people_correct")
    else:
        return False
    return True


def select_incomplete_contacts(session: ConversationSession) -> list[ListedContact]:
    """Those whose number is missing: the ones not asked for yet, or all where each was asked for."""
    missing = [person for person in session.people if not person.number and not person.child]
    return [person for person in missing if not person.asked] or missing


def format_listing(session: ConversationSession) -> str:
    """``Léa (fin 12 34), Diallo (sans numéro)``."""
    french, people = session.lang == "fr", session.people
    endings = (_format_number_ending(person, french) for person in people)
    return _fit_in_sms([f"{n} ({e})" for n, e in zip(_clean_names(people), endings, strict=True)])


def _fit_in_sms(said: list[str]) -> str:
    """As many as there is room for, and how many more there are."""
    kept, taken = 0, 0
    for one in said:
        taken += len(one) + 2
        if taken > LIST_ROOM:
            break
        kept += 1
    more = len(said) - kept
    return ", ".join([*said[:kept], f"+ {more}"] if more else said)


def _clean_names(people: Iterable[ListedContact]) -> list[str]:
    return [clean_name(person.name) or "?" for person in people]


def _format_number_ending(person: ListedContact, french: bool) -> str:
    number = person.number
    if not number and person.child:
        return "enfant" if french else "child"
    if not number:
        return "sans numéro" if french else "no number"
    return f"{'fin' if french else 'ending'} {number[-4:-2]} {number[-2:]}"
