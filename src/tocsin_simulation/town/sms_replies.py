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

from tocsin_simulation.sms.handset import HandsetReply, HandsetSms, mistype_text
from tocsin_simulation.town import town_numbers
from tocsin_simulation.town.people import Town, TownPerson
from tocsin_simulation.town.simulated_contacts import contacts_named_by, write_contact_lists
from tocsin_simulation.town.sms_questions import SmsQuestion, recognise_question

Temper = Literal["answers", "silent", "stops", "stranger", "human", "doubts"]
"""What somebody does by habit; ``stranger``: the number has changed hands."""

SOON: Final = NormalDist(mu=5.0, sigma=0.9)
"""Of the logarithm of the seconds until an answer: two and a half minutes in the middle."""
LATE: Final = (2 * 3600.0, 9 * 3600.0)
BETWEEN: Final = 25.0
"""Seconds between two SMS of one answer."""


@cache
def _load_phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    text = files(__package__).joinpath("data/replies.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=dict[str, dict[str, tuple[str, ...]]])


def reply_habit(town: Town, number: str) -> Temper:
    share = town.shares
    weights: dict[Temper, float] = {
        "silent": share.never_answers.share,
        "stops": share.stops.share,
        "stranger": share.changed_hands.share,
        "human": share.wants_a_human.share,
        "doubts": share.doubts.share,
    }
    return town.chance.pick_weighted({**weights, "answers": 1.0 - sum(weights.values())}, "temper", number)


class TownResident(Struct, frozen=True):
    """Whoever has a number of the town, as a ``HandsetBehaviour`` of its handset."""

    town: Town
    number: str

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        return reply_to_sms(self.town, self.number, sms.text)


def reply_to_sms(town: Town, number: str, text: str) -> tuple[HandsetReply, ...]:
    """What the holder of a number sends back to a text: nothing, one SMS or several."""
    holder = town.holder_of(number)
    if holder is None:
        return ()
    asked, writer = recognise_question(text), _ReplyWriter(town, holder)
    said = writer.write_replies(asked, text)
    if not said:
        return ()
    after = writer.reply_delay(asked)
    return tuple(HandsetReply(text, after + n * BETWEEN) for n, text in enumerate(said))


class _ReplyWriter:
    def __init__(self, town: Town, person: TownPerson) -> None:
        self.town = town
        self.person = person
        self.share = town.shares
        self.temper = reply_habit(town, person.number)

    def write_replies(self, asked: SmsQuestion, text: str) -> list[str]:
        if asked.kind == "told" or self.temper == "silent" or self._ignores(asked):
            return []
        if self.temper in ("stops", "stranger", "human") and asked.kind == "who":
            return [self.pick_phrase(self.temper if self.temper != "stops" else "stop", asked)]
        if self.temper == "doubts" and asked.kind == "who" and not asked.reminder:
            return [self.pick_phrase("doubt", asked)]
        if self.person.lang == "en" and asked.lang == "fr" and not asked.again:
            return [self.pick_phrase("english", asked)]
        if not asked.again and self._is_so(self.share.oddly.share, "oddly", asked):
            return [self.pick_phrase("odd", asked)]
        return [self._with_typos(said, asked) for said in self._answer_question(asked, text)]

    def reply_delay(self, asked: SmsQuestion) -> float:
        draw = self.town.chance.draw_fraction("after", self.person.index, asked.kind, asked.again)
        if asked.kind == "later" or self._is_so(self.share.answers_late.share, "late", asked):
            return LATE[0] + draw * (LATE[1] - LATE[0])
        return 10.0 + exp(SOON.inv_cdf(min(max(draw, 1e-6), 1 - 1e-6)))

    def pick_phrase(self, name: str, asked: SmsQuestion) -> str:
        options = _load_phrases()[asked.lang][name]
        said = self.town.chance.pick_option(options, "phrase", self.person.index, asked.kind, name)
        return said.replace("{given}", self.person.given)

    # ---- what they answer

    def _answer_question(self, asked: SmsQuestion, text: str) -> list[str]:
        if asked.kind in ("contacts", "later"):
            return self._contact_lists(asked)
        if asked.kind == "missing":
            return [self._missing_number(asked, text)]
        if asked.kind == "household":
            return [self._household_names(asked)]
        return [self.pick_phrase(self._choose_answer(asked), asked)]

    def _choose_answer(self, asked: SmsQuestion) -> str:
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
            return one if self._is_so(probability, "chooses", asked) else other
        plain = {"who": "me", "verify": "me", "nobody": "right", "right": "right", "others": "done",
                 "correct": "done", "yes_no": "yes"}  # fmt: skip
        return plain[asked.kind]

    def _contact_lists(self, asked: SmsQuestion) -> list[str]:
        namings = contacts_named_by(self.town, self.person.index)
        if not namings:
            return [self.pick_phrase("nobody", asked)]
        if asked.kind == "contacts" and self._is_so(self.share.promises.share, "promises", asked):
            return [self.pick_phrase("later", asked)]
        return write_contact_lists(self.town, self.person.index, namings)

    def _household_names(self, asked: SmsQuestion) -> str:
        people = (
            self.town.person(naming.index) for naming in contacts_named_by(self.town, self.person.index)
        )
        here = [one.given for one in people if one.household == self.person.household]
        return (" and " if asked.lang == "en" else " et ").join(here) or self.pick_phrase("nobody", asked)

    def _missing_number(self, asked: SmsQuestion, text: str) -> str:
        wanted = text.partition("numéro pour " if asked.lang == "fr" else "missing for ")[2].partition(". ")[
            0
        ]
        for naming in contacts_named_by(self.town, self.person.index):
            given = self.town.person(naming.index).given
            if naming.number and given.lower() in wanted.lower():
                if self.town.chance.happens(0.5, "finds", self.person.index, naming.index):
                    style = self.town.chance.draw_below(5, "digits", self.person.index)
                    return f"{given} {town_numbers.format_number(naming.number, style)}"
                break
        return self.pick_phrase("without", asked)

    # ---- chance

    def _is_so(self, probability: float, what: str, asked: SmsQuestion) -> bool:
        return self.town.chance.happens(probability, what, self.person.index, asked.kind, asked.reminder)

    def _ignores(self, asked: SmsQuestion) -> bool:
        return self._is_so(self.share.stays_silent.share, "silent", asked)

    def _with_typos(self, said: str, asked: SmsQuestion) -> str:
        if asked.again or len(said) < 6 or any(c.isdecimal() for c in said):
            return said
        if not self._is_so(self.share.mistypes.share, "mistypes", asked):
            return said
        return (
            mistype_text(said, 0.08, self.town.chance.make_generator("typing", self.person.index, asked.kind))
            or said
        )
