"""What arrived, or is about to leave: one record for every channel."""

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.channels import CHANNELS, Channel, ChannelId


class HiddenLink(Struct, frozen=True):
    """A link whose target is not, or not only, written in the visible text (HTML)."""

    href: str
    """Target, as written in the source."""
    start: int
    """Where its anchor text starts in ``Message.text``."""
    end: int
    """Where its anchor text ends; equal to ``start`` where nothing is shown."""


class Attachment(Struct, frozen=True):
    """An attachment, by name and type only: never opened."""

    name: str
    """File name as given, or empty."""
    media_type: str
    """Declared type, such as ``application/pdf``."""


class Passage(Struct, frozen=True):
    """A stretch of the text that somebody else wrote before (forwarded, quoted, nested)."""

    kind: str
    """``forwarded``, ``quoted`` or ``reply`` (the person's own answer below a message)."""
    start: int
    end: int


class DkimSignature(Struct, frozen=True):
    """An origin that was checked by a host whose word counts, or offline with the key given."""

    domain: str
    """Domain that signed (DKIM ``d=``), lower case."""
    aligned: bool
    """Whether it is the domain of the From header, or an organisational parent of it."""
    checked_by: str
    """Receiving host that checked, or ``key`` for an offline check."""


QuestionId = Literal["bank", "code", "payment", "money", "door", "identity"]
"""The spoken questions; what each asks is in ``evidence/told_answers.py``."""
AnswerWord = Literal["yes", "no", "unknown"]


class ToldAnswer(Struct, frozen=True):
    """What the person answered to one of the questions about a message of which no text is left."""

    question: QuestionId
    said: AnswerWord


class Message(Struct, frozen=True, kw_only=True):
    """One message, of any channel.

    Spans everywhere in Tocsin count Unicode code points of ``text``, or of the other field they name.
    """

    channel: ChannelId
    text: str
    """What a reader sees or hears; for an HTML e-mail, the visible text with the alternative texts."""
    sender: str = ""
    """Sender as displayed: a number, a name, ``Name <address>``; empty where unknown."""
    received: date
    """Day it was received: the charter is applied as of that day."""
    subject: str = ""
    """Subject of an e-mail, or empty."""
    inside_account: bool = False
    """Read inside the secured space of the person's account."""
    solicited: bool | None = None
    """Whether the person had asked for it; None where unknown."""
    links: tuple[HiddenLink, ...] = ()
    """Links with a hidden target (HTML anchors, forms)."""
    attachments: tuple[Attachment, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Forwarded or quoted stretches of the text."""
    hidden: str = ""
    """Text in the source that a reader cannot see."""
    signatures: tuple[DkimSignature, ...] = ()
    """Aligned or not; only those whose check counts."""
    defects: tuple[str, ...] = ()
    """What could not be read, or was cut at a bound."""
    otherwise: tuple[ChannelId, ...] = ()
    """Other ways in which it may have come, where nobody said how: ``channel`` is a guess then."""
    from_picture: bool = False
    """Read in a picture: text and sender are what was recognised there."""
    beside: str = ""
    """The own words of the person who asks, where they stand apart from the message: above a forward."""
    answers: tuple[ToldAnswer, ...] = ()
    """What the person answered, where they were asked."""
    retold: bool = False
    """Told by a person in their own words, as a call is, whatever the channel (``message.retelling``)."""
    presented_as: str = ""
    """Charter of the institution from which it was said to come, where the person was asked; empty where unknown."""

    @property
    def traits(self) -> Channel:
        """What its channel is like, as told of by voice where it is retold. Raises KeyError where there is none."""
        traits = CHANNELS[self.channel]
        return replace(traits, spoken=True, has_links=False) if self.retold else traits

    @property
    def came_by_voice(self) -> bool:
        """Whether somebody spoke to the person: what is only told of in their words may be an SMS all the same."""
        return CHANNELS[self.channel].spoken
