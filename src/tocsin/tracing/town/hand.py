"""Telephones of the town that are in the hand of whoever looks: they ring, and nobody answers for them.

The town answers its SMS by itself, in moments. A telephone that was taken in hand is left to its new holder:
it is on, keeps its SMS, and what is written on it goes the way of every SMS, through the simulated network.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from tocsin.conversation.phones import FICTION, find_phones
from tocsin.sms.handset import Handset
from tocsin.sms.network import Network
from tocsin.tracing.town import results
from tocsin.tracing.town.people import MINOR, Person, Town

FIRST: Final = 6
"""Telephones in hand from the beginning: those of the first people who will test positive."""
MOST: Final = 200
"""Telephones that can be in hand."""
LONGEST: Final = 1_000
"""Characters of an SMS that is written here."""
KEPT: Final = 300
"""SMS shown of a telephone, the last."""


class NotThere(LookupError):
    """This is no number of the town: it begins with 06 39 98, the mobile numbers kept for fiction."""


class TooMany(ValueError):
    """So many telephones cannot be in one hand."""


class NothingWritten(ValueError):
    """An SMS has from 1 to 1,000 characters."""


class Held(Struct, frozen=True, kw_only=True):
    """A telephone in hand."""

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


class Exchange(Struct, frozen=True):
    """An SMS on a telephone."""

    other: str
    """Who sent it, or to whom it was written."""
    mine: bool
    """Written on this telephone."""
    text: str
    at: float


class Hand:
    """The telephones in hand, on the network of the town."""

    def __init__(self, network: Network, town: Town) -> None:
        self._network = network
        self._town = town
        self._written: dict[str, list[Exchange]] = {}
        """By number, in the order in which they were taken in hand."""

    def first(self, many: int = FIRST) -> None:
        """Take those of the first people who will test positive, each with a mobile of their own."""
        for person in islice(_positive(self._town), many):
            self.take(person.number)

    def take(self, number: str) -> None:
        """Take a telephone in hand; it is there, and on. Raises NotThere, TooMany."""
        if number in self._written:
            return
        if not _mobile_of_fiction(number):
            raise NotThere(str(NotThere.__doc__))
        if len(self._written) >= MOST:
            raise TooMany(str(TooMany.__doc__))
        before = self._network.handset(number).inbox
        self._network.handsets[number] = Handset(number, inbox=list(before))
        self._written[number] = []

    def held(self) -> list[Held]:
        """All of them, in the order in which they were taken."""
        return [self._summary(number) for number in self._written]

    def one(self, number: str) -> tuple[Held, list[Exchange]]:
        """A telephone and what is on it, in order. Raises NotThere."""
        if number not in self._written:
            raise NotThere(str(NotThere.__doc__))
        return self._summary(number), self._exchanged(number)[-KEPT:]

    def write(self, number: str, to: str, text: str) -> None:
        """Write an SMS on a telephone. Numbers of the town in it are taken in hand, to go on with whoever
        they name. Raises NotThere, NothingWritten."""
        if number not in self._written:
            raise NotThere(str(NotThere.__doc__))
        if not text.strip() or len(text) > LONGEST:
            raise NothingWritten(str(NothingWritten.__doc__))
        for phone in find_phones(text):
            if phone.number and _mobile_of_fiction(phone.number) and len(self._written) < MOST:
                self.take(phone.number)
        self._written[number].append(Exchange(to, True, text, self._network.clock.now()))
        self._network.send_from(number, to, text, numbered=True)

    def _exchanged(self, number: str) -> list[Exchange]:
        inbox = self._network.handsets[number].inbox
        received = [Exchange(sms.sender, False, sms.text, sms.at) for sms in inbox]
        return sorted(received + self._written[number], key=lambda sms: sms.at)

    def _summary(self, number: str) -> Held:
        exchanged, person = self._exchanged(number), self._town.holder(number)
        last = exchanged[-1] if exchanged else None
        return Held(
            number=number,
            name=person.name if person else "",
            age=person.age if person else None,
            lang=person.lang if person else "fr",
            received=sum(not sms.mine for sms in exchanged),
            written=sum(sms.mine for sms in exchanged),
            last=last.text if last else "",
            at=last.at if last else 0.0,
        )


def _mobile_of_fiction(number: str) -> bool:
    return number.startswith(f"+33{FICTION[-1]}") and len(number) == 12


def _positive(town: Town) -> Iterator[Person]:
    """Adults with a mobile of their own who will test positive, the first to be told first."""
    seen: set[int] = set()
    found: Iterable[results.Result] = sorted(results.day(town), key=lambda result: result.sent_at)
    for result in found:
        person = town.person(result.person)
        own = person.phone == "mobile" and person.age >= MINOR and person.lang == "fr"
        if result.positive and not result.trouble and own and person.index not in seen:
            seen.add(person.index)
            yield person
