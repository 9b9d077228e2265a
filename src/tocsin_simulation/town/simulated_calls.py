"""What is said when somebody of the town is rung."""

from datetime import date, timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct, field

from tocsin.tracing.calls.model import Outcome
from tocsin_simulation.town.lab_results import infected_by, is_positive
from tocsin_simulation.town.people import Town, TownPerson
from tocsin_simulation.town.simulated_contacts import contacts_named_by, write_contact_lists
from tocsin_simulation.town.sms_replies import reply_habit

GATHERINGS: Final = (
    "anniversaire à la salle des fêtes", "mariage au domaine du lac", "repas du club de pétanque",
    "chorale de la paroisse", "match de handball au gymnase", "pot de départ au bureau",
)  # fmt: skip
CIRCLE_SETTINGS: Final = ("work", "work", "school", "transport", "other")
"""Where people of one circle meet."""
TOLD: Final[dict[str, object]] = {"identity_confirmed": True, "instructions_given": True}
"""Of whoever was there: they said who they are, and heard their instructions."""
RINGS: Final = 40
"""Seconds until an agent gives up."""
LOOKS: Final = 300
"""Seconds that looking for a number takes."""


class SimulatedCall(Struct, frozen=True, kw_only=True):
    """A call, as its agent writes it down."""

    outcome: Outcome
    seconds: int
    contacts: str = ""
    """Of a case: whom they named, as typed; empty where nobody."""
    facts: dict[str, object] = field(default_factory=dict)
    note: str = ""


class PhoneDirectory:
    """Finds who is meant by a name and a number."""

    def __init__(self, town: Town) -> None:
        self._town = town
        cases = (town.person(index) for index in range(town.people) if is_positive(town, index))
        self._by_name: dict[str, TownPerson] = {person.name: person for person in cases}

    def find_person(self, name: str, number: str) -> TownPerson | None:
        """Who is rung; None for somebody who is not of the town."""
        return self._town.find_named(name, number, self._by_name)

    def find_number(self, name: str) -> str:
        """A number for somebody of whom none is known, in E.164; empty where none is found."""
        return self._town.find_number_of(self._people_by_name.get(name))

    @cached_property
    def _people_by_name(self) -> dict[str, TownPerson]:
        found: dict[str, TownPerson] = {}
        for index in range(self._town.people):
            person = self._town.person(index)
            found.setdefault(person.name, person)
        return found


def simulate_call(
    town: Town, person: TownPerson | None, *, case: bool, attempt: int, number: str | None = None
) -> SimulatedCall:
    """Ring somebody for the nth time (0 for the first), on their own number or another; empty: on none."""
    number = person.number if number is None and person else number
    if person is None or not number:
        return SimulatedCall(outcome="no_answer", seconds=RINGS)
    chance = town.chance
    if not chance.happens(town.shares.picks_up.share, "picks up", person.index, attempt):
        voicemail = chance.happens(0.6, "voicemail", number)
        return SimulatedCall(outcome="voicemail" if voicemail else "no_answer", seconds=RINGS)
    if reply_habit(town, number) == "stranger":
        return SimulatedCall(outcome="wrong_person", seconds=45)
    if chance.happens(town.shares.refuses.share, "refuses", person.index):
        return SimulatedCall(outcome="refused", seconds=70)
    seconds = 240 + chance.draw_below(480, "talks", person.index, attempt)
    return _call_case(town, person, seconds) if case else _call_contact(town, person, seconds)


def _call_case(town: Town, person: TownPerson, seconds: int) -> SimulatedCall:
    def happens(share: float, what: str) -> bool:
        return town.chance.happens(share, what, person.index)

    namings = contacts_named_by(town, person.index)
    facts: dict[str, object] = TOLD | {"help": happens(town.shares.needs_help.share, "help")}
    if happens(town.shares.was_at_a_gathering.share, "gathering"):
        facts["gathering"] = town.chance.pick_option(
            GATHERINGS, "gathering of", min(town.circle_of(person.index))
        )
        facts["gathering_day"] = (town.day - timedelta(days=6)).isoformat()
    facts |= _tell_illness(town, person.index, at_event="gathering" in facts)
    if not namings:
        return SimulatedCall(outcome="reached", seconds=seconds, facts=facts | {"nobody": True})
    typed = ", ".join(write_contact_lists(town, person.index, namings))
    return SimulatedCall(outcome="reached", seconds=seconds, contacts=typed, facts=facts)


def _call_contact(town: Town, person: TownPerson, seconds: int) -> SimulatedCall:
    def happens(share: float, what: str) -> bool:
        return town.chance.happens(share, what, person.index)

    facts: dict[str, object] = TOLD | {"help": happens(town.shares.needs_help.share, "help")}
    facts["last_contact"] = (
        town.day - timedelta(days=1 + town.chance.draw_below(2, "met", person.index))
    ).isoformat()
    facts["day_outcome"] = "symptoms" if happens(town.shares.feels_ill.share, "feels ill") else "no_symptoms"
    return SimulatedCall(outcome="reached", seconds=seconds, facts=facts)


def _tell_illness(town: Town, index: int, *, at_event: bool) -> dict[str, object]:
    """When a case fell ill, and where they were infected, as far as they can tell."""
    facts: dict[str, object] = {}
    if town.chance.happens(town.shares.tells_onset.share, "tells onset", index):
        facts["onset_on"] = find_onset(town, index).isoformat()
    source = infected_by(town, index)
    if at_event:
        facts["exposure_setting"] = "event"
    elif source is not None:
        at_home = source in town.household_of(index)
        circle = town.chance.pick_option(CIRCLE_SETTINGS, "setting of", min(town.circle_of(index)))
        facts["exposure_setting"] = "household" if at_home else circle
    if town.chance.happens(town.shares.at_risk.share, "at risk", index):
        facts["vulnerable"] = True
    return facts


def find_onset(town: Town, index: int) -> date:
    """The first day of symptoms: some days before the test, or some after that of whoever gave it to them."""
    source = infected_by(town, index)
    if source is None:
        return town.day - timedelta(days=4 + town.chance.draw_below(3, "ill since", index))
    return find_onset(town, source) + timedelta(days=2 + town.chance.draw_below(3, "ill after", index))
