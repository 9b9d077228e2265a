"""Contacts listed in the thread: collected over several messages, completed, read back, corrected, confirmed.

Nothing is guessed: what was noted is read back, and counts as confirmed when the person says yes. What was
noted and not confirmed is given on all the same, and said to be so: a human can still ask.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.conversation.contact_listing_lexicon import (
    ADDS,
    ALL,
    CHILD,
    CHILDREN,
    EVERYBODY,
    INSTEAD,
    LATER,
    LIST_LATER,
    LIVES_TOGETHER,
    MILD,
    PROMISES,
    REMOVES,
    SHORTEST_PROMISE,
    WRONG,
)
from tocsin.conversation.listing_read_back import (
    format_listing,
    select_incomplete_contacts,
    send_listing_text,
)
from tocsin.conversation.misunderstanding import handle_misunderstanding
from tocsin.conversation.reading import MentionedPerson, ReplyReading
from tocsin.conversation.reading.household import OTHERS_UNKNOWN
from tocsin.conversation.reading.people import read_people
from tocsin.conversation.reply_words import MAX_LENGTH, ReplyWord, fold_accents, split_words
from tocsin.conversation.session import ListedContact, RecordContacts
from tocsin.conversation.tentative_replies import is_tentative, select_meant_people
from tocsin.conversation.turn_builder import TurnBuilder
from tocsin.phone_numbers.mentions import find_phones

MOST = 30
"""People noted in one conversation; a longer list goes to a human."""
PEOPLE = "people"
"""What ``told`` says once the question about people was put."""
BACK = "back:"
"""How ``told`` says from which question somebody went back to the list: ``back:consent``."""


def apply_people_reply(run: TurnBuilder, reading: ReplyReading) -> str:
    """A reply to the question about people; the state to go to, or nothing."""
    listing = run.session.listing
    if listing == "confirm":
        return _take_confirmation(run, reading)
    if listing == "complete" and (_take_child_answer(run, reading) or _take_missing_numbers(run, reading)):
        return _ask_what_is_missing(run)
    people = _find_answered_people(run, reading)
    if listing == "correct" and _remove_people(run, reading, people or ()):
        return _ask_what_is_missing(run)
    if people is None:
        return "" if _promises_list(run, reading) else handle_misunderstanding(run, reading)
    if people:
        _note_people(
            run,
            people,
            split_words(reading.masked),
            correcting=listing == "correct",
            renaming=listing == "correct",
        )
        _note_living_together(run, reading, people)
        if _names_group(reading) and run.send_common_text_once("people_group"):
            run.update_session(listing="collect", misses=0)
            return ""
    return _ask_what_is_missing(run)


def note_people(run: TurnBuilder, reading: ReplyReading) -> None:
    """Note the people of a reply after which nothing more is asked."""
    people = _read_people_whatever_asked(run, reading) or ()
    if people:
        _note_people(run, people, split_words(reading.masked))
        _note_living_together(run, reading, people)


def add_unasked_people(run: TurnBuilder, reading: ReplyReading, *, silent: bool = False) -> bool:
    """Take people given outside their question, where a number says that they are meant."""
    people = _find_unasked_people(run, reading)
    if not people:
        return False
    _note_people(run, people, split_words(reading.masked))
    _note_living_together(run, reading, people)
    if not silent:
        run.send_common_text("people_added", people=format_listing(run.session))
    return True


def note_household(run: TurnBuilder, reading: ReplyReading) -> bool:
    """Note who of those named lives with the person; whether somebody does.

    Nobody is counted out where words beside the names were not understood.
    """
    here = {fold_accents(person.name or "") for person in _find_answered_people(run, reading) or ()}
    elsewhere = None if OTHERS_UNKNOWN in reading.notes else False
    noted = tuple(
        replace(one, household=fold_accents(one.name) in here or elsewhere)
        if fold_accents(one.name) in here or one.household is None
        else one
        for one in run.session.people
    )
    run.update_session(people=noted)
    run.add_action(RecordContacts(noted, confirmed=True))
    return bool(here)


def reopen_listing(run: TurnBuilder, reading: ReplyReading) -> bool:
    """Go back to the list, already gone through, where a reply to another question adds to it."""
    asked, people = PEOPLE in run.session.told, _find_unasked_people(run, reading)
    if not people:
        return asked and _promises_list(run, reading)
    _note_people(run, people, split_words(reading.masked))
    _note_living_together(run, reading, people)
    if asked:
        run.allow_once(f"{BACK}{run.session.state}")
        run.update_session(state=run.flow.people_state)
        _ask_what_is_missing(run)
    return asked


def _find_unasked_people(run: TurnBuilder, reading: ReplyReading) -> tuple[MentionedPerson, ...]:
    """Those whom a reply to something else names as contacts: by their number, or the promise of it."""
    if not run.flow.asks_people:
        return ()
    if find_phones(reading.masked):
        people = _read_people_whatever_asked(run, reading) or ()
        return people if any(person.number for person in people) else ()
    said = split_words(reading.masked)
    promised = len(said) > SHORTEST_PROMISE and any(PROMISES.find(said))
    return (_read_people_whatever_asked(run, reading) or ()) if promised else ()


def _read_people_whatever_asked(
    run: TurnBuilder, reading: ReplyReading
) -> tuple[MentionedPerson, ...] | None:
    """The people of a reply, whatever was asked."""
    value = read_people(reading.masked[:MAX_LENGTH]).value
    return _select_meant_people(run, reading, value) if isinstance(value, tuple) else None


def _find_answered_people(run: TurnBuilder, reading: ReplyReading) -> tuple[MentionedPerson, ...] | None:
    """The people of an answer; None where it lists none, and is no "nobody"."""
    return _select_meant_people(run, reading, reading.value) if isinstance(reading.value, tuple) else None


def _select_meant_people(
    run: TurnBuilder, reading: ReplyReading, people: tuple[MentionedPerson, ...]
) -> tuple[MentionedPerson, ...] | None:
    """Of a reply that says more than is understood, whoever has a number or a first name."""
    if not people or not is_tentative(run, replace(reading, value=people)):
        return people
    return select_meant_people(people, reading) or None


def _names_group(reading: ReplyReading) -> bool:
    """``mes 2 enfants``: people who still have to be named."""
    return any(note.startswith("group:") for note in reading.notes)


def _promises_list(run: TurnBuilder, reading: ReplyReading) -> bool:
    """``je vous envoie la liste ce soir``: the question stays open, and that is said, once."""
    later = any(LIST_LATER.find(split_words(reading.masked)))
    return later and run.send_common_text_once("people_later")


# ------------------------------------------------------------------------------------ the list


def _note_people(
    run: TurnBuilder,
    people: Iterable[MentionedPerson],
    said: tuple[ReplyWord, ...],
    *,
    correcting: bool = False,
    renaming: bool = False,
) -> None:
    """Put people into the list: the same name, or the same number without another name, is one person."""
    noted = list(run.session.people)
    given = _assign_lone_numbers(noted, tuple(people), correcting)
    for person in given:
        _put_person(noted, person, correcting, renaming)
    if young := _find_child_names(said, given):
        noted = [
            replace(one, child=True) if not one.number and fold_accents(one.name) in young else one
            for one in noted
        ]
    run.update_session(people=tuple(noted[:MOST]))
    run.add_action(RecordContacts(run.session.people, confirmed=False))


def _note_living_together(
    run: TurnBuilder, reading: ReplyReading, people: tuple[MentionedPerson, ...]
) -> None:
    """``Paul 06..., je vis avec lui``: those of this reply live with the person."""
    said = LIVES_TOGETHER.find_names(split_words(reading.masked))
    if "not" in said or not said & ({"one", "several"} if len(people) == 1 else {"several"}):
        return
    here = {(fold_accents(person.name or ""), person.number) for person in people}
    run.update_session(
        people=tuple(
            replace(one, household=True) if (fold_accents(one.name), one.number) in here else one
            for one in run.session.people
        )
    )
    run.add_action(RecordContacts(run.session.people, confirmed=False))


def _assign_lone_numbers(
    noted: list[ListedContact], people: tuple[MentionedPerson, ...], correcting: bool
) -> tuple[MentionedPerson, ...]:
    """Numbers alone given to those whose number is missing; or to the only one, where it is corrected."""
    if any(person.name or not person.number for person in people):
        return people
    whose = [person for person in noted if not person.number]
    if correcting and len(noted) == 1:
        whose = noted
    if len(whose) != len(people) or not all(known.name for known in whose):
        return people
    return tuple(MentionedPerson(known.name, p.number) for known, p in zip(whose, people, strict=True))


def _put_person(
    noted: list[ListedContact], person: MentionedPerson, correcting: bool, renaming: bool
) -> None:
    """Two names with one number are two people, who share a phone, unless one is to replace the other."""
    name = person.name or ""
    same_number = [i for i, p in enumerate(noted) if person.number and p.number == person.number]
    same_name = [i for i, p in enumerate(noted) if name and fold_accents(p.name) == fold_accents(name)]
    if set(same_number) & set(same_name):
        return
    for i in same_number:
        if renaming or not name or not noted[i].name:
            noted[i] = replace(noted[i], name=name or noted[i].name)
            return
    for i in same_name:
        if correcting or not noted[i].number or not person.number:
            noted[i] = replace(noted[i], number=person.number or noted[i].number)
            return
    noted.append(ListedContact(name, person.number))


def _find_child_names(said: tuple[ReplyWord, ...], people: Iterable[MentionedPerson]) -> set[str]:
    """Names of those presented as children: ``mon fils Tom``, ``Tom et Lina, ils sont petits``."""
    names = {fold_accents(person.name or "") for person in people if not person.number} - {""}
    if any(word.folded in CHILDREN for word in said):
        return names
    found: set[str] = set()
    for at in range(len(said)):
        if _presents_child(said, at):
            behind = {other.folded for other in said[at : at + 3]}
            found |= {name for name in names if set(name.split()) & behind}
    return found


def _presents_child(said: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a word says that one is a child: ``mon fils``; ``son`` in English alone (``my son``)."""
    word = said[at].folded
    return word in CHILD or (word == "son" and at > 0 and said[at - 1].folded in ("my", "our"))


def _take_child_answer(run: TurnBuilder, reading: ReplyReading) -> bool:
    """``ENFANT`` to the question which number: those asked about, or named beside it, live with them."""
    said = split_words(reading.masked)
    if find_phones(reading.masked) or not any(
        word.folded in CHILDREN or _presents_child(said, at) for at, word in enumerate(said)
    ):
        return False
    asked = [one for one in run.session.people if one.asked and not one.number and not one.child]
    heard = {word.folded for word in said}
    meant = [one for one in asked if set(fold_accents(one.name).split()) & heard] or asked
    run.update_session(
        people=tuple(
            replace(one, child=True, household=True) if one in meant else one for one in run.session.people
        )
    )
    run.add_action(RecordContacts(run.session.people, confirmed=False))
    return bool(meant)


def _take_missing_numbers(run: TurnBuilder, reading: ReplyReading) -> bool:
    """A reply to "which number?": numbers alone, or that there is none."""
    people = _find_answered_people(run, reading)
    if people and not any(person.name for person in people):
        _note_people(run, people, split_words(reading.masked))
        return True
    if people:
        return False
    if any(LATER.find(split_words(reading.masked))) or people == ():
        return True
    return reading.masked.strip().lower() in ("non", "no")


def _ask_what_is_missing(run: TurnBuilder) -> str:
    """What the list still needs: a number, or to be read back."""
    session = run.session
    run.update_session(misses=0)
    if len(session.people) >= MOST:
        run.hand_over_to_human("many_people", text="human")
        return ""
    wanting = any(not (person.number or person.asked or person.child) for person in session.people)
    run.update_session(listing="complete" if wanting else "confirm")
    send_listing_text(run)
    asked = select_incomplete_contacts(session) if wanting else []
    run.update_session(people=tuple(replace(p, asked=True) if p in asked else p for p in run.session.people))
    return ""


def _take_confirmation(run: TurnBuilder, reading: ReplyReading) -> str:
    """A reply to what was read back: yes, no, or a correction."""
    people = _read_people_whatever_asked(run, reading)
    if _remove_people(run, reading, people or ()):
        return _ask_what_is_missing(run)
    people = _select_new_people(run, reading, people)
    if people:
        named = all(person.name for person in people)
        _note_people(
            run,
            people,
            split_words(reading.masked),
            correcting=named or reading.value != "yes",
            renaming=reading.value == "no",
        )
        return _ask_what_is_missing(run)
    if reading.value == "yes" or _is_list_complete(run, reading, people):
        run.add_action(RecordContacts(run.session.people, confirmed=True))
        return run.state.go["some" if run.session.people else "nobody"]
    if reading.value == "no" or any(WRONG.find(split_words(reading.masked))):
        _ask_for_correction(run)
        return ""
    return "" if _promises_list(run, reading) else handle_misunderstanding(run, reading)


def _select_new_people(
    run: TurnBuilder, reading: ReplyReading, people: tuple[MentionedPerson, ...] | None
) -> tuple[MentionedPerson, ...] | None:
    """Those who change something: given a number, or named for the first time, and meant to be added."""
    if not people:
        return people
    known = {fold_accents(person.name) for person in run.session.people}
    adds = reading.value != "yes" or any(ADDS.find(split_words(reading.masked)))
    return tuple(p for p in people if p.number or (adds and fold_accents(p.name or "") not in known)) or None


def _is_list_complete(
    run: TurnBuilder, reading: ReplyReading, people: tuple[MentionedPerson, ...] | None
) -> bool:
    """``c'est tout``; or ``personne``, once more, where nobody was noted."""
    if not run.session.people:
        return people == () and reading.value != "no"
    return any(ALL.find(split_words(reading.masked)))


def _ask_for_correction(run: TurnBuilder) -> None:
    """What was read back is not right: ask what is."""
    somebody = bool(run.session.people)
    run.update_session(listing="correct" if somebody else "collect", misses=0)
    if somebody:
        send_listing_text(run)
    else:
        run.send_common_text("people_later")


def _remove_people(run: TurnBuilder, reading: ReplyReading, people: tuple[MentionedPerson, ...]) -> bool:
    """``oui sauf Karim``, ``enlevez Karim``, ``pas Karim mais Karima 06...``: take off, then put on."""
    said = split_words(reading.masked)
    off = set() if any(PROMISES.find(said)) else _find_removal_words(said)
    left = tuple(p for p in run.session.people if not _is_named_by(p, off))
    if len(left) == len(run.session.people):
        return False
    run.update_session(people=left)
    run.add_action(RecordContacts(left, confirmed=False))
    added = [p for p in people if p.name and not set(fold_accents(p.name).split()) & off]
    if added:
        _note_people(run, added, split_words(reading.masked))
    return True


def _is_named_by(person: ListedContact, off: set[str]) -> bool:
    return bool(off & EVERYBODY or set(fold_accents(person.name).split()) & off)


def _find_removal_words(said: tuple[ReplyWord, ...]) -> set[str]:
    """The words that stand behind one that removes."""
    hit = next(iter(REMOVES.find(said)), None)
    off: set[str] = set()
    for word in said[hit.end :] if hit else ():
        if word.folded in INSTEAD:
            break
        off.add(word.folded)
    # "pas tous les jours" takes nobody off
    return off - EVERYBODY if hit and said[hit.start].folded in MILD else off
