"""Whether a reply that cries for help answers the question as well, plainly, before it goes on to the cry.

``oui et ça fait neuf jours que je pleure`` answers yes. Somebody who is in danger is rung in any case; what they
have plainly said, such as who was met and by which number, is not lost. Whatever would have to be made out of the
cry itself is left to whoever rings.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from tocsin.conversation.reading.answer_votes import find_answer_votes
from tocsin.conversation.reading.answering_words import ANY_DAY, find_answering_words
from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reading.day_mentions import find_day_mentions
from tocsin.conversation.reading.first_names import is_surely_name
from tocsin.conversation.reading.model import ECHOED, NOTHING, MentionedPerson, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import POLITE, TITLES
from tocsin.conversation.reading.nobody_met import says_nobody
from tocsin.conversation.reading.speech_markers import GROUPS, KIN, OWNERS
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


_SHORT_OPENING: Final = 4
"""Words of an opening that answers yes or no, or names an option, before it tells more than that."""
_ENDING: Final = frozenset(".!?;:\n")
"""Signs that end a sentence."""
_TURNING: Final = parse_word_set(
    "et mais and but depuis since parce car que il elle ils elles je j jai jsuis on he she they i sauf donc la svp"
)
"""Words behind which something else is told."""
_BESIDE_OPENING: Final = (
    _OPENING
    | KIN
    | GROUPS
    | parse_word_set("moi nous et on ans an jours jour soir matin nuit cest ca for me fait eu")
)
"""Words that may stand in an opening beside its answer."""
_GOING_ON: Final = parse_word_set("et mais and but depuis since")
"""Those of them behind which a yes or no is over; behind *si* another may begin a condition."""
_COUNTED: Final = _OPENING | parse_word_set(
    "on nous sommes seul seule seulement juste que environ ans an personne aucun aucune plus zero"
)
"""Words that may stand beside a number before somebody else is told of: ``3 enfants et leur père`` may be four."""
_BESIDE_COUNT: Final = _BESIDE_OPENING | _COUNTED
_OPENING_AND_KIN: Final = _OPENING | KIN


def keep_plain_answer(
    asked: QuestionKind,
    text: str,
    words: tuple[ReplyWord, ...],
    answer: ReplyAnswer,
    read: Callable[[str], ReplyAnswer],
) -> ReplyAnswer:
    """The answer where it opens the reply in so many words, or is all of the longest opening that ``read`` understands;
    nothing understood where neither is."""
    if next((w.text for w in words if w.text in _ENDING), "") == "?":
        return NOTHING  # "lundi, dites-vous ?"
    if words and _opens_reply(asked, words, answer):
        return answer
    for end in _list_openings(words):
        opening = words[:end]
        asks = next((w.text for w in words[end:] if w.text in _ENDING), "") == "?"
        told = (
            NOTHING
            if asks or (asked == "date" and _tells_another_day(words[end:]))
            else read(text[: opening[-1].end])
        )
        if told.value is not None and _is_all_of_opening(asked, opening, told, words[end]):
            return told
    return NOTHING


def _list_openings(words: tuple[ReplyWord, ...]) -> Iterator[int]:
    """Where an opening may end, the longest first: at the end of a sentence, then at any sign, then before a word that turns."""
    ends = [at for at in range(1, len(words)) if words[at].text in _ENDING][:1]
    signs = [at for at in range(1, len(words)) if not words[at].folded[0].isalnum()][:2]
    turns = [at for at in range(1, len(words)) if words[at].folded in _TURNING][:2]
    yield from dict.fromkeys((*ends, *reversed(signs), *reversed(turns)))


def _tells_another_day(rest: tuple[ReplyWord, ...]) -> bool:
    """``samedi, mais dimanche...``: a day that may be meant as well."""
    turned = any(word.folded in ("mais", "but") for word in rest[:2])
    days = (mention.day for mention in find_day_mentions(DayContext(rest, ANY_DAY)))
    return turned and any(day != ANY_DAY.date() for day in days)


def _is_all_of_opening(
    asked: QuestionKind, opening: tuple[ReplyWord, ...], told: ReplyAnswer, behind: ReplyWord
) -> bool:
    """Whether an opening is its answer and nothing else, and what follows does not go on with it."""
    signed = not behind.folded[0].isalnum()
    if any(w.folded in _WISHING for w in opening) or (
        ECHOED in told.notes and not (asked == "choice" and signed)
    ):
        return False
    if asked == "yes_no":
        return (signed or behind.folded in _GOING_ON) and _ends_with_vote(opening)
    answering = find_answering_words(asked, opening, told)
    beside = {w.folded for at, w in enumerate(opening) if at not in answering and w.folded[0].isalnum()}
    if isinstance(told.value, tuple):
        named = {part for one in told.value for part in fold_accents(one.name or "").split()}
        known = all(
            one.number or is_surely_name(one.name or "", opening) or (signed and named <= KIN)
            for one in told.value
        )
        return known and (bool(told.value) or signed) and beside <= _BESIDE_OPENING | named
    if asked == "number":
        return beside <= (_BESIDE_COUNT if signed and ECHOED not in told.notes else _COUNTED)
    if asked == "choice":
        return len(opening) <= _SHORT_OPENING + 2
    return beside <= _BESIDE_OPENING


def _ends_with_vote(opening: tuple[ReplyWord, ...]) -> bool:
    """``physiquement non``: not ``Bernard oui``, which tells of Bernard, nor more than a few words."""
    votes = [vote for vote in find_answer_votes(opening) if vote.name in ("yes", "no")]
    last = bool(votes) and votes[-1].end == len(opening)
    return last and len(opening) <= _SHORT_OPENING and not is_surely_name(opening[0].text, opening)


def _opens_reply(asked: QuestionKind, words: tuple[ReplyWord, ...], answer: ReplyAnswer) -> bool:
    if answer.value is None or ECHOED in answer.notes:
        return False
    if isinstance(answer.value, tuple):
        return _lists_people_plainly(words, answer.value)
    if asked == "yes_no":
        votes = find_answer_votes(words)
        opens = bool(votes) and all(
            w.folded in _BEFORE_VOTE or not w.folded[0].isalnum() for w in words[: votes[0].start]
        )
        return opens and votes[0].name in ("yes", "no")
    first = min(find_answering_words(asked, words, answer), default=len(words))
    return all(w.folded in _OPENING or not w.folded[0].isalnum() for w in words[:first])


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
        and all(w.text.lower() in named or w.folded in _OPENING_AND_KIN for w in opening)
        and bool(people[0].name)
        and is_surely_name(people[0].name or "", words)
    )
