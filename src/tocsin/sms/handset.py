"""Phones of a simulated network, and how the people who hold them behave.

A behaviour is asked once for each whole SMS that arrives, and says what the person sends back and after how
long. Everything by chance comes from the generator that is handed in.
"""

from collections.abc import Callable
from random import Random
from typing import Final, Protocol

from msgspec import Struct, field


class Sms(Struct, frozen=True):
    """An SMS on a phone."""

    sender: str
    text: str
    at: float
    """Seconds since 1970."""


class Reply(Struct, frozen=True):
    """What a person sends back."""

    text: str
    after: float
    """Seconds after the SMS it answers."""


class Behaviour(Protocol):
    """What a person does with an SMS."""

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        """Answers to the ``nth`` SMS (0 for the first)."""


class Silent(Struct, frozen=True):
    """Reads, and answers nothing."""

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        return ()


class Answers(Struct, frozen=True):
    """Answers the first SMS with the first reply, and so on, then falls silent; an empty reply is silence."""

    replies: tuple[str, ...]
    after: float = 30.0

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        said = self.replies[nth] if nth < len(self.replies) else ""
        return (Reply(said, self.after),) if said else ()


class Decides(Struct, frozen=True):
    """Answers by a function of the text; None or empty is a silence."""

    by: Callable[[str], str | None]
    after: float = 30.0

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        said = self.by(sms.text)
        return (Reply(said, self.after),) if said else ()


class SaysStop(Struct, frozen=True):
    """Wants no more SMS, and says so each time."""

    word: str = "STOP"
    after: float = 30.0

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        return (Reply(self.word, self.after),)


class ChangedHands(Struct, frozen=True):
    """Is not the person that the sender believes."""

    text: str = "vous vous trompez de numéro, ce n'est pas moi"
    after: float = 120.0

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        return (Reply(self.text, self.after),) if nth == 0 else ()


class TypesBadly(Struct, frozen=True):
    """Answers like somebody else, with thumbs."""

    like: Behaviour
    share: float = 0.15
    """Share of the letters that go wrong."""

    def __call__(self, sms: Sms, nth: int, chance: Random) -> tuple[Reply, ...]:
        answers = self.like(sms, nth, chance)
        return tuple(Reply(mistype(reply.text, self.share, chance), reply.after) for reply in answers)


NEIGHBOURS: Final = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zerrtyuioosdfghjkllkxcvbnb", strict=True)) | dict(
    zip("éèêàçùôî", "eeeacuoi", strict=True)
)
"""The key beside, on a French keyboard; the bare letter for an accent."""


def mistype(text: str, share: float, chance: Random) -> str:
    """The text with letters dropped, doubled, swapped for their neighbour or stripped of their accent.

    >>> mistype("oui, mardi", 1.0, Random(3)) != "oui, mardi"
    True
    """
    typed = []
    for c in text:
        if not c.isalpha() or chance.random() >= share:
            typed.append(c)
        else:
            typed.append(chance.choice(("", c + c, NEIGHBOURS.get(c.lower(), c), c.swapcase())))
    return "".join(typed)


class Handset(Struct):
    """One phone and its holder."""

    number: str
    """E.164."""
    behaviour: Behaviour = field(default_factory=Silent)
    off_until: float | None = None
    """Switched off until then (seconds since 1970; infinity for good); None: on."""
    exists: bool = True
    """False for a number that nobody holds."""
    inbox: list[Sms] = field(default_factory=list)
    """Every whole SMS that arrived, in order."""

    def on(self, now: float) -> bool:
        """Whether it can receive now."""
        return self.off_until is None or now >= self.off_until

    def receive(self, sms: Sms, chance: Random) -> tuple[Reply, ...]:
        """An SMS arrives; gives what the holder sends back."""
        self.inbox.append(sms)
        return self.behaviour(sms, len(self.inbox) - 1, chance)
