"""The level of a message, of a call where nothing else is said."""

from datetime import date
from typing import Any

from tocsin.charter.channels import ChannelId
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

DAY = date(2025, 3, 14)


def level(text: str, channel: ChannelId = "call", on: date = DAY, **rest: Any) -> str:
    return judge(message_from_text(text, channel, received=on, **rest)).level
