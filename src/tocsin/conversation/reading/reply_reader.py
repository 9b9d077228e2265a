"""One reply, whatever was asked."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin.conversation.masking import MaskedText, blank_spans, mask_secrets
from tocsin.conversation.reading.asked_identity import asks_identity
from tocsin.conversation.reading.choice import read_choice
from tocsin.conversation.reading.danger import DangerFinding, find_danger, leave_out_fall_of_fever
from tocsin.conversation.reading.dates import read_date
from tocsin.conversation.reading.day_context import DayContext
from tocsin.conversation.reading.doubted_answers import doubt_answer
from tocsin.conversation.reading.everyday_words import REMEMBERED, says_small_words_only
from tocsin.conversation.reading.household import names_somebody, read_household
from tocsin.conversation.reading.model import (
    ECHOED,
    NOTHING,
    SIGNALS,
    QuestionKind,
    ReplyAnswer,
    ReplyHandling,
    ReplyReading,
    ReplySignal,
)
from tocsin.conversation.reading.number_answers import read_number
from tocsin.conversation.reading.opening_answers import read_opening
from tocsin.conversation.reading.other_languages import (
    asks_for_language,
    find_other_language,
    find_other_script,
    is_read_in_french,
    list_words_read,
    split_words_to_read,
)
from tocsin.conversation.reading.people import read_people
from tocsin.conversation.reading.plain_answers import keep_plain_answer
from tocsin.conversation.reading.signals import find_signals
from tocsin.conversation.reading.speech_markers import IGNORANCE
from tocsin.conversation.reading.unexplained_words import find_unexplained_words, find_words_beside_answer
from tocsin.conversation.reading.yes_no import read_yes_no
from tocsin.conversation.reply_words import MAX_LENGTH, ReplyWord, parse_word_set, split_words

_SHORT: Final = 32
"""Characters of a reply that is worth remembering: nothing personal fits in many of them."""


_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Characters that stand in a word and are not seen."""
_MACHINE: Final = re.compile(
    r"^\s*(?:[\[{<]|system\s*:|assistant\s*:)|\b(?:ignore[rz]?|oublie[rz]?|disregard)\b.{0,30}\b(?:instructions?|consignes)\b",
    re.IGNORECASE,
)
"""Text for a machine: data, or orders to one. It answers nothing."""
MOST_READ_BACK: Final = 4
"""Unexplained words beside an answer that is read back; beside more of them a human reads it."""
TRIVIAL: Final = 1
"""Unexplained words of a reply that answers nothing, before a human reads it."""
SHORTEST_STATEMENT: Final = 3
"""Words from which a reply that answers nothing tells something."""
SHORT_STATEMENT: Final = 4
"""Words of a reply that answers nothing and may hold one unexplained word, before a human reads it."""
_SAME_EVERY_DAY: Final[frozenset[QuestionKind]] = frozenset(("people", "number", "choice"))
"""What the answer to does not depend on the day, nor on anybody's name."""
_NOBODY: Final = parse_word_set("personne aucun aucune nobody none non no nul zero 0")
_CALL: Final = parse_word_set("appel appels appeler rappel telephone telephonique tel call phone")
"""Words of an option by which one is called."""
_HUMAN: Final = parse_word_set(
    "humain humaine conseiller conseillere agent quelqu vrai vraie human person someone urgent vite"
)
_ANY_DAY: Final = datetime(2021, 3, 4)  # noqa: DTZ001  # a yes is one on every day, in every zone


class ReplyQuestion(Struct, frozen=True):
    """What the reply answers."""

    text: str
    """The reply, with anything sensitive blanked."""
    on: datetime
    """When it was received, local time."""
    options: tuple[str, ...]
    question: str
    """The words of the question; empty where they are not known."""


_READERS: dict[QuestionKind, Callable[[ReplyQuestion], ReplyAnswer]] = {
    "yes_no": lambda q: read_yes_no(split_words_to_read(q.text), split_words(q.question)),
    "date": lambda q: read_date(q.text, q.on, split_words(q.question)),
    "people": lambda q: read_people(q.text, split_words(q.question)),
    "number": lambda q: read_number(q.text, split_words(q.question)),
    "choice": lambda q: read_choice(split_words_to_read(q.text), q.options),
    "household": lambda q: read_household(split_words_to_read(q.text), q.options),
}


def read_reply(
    asked: QuestionKind,
    text: str,
    on: datetime,
    options: tuple[str, ...] = (),
    lang: str = "fr",
    question: str = "",
) -> ReplyReading:
    """What a reply answers, and what it signals.

    ``on`` is when it was received, in the person's own time; ``lang`` is the language of the question:
    both languages are read whatever it is, since people answer in theirs. A reply longer than
    ``MAX_LENGTH`` is never an answer, but its signals count. ``question`` is what was asked, in its words:
    ``plus de fièvre`` answers *avez-vous de la fièvre ?* and nothing else.

    >>> read_reply("yes_no", "OUI!! mais pas mon fils", datetime(2021, 3, 5)).value
    'yes'
    """
    if asked == "yes_no" and (len(text) <= _SHORT or says_small_words_only(text)):
        return _read_once(asked, text, (), question)
    if asked in _SAME_EVERY_DAY and says_small_words_only(text):
        return _read_once(asked, text, options, question)
    if asked == "household" and says_small_words_only(text):
        read = _read_household_once(text, options, question)
        if read is not None:
            return read
    return _read_by_question(asked, text, on, options, question)


def _read_household_once(text: str, names: tuple[str, ...], question: str) -> ReplyReading | None:
    """``personne``: what names nobody means the same whoever was noted, but for their number; None where it does not."""
    if names_somebody(split_words_to_read(text), names):
        return None
    read = _read_once("household", text, ("",) * len(names), question)
    return None if read.value else read


@lru_cache(maxsize=REMEMBERED)
def _read_once(asked: QuestionKind, text: str, options: tuple[str, ...], question: str) -> ReplyReading:
    """Most replies are a few short words, the same from everybody, and mean the same on every day."""
    return _read_by_question(asked, text, _ANY_DAY, options, question)


def _read_by_question(
    asked: QuestionKind, text: str, on: datetime, options: tuple[str, ...], question: str
) -> ReplyReading:
    masked = mask_secrets(text)
    safe = blank_spans(text, tuple((s.start, s.end) for s in masked.secrets))
    short = safe[:MAX_LENGTH].translate(_INVISIBLE)
    words, meant = split_words(short), split_words_to_read(short)
    language = find_other_language(words)
    strange = bool(find_other_script(words)) and not is_read_in_french(language)
    unread = len(safe) > MAX_LENGTH or strange or _MACHINE.search(short)

    def read(part: str) -> ReplyAnswer:
        return NOTHING if unread else _READERS[asked](ReplyQuestion(part, on, options, question))

    answer = read(short)
    if asked == "date" and answer.value is None:
        answer = read_opening(short, meant, DayContext(meant, on), read)
    beside = find_words_beside_answer(asked, meant, answer)
    # A day or a number with nothing beside it is that and no more: *40 days ago* tells of no fever.
    bare = asked in ("date", "number") and answer.value is not None and not beside
    known = (*options, *list_words_read(language)) if language else options
    first_read = answer
    unexplained = find_unexplained_words(asked, meant, answer, known)
    # Of 130 cries by authors whom no table had learned from, one had no word that is not explained.
    heard = () if bare else leave_out_fall_of_fever(words, split_words(question))
    danger = find_danger(heard, alone=bool(beside and unexplained))
    said = find_signals(words) | (find_signals(meant) if language else frozenset()) | danger.kinds
    chosen = asked == "choice" and asks_for_language(split_words(str(answer.value)))
    if language and not chosen and (asks_for_language(words) or (answer.value is None and not said)):
        said |= {"switch_language"}
    signals = _collect_signals(said, masked)
    if asked == "choice" and answer.value:
        told = find_signals(split_words(str(answer.value))) | _list_signals_of_call(words, str(answer.value))
        signals = tuple(s for s in signals if s not in told)
    if asked == "people" and "wrong_person" in signals and not _has_number(answer):
        answer = NOTHING  # "c'est l'ancien numéro de ma tante" lists nobody
    if asked == "yes_no" and "wrong_person" in signals and question:
        answer = _answer_as_stranger(answer, split_words(question))
    if danger.kinds:
        answer = keep_plain_answer(asked, short, meant, answer, read)
    if _is_answer_unsure(asked, answer, signals, words, language):
        answer = NOTHING
    elif not danger.kinds:
        answer = doubt_answer(asked, meant, beside, answer, split_words(question))
    rest = unexplained if answer is first_read else find_unexplained_words(asked, meant, answer, known)
    return ReplyReading(
        understood=answer.value is not None,
        value=answer.value,
        signals=signals,
        notes=(*answer.notes, f"language:{language}") if language else answer.notes,
        handling=_decide_handling(words, len(beside), answer, signals, danger, rest, language),
        rest=tuple(word.text for word in rest),
        masked=masked.text,
    )


def _list_signals_of_call(words: tuple[ReplyWord, ...], option: str) -> frozenset[ReplySignal]:
    """``appelez-moi plutôt`` takes the call that is offered, and asks for nobody beside it."""
    offered = _CALL & {word.folded for word in split_words(option)}
    return frozenset(("human",)) if offered and not _HUMAN & {word.folded for word in words} else frozenset()


def _answer_as_stranger(answer: ReplyAnswer, question: tuple[ReplyWord, ...]) -> ReplyAnswer:
    """Of whoever says that they are not the person meant: no, where that was asked; else nothing is known of that person."""
    if not asks_identity(question) or answer.value == "yes":
        return NOTHING
    return answer if answer.value == "no" else ReplyAnswer("no", (ECHOED,))


def _is_answer_unsure(
    asked: QuestionKind,
    answer: ReplyAnswer,
    signals: tuple[ReplySignal, ...],
    words: tuple[ReplyWord, ...],
    language: str,
) -> bool:
    """Whether what was read as an answer is rather part of what is signalled: a refusal, a wish, another language."""
    if (
        language
        and asks_for_language(words)
        and (
            answer.value == "no"
            or (asked == "yes_no" and ECHOED in answer.notes)
            or (asked == "people" and not _has_number(answer))
        )
    ):
        return True  # "não entendo francês" is no answer
    if asked == "people":
        told = "stop" in signals and not {word.folded for word in words} & _NOBODY
        return answer.value == () and ("scam_doubt" in signals or told)  # "ne m'envoyez plus rien"
    told_against = {"wrong_person", "stop"} | ({"human"} if asked == "yes_no" else set())
    identity = answer.value == "no" and "wrong_person" in signals  # of a yes or no; see above
    return ECHOED in answer.notes and bool(told_against & {*signals}) and not identity


def _decide_handling(
    words: tuple[ReplyWord, ...],
    beside: int,
    answer: ReplyAnswer,
    signals: tuple[ReplySignal, ...],
    danger: DangerFinding,
    rest: tuple[ReplyWord, ...],
    language: str,
) -> ReplyHandling:
    """What is to be done with a reply, by what it leaves open; gravest first."""
    answered = answer.value is not None
    tells = not (answered or signals or any(IGNORANCE.find(words))) and beside >= SHORTEST_STATEMENT
    called = "human" in signals  # whoever is called anyway is told of 15 and 3114 only for more than a word
    doubt = danger.leaves_doubt(answered=not tells, unexplained=0 if called else len(rest))
    if danger.kinds or danger.words or (beside and doubt):
        return "help"
    calm = danger.reads_calm and not language  # nobody here reads what else is said in another language
    most = 0 if language else MOST_READ_BACK
    if called or (len(rest) > (most if answered else TRIVIAL) and not calm):
        return "human"
    if not answered and calm:
        return "ask_again"
    if not answered:
        tells_more = language or (rest and beside > SHORT_STATEMENT)
        return "human" if tells_more else "ask_again"
    unsure = ECHOED in answer.notes or any(note.startswith("bad_number") for note in answer.notes)
    return "read_back" if rest or unsure else "answer"


def _has_number(answer: ReplyAnswer) -> bool:
    return isinstance(answer.value, tuple) and any(person.number for person in answer.value)


def _collect_signals(said: frozenset[str], masked: MaskedText) -> tuple[ReplySignal, ...]:
    found = {*said, *(f"sensitive_{kind}" for kind in masked.kinds)}
    return tuple(s for s in SIGNALS if s in found)
