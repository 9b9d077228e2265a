"""Phones of a simulated network, and how the people who hold them behave.

A behaviour is asked once for each whole SMS that arrives, and says what the person sends back and after how
long. Everything by chance comes from the generator that is handed in.
"""

from collections.abc import Callable
from random import Random
from typing import Final, Protocol

from msgspec import Struct, field


class HandsetSms(Struct, frozen=True):
    sender: str
    text: str
    at: float
    """Seconds since 1970."""


class HandsetReply(Struct, frozen=True):
    text: str
    after: float
    """Seconds after the SMS it answers."""


class HandsetBehaviour(Protocol):
    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        """Answers to the ``nth`` SMS (0 for the first)."""


class SilentBehaviour(Struct, frozen=True):
    """Reads, and answers nothing."""

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        return ()


class ScriptedReplies(Struct, frozen=True):
    """Answers the first SMS with the first reply, and so on, then falls silent; an empty reply is silence."""

    replies: tuple[str, ...]
    after: float = 30.0

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        said = self.replies[nth] if nth < len(self.replies) else ""
        return (HandsetReply(said, self.after),) if said else ()


class ComputedReplies(Struct, frozen=True):
    """Answers by a function of the text; None or empty is a silence."""

    by: Callable[[str], str | None]
    after: float = 30.0

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        said = self.by(sms.text)
        return (HandsetReply(said, self.after),) if said else ()


class StopReplies(Struct, frozen=True):
    """Wants no more SMS, and says so each time."""

    word: str = "STOP"
    after: float = 30.0

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        return (HandsetReply(self.word, self.after),)


class WrongPersonReply(Struct, frozen=True):
    """Is not the person that the sender believes."""

    text: str = "vous vous trompez de numéro, ce n'est pas moi"
    after: float = 120.0

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        return (HandsetReply(self.text, self.after),) if nth == 0 else ()


class MistypedReplies(Struct, frozen=True):
    """Answers like somebody else, with thumbs."""

    like: HandsetBehaviour
    share: float = 0.15
    """Share of the letters that go wrong."""

    def __call__(self, sms: HandsetSms, nth: int, chance: Random) -> tuple[HandsetReply, ...]:
        answers = self.like(sms, nth, chance)
        return tuple(
            HandsetReply(mistype_text(reply.text, self.share, chance), reply.after) for reply in answers
        )


NEIGHBOURS: Final = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zerrtyuioosdfghjkllkxcvbnb", strict=True)) | dict(
    zip("éèêàçùôî", "eeeacuoi", strict=True)
)
"""The key beside, on a French keyboard; the bare letter for an accent."""


def mistype_text(text: str, share: float, chance: Random) -> str:
    """The text with letters dropped, doubled, swapped for their neighbour or stripped of their accent.

    >>> mistype_text("oui, mardi", 1.0, Random(3)) != "oui, mardi"
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
    behaviour: HandsetBehaviour = field(default_factory=SilentBehaviour)
    off_until: float | None = None
    """Switched off until then (seconds since 1970; infinity for good); None: on."""
    exists: bool = True
    """False for a number that nobody holds."""
    inbox: list[HandsetSms] = field(default_factory=list)
    """Every whole SMS that arrived, in order."""

    def is_on(self, now: float) -> bool:
        return self.off_until is None or now >= self.off_until

    def receive(self, sms: HandsetSms, chance: Random) -> tuple[HandsetReply, ...]:
        """An SMS arrives; gives what the holder sends back."""
        self.inbox.append(sms)
        return self.behaviour(sms, len(self.inbox) - 1, chance)
