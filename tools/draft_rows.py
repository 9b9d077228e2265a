"""Rows of outgoing texts, and of their sentences, that teach what the guard holds back."""

from collections.abc import Iterable
from functools import cache
from sys import intern

from tocsin.guard.sentence_features import addresses_reader, list_sentence_features
from tools import guard_sentences
from tools.guard_sentences import read_guard_drafts, select_sentences, split_text
from tools.training_model import LabelledText


def read_asking_sentences() -> list[LabelledText]:
    """Every sentence of outgoing texts: whether it asks for something that is not declared."""
    return [
        LabelledText(sentence.text, sentence.kind == "ask", sentence.author, str(sentence.at))
        for sentence in select_sentences(("ask", "fine", "fine_hint", "hint", "warned"))
    ]


def read_hinting_sentences() -> list[LabelledText]:
    """Every sentence that may stand in a text to a contact: whether it lets guess who named them."""
    return [
        LabelledText(sentence.text, sentence.kind == "hint", sentence.author, str(sentence.at))
        for sentence in select_sentences(("hint", "fine_hint", "fine"))
    ]


def read_threatening_sentences() -> list[LabelledText]:
    """Every sentence of outgoing texts that asks nothing: whether it holds a loss or a haste over the reader."""
    return [
        LabelledText(sentence.text, sentence.kind == "threat", sentence.author, str(sentence.at))
        for sentence in select_sentences(("threat", "fine", "fine_hint"))
    ]


def list_draft_features(row: LabelledText) -> Iterable[str]:
    """As ``guard/learned_objections.py`` reads a sentence of a draft."""
    return _list_features_once(row.text, int(row.setting))


@cache
def _list_features_once(text: str, at: int) -> tuple[str, ...]:
    """Of a sentence of a draft: most teach several tables."""
    return tuple(map(intern, list_sentence_features(split_text(text), at)))


def read_drafts() -> list[LabelledText]:
    """Every outgoing text: whether it must not leave."""
    return [LabelledText(draft.text, draft.forbidden, draft.author) for draft in read_guard_drafts()]


def list_whole_draft_features(row: LabelledText) -> Iterable[str]:
    """As ``guard/learned_objections.py`` reads a draft as a whole."""
    return set().union(*(_list_features_once(row.text, at) for at in range(len(split_text(row.text)))))


def is_composed(author: str) -> bool:
    """Whether nobody wrote the texts one by one."""
    return author.startswith("composed")


def is_separate_author(author: str) -> bool:
    """Whether somebody wrote the texts who knew nothing of how they are read."""
    return not author.startswith(("composed", guard_sentences.OWN_LESSONS))


_COMPOSED = 0.2
"""How much a composed sentence counts beside one that somebody wrote; chosen on authors left out."""


def weigh_composed_less(author: str) -> float:
    """Composed sentences are many and of one voice: those of people count more."""
    return _COMPOSED if is_composed(author) else 1.0


def states_only(features: Iterable[str]) -> bool:
    """Whether a sentence turns to nobody, by what counts of it."""
    return not addresses_reader(features)
