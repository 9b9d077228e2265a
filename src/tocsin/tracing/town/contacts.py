"""Whom somebody names when asked, and how they write it."""

from typing import Final

from msgspec import Struct

from tocsin.tracing.town import numbers
from tocsin.tracing.town.people import Person, Town

MEAN_BEYOND: Final = 0.62
"""Chance that whoever named so many names one more: with those who name nobody, about two a case."""
TIES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "fr": {
        "child": ("mon fils", "ma fille"),
        "partner": ("mon mari", "ma femme"),
        "parent": ("mon père", "ma mère"),
        "other": ("mon collègue", "ma collègue"),
        "friend": ("mon ami", "mon amie"),
    },
    "en": {
        "child": ("my son", "my daughter"),
        "partner": ("my husband", "my wife"),
        "parent": ("my father", "my mother"),
        "other": ("my colleague", "my colleague"),
        "friend": ("my friend", "my friend"),
    },
}
"""Who somebody is to the writer, a man and a woman."""


class Naming(Struct, frozen=True):
    """Somebody whom a case names."""

    index: int
    """Their number in the town."""
    said: str
    """The name, perhaps with who that is."""
    number: str
    """E.164; empty where the case has none to give."""
    known: bool
    """Whether the number is given at once, and not only when it is asked for."""


def named(town: Town, index: int) -> tuple[Naming, ...]:
    """Whom somebody names as contacts, in the order in which they do."""
    chance = town.chance
    if chance.happens(town.shares.names_nobody.share, "nobody", index):
        return ()
    case = town.person(index)
    found: list[Naming] = []
    for other in town.met(index):
        if found and not chance.happens(MEAN_BEYOND, "one more", index, other):
            continue
        found.append(_naming(town, case, town.person(other)))
    return tuple(found[:8])


def _naming(town: Town, case: Person, other: Person) -> Naming:
    number = "" if other.number == case.number else other.number
    known = bool(number) and not town.chance.happens(
        town.shares.without_number.share, "number", case.index, other.index
    )
    return Naming(other.index, _said(town, case, other), number, known)


def _said(town: Town, case: Person, other: Person) -> str:
    style = town.chance.below(6, "name", case.index, other.index)
    if style == 0:
        return other.name
    if style == 1:
        return f"{TIES[case.lang][_tie(case, other)][other.sex == 'female']} {other.given}"
    return other.given.lower() if style == 2 else other.given


def _tie(case: Person, other: Person) -> str:
    if case.household != other.household:
        return "friend" if case.age < 25 else "other"
    years = case.age - other.age
    return "child" if years > 16 else "parent" if years < -16 else "partner"


def lists(town: Town, index: int, namings: tuple[Naming, ...]) -> list[str]:
    """The SMS in which somebody writes whom they met: one, or one for each."""
    chance, english = town.chance, town.person(index).lang == "en"
    style, form = chance.below(6, "list", index), chance.below(5, "digits", index)
    entries = [_entry(naming, style, form) for naming in namings]
    if style == 0:
        return ["\n".join(entries)]
    if style == 1 and len(entries) > 1:
        return entries
    if style == 2:
        return [", ".join(entries)]
    if style == 3:
        return [" ; ".join(entries)]
    last = (" and " if english else " et ") + entries[-1] if len(entries) > 1 else entries[-1]
    return [", ".join(entries[:-1]) + last]


def _entry(naming: Naming, style: int, form: int) -> str:
    if not naming.known:
        return naming.said
    number = numbers.written(naming.number, form)
    return f"{naming.said} : {number}" if style == 2 else f"{naming.said} {number}"
