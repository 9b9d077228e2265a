"""How the people of the town answer the SMS they get.

A person is asked each time anew and remembers nothing: what they answer follows from who they are and from
what is asked. So a million of them can be asked without a million of anything being kept.
"""

from functools import cache
from importlib.resources import files
from math import exp
from random import Random
from statistics import NormalDist
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tocsin.sms.handset import Reply, Sms, mistype
from tocsin.tracing.town import numbers
from tocsin.tracing.town.contacts import lists, named
from tocsin.tracing.town.people import Person, Town
from tocsin.tracing.town.questions import Question, understood

Temper = Literal["answers", "silent", "stops", "stranger", "human", "doubts"]
"""What somebody does by habit; ``stranger``: the number has changed hands."""

SOON: Final = NormalDist(mu=5.0, sigma=0.9)
"""Of the logarithm of the seconds until an answer: two and a half minutes in the middle."""
LATE: Final = (2 * 3600.0, 9 * 3600.0)
BETWEEN: Final = 25.0
"""Seconds between two SMS of one answer."""


@cache
def _phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    text = files(__package__).joinpath("data/replies.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[str, dict[str, tuple[str, ...]]])


def temper(town: Town, number: str) -> Temper:
    """What whoever has this number does by habit."""
    share = town.shares
    weights: dict[Temper, float] = {
        "silent": share.never_answers.share,
        "stops": share.stops.share,
        "stranger": share.changed_hands.share,
        "human": share.wants_a_human.share,
        "doubts": share.doubts.share,
    }
    return town.chance.among({**weights, "answers": 1.0 - sum(weights.values())}, "temper", number)


class Townsman(Struct, frozen=True):
    """Whoever has a number of the town, as a ``Behaviour`` of its handset."""

    town: Town
    number: str

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        return answer(self.town, self.number, sms.text)


def answer(town: Town, number: str, text: str) -> tuple[Reply, ...]:
    """What the holder of a number sends back to a text: nothing, one SMS or several."""
    holder = town.holder(number)
    if holder is None:
        return ()
    asked, writer = understood(text), _Writer(town, holder)
    said = writer.says(asked, text)
    if not said:
        return ()
    after = writer.after(asked)
    return tuple(Reply(text, after + n * BETWEEN) for n, text in enumerate(said))


class _Writer:
    """One person, for one answer."""

    def __init__(self, town: Town, person: Person) -> None:
        self.town = town
        self.person = person
        self.share = town.shares
        self.temper = temper(town, person.number)

    def says(self, asked: Question, text: str) -> list[str]:
        """What they write back."""
        if asked.kind == "told" or self.temper == "silent" or self._misses(asked):
            return []
        if self.temper in ("stops", "stranger", "human") and asked.kind == "who":
            return [self.phrase(self.temper if self.temper != "stops" else "stop", asked)]
        if self.temper == "doubts" and asked.kind == "who" and not asked.reminder:
            return [self.phrase("doubt", asked)]
        if self.person.lang == "en" and asked.lang == "fr" and not asked.again:
            return [self.phrase("english", asked)]
        if not asked.again and self._happens(self.share.oddly.share, "oddly", asked):
            return [self.phrase("odd", asked)]
        return [self._typed(said, asked) for said in self._answers(asked, text)]

    def after(self, asked: Question) -> float:
        """Seconds until they do."""
        draw = self.town.chance.share("after", self.person.index, asked.kind, asked.again)
        if asked.kind == "later" or self._happens(self.share.answers_late.share, "late", asked):
            return LATE[0] + draw * (LATE[1] - LATE[0])
        return 10.0 + exp(SOON.inv_cdf(min(max(draw, 1e-6), 1 - 1e-6)))

    def phrase(self, name: str, asked: Question) -> str:
        """One way of saying it."""
        options = _phrases()[asked.lang][name]
        said = self.town.chance.pick(options, "phrase", self.person.index, asked.kind, name)
        return said.replace("{given}", self.person.given)

    # ---- what they answer

    def _answers(self, asked: Question, text: str) -> list[str]:
        if asked.kind in ("contacts", "later"):
            return self._contacts(asked)
        if asked.kind == "missing":
            return [self._missing(asked, text)]
        if asked.kind == "household":
            return [self._household(asked)]
        return [self.phrase(self._choice(asked), asked)]

    def _choice(self, asked: Question) -> str:
        share = self.share
        rare = {
            "clear": (share.unclear.share, "unclear", "clear"),
            "lives": (share.lives_with_case.share, "yes", "no"),
            "gathering": (share.was_at_a_gathering.share, "yes", "no"),
            "help": (share.needs_help.share, "yes", "no"),
            "home": (share.needs_help.share, "no", "yes"),
            "test": (share.needs_help.share, "cannot_go", "can_go"),
        }
        if asked.kind in rare:
            probability, one, other = rare[asked.kind]
            return one if self._happens(probability, "chooses", asked) else other
        plain = {"who": "me", "verify": "me", "nobody": "right", "right": "right", "others": "done",
                 "correct": "done", "yes_no": "yes"}  # fmt: skip
        return plain[asked.kind]

    def _contacts(self, asked: Question) -> list[str]:
        namings = named(self.town, self.person.index)
        if not namings:
            return [self.phrase("nobody", asked)]
        if asked.kind == "contacts" and self._happens(self.share.promises.share, "promises", asked):
            return [self.phrase("later", asked)]
        return lists(self.town, self.person.index, namings)

    def _household(self, asked: Question) -> str:
        """Those whom they named and live with."""
        people = (self.town.person(naming.index) for naming in named(self.town, self.person.index))
        here = [one.given for one in people if one.household == self.person.household]
        return (" and " if asked.lang == "en" else " et ").join(here) or self.phrase("nobody", asked)

    def _missing(self, asked: Question, text: str) -> str:
        wanted = text.partition("numéro pour " if asked.lang == "fr" else "missing for ")[2].partition(". ")[
            0
        ]
        for naming in named(self.town, self.person.index):
            given = self.town.person(naming.index).given
            if naming.number and given.lower() in wanted.lower():
                if self.town.chance.happens(0.5, "finds", self.person.index, naming.index):
                    style = self.town.chance.below(5, "digits", self.person.index)
                    return f"{given} {numbers.written(naming.number, style)}"
                break
        return self.phrase("without", asked)

    # ---- chance

    def _happens(self, probability: float, what: str, asked: Question) -> bool:
        return self.town.chance.happens(probability, what, self.person.index, asked.kind, asked.reminder)

    def _misses(self, asked: Question) -> bool:
        return self._happens(self.share.stays_silent.share, "silent", asked)

    def _typed(self, said: str, asked: Question) -> str:
        if asked.again or len(said) < 6 or any(c.isdecimal() for c in said):
            return said
        if not self._happens(self.share.mistypes.share, "mistypes", asked):
            return said
        return mistype(said, 0.08, self.town.chance.random("typing", self.person.index, asked.kind)) or said
