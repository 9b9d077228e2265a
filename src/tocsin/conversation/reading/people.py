"""People listed in a reply, each with the number given, in whatever order and layout.

1. Telephone numbers are found and taken out. 2. Names, kin and groups are found in what remains.
3. Kin that only presents a name is dropped. 4. Each number goes to the person it stands beside.
5. The same person twice is one. What cannot be placed is asked again, never guessed.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.masking import blank
from tocsin.conversation.phones import Phone, find_phones
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.model import NOTHING, Answer, Person
from tocsin.conversation.reading.naming import Named, Scene, mixes_cases, named
from tocsin.conversation.words import Word, fold, spoken, vocabulary, words

MAX_PEOPLE = 50
"""People read from one reply at most; more are a pasted list, for a human."""

_NOBODY = Phrasebook(
    [
        (
            "nobody",
            """
            personne
            ^aucun|aucune|zero|0|rien|nada
            aucun|aucune contact|autre|cas
            pas de|d|d autre? contact|contacts|autre|autres
            c|cest est? tout|fini
            ^fini|termine|neant|done|finished
            rien d? autre?
            nobody|none
            no one|contact|contacts
            that|thats s? all|it
            not anyone|anybody
            vu|voir|eu|rencontre personne
            etais|suis|reste|restee|restais|ete tout|toute? seul|seule
            ^tout|toute? seul|seule$
            was|been alone
            """,
        )
    ]
)
_NOT_NOBODY = Phrasebook(
    [
        (
            "somebody",
            "une|cette|la|chaque|quelle|autre|1|meme|bonne|mauvaise|l personne\npersonne de|qui|que|agee\n"
            "trompe|trompez|trompes|erreur de personne\nseul|seule mais|avec|sauf|a\n"
            "ai plus personne\naucune idee|envie",
        )
    ]
)
_ONESELF = Phrasebook(
    [
        (
            "self",
            """
            mon|mn numero|num|tel|telephone|portable|06
            mon a|perso
            my number|phone|mobile|cell
            le mien
            moi c|cest est? le?
            joindre|appeler|rappeler au|sur|a le?
            """,
        )
    ]
)
_SAME_NUMBER = Phrasebook([("same", "meme|same numero|num|tel|telephone|portable|number")])
_BETWEEN_NUMBERS = vocabulary(
    """
    ou bien sinon et aussi fixe mobile portable perso pro le au or bureau domicile maison tel
    """
)
_REPLACES = vocabulary(
    """
    non pardon en fait plutot erreur oups sorry actually je voulais dire me suis trompe
    """
)


_ADDRESS = re.compile(r"(?<!\S)\S{1,64}@\S{1,255}|https?://\S{1,500}")
"""E-mail and web addresses: they name nobody here."""


class Entry(Struct, frozen=True):
    """Somebody, or a number, in the order of the reply."""

    start: int
    end: int
    named: Named | None = None
    phone: Phone | None = None


class Draft(Struct, frozen=True):
    """A person being put together."""

    name: str | None
    phone: Phone | None = None


def read_people(text: str) -> Answer:
    """The people of a reply; an empty tuple for nobody; nothing understood where none can be read."""
    phones = find_phones(text)
    addresses = tuple(m.span() for m in _ADDRESS.finditer(text))
    hidden = blank(text, (*((p.start, p.end) for p in phones), *addresses))
    found = words(hidden)
    kept = _shared(tuple(p for p in phones if not _own(found, p)), found)
    scene = Scene(hidden, found, tuple((p.start, p.end) for p in phones), mixes_cases(found))
    everyone = _presented(list(named(scene)), scene)
    entries = _ordered([n for n in everyone if n.kind != "group"], kept)
    drafts = _paired(text, entries)
    groups = tuple(
        f"group:{n.text}" for n in everyone if n.kind == "group" and not _filled(n, everyone, scene)
    )
    if not drafts:
        return _nobody(text, groups, drafts, found)
    if len(drafts) > MAX_PEOPLE:
        return NOTHING
    return Answer(_merged(drafts), (*groups, *_notes(text, drafts, entries)))


def _nobody(
    text: str, groups: tuple[str, ...], drafts: list[Draft] | None, found: tuple[Word, ...]
) -> Answer:
    """``personne``, ``c'est tout``: an empty list, unless a group still has to be named."""
    if drafts is None or groups:
        return Answer(None, groups)
    if any(_NOBODY.find(found)) and not any(_NOT_NOBODY.find(found)):
        return Answer(())
    return NOTHING


def _own(found: tuple[Word, ...], phone: Phone) -> bool:
    """Whether the number is the writer's: ``mon num c'est le``, right before it."""
    before = tuple(w for w in found if w.end <= phone.start)[-8:]
    for hit in _ONESELF.find(before):
        rest = before[hit.end :]
        if all(
            w.folded in ("c", "cest", "est", "le", "ces", "a", "moi", "is", "s", ":", "tel", "au", "perso")
            for w in rest
        ):
            return True
    return False


def _shared(phones: tuple[Phone, ...], found: tuple[Word, ...]) -> tuple[Phone, ...]:
    """``même numéro`` stands for the number before it."""
    again = []
    for hit in _SAME_NUMBER.find(found):
        start, end = found[hit.start].start, found[hit.end - 1].end
        before = [p for p in phones if p.end <= start]
        again += [replace(p, start=start, end=end) for p in before[-1:]]
    return tuple(sorted((*phones, *again), key=lambda p: p.start))


# ------------------------------------------------------------------------------------ names and kin


def _presented(everyone: list[Named], scene: Scene) -> list[Named]:
    """Kin that presents a name beside it is dropped; ``nom`` and ``prénom`` make one name of two."""
    kept: list[Named] = []
    for i, one in enumerate(everyone):
        previous = kept[-1] if kept else None
        following = everyone[i + 1] if i + 1 < len(everyone) else None
        if one.kind == "kin" and (_presents(scene, previous, one) or _presents(scene, one, following)):
            continue
        if one.kind == "kin" and previous and previous.kind == "name" and _apposed(scene, previous, one):
            continue
        if one.kind == "kin" and previous and _lends(scene, one):
            continue
        if one.kind == "name" and previous and previous.kind == "name" and _labelled(scene, previous, one):
            kept[-1] = replace(previous, text=f"{previous.text} {one.text}", end=one.end, last=one.last)
            continue
        kept.append(one)
    return kept


def _presents(scene: Scene, left: Named | None, right: Named | None) -> bool:
    """Whether a name and kin are one person: ``mon frère Karim``, ``Karim (mon frère)``."""
    if not left or not right or {left.kind, right.kind} != {"name", "kin"}:
        return False
    between = scene.words[left.last : right.first]
    if any(left.end <= p < right.start for p, _ in scene.phones):
        return left.kind == "name" and all(
            w.folded in ("mon", "ma", "un", "une", "my", "(", "c", "est", "cest") for w in between
        )
    allowed = spoken(
        """
    mon ma un une le la l c est cest qui s appelle nom prenom nomme m my is name called named ( : -
    """
    )
    if left.kind == "name":
        allowed = spoken("mon ma un une c est cest my is a (")
    if left.kind == "kin" and len(between) in (2, 3) and between[0].folded in ("de", "d", "du", "des", "en"):
        return not any(w.breaks for w in between)
    return all(w.folded in allowed for w in between)


def _apposed(scene: Scene, left: Named, right: Named) -> bool:
    """``Karim, mon frère, 06...``: kin between commas, then the number."""
    between = [w.folded for w in scene.words[left.last : right.first]]
    if any(left.end <= p < right.start for p, _ in scene.phones) or not between or between[0] != ",":
        return False
    phone = next((p for p, _ in scene.phones if p >= right.end), None)
    after = [w.folded for w in scene.words[right.last :] if phone is not None and w.start < phone]
    return phone is not None and after == [","] and between[1:] in (["mon"], ["ma"], ["my"])


def _lends(scene: Scene, one: Named) -> bool:
    """``le tel de sa mère``: kin whose telephone is given for somebody named before."""
    number, of, whose = (scene.at(one.first - back) for back in (3, 2, 1))
    return number in ("tel", "num", "numero", "portable") and of == "de" and whose in ("sa", "son")


def _labelled(scene: Scene, left: Named, right: Named) -> bool:
    """``nom: Diallo prénom: Awa``."""
    between = {w.folded for w in scene.words[left.last : right.first]}
    before = {w.folded for w in scene.words[max(0, left.first - 2) : left.first]}
    pair = ("nom" in before and "prenom" in between) or ("prenom" in before and "nom" in between)
    return pair and not any(left.end <= p < right.start for p, _ in scene.phones)


def _filled(group: Named, everyone: list[Named], scene: Scene) -> bool:
    """``mes enfants Lina et Tom``: the group is named right after."""
    following = next((n for n in everyone if n.start >= group.end), None)
    if not following or following.kind == "group":
        return False
    between = [w.folded for w in scene.words[group.last : following.first]]
    return all(w in (":", "(", "sont", "are", ",") for w in between)


# ------------------------------------------------------------------------------------ numbers to people


def _ordered(everyone: list[Named], phones: tuple[Phone, ...]) -> list[Entry]:
    entries = [Entry(n.start, n.end, named=n) for n in everyone]
    entries += [Entry(p.start, p.end, phone=p) for p in phones]
    return sorted(entries, key=lambda e: e.start)


def _paired(text: str, entries: list[Entry]) -> list[Draft] | None:
    """People with their numbers; None where a number could be of one person or of another."""
    people = sum(1 for e in entries if e.named)
    phones = len(entries) - people
    if not people:
        return [Draft(None, e.phone) for e in entries if e.phone and e.phone.number]
    first_is_phone = entries[0].phone is not None
    if first_is_phone and entries[-1].phone is None:
        pairs = _numbers_first(text, entries)
    else:
        pairs = _names_first(text, entries, alone=people == 1)
    if pairs is None or (first_is_phone and phones > people and entries[-1].phone):
        return None
    return pairs


def _numbers_first(text: str, entries: list[Entry]) -> list[Draft] | None:
    """``06... Léa, 06... Karim``: each number goes to the name after it."""
    drafts: list[Draft] = []
    waiting: Phone | None = None
    for entry in entries:
        if entry.phone and waiting:
            return None
        if entry.phone:
            waiting = entry.phone
        elif entry.named:
            drafts.append(Draft(entry.named.text, waiting))
            waiting = None
    return drafts


def _names_first(text: str, entries: list[Entry], alone: bool) -> list[Draft] | None:
    """``Léa 06..., Karim 06...``: each number goes to the name before it."""
    drafts: list[Draft] = []
    previous: Entry | None = None
    for entry in entries:
        if entry.named:
            drafts.append(Draft(entry.named.text))
        elif not drafts:
            drafts.append(Draft(None, entry.phone))
        elif drafts[-1].phone is None:
            drafts[-1] = replace(drafts[-1], phone=entry.phone)
        else:
            second = _second(text, previous, entry, alone)
            if second == "replaces":
                drafts[-1] = replace(drafts[-1], phone=entry.phone)
            elif second == "unclear" or any(d.phone is None for d in drafts):
                return None
        previous = entry
    return drafts


def _second(text: str, previous: Entry | None, entry: Entry, alone: bool) -> str:
    """Whether a second number in a row ``replaces`` the first, is ``another`` of it, or is ``unclear``."""
    between = {w.folded for w in words(text[previous.end if previous else 0 : entry.start])} - {
        ",",
        "/",
        "(",
        ")",
        ":",
        "\n",
    }
    if between and between <= _REPLACES | {",", "."}:
        return "replaces"
    if alone or (between and between <= _BETWEEN_NUMBERS):
        return "another"
    return "unclear"


# ------------------------------------------------------------------------------------ one person once


def _merged(drafts: list[Draft]) -> tuple[Person, ...]:
    """The same number, or the same name with no other number, is one person."""
    people: list[Person] = []
    for draft in drafts:
        person = Person(draft.name, draft.phone.number if draft.phone else None)
        twin = next((i for i, p in enumerate(people) if _same(p, person)), None)
        if twin is None:
            people.append(person)
        else:
            kept = people[twin]
            people[twin] = Person(kept.name or person.name, kept.number or person.number)
    return tuple(people)


def _same(left: Person, right: Person) -> bool:
    names = fold(left.name or "") == fold(right.name or "")
    if left.number and right.number:
        return left.number == right.number and (names or not left.name or not right.name)
    return names and bool(left.name)


def _notes(text: str, drafts: list[Draft], entries: list[Entry]) -> tuple[str, ...]:
    """Numbers that cannot be called, and second numbers of the same person."""
    used = {d.phone.start for d in drafts if d.phone}
    notes = []
    for phone in (e.phone for e in entries if e.phone):
        if phone.number is None:
            notes.append(f"bad_number:{text[phone.start : phone.end].strip()}")
        elif phone.start not in used:
            notes.append(f"other_number:{phone.number}")
    return tuple(notes)
