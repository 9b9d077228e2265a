"""Reading of short replies: pure functions from a text to what it answers and what it signals."""

from tocsin.conversation.reading.model import MentionedPerson, QuestionKind, ReplyReading, ReplySignal
from tocsin.conversation.reading.reply_reader import read_reply

__all__ = ["MentionedPerson", "QuestionKind", "ReplyReading", "ReplySignal", "read_reply"]
