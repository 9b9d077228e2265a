"""Whom somebody names when asked, and how they write it."""

from typing import Final

from msgspec import Struct

from tocsin_simulation.town import town_numbers
from tocsin_simulation.town.people import Town, TownPerson

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


class SimulatedContact(Struct, frozen=True):
    index: int
    """Their number in the town."""
    said: str
    """The name, perhaps with who that is."""
    number: str
    """E.164; empty where the case has none to give."""
    known: bool
    """Whether the number is given at once, and not only when it is asked for."""


def contacts_named_by(town: Town, index: int) -> tuple[SimulatedContact, ...]:
    """Whom somebody names as contacts, in the order in which they do."""
    chance = town.chance
    if chance.happens(town.shares.names_nobody.share, "nobody", index):
        return ()
    case = town.person(index)
    found: list[SimulatedContact] = []
    for other in town.people_met_by(index):
        if found and not chance.happens(MEAN_BEYOND, "one more", index, other):
            continue
        found.append(_make_contact(town, case, town.person(other)))
    return tuple(found[:8])


def _make_contact(town: Town, case: TownPerson, other: TownPerson) -> SimulatedContact:
    number = "" if other.number == case.number else other.number
    known = bool(number) and not town.chance.happens(
        town.shares.without_number.share, "number", case.index, other.index
    )
    return SimulatedContact(other.index, _written_name(town, case, other), number, known)


def _written_name(town: Town, case: TownPerson, other: TownPerson) -> str:
    style = town.chance.draw_below(6, "name", case.index, other.index)
    if style == 0:
        return other.name
    if style == 1:
        return f"{TIES[case.lang][_relation_between(case, other)][other.sex == 'female']} {other.given}"
    return other.given.lower() if style == 2 else other.given


def _relation_between(case: TownPerson, other: TownPerson) -> str:
    if case.household != other.household:
        return "friend" if case.age < 25 else "other"
    years = case.age - other.age
    return "child" if years > 16 else "parent" if years < -16 else "partner"


def write_contact_lists(town: Town, index: int, namings: tuple[SimulatedContact, ...]) -> list[str]:
    """The SMS in which somebody writes whom they met: one, or one for each."""
    chance, english = town.chance, town.person(index).lang == "en"
    style, form = chance.draw_below(6, "list", index), chance.draw_below(5, "digits", index)
    entries = [_write_entry(naming, style, form) for naming in namings]
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


def _write_entry(naming: SimulatedContact, style: int, form: int) -> str:
    if not naming.known:
        return naming.said
    number = town_numbers.format_number(naming.number, form)
    return f"{naming.said} : {number}" if style == 2 else f"{naming.said} {number}"
