"""Whether a text that somebody wants checked says that a person cannot go on: then the number for that comes first.

It is heard as in replies to guided SMS (``conversation.reading.danger``), more strictly: plain words for it and a strong
likeness. None of 1,712 labelled messages that were received sounds so. It changes no verdict.
"""

from typing import Final

from tocsin.conversation.reading.danger import find_danger
from tocsin.conversation.reply_words import split_words
from tocsin.message.model import Message

_MOST: Final = 2_000
"""Characters that are heard: whoever cannot go on says so in few."""
_CLEAR: Final = 3.0
"""Log-odds of a strong likeness."""


def says_despair(message: Message) -> bool:
    heard = find_danger(split_words(message.text[:_MOST]))
    return "distress" in heard.kinds and heard.words and heard.resemblance >= _CLEAR
