"""Telephones of the town that are in the hand of whoever looks: they ring, and nobody answers for them.

The town answers its SMS by itself, in moments. A telephone that was taken in hand is left to its new holder:
it is on, keeps its SMS, and what is written on it goes the way of every SMS, through the simulated network.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from tocsin.phone_numbers.e164 import FICTION
from tocsin.phone_numbers.mentions import find_phones
from tocsin_simulation.sms.handset import Handset
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.town import lab_results
from tocsin_simulation.town.people import MINOR, Town, TownPerson

FIRST: Final = 6
"""Telephones in hand from the beginning: those of the first people who will test positive."""
MOST: Final = 200
"""Telephones that can be in hand."""
LONGEST: Final = 1_000
"""Characters of an SMS that is written here."""
KEPT: Final = 300
"""SMS shown of a telephone, the last."""


class NotTownNumber(LookupError):
    """This is no number of the town: it begins with 06 39 98, the mobile numbers kept for fiction."""


class TooManyHandsets(ValueError):
    """So many telephones cannot be in one hand."""


class BadSmsLength(ValueError):
    """An SMS has from 1 to 1,000 characters."""


class HandsetSummary(Struct, frozen=True, kw_only=True):
    number: str
    """E.164."""
    name: str
    """Of its holder; empty where nobody of the town has this number."""
    age: int | None
    lang: Literal["fr", "en"]
    received: int
    written: int
    last: str
    """Text of the last SMS either way; empty where there is none."""
    at: float
    """Of the last SMS, in seconds since 1970 of the story; 0 where there is none."""


class HandsetMessage(Struct, frozen=True):
    other: str
    """Who sent it, or to whom it was written."""
    mine: bool
    """Written on this telephone."""
    text: str
    at: float


class ControlledHandsets:
    """The telephones in hand, on the network of the town."""

    def __init__(self, network: SimulatedNetwork, town: Town) -> None:
        self._network = network
        self._town = town
        self._written: dict[str, list[HandsetMessage]] = {}
        """By number, in the order in which they were taken in hand."""

    def take_first_positives(self) -> None:
        """Take those of the first people who will test positive, each with a mobile of their own."""
        for person in islice(_first_positives(self._town), FIRST):
            self.take_handset(person.number)

    def take_handset(self, number: str) -> None:
        """Take a telephone in hand; it is there, and on. Raises NotTownNumber, TooManyHandsets."""
        if number in self._written:
            return
        if not _is_fiction_mobile(number):
            raise NotTownNumber(str(NotTownNumber.__doc__))
        if len(self._written) >= MOST:
            raise TooManyHandsets(str(TooManyHandsets.__doc__))
        before = self._network.find_handset(number).inbox
        self._network.handsets[number] = Handset(number, inbox=list(before))
        self._written[number] = []

    def list_handsets(self) -> list[HandsetSummary]:
        """All of them, in the order in which they were taken."""
        return [self._summarise(number) for number in self._written]

    def read_handset(self, number: str) -> tuple[HandsetSummary, list[HandsetMessage]]:
        """A telephone and what is on it, in order. Raises NotTownNumber."""
        if number not in self._written:
            raise NotTownNumber(str(NotTownNumber.__doc__))
        return self._summarise(number), self._read_messages(number)[-KEPT:]

    def write_sms(self, number: str, to: str, text: str) -> None:
        """Write an SMS on a telephone. Numbers of the town in it are taken in hand, to go on with whoever
        they name. Raises NotTownNumber, BadSmsLength."""
        if number not in self._written:
            raise NotTownNumber(str(NotTownNumber.__doc__))
        if not text.strip() or len(text) > LONGEST:
            raise BadSmsLength(str(BadSmsLength.__doc__))
        for phone in find_phones(text):
            if phone.number and _is_fiction_mobile(phone.number) and len(self._written) < MOST:
                self.take_handset(phone.number)
        self._written[number].append(HandsetMessage(to, True, text, self._network.clock.now()))
        self._network.send_from(number, to, text, numbered=True)

    def _read_messages(self, number: str) -> list[HandsetMessage]:
        inbox = self._network.handsets[number].inbox
        received = [HandsetMessage(sms.sender, False, sms.text, sms.at) for sms in inbox]
        return sorted(received + self._written[number], key=lambda sms: sms.at)

    def _summarise(self, number: str) -> HandsetSummary:
        exchanged, person = self._read_messages(number), self._town.holder_of(number)
        last = exchanged[-1] if exchanged else None
        return HandsetSummary(
            number=number,
            name=person.name if person else "",
            age=person.age if person else None,
            lang=person.lang if person else "fr",
            received=sum(not sms.mine for sms in exchanged),
            written=sum(sms.mine for sms in exchanged),
            last=last.text if last else "",
            at=last.at if last else 0.0,
        )


def _is_fiction_mobile(number: str) -> bool:
    return number.startswith(f"+33{FICTION[-1]}") and len(number) == 12


def _first_positives(town: Town) -> Iterator[TownPerson]:
    """Adults with a mobile of their own who will test positive, the first to be told first."""
    seen: set[int] = set()
    found: Iterable[lab_results.LabResult] = sorted(
        lab_results.results_of_day(town), key=lambda result: result.sent_at
    )
    for result in found:
        person = town.person(result.person)
        own = person.phone == "mobile" and person.age >= MINOR and person.lang == "fr"
        if result.positive and not result.trouble and own and person.index not in seen:
            seen.add(person.index)
            yield person
