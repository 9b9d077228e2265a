"""A number of people, days or times; digits or words.

What a reply may mean is listed first (``number_candidates``): the numbers that it says, what they come to together, the
people whom it names. Which of them is meant is learned from labelled replies of separate authors (the table ``numbers``);
where none of them is sure enough, or two are, nothing is read.
"""

import re
from itertools import pairwise
from typing import Final

from tocsin.conversation.masking import blank_spans
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.number_candidates import DOZENS, LARGEST, PEOPLE, list_number_candidates
from tocsin.conversation.reading.number_conclusions import read_concluded_number
from tocsin.conversation.reading.numerals import find_cardinals
from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reading.speech_markers import GROUPS, KIN
from tocsin.conversation.reading.told_durations import read_asked_duration, tells_other_unit
from tocsin.conversation.reply_words import ReplyWord, drop_symbols, parse_word_set
from tocsin.evidence.text_classifier import load_classifier
from tocsin.phone_numbers.mentions import find_phones

NUMBERS: Final = "numbers"
"""The table."""
_NEGATIVE: Final = re.compile(r"^\s*-\s?\d|[\s,]-\d|~")
_ROUND_FIGURE: Final = parse_word_set(
    "une un a about environ bonne petite dizaine douzaine quinzaine vingtaine trentaine centaine dozen . , !"
)
_LEAD: Final = 0.5
"""By how much the likeliest candidate must be ahead of the next one."""
_TAKEN_BACK: Final = Phrasebook(
    [("back", "ah|enfin|si|euh|mais si\nentre rien|zero|0 et\nbetween nothing|zero")]
)
"""What takes a zero back, or makes it one end of a range."""
_OLDEST: Final = 120
"""Years of somebody alive."""
_SHORTEST_PHONE: Final = 8
"""Characters of a telephone number that is none of people or days."""
_ANYBODY: Final = PEOPLE | KIN | GROUPS


def read_number(text: str, question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """The number meant, or nothing understood; what is more than one number alone is read back."""
    if _NEGATIVE.search(text):
        return NOTHING
    words = split_number_words(text)
    alone = _read_alone(words)
    if alone is not None:
        return ReplyAnswer(alone) if alone <= LARGEST else NOTHING
    if {word.folded for word in words} <= _ROUND_FIGURE:
        return _read_round_figure(words, question)
    if (told := read_asked_duration(words, question)) is not None:
        return ReplyAnswer(told, (ECHOED,))
    if _offers_several(words) or tells_other_unit(words, question):
        return NOTHING
    concluded = read_concluded_number(words, question) if question else None
    if concluded is not None:
        return ReplyAnswer(concluded, (ECHOED,))
    table = load_classifier(NUMBERS)
    ranked = sorted(
        ((table.measure_features(one.features), one) for one in list_number_candidates(words, question)),
        key=lambda weighed: -weighed[0],
    )
    if not ranked or ranked[0][0] < table.header.thresholds["number"]:
        return NOTHING
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD:
        return NOTHING
    meant = ranked[0][1]
    if not meant.value and any(_TAKEN_BACK.find(words)):
        return NOTHING  # "personne. Ah si, Momo"
    if meant.value > _OLDEST and {"age", "old"} & {word.folded for word in question}:
        return NOTHING  # "elle est de 1950"
    if meant.unsettled and not question:
        return NOTHING  # what "2 et ma femme" comes to depends on what is to be counted
    return ReplyAnswer(meant.value, () if meant.plain else (ECHOED,))


def _offers_several(words: tuple[ReplyWord, ...]) -> bool:
    """``quatre ou cinq ou six``: numbers between which *ou* stands, and no other."""
    numbers = list(find_cardinals(words))
    joined = (
        second.start - first.end == 1 and words[first.end].folded in ("ou", "or")
        for first, second in pairwise(numbers)
    )
    return len(numbers) > 1 and all(joined)


def _read_round_figure(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> ReplyAnswer:
    """``une dizaine`` of masks is ten, read back; of people it is asked again, since each of them is asked for."""
    said = [DOZENS[word.folded] for word in words if word.folded in DOZENS]
    things = bool(question) and not {word.folded for word in question} & _ANYBODY
    return ReplyAnswer(said[0], (ECHOED,)) if things and len(said) == 1 else NOTHING


def split_number_words(text: str) -> tuple[ReplyWord, ...]:
    """The words of a reply without its telephone numbers."""
    phones = tuple((p.start, p.end) for p in find_phones(text) if p.end - p.start >= _SHORTEST_PHONE)
    return split_words_to_read(blank_spans(text, phones))


def _read_alone(words: tuple[ReplyWord, ...]) -> int | None:
    """The number of a reply that is nothing else."""
    said = drop_symbols(words)
    numbers = list(find_cardinals(said))
    whole = len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(said))
    joined = any(word.text in "/.,-" for word in words[1:-1])  # "38,5", "3/4"
    return numbers[0].value if whole and not joined and words[-1].text != "?" else None
