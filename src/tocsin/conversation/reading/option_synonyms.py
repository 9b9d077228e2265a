"""What people say for an option whose words they do not use: *boulot* for work, an hour for a part of the day.

The words stand in ``option_words.yaml``, under the words of the labels that they stand for. Whatever is read so is
read back to the person.
"""

from functools import cache
from typing import Final

from tocsin.charter import compiled_tables
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.hours_of_day import find_option_by_hour
from tocsin.conversation.reading.number_ranges import find_option_by_number
from tocsin.conversation.reading.phrase_tables import build_phrasebook
from tocsin.conversation.reading.speech_markers import CORRECTIONS, GROUPS, IGNORANCE, KIN
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_REFUSING: Final = parse_word_set("pas ni sauf jamais not no")
_BACK: Final = 2
"""Words before something in which a refusal refuses it."""


@cache
def _load_option_words() -> tuple[tuple[frozenset[str], frozenset[str], Phrasebook[str]], ...]:
    """Words of labels, those of which one has to stand in a label (any, where that is empty), and what stands for them."""
    page = compiled_tables.get_table("replies/option_words")
    return tuple(
        (
            parse_word_set(one["label"]),
            parse_word_set(one.get("needs", "")),
            build_phrasebook("said", one["said"]),
        )
        for one in page
    )


@cache
def _list_labels_of_kin() -> frozenset[str]:
    """Words of labels that anybody's kin means: *ma tante* for *famille*."""
    page = compiled_tables.get_table("replies/option_words")
    return frozenset(word for one in page if one.get("kin") for word in one["label"].split())


def find_meant_option(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option meant, or of the last where a correction leads to it; None where none or several are."""
    by_measure = find_option_by_hour(found, labels)
    if by_measure is None:
        by_measure = find_option_by_number(found, labels)
    if by_measure is not None:
        return by_measure
    heard = _find_by_words(found, labels) or _find_by_kin(found, labels)
    if not heard and any(IGNORANCE.find(found)):
        heard = [(0, at) for at, label in enumerate(labels) if {"sais", "sait", "know"} & set(label)]
    meant = {option for _, option in heard}
    if len(meant) > 1:
        turned = max((hit.end for hit in CORRECTIONS.find(found)), default=0)
        meant = {option for at, option in heard if turned and at >= turned}
    return meant.pop() if len(meant) == 1 else None


def find_options_in_own_words(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> set[int]:
    """Indices of the options for which something that is said stands."""
    return {option for _, option in _find_by_words(found, labels)}


def _find_by_words(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where something said stands for an option, and which; the longest counts where several lie over one another."""
    hits = [
        (hit.end - hit.start, hit.start, hit.end, at)
        for words, needed, book in _load_option_words()
        for at in _select_labels(words, needed, labels)
        for hit in book.find(found)
        if not _is_refused(found, hit.start)
    ]
    longest: list[tuple[int, int, int, int]] = []
    for one in sorted(hits, reverse=True):
        over = [other for other in longest if one[1] < other[2] and other[1] < one[2]]
        if all(other[0] == one[0] for other in over):
            longest.append(one)
    return sorted((start, option) for _, start, _, option in longest)


def _select_labels(words: frozenset[str], needed: frozenset[str], labels: list[tuple[str, ...]]) -> list[int]:
    """Indices of the labels that have a word; of several those that are nothing else (*Bien*, not *Très bien*)."""
    having = [at for at, label in enumerate(labels) if words & {*label} and (not needed or needed & {*label})]
    whole = [at for at in having if {*labels[at]} <= words]
    return whole or having


def _find_by_kin(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    meant = [at for at, label in enumerate(labels) if _list_labels_of_kin() & set(label)]
    if len(meant) != 1:
        return []
    told = (at for at, word in enumerate(found) if word.folded in KIN | GROUPS and not _is_refused(found, at))
    return [(at, meant[0]) for at in told]


def _is_refused(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``pas le matin``: within two words before, in the same clause."""
    for back in range(at - 1, max(-1, at - _BACK - 1), -1):
        if found[back + 1].breaks:
            return False
        if found[back].folded in _REFUSING:
            return True
    return False
