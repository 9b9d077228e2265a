"""Whether a question asks if this is the person meant."""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.name_lexicon import TITLES
from tocsin.conversation.reply_words import ReplyWord

_IDENTITY: Final = Phrasebook(
    [
        (
            "identity",
            "est ce bien\nest il|elle bien celui|celle\netes vous bien|m|mr|mme|monsieur|madame\netes vous la personne\n"
            "is this|that\nare you the person\nare you mr|mrs|ms|miss",
        )
    ]
)


def asks_identity(question: tuple[ReplyWord, ...]) -> bool:
    """Whether it is asked if this is the person meant: whoever says that it is not answers no."""
    return any(_IDENTITY.find(_select_asking_words(question)))


def _select_asking_words(question: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words of the sentence that asks: what stands before a question mark, from the last full stop on."""
    ends = [at for at, word in enumerate(question) if word.text == "?"]
    last = ends[-1] if ends else len(question)
    first = max(
        (at + 1 for at, word in enumerate(question[:last]) if _ends_sentence(question, at)), default=0
    )
    return question[first:last]


def _ends_sentence(question: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a full stop ends a sentence there: none within brackets, of an ellipsis or behind a title does."""
    if question[at].text == "." and at and question[at - 1].folded in TITLES:
        return False  # "Êtes-vous bien M. Tessier ?"
    behind = question[at + 1].text if at + 1 < len(question) else ""
    return (
        question[at].text in ".!"
        and behind not in (".", ")", "?", "")
        and not (
            question[at].text == "." and at > 0 and question[at - 1].text == "." and behind[:1].islower()
        )
    )
