"""The level of a message, of a call where nothing else is said; and a likeness for whoever tries what it does."""

from datetime import date
from typing import Any

from tocsin.charter.channels import ChannelId
from tocsin.evidence.model import Evidence, TextResemblance
from tocsin.message.model import Message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

DAY = date(2025, 3, 14)


def level(text: str, channel: ChannelId = "call", on: date = DAY, **rest: Any) -> str:
    return judge(message_from_text(text, channel, received=on, **rest)).level


def likeness(kind: str, band: str, message: Message) -> Evidence:
    """A finding such as the classifier gives, about the whole text."""
    return Evidence(
        "resemblance", kind, 0, len(message.text), message.text, "text", TextResemblance(band, 1, "00")
    )
