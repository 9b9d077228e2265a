"""A message that is plain text: an SMS, a post, a letter, a call as it is told."""

from datetime import date

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.message.bounds import SURROGATES, TEXT_CHARS, describe_cut
from tocsin.message.dialogue import find_spoken_passages
from tocsin.message.errors import UnknownChannel
from tocsin.message.model import Message, Passage
from tocsin.message.passages import find_passages
from tocsin.message.retelling import find_retold_channel


def message_from_text(
    text: str,
    channel: ChannelId,
    *,
    otherwise: tuple[ChannelId, ...] = (),
    sender: str = "",
    received: date,
    subject: str = "",
    inside_account: bool = False,
    solicited: bool | None = None,
) -> Message:
    """A message as it is: its text is never changed, but cut at a million characters, and rid of the mark
    that Windows puts first. Raises UnknownChannel.

    >>> message_from_text("AMELI : votre carte expire", "sms", received=date(2024, 3, 4)).text
    'AMELI : votre carte expire'
    """
    if channel not in CHANNELS:
        raise UnknownChannel(channel)
    text = text.removeprefix("\ufeff")
    defects: tuple[str, ...] = ()
    if len(text) > TEXT_CHARS:
        text, defects = text[:TEXT_CHARS], (describe_cut("text", TEXT_CHARS),)
    if not text.isascii() and has_surrogates(text):
        defects += (SURROGATES,)
    return Message(
        channel=channel,
        text=text,
        sender=sender,
        received=received,
        subject=subject,
        inside_account=inside_account,
        solicited=solicited,
        passages=find_channel_passages(text, channel, sender),
        defects=defects,
        otherwise=otherwise,
        retold=find_retold_channel(text) == channel,
    )


def find_channel_passages(text: str, channel: ChannelId, sender: str = "") -> tuple[Passage, ...]:
    """Who else wrote or said what, by the ways of each channel."""
    traits = CHANNELS[channel]
    if traits.spoken or (traits.public and ("oi" in text or "\n" in text)):
        return find_spoken_passages(text, sender)
    return find_passages(text)


def has_surrogates(text: str) -> bool:
    """Whether half a character stands alone, as broken input leaves it: UTF-8 and JSON cannot carry it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
