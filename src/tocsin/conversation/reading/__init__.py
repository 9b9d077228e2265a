"""Reading of short replies: pure functions from a text to what it answers and what it signals."""

from tocsin.conversation.reading.model import Asked, Person, Reading, Signal
from tocsin.conversation.reading.reply import read_reply

__all__ = ["Asked", "Person", "Reading", "Signal", "read_reply"]
