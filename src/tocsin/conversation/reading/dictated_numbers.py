"""Telephone numbers said in words, or half in words: ``zéro six trente-neuf 98 douze quarante``."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from tocsin.conversation.reading.other_languages import split_words_to_read
from tocsin.conversation.reply_words import ReplyWord, parse_word_set
from tocsin.phone_numbers.e164 import to_e164
from tocsin.phone_numbers.mentions import PhoneMention, find_phones
from tocsin.phone_numbers.number_words import REPLY_NUMBER_WORDS, read_number_words

_PASSED_OVER: Final = parse_word_set("puis et le c est , - . / + ( ) :") | {"\n"}
"""What may stand between two parts of a number."""
_TIMES: Final = parse_word_set("fois times")
_LONGEST: Final = 30
"""Words of a number at most: ten digits, each with a sign behind, and some to spare."""
_TWICE: Final = parse_word_set("double")
_TELLING: Final = REPLY_NUMBER_WORDS | _TIMES | _TWICE | {"puis"}
"""Without one of these, figures are no number that was said."""
_DIGITS: Final = range(9, 16)
_WITHOUT_ZERO: Final = 9
_MOBILE: Final = "67"
_NUMBER_PARTS: Final = REPLY_NUMBER_WORDS - {"et"}


def find_given_phones(text: str) -> tuple[PhoneMention, ...]:
    """The numbers of a reply, in figures and in words, in order.

    >>> [p.number for p in find_given_phones("Gérard zéro six trente neuf quatre vingt dix huit douze quarante")]
    ['+33639981240']
    """
    figures = tuple(_add_left_out_zero(text, phone) for phone in find_phones(text))
    told = [
        said
        for said in _find_dictated_phones(split_words_to_read(text))
        if not any(p.number and p.start < said.end and said.start < p.end for p in figures)
    ]
    if not told:
        return figures
    kept = [p for p in figures if not any(p.start < said.end and said.start < p.end for said in told)]
    return tuple(sorted((*kept, *told), key=lambda p: p.start))


def _add_left_out_zero(text: str, phone: PhoneMention) -> PhoneMention:
    """``639981234``: a mobile number without the zero that opens it, as people write who come from elsewhere."""
    if phone.number:
        return phone
    digits = "".join(filter(str.isdecimal, text[phone.start : phone.end]))
    whole = len(digits) == _WITHOUT_ZERO and digits[0] in _MOBILE
    return replace(phone, number=to_e164(f"0{digits}")) if whole else phone


def _find_dictated_phones(words: tuple[ReplyWord, ...]) -> Iterator[PhoneMention]:
    if _TELLING.isdisjoint(word.folded for word in words):
        return
    at = 0
    while at < len(words):
        found = _read_dictated_phone(words, at) if _is_part(words[at]) or words[at].text == "+" else None
        if found:
            number, end = found
            yield PhoneMention(number, words[at].start, words[end - 1].end)
            at = end
        else:
            at += 1


def _is_part(word: ReplyWord) -> bool:
    return word.is_number or word.folded in _NUMBER_PARTS


def _read_dictated_phone(words: tuple[ReplyWord, ...], at: int) -> tuple[str, int] | None:
    """The number that begins at a word, and the index after it; None where none that can be called does."""
    waiting: list[str] = []
    digits, end = "", at
    told = False
    best: tuple[str, int] | None = None
    while end < len(words) and end - at < _LONGEST:
        word = words[end]
        repeated = _read_repeated(words, end)
        if repeated and not waiting:
            digits, end, told = digits + repeated, end + 3, True
        elif word.is_number:
            said = read_number_words(waiting)
            if word.glued and len(word.folded) == 1 and len(said) > 1 and said.endswith("0"):
                said = said[:-1]  # "trente9" is 39
            digits, waiting = digits + said + word.folded, []
            end += 1
        elif word.folded in _TWICE and end + 1 < len(words):
            waiting.append(words[end + 1].folded)
            told = True
            end += 1
        elif word.folded in REPLY_NUMBER_WORDS and not (word.folded == "et" and not waiting):
            waiting.append(word.folded)
            told = True
            end += 1
        elif word.folded in _PASSED_OVER:
            digits, waiting = digits + read_number_words(waiting), []
            told = told or word.folded == "puis"
            end += 1
            continue
        else:
            break
        whole = digits + read_number_words(waiting)
        if len(whole) in _DIGITS and told and (number := _to_callable_number(words, at, whole)):
            best = number, end
    return best


def _read_repeated(words: tuple[ReplyWord, ...], at: int) -> str:
    """``2 fois 17``: the digits; empty where nothing is repeated."""
    if at + 2 >= len(words) or words[at + 1].folded not in _TIMES or not words[at + 2].is_number:
        return ""
    times = {"2": 2, "deux": 2, "3": 3, "trois": 3}.get(words[at].folded, 0)
    return words[at + 2].folded * times


def _to_callable_number(words: tuple[ReplyWord, ...], at: int, digits: str) -> str | None:
    return to_e164(f"+{digits}" if words[at].text == "+" else digits)
