"""Sentences of our own fixed texts, word for word: what is approved leaves whatever the classifiers learn next.

``approved_sentences.txt`` holds those of the conversations and of the answers by SMS and mail, with a place for what is put
in (``python -m tools.write_approved_sentences`` writes it from these texts). A number, a link, a date, a code and a variable
are known by their kind only: where a number or a link leads is judged by rules of its own.

>>> from tocsin.guard.draft_sentences import split_sentences
>>> from tocsin.guard.draft_template import DraftTemplate
>>> (sentence,) = split_sentences(DraftTemplate("CPAM : ne rappelez pas le 01 99 00 12 34.").filled_with_kinds)
>>> write_canonical_sentence(sentence, frozenset({"cpam"}))
'ne rappelez pas le <number>'
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from tocsin.evidence.fold import fold_text
from tocsin.guard.draft_sentences import DraftSentence, DraftWord
from tocsin.locale.catalogues import load_catalogue
from tocsin.locale.languages import ORIGINALS

APPROVED_SENTENCES = Path(__file__).parent / "approved_sentences.txt"
_RECEIPT = "xvarother"
"""A variable of which nothing is known, such as the code of a receipt."""
_GROUP = 4
"""Signs of a group of a code."""
_MONTHS = "|".join(
    fold_text(month) for lang in ORIGINALS for month in load_catalogue("tocsin", lang)["months"].values()
)
_DATE = re.compile(rf"(?:<number>|1er) (?:{_MONTHS}) <number>")
_WORDS_ALONE = 6
"""Words from which on a sentence says by itself what it is about; a shorter one, such as *répondez OUI*, takes its sense from
the others, and is approved only among approved ones."""


def find_approved(sentences: Sequence[DraftSentence], names: frozenset[str]) -> list[bool]:
    """Of each sentence of a draft, whether it is approved; ``names``: words of the institution's name."""
    known = _load_approved_sentences()
    found = [write_canonical_sentence(sentence, names) in known for sentence in sentences]
    if all(found):
        return found
    return [
        one and sum(not word.is_sign for word in sentence.words) >= _WORDS_ALONE
        for one, sentence in zip(found, sentences, strict=True)
    ]


def write_canonical_sentence(sentence: DraftSentence, names: frozenset[str]) -> str:
    """A sentence by its words and pauses, without the institution's name where that opens it."""
    words = list(sentence.words)
    colon = next((i for i, word in enumerate(words) if word.is_sign and word.text == ":"), 0)
    if colon and all(word.text in names for word in words[:colon]):
        del words[: colon + 1]
    said: list[str] = []
    for run in _list_joined_runs(words):
        said += ["<code>"] if _is_code(run) else map(_write_word, run)
    return _DATE.sub("<date>", " ".join(said)) + (" ?" if sentence.mark == "?" else "")


def _list_joined_runs(words: Sequence[DraftWord]) -> Iterator[list[DraftWord]]:
    """Words that hyphens join."""
    run: list[DraftWord] = []
    for word in words:
        if run and not word.joined:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_code(run: Sequence[DraftWord]) -> bool:
    """*K7QF-2M9D-HJ4R*, or the place for it."""
    if len(run) == 1:
        return run[0].text == _RECEIPT
    return all(len(word.written) == _GROUP and word.written == word.written.upper() for word in run)


def _write_word(word: DraftWord) -> str:
    return f"<{word.kind}>" if word.kind in ("number", "link") else word.text


@cache
def _load_approved_sentences() -> frozenset[str]:
    return frozenset(APPROVED_SENTENCES.read_text(encoding="utf-8").splitlines())
