"""What a message asks, read by its likeness to frauds that asked it: a linear classifier with a column for each kind.

Read only of a message that was found against, for what no rule found: nothing here decides a level, it says what seems
to be asked, and in which sentence most. The table was trained on frauds of separate authors, who said what each asks
(``tools/train_asks.py``); a column is believed from where on it was right as often as promised (``SHARES_RIGHT``) among the
messages of authors left out in which no rule had found the thing.
"""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from math import inf, sqrt
from operator import add
from typing import Final

from tocsin.charter.items import ITEMS
from tocsin.evidence.finding_features import list_everything_found, list_finding_features
from tocsin.evidence.finding_stance import denies_last
from tocsin.evidence.model import AskLikeness, Evidence, Field, ItemRequest
from tocsin.evidence.resemblance import is_like_fraud
from tocsin.evidence.text_classifier import WeightSums, split_sentences
from tocsin.evidence.utterances import find_passage
from tocsin.evidence.weight_columns import load_columns
from tocsin.evidence.word_weights import weigh_words
from tocsin.message.model import Message

TABLE: Final = "asks"
SHARES_RIGHT: Final = {"": 0.6, " sure": 0.8}
"""Share of all readings that are right, by what authors left out said that their messages ask: in a message that reads
surely like frauds, and in any other, where a wrong one would hold against it what it does not ask, and only what is
``sure`` counts. By what follows the column's name in the name of its threshold."""
SENTENCE_SHARE: Final = 0.25
"""How much the sentence that is quoted counts, beside the whole: where the whole reads like frauds, it speaks a little for
everything that frauds ask."""
_MOST: Final = 6_000
"""Characters of a text that are read."""
_LONGEST_DENIAL: Final = 200
"""Characters of a sentence that a denial at its end speaks of."""


def list_items(kind: str) -> list[str]:
    """The items that a kind of reason says are asked; none, where it is something else."""
    return [item.id for item in ITEMS.values() if item.kind == kind]


class _Sentence:
    """A sentence of the message, with how much it speaks for each column."""

    def __init__(self, field: Field, start: int, end: int, said: str, weighed: WeightSums) -> None:
        self.field, self.start, self.end, self.said = field, start, end, said
        self.sums = weighed.sums
        self.root = sqrt(weighed.known or 1)

    @cached_property
    def is_denied(self) -> bool:
        """Whether it ends in a denial, which is looked for where something hangs on it."""
        return _is_denied(self.said)


def find_learned_asks(
    message: Message, evidence: Iterable[Evidence], known: Iterable[str] = ()
) -> Iterator[tuple[str, Evidence]]:
    """What the message seems to ask: kind of reason, and the sentence that speaks most for it, the surest first, each kind
    once; not what it denies, nor what the person answers. ``known``: kinds that are not looked for any more."""
    weights = load_columns(TABLE)
    header = weights.header
    text = message.text[:_MOST]
    text = f"{message.subject}\n{text}" if message.subject else text
    evidence = tuple(evidence)
    grade = "" if any(is_like_fraud(e, surely=True) for e in evidence if e.kind == "resemblance") else " sure"
    words = weigh_words(TABLE, text, message.channel)
    found = _weigh_findings(list_everything_found(evidence, message.text), message.channel)
    shown = weights.find_heading_places(message.sender)
    added = weights.add_rows(shown, list(map(add, words.sums, found.sums)))
    scale = header.step / sqrt(words.known + found.known + len(shown) or 1)
    sentences = list(_weigh_sentences(message))
    readings: list[tuple[float, str, _Sentence, float]] = []
    for kind, place, edge in _list_edges(grade):
        if kind in known:
            continue
        whole = added[place] * scale
        most = max([one.sums[place] * header.step / one.root for one in sentences], default=0.0)
        if most <= 0 or whole + SENTENCE_SHARE * most < edge:
            continue  # whichever sentence asks it, if one does
        said = _choose_sentence(sentences, place)
        if said is None:
            continue
        spoken = said.sums[place] * header.step / said.root
        score = whole + SENTENCE_SHARE * spoken
        if spoken > 0 and score >= edge:
            readings.append((edge - score, kind, said, score))
    sums = dict(zip(header.columns, added, strict=True)) if readings else {}
    for _, kind, said, score in sorted(readings, key=lambda reading: reading[:2]):
        items = sorted(list_items(kind), key=lambda item: -sums.get(item, -inf))
        request = ItemRequest(items[0], manner="likeness") if items else None
        sure = score >= header.thresholds.get(f"{kind} sure", inf)
        about = AskLikeness(request, header.rows, header.rows_hash, SHARES_RIGHT[grade], sure)
        yield (
            kind,
            Evidence(
                "named", items[0] if items else kind, said.start, said.end, said.said, said.field, about
            ),
        )


@lru_cache(maxsize=4096)
def _weigh_findings(names: frozenset[str], channel: str) -> WeightSums:
    return load_columns(TABLE).sum_features(list_finding_features(names, channel))


@cache
def _list_edges(grade: str) -> list[tuple[str, int, float]]:
    """Each column with its place, and from where on it is believed."""
    header = load_columns(TABLE).header
    edges = [
        (k.removesuffix(grade), v) for k, v in header.thresholds.items() if k.endswith(" sure") is bool(grade)
    ]
    return [(kind, header.columns.index(kind), edge) for kind, edge in edges]


def list_asking_sentences(message: Message) -> Iterator[tuple[Field, int, int]]:
    """Where the sentences stand by which something may be asked: none that the person answers, none that ends in a denial
    (one without an end, as a machine writes down what it hears, denies one thing and asks another)."""
    return (
        (field, start, end) for field, start, end, said in _list_sentences(message) if not _is_denied(said)
    )


def _list_sentences(message: Message) -> Iterator[tuple[Field, int, int, str]]:
    """Where the sentences stand that the person does not answer, and what they say."""
    fields: tuple[tuple[Field, str], ...] = (("text", message.text[:_MOST]), ("subject", message.subject))
    for field, text in fields:
        for start, end in split_sentences(text):
            # Of a turn, its speaker's name stands before the passage.
            passage = find_passage(message.passages, end - 1, end) if field == "text" else None
            if not (passage and passage.kind == "reply"):
                yield field, start, end, text[start:end]


def _is_denied(said: str) -> bool:
    return len(said) <= _LONGEST_DENIAL and denies_last(said)


def _weigh_sentences(message: Message) -> Iterator[_Sentence]:
    for field, start, end, said in _list_sentences(message):
        yield _Sentence(field, start, end, said, weigh_words(TABLE, said, message.channel))


def _choose_sentence(sentences: Iterable[_Sentence], place: int) -> _Sentence | None:
    """The sentence that speaks most for a column of those that are not denied."""
    order = sorted(sentences, key=lambda one: -one.sums[place])
    return next((one for one in order if not one.is_denied), None)
