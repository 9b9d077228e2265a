"""What is said when somebody of the town is rung."""

from datetime import timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct, field

from tocsin.tracing.calls import Outcome
from tocsin.tracing.town.contacts import lists, named
from tocsin.tracing.town.people import Person, Town
from tocsin.tracing.town.results import is_positive
from tocsin.tracing.town.talk import temper

GATHERINGS: Final = (
    "anniversaire à la salle des fêtes", "mariage au domaine du lac", "repas du club de pétanque",
    "chorale de la paroisse", "match de handball au gymnase", "pot de départ au bureau",
)  # fmt: skip
TOLD: Final[dict[str, object]] = {"identity_confirmed": True, "instructions_given": True}
"""Of whoever was there: they said who they are, and heard their instructions."""
RINGS: Final = 40
"""Seconds until an agent gives up."""
LOOKS: Final = 300
"""Seconds that looking for a number takes."""


class Spoken(Struct, frozen=True, kw_only=True):
    """A call, as its agent writes it down."""

    outcome: Outcome
    seconds: int
    contacts: str = ""
    """Of a case: whom they named, as typed; empty where nobody."""
    facts: dict[str, object] = field(default_factory=dict)
    note: str = ""


class Directory:
    """Finds who is meant by a name and a number."""

    def __init__(self, town: Town) -> None:
        self._town = town
        cases = (town.person(index) for index in range(town.people) if is_positive(town, index))
        self._by_name: dict[str, Person] = {person.name: person for person in cases}

    def find(self, name: str, number: str) -> Person | None:
        """Who is rung; None for somebody who is not of the town."""
        there = self._town.sharers(number)
        said = name.split()
        meant = next((person for person in there if person.given in said), None)
        return meant or (there[0] if there else self._by_name.get(name))

    def number_of(self, name: str) -> str:
        """A number for somebody of whom none is known, in E.164: their own, or of somebody they live with.

        Empty where the directory has nobody of this name, or an agent finds nothing: the same each time.
        """
        person = self._everybody.get(name)
        if person is None or not self._town.chance.happens(
            self._town.shares.number_found.share, "number found", person.index
        ):
            return ""
        home = (self._town.person(index).number for index in self._town.household(person.index))
        return person.number or next((number for number in home if number), "")

    @cached_property
    def _everybody(self) -> dict[str, Person]:
        """By their whole name, the first of each."""
        found: dict[str, Person] = {}
        for index in range(self._town.people):
            person = self._town.person(index)
            found.setdefault(person.name, person)
        return found


def speak(
    town: Town, person: Person | None, *, case: bool, attempt: int, number: str | None = None
) -> Spoken:
    """Ring somebody for the nth time (0 for the first), on their own number or another; empty: on none."""
    number = person.number if number is None and person else number
    if person is None or not number:
        return Spoken(outcome="no_answer", seconds=RINGS)
    chance = town.chance
    if not chance.happens(town.shares.picks_up.share, "picks up", person.index, attempt):
        voicemail = chance.happens(0.6, "voicemail", number)
        return Spoken(outcome="voicemail" if voicemail else "no_answer", seconds=RINGS)
    if temper(town, number) == "stranger":
        return Spoken(outcome="wrong_person", seconds=45)
    if chance.happens(town.shares.refuses.share, "refuses", person.index):
        return Spoken(outcome="refused", seconds=70)
    seconds = 240 + chance.below(480, "talks", person.index, attempt)
    return _case(town, person, seconds) if case else _contact(town, person, seconds)


def _case(town: Town, person: Person, seconds: int) -> Spoken:
    def happens(share: float, what: str) -> bool:
        return town.chance.happens(share, what, person.index)

    namings = named(town, person.index)
    facts: dict[str, object] = TOLD | {"help": happens(town.shares.needs_help.share, "help")}
    if happens(town.shares.was_at_a_gathering.share, "gathering"):
        facts["gathering"] = town.chance.pick(GATHERINGS, "gathering of", min(town.circle(person.index)))
        facts["gathering_day"] = (town.day - timedelta(days=6)).isoformat()
    if not namings:
        return Spoken(outcome="reached", seconds=seconds, facts=facts | {"nobody": True})
    typed = ", ".join(lists(town, person.index, namings))
    return Spoken(outcome="reached", seconds=seconds, contacts=typed, facts=facts)


def _contact(town: Town, person: Person, seconds: int) -> Spoken:
    help = town.chance.happens(town.shares.needs_help.share, "help", person.index)
    return Spoken(outcome="reached", seconds=seconds, facts=TOLD | {"help": help})
