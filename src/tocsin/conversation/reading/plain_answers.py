"""Whether a reply that cries for help answers the question as well, plainly, before it goes on to the cry.

``oui et ça fait neuf jours que je pleure`` answers yes. Somebody who is in danger is rung in any case; what they
have plainly said, such as who was met and by which number, is not lost. Whatever would have to be made out of the
cry itself is left to whoever rings.
"""

from itertools import takewhile
from typing import Final

from tocsin.conversation.reading.answer_votes import find_answer_votes
from tocsin.conversation.reading.answering_words import find_answering_words
from tocsin.conversation.reading.first_names import is_surely_name
from tocsin.conversation.reading.model import ECHOED, NOTHING, MentionedPerson, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import POLITE, TITLES
from tocsin.conversation.reading.nobody_met import says_nobody
from tocsin.conversation.reading.speech_markers import KIN, OWNERS
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set

_OPENING: Final = (
    POLITE
    | OWNERS
    | TITLES
    | parse_word_set("le la les l c est depuis since on the y a avec des du de un une dans ds")
)
"""Words that may stand before an answer that opens a reply."""
_WISHING: Final = parse_word_set("prevenez previens prevenir dites appelez appelle avertissez tell call ring")
"""Whoever cries for help names by these whom to tell."""
_BEFORE_VOTE: Final = POLITE | parse_word_set("moi alors ben bah euh")
"""The same before a yes or no: any other may say whose it is."""


def keep_plain_answer(asked: QuestionKind, words: tuple[ReplyWord, ...], answer: ReplyAnswer) -> ReplyAnswer:
    """The answer where it opens the reply in so many words; nothing understood where it does not."""
    if answer.value is None or ECHOED in answer.notes or not words:
        return NOTHING
    if isinstance(answer.value, tuple):
        return answer if _lists_people_plainly(words, answer.value) else NOTHING
    if asked == "yes_no":
        votes = find_answer_votes(words)
        opens = bool(votes) and all(
            w.folded in _BEFORE_VOTE or not w.folded[0].isalnum() for w in words[: votes[0].start]
        )
        return answer if opens and votes[0].name in ("yes", "no") else NOTHING
    first = min(find_answering_words(asked, words, answer), default=len(words))
    opens = all(w.folded in _OPENING or not w.folded[0].isalnum() for w in words[:first])
    return answer if opens else NOTHING


def _lists_people_plainly(words: tuple[ReplyWord, ...], people: tuple[MentionedPerson, ...]) -> bool:
    """Whether everybody has a number, or the reply opens with names that a sign sets apart from what follows."""
    if not people:
        first = next((at for at, word in enumerate(words) if at and word.breaks), len(words))
        return says_nobody(words[:first] or words)
    names = {part for person in people for part in fold_accents(person.name or "").split()}
    if any(word.folded in _WISHING for word in takewhile(lambda word: word.folded not in names, words)):
        return False  # "prévenez ma sœur Odile 06...": whom to ring, not whom they met
    if all(person.number for person in people):
        return True
    named = {part for person in people for part in (person.name or "").lower().split()}
    ends = next(
        (at for at, word in enumerate(words) if at and (word.breaks or not word.folded[0].isalnum())), 0
    )
    opening = words[:ends]
    return (
        len(people) == 1
        and bool(opening)
        and all(w.text.lower() in named or w.folded in _OPENING | KIN for w in opening)
        and bool(people[0].name)
        and is_surely_name(people[0].name or "", words)
    )
