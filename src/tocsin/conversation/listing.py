"""Contacts listed in the thread: collected over several messages, completed, read back, corrected, confirmed.

Nothing is guessed: what was noted is read back, and counts as confirmed when the person says yes. What was
noted and not confirmed is given on all the same, and said to be so: a human can still ask.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.conversation.again import missed
from tocsin.conversation.phones import find_phones
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.read_back import listed, say_listing
from tocsin.conversation.reading import Person, Reading
from tocsin.conversation.reading.people import read_people
from tocsin.conversation.run import Run
from tocsin.conversation.session import Named, Noted
from tocsin.conversation.words import fold, words

MOST = 30
"""People noted in one conversation; a longer list goes to a human."""
_LATER = Phrasebook(
    [
        (
            "later",
            """
            sans
            pas son|le|leur|les|de numero|num|tel|telephone|06
            l ai|a pas
            ai pas
            connais|sais|retrouve|trouve pas
            plus tard
            demain|later|tomorrow|inconnu|unknown
            no number
            don t|dont have|know
            without
            """,
        )
    ]
)
_REMOVES = Phrasebook(
    [
        (
            "removes",
            "sauf|enleve|enlever|enlevez|retire|retirer|retirez|supprime|supprimer|supprimez|remove|except|delete|pas",
        )
    ]
)


def list_people(run: Run, reading: Reading) -> str:
    """A reply to the question about people; the state to go to, or nothing."""
    if run.session.listing == "confirm":
        return _confirm(run, reading)
    if run.session.listing == "complete" and _completes(run, reading):
        return _next(run)
    people = _people(run, reading)
    if people is None:
        return missed(run, reading)
    if not people:
        return _next(run) if run.session.people else run.state.go["nobody"]
    if run.session.listing == "correct":
        _note(run, people, correcting=True)
    else:
        _note(run, people)
    return _next(run)


def add_late(run: Run, reading: Reading, *, silent: bool = False) -> bool:
    """Take people given outside their question, where their number says that they are meant."""
    if not run.flow.asks_people or not find_phones(reading.masked):
        return False
    people = _read(reading)
    if not people or not any(person.number for person in people):
        return False
    _note(run, people)
    if not silent:
        run.say_common("people_added", people=listed(run.session))
    return True


def _read(reading: Reading) -> tuple[Person, ...] | None:
    value = read_people(reading.masked[:2000]).value
    return value if isinstance(value, tuple) else None


def _people(run: Run, reading: Reading) -> tuple[Person, ...] | None:
    if isinstance(reading.value, tuple):
        return reading.value
    return None


# ------------------------------------------------------------------------------------ the list


def _note(run: Run, people: Iterable[Person], *, correcting: bool = False) -> None:
    """Put people into the list: the same number, or the same name, is the same person."""
    noted = list(run.session.people)
    for person in people:
        _put(noted, person, correcting)
    run.change(people=tuple(noted[:MOST]))
    run.act(Named(run.session.people, confirmed=False))


def _put(noted: list[Noted], person: Person, correcting: bool) -> None:
    name = person.name or ""
    for i, known in enumerate(noted):
        same_number = bool(person.number) and person.number == known.number
        same_name = bool(name) and fold(name) == fold(known.name)
        if same_number:
            noted[i] = replace(known, name=name if name and (correcting or not known.name) else known.name)
            return
        if same_name and (correcting or not known.number or not person.number):
            noted[i] = replace(known, number=person.number or known.number)
            return
    noted.append(Noted(name, person.number))


def _completes(run: Run, reading: Reading) -> bool:
    """A reply to "which number?": a number alone, or that there is none."""
    missing = [person for person in run.session.people if not person.number]
    people = _people(run, reading)
    if people and len(people) == len(missing) == 1 and people[0].number and not people[0].name:
        _note(run, [Person(missing[0].name, people[0].number)])
        return True
    if people:
        return False
    if any(_LATER.find(words(reading.masked))) or people == ():
        return True
    return reading.masked.strip().lower() in ("non", "no")


def _next(run: Run) -> str:
    """What the list still needs: a number, or to be read back."""
    session = run.session
    run.change(misses=0)
    if len(session.people) >= MOST:
        run.hand_over("many_people", text="human")
        return ""
    if any(not person.number and not person.asked for person in session.people):
        run.change(listing="complete")
    else:
        run.change(listing="confirm")
    say_listing(run)
    run.change(people=tuple(replace(p, asked=True) if not p.number else p for p in run.session.people))
    return ""


def _confirm(run: Run, reading: Reading) -> str:
    """A reply to what was read back: yes, no, or a correction."""
    people = _read(reading) or ()
    if find_phones(reading.masked) and people:
        _note(run, people, correcting=True)
        return _next(run)
    if _remove(run, reading):
        return _next(run) if run.session.people else run.state.go["nobody"]
    if reading.value == "yes" and not people:
        run.act(Named(run.session.people, confirmed=True))
        return run.state.go["some"]
    if reading.value == "no" and not people:
        run.change(listing="correct")
        say_listing(run)
        return ""
    if people:
        _note(run, people, correcting=True)
        return _next(run)
    return missed(run, reading)


def _remove(run: Run, reading: Reading) -> bool:
    """``oui sauf Karim``, ``enlevez Karim``: those named are taken off the list."""
    said = words(reading.masked)
    hits = list(_REMOVES.find(said))
    if not hits:
        return False
    after = {word.folded for word in said[hits[0].end :]}
    left = tuple(p for p in run.session.people if not (p.name and set(fold(p.name).split()) & after))
    if len(left) == len(run.session.people):
        return False
    run.change(people=left)
    run.act(Named(left, confirmed=False))
    return True
