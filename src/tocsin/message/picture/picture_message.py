"""The message of a picture as the record that is judged: where no person can look at it first."""

from datetime import date

from msgspec.structs import replace

from tocsin.charter.channels import ChannelId
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.model import Message
from tocsin.message.picture.model import PictureMessage
from tocsin.message.plain_text import message_from_text


def build_message(
    found: PictureMessage,
    channel: ChannelId | None = None,
    *,
    received: date,
    inside_account: bool = False,
    solicited: bool | None = None,
) -> Message:
    """The message that a picture shows; ``channel``, where it is given, wins over what the picture shows."""
    guess = list_plausible_channels(found.text, found.sender)
    ways = (channel or found.channel,) if channel or found.channel else guess
    message = message_from_text(
        found.text,
        ways[0],
        otherwise=ways[1:],
        sender=found.sender,
        received=received,
        subject=found.subject,
        inside_account=inside_account,
        solicited=solicited,
    )
    return replace(message, from_picture=True)
