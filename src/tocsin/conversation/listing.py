"""Contacts listed in the thread: collected over several messages, completed, read back, corrected, confirmed.

Nothing is guessed: what was noted is read back, and counts as confirmed when the person says yes. What was
noted and not confirmed is given on all the same, and said to be so: a human can still ask.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.conversation.again import missed
from tocsin.conversation.listing_words import (
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
from tocsin.conversation.phones import find_phones
from tocsin.conversation.read_back import listed, say_listing, to_complete
from tocsin.conversation.reading import Person, Reading
from tocsin.conversation.reading.household import OTHERS_UNKNOWN
from tocsin.conversation.reading.people import read_people
from tocsin.conversation.run import Run
from tocsin.conversation.session import Named, Noted
from tocsin.conversation.unexplained import is_tentative, meant_people
from tocsin.conversation.words import MAX_LENGTH, Word, fold, words

MOST = 30
"""People noted in one conversation; a longer list goes to a human."""
PEOPLE = "people"
"""What ``told`` says once the question about people was put."""
BACK = "back:"
"""How ``told`` says from which question somebody went back to the list: ``back:consent``."""


def list_people(run: Run, reading: Reading) -> str:
    """A reply to the question about people; the state to go to, or nothing."""
    listing = run.session.listing
    if listing == "confirm":
        return _confirm(run, reading)
    if listing == "complete" and (_are_children(run, reading) or _completes(run, reading)):
        return _next(run)
    people = _people(run, reading)
    if listing == "correct" and _remove(run, reading, people or ()):
        return _next(run)
    if people is None:
        return "" if _promised(run, reading) else missed(run, reading)
    if people:
        _note(
            run, people, words(reading.masked), correcting=listing == "correct", renaming=listing == "correct"
        )
        _live_together(run, reading, people)
        if _groups(reading) and run.say_once("people_group"):
            run.change(listing="collect", misses=0)
            return ""
    return _next(run)


def note_answer(run: Run, reading: Reading) -> None:
    """Note the people of a reply after which nothing more is asked."""
    people = _read(run, reading) or ()
    if people:
        _note(run, people, words(reading.masked))
        _live_together(run, reading, people)


def add_late(run: Run, reading: Reading, *, silent: bool = False) -> bool:
    """Take people given outside their question, where a number says that they are meant."""
    people = _meant(run, reading)
    if not people:
        return False
    _note(run, people, words(reading.masked))
    _live_together(run, reading, people)
    if not silent:
        run.say_common("people_added", people=listed(run.session))
    return True


def note_household(run: Run, reading: Reading) -> bool:
    """Note who of those named lives with the person; whether somebody does.

    Nobody is counted out where words beside the names were not understood.
    """
    here = {fold(person.name or "") for person in _people(run, reading) or ()}
    elsewhere = None if OTHERS_UNKNOWN in reading.notes else False
    noted = tuple(
        replace(one, household=fold(one.name) in here or elsewhere)
        if fold(one.name) in here or one.household is None
        else one
        for one in run.session.people
    )
    run.change(people=noted)
    run.act(Named(noted, confirmed=True))
    return bool(here)


def reopen(run: Run, reading: Reading) -> bool:
    """Go back to the list, already gone through, where a reply to another question adds to it."""
    asked, people = PEOPLE in run.session.told, _meant(run, reading)
    if not people:
        return asked and _promised(run, reading)
    _note(run, people, words(reading.masked))
    _live_together(run, reading, people)
    if asked:
        run.once(f"{BACK}{run.session.state}")
        run.change(state=run.flow.people_state)
        _next(run)
    return asked


def _meant(run: Run, reading: Reading) -> tuple[Person, ...]:
    """Those whom a reply to something else names as contacts: by their number, or the promise of it."""
    if not run.flow.asks_people:
        return ()
    if find_phones(reading.masked):
        people = _read(run, reading) or ()
        return people if any(person.number for person in people) else ()
    said = words(reading.masked)
    promised = len(said) > SHORTEST_PROMISE and any(PROMISES.find(said))
    return (_read(run, reading) or ()) if promised else ()


def _read(run: Run, reading: Reading) -> tuple[Person, ...] | None:
    """The people of a reply, whatever was asked."""
    value = read_people(reading.masked[:MAX_LENGTH]).value
    return _those_meant(run, reading, value) if isinstance(value, tuple) else None


def _people(run: Run, reading: Reading) -> tuple[Person, ...] | None:
    """The people of an answer; None where it lists none, and is no "nobody"."""
    return _those_meant(run, reading, reading.value) if isinstance(reading.value, tuple) else None


def _those_meant(run: Run, reading: Reading, people: tuple[Person, ...]) -> tuple[Person, ...] | None:
    """Of a reply that says more than is understood, whoever has a number or a first name."""
    if not people or not is_tentative(run, replace(reading, value=people)):
        return people
    return meant_people(people, reading) or None


def _groups(reading: Reading) -> bool:
    """``mes 2 enfants``: people who still have to be named."""
    return any(note.startswith("group:") for note in reading.notes)


def _promised(run: Run, reading: Reading) -> bool:
    """``je vous envoie la liste ce soir``: the question stays open, and that is said, once."""
    later = any(LIST_LATER.find(words(reading.masked)))
    return later and run.say_once("people_later")


# ------------------------------------------------------------------------------------ the list


def _note(
    run: Run,
    people: Iterable[Person],
    said: tuple[Word, ...],
    *,
    correcting: bool = False,
    renaming: bool = False,
) -> None:
    """Put people into the list: the same name, or the same number without another name, is one person."""
    noted = list(run.session.people)
    given = _numbered(noted, tuple(people), correcting)
    for person in given:
        _put(noted, person, correcting, renaming)
    if young := _children(said, given):
        noted = [
            replace(one, child=True) if not one.number and fold(one.name) in young else one for one in noted
        ]
    run.change(people=tuple(noted[:MOST]))
    run.act(Named(run.session.people, confirmed=False))


def _live_together(run: Run, reading: Reading, people: tuple[Person, ...]) -> None:
    """``Paul 06..., je vis avec lui``: those of this reply live with the person."""
    said = LIVES_TOGETHER.names(words(reading.masked))
    if "not" in said or not said & ({"one", "several"} if len(people) == 1 else {"several"}):
        return
    here = {(fold(person.name or ""), person.number) for person in people}
    run.change(
        people=tuple(
            replace(one, household=True) if (fold(one.name), one.number) in here else one
            for one in run.session.people
        )
    )
    run.act(Named(run.session.people, confirmed=False))


def _numbered(noted: list[Noted], people: tuple[Person, ...], correcting: bool) -> tuple[Person, ...]:
    """Numbers alone given to those whose number is missing; or to the only one, where it is corrected."""
    if any(person.name or not person.number for person in people):
        return people
    whose = [person for person in noted if not person.number]
    if correcting and len(noted) == 1:
        whose = noted
    if len(whose) != len(people) or not all(known.name for known in whose):
        return people
    return tuple(Person(known.name, p.number) for known, p in zip(whose, people, strict=True))


def _put(noted: list[Noted], person: Person, correcting: bool, renaming: bool) -> None:
    """Two names with one number are two people, who share a phone, unless one is to replace the other."""
    name = person.name or ""
    same_number = [i for i, p in enumerate(noted) if person.number and p.number == person.number]
    same_name = [i for i, p in enumerate(noted) if name and fold(p.name) == fold(name)]
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
    noted.append(Noted(name, person.number))


def _children(said: tuple[Word, ...], people: Iterable[Person]) -> set[str]:
    """Names of those presented as children: ``mon fils Tom``, ``Tom et Lina, ils sont petits``."""
    names = {fold(person.name or "") for person in people if not person.number} - {""}
    if any(word.folded in CHILDREN for word in said):
        return names
    found: set[str] = set()
    for at in range(len(said)):
        if _presents_child(said, at):
            behind = {other.folded for other in said[at : at + 3]}
            found |= {name for name in names if set(name.split()) & behind}
    return found


def _presents_child(said: tuple[Word, ...], at: int) -> bool:
    """Whether a word says that one is a child: ``mon fils``; ``son`` in English alone (``my son``)."""
    word = said[at].folded
    return word in CHILD or (word == "son" and at > 0 and said[at - 1].folded in ("my", "our"))


def _are_children(run: Run, reading: Reading) -> bool:
    """``ENFANT`` to the question which number: those asked about, or named beside it, live with them."""
    said = words(reading.masked)
    if find_phones(reading.masked) or not any(
        word.folded in CHILDREN or _presents_child(said, at) for at, word in enumerate(said)
    ):
        return False
    asked = [one for one in run.session.people if one.asked and not one.number and not one.child]
    heard = {word.folded for word in said}
    meant = [one for one in asked if set(fold(one.name).split()) & heard] or asked
    run.change(
        people=tuple(
            replace(one, child=True, household=True) if one in meant else one for one in run.session.people
        )
    )
    run.act(Named(run.session.people, confirmed=False))
    return bool(meant)


def _completes(run: Run, reading: Reading) -> bool:
    """A reply to "which number?": numbers alone, or that there is none."""
    people = _people(run, reading)
    if people and not any(person.name for person in people):
        _note(run, people, words(reading.masked))
        return True
    if people:
        return False
    if any(LATER.find(words(reading.masked))) or people == ():
        return True
    return reading.masked.strip().lower() in ("non", "no")


def _next(run: Run) -> str:
    """What the list still needs: a number, or to be read back."""
    session = run.session
    run.change(misses=0)
    if len(session.people) >= MOST:
        run.hand_over("many_people", text="human")
        return ""
    wanting = any(not (person.number or person.asked or person.child) for person in session.people)
    run.change(listing="complete" if wanting else "confirm")
    say_listing(run)
    asked = to_complete(session) if wanting else []
    run.change(people=tuple(replace(p, asked=True) if p in asked else p for p in run.session.people))
    return ""


def _confirm(run: Run, reading: Reading) -> str:
    """A reply to what was read back: yes, no, or a correction."""
    people = _read(run, reading)
    if _remove(run, reading, people or ()):
        return _next(run)
    people = _new(run, reading, people)
    if people:
        named = all(person.name for person in people)
        _note(
            run,
            people,
            words(reading.masked),
            correcting=named or reading.value != "yes",
            renaming=reading.value == "no",
        )
        return _next(run)
    if reading.value == "yes" or _complete(run, reading, people):
        run.act(Named(run.session.people, confirmed=True))
        return run.state.go["some" if run.session.people else "nobody"]
    if reading.value == "no" or any(WRONG.find(words(reading.masked))):
        _wrong(run)
        return ""
    return "" if _promised(run, reading) else missed(run, reading)


def _new(run: Run, reading: Reading, people: tuple[Person, ...] | None) -> tuple[Person, ...] | None:
    """Those who change something: given a number, or named for the first time, and meant to be added."""
    if not people:
        return people
    known = {fold(person.name) for person in run.session.people}
    adds = reading.value != "yes" or any(ADDS.find(words(reading.masked)))
    return tuple(p for p in people if p.number or (adds and fold(p.name or "") not in known)) or None


def _complete(run: Run, reading: Reading, people: tuple[Person, ...] | None) -> bool:
    """``c'est tout``; or ``personne``, once more, where nobody was noted."""
    if not run.session.people:
        return people == () and reading.value != "no"
    return any(ALL.find(words(reading.masked)))


def _wrong(run: Run) -> None:
    """What was read back is not right: ask what is."""
    somebody = bool(run.session.people)
    run.change(listing="correct" if somebody else "collect", misses=0)
    if somebody:
        say_listing(run)
    else:
        run.say_common("people_later")


def _remove(run: Run, reading: Reading, people: tuple[Person, ...]) -> bool:
    """``oui sauf Karim``, ``enlevez Karim``, ``pas Karim mais Karima 06...``: take off, then put on."""
    said = words(reading.masked)
    off = set() if any(PROMISES.find(said)) else _taken_off(said)
    left = tuple(p for p in run.session.people if not _names(p, off))
    if len(left) == len(run.session.people):
        return False
    run.change(people=left)
    run.act(Named(left, confirmed=False))
    added = [p for p in people if p.name and not set(fold(p.name).split()) & off]
    if added:
        _note(run, added, words(reading.masked))
    return True


def _names(person: Noted, off: set[str]) -> bool:
    return bool(off & EVERYBODY or set(fold(person.name).split()) & off)


def _taken_off(said: tuple[Word, ...]) -> set[str]:
    """The words that stand behind one that removes."""
    hit = next(iter(REMOVES.find(said)), None)
    off: set[str] = set()
    for word in said[hit.end :] if hit else ():
        if word.folded in INSTEAD:
            break
        off.add(word.folded)
    # "pas tous les jours" takes nobody off
    return off - EVERYBODY if hit and said[hit.start].folded in MILD else off
