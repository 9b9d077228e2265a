"""``lundi, pas celui-ci, l'autre``: a day that is passed over for the one before it."""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reply_words import ReplyWord

_ONE_BEFORE: Final = Phrasebook(
    [
        (
            "before",
            "celui|celle|le d avant\ncelui|celle|le precedent\nl autre$\nthe one|week before\nla semaine d avant",
        )
    ]
)
_NOT_THIS: Final = Phrasebook([("not_this", "pas ce|celui|cette|celle\nnot this|last")])
_NOT_THIS_MONTH: Final = Phrasebook([("not_this", "pas ce mois")])


def passes_over(words: tuple[ReplyWord, ...]) -> bool:
    """Whether a day is refused for another of its name: ``pas celui-ci``."""
    return any(_NOT_THIS.find(words))


def passes_over_month(context: DayContext) -> bool:
    """Whether a month is: ``pas ce mois-ci``."""
    return any(_NOT_THIS_MONTH.find(context.words))


def find_one_before(context: DayContext, end: int) -> int:
    """Index after the words by which the one before is meant, where another is refused: ``pas celui-ci, l'autre``; else 0."""
    if not passes_over(context.words):
        return 0
    return max((end + hit.end for hit in _ONE_BEFORE.find(context.words[end:])), default=0)
