"""An answer among words that it does not explain: it is read back before it counts, or not taken.

What may be passed over where danger is looked for (``unexplained_words``) may still change an answer: *les deux miens et
celui de ma sœur* are three. So the words that stand beside an answer are counted whatever they are, and kin in a list must be
one of those listed, or say who one of them is.
"""

from typing import Final

from msgspec.structs import replace

from tocsin.conversation.reading.answer_votes import opens_with_answer
from tocsin.conversation.reading.model import ECHOED, MentionedPerson, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import TITLES
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reading.unsure_lists import leaves_number_unexplained
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words

MOST_BESIDE_ANSWER: Final[dict[QuestionKind, int]] = {
    "yes_no": 3,
    "people": 3,
    "date": 3,
    "choice": 2,
    "number": 2,
}
"""Words beside an answer before it is doubted: a yes or no that is not the first thing said, a list without all numbers, any
other answer. Of the replies of thirteen authors, each read before any rule was made of them, 15 days, numbers and options were
wrong and held to be understood to the last word; 12 have more words beside them, and of 539 right ordinary ones 37."""
_PRESENTING: Final = OWNERS | TITLES | KIN | parse_word_set("le la les l the a , ( ) : c est de du")
"""What may stand between somebody's name and who they are."""


def doubt_answer(
    asked: QuestionKind,
    words: tuple[ReplyWord, ...],
    beside: tuple[ReplyWord, ...],
    answer: ReplyAnswer,
    question: tuple[ReplyWord, ...],
) -> ReplyAnswer:
    """The answer; noted to be read back, or taken away, where what stands beside it may change it.

    ``beside`` are the words that are no part of it.
    """
    among_others = len(beside) > MOST_BESIDE_ANSWER.get(asked, len(beside))
    if isinstance(answer.value, tuple):
        missing = not all(person.number for person in answer.value)
        if question and among_others and missing and leaves_number_unexplained(words, question):
            return ReplyAnswer(None, answer.notes)
        doubted = asked == "people" and _passes_over_kin(words, answer.value)
    else:
        told = asked != "yes_no" or (bool(question) and not opens_with_answer(words))
        doubted = answer.value is not None and among_others and told
    return replace(answer, notes=tuple(dict.fromkeys((*answer.notes, ECHOED)))) if doubted else answer


def _passes_over_kin(words: tuple[ReplyWord, ...], people: tuple[MentionedPerson, ...]) -> bool:
    """``mon fils, sa copine Maëva``, of whom one is read: whether kin is neither listed nor says who somebody listed is."""
    if not people:
        return False
    named = {word.folded for one in people for word in split_words(one.name or "")}
    kin = [at for at, word in enumerate(words) if word.folded in KIN and word.folded not in named]
    return not all(_presents_somebody(words, at, named) for at in kin)


def _presents_somebody(words: tuple[ReplyWord, ...], at: int, named: set[str]) -> bool:
    """``ma sœur Lina``, ``Lina, ma sœur``."""
    for row in (words[at + 1 :], words[:at][::-1]):
        beyond = next((word for word in row if word.folded not in _PRESENTING - named), None)
        if beyond and beyond.folded in named:
            return True
    return False
