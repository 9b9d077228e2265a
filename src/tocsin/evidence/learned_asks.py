"""What a message asks, read by its likeness to frauds that asked it: a linear classifier with a column for each kind.

Read only of a message that was found against, for what no rule found: nothing here decides a level, it says what seems
to be asked, and in which sentence most. The table was trained on frauds of separate authors, who said what each asks
(``tools/train_asks.py``); a column is believed from where on it was right as often as promised (``SHARES_RIGHT``) among the
messages of authors left out in which no rule had found the thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import inf, sqrt
from operator import add
from typing import Final, NamedTuple

from tocsin.charter.items import ITEMS
from tocsin.evidence.finding_features import list_everything_found, list_finding_features
from tocsin.evidence.finding_stance import denies_last
from tocsin.evidence.model import AskLikeness, Evidence, Field, ItemRequest
from tocsin.evidence.resemblance import is_like_fraud
from tocsin.evidence.text_classifier import WeightSums, list_heading_features, split_sentences
from tocsin.evidence.utterances import find_passage
from tocsin.evidence.weight_columns import load_columns
from tocsin.evidence.word_weights import weigh_words
from tocsin.message.model import Message

TABLE: Final = "asks"
SHARES_RIGHT: Final = {"": 0.6, " sure": 0.8}
"""Share of the readings by a column that are right, by what authors left out said that their messages ask: in a message
that reads surely like frauds, and (``sure``) in any other, where a wrong one would hold against it what it does not ask.
By what follows the column's name in the name of its threshold."""
_SPEAKS: Final = {"": 0.75, " sure": 0.25}
"""Log-odds by which the sentence that is quoted must speak for it by itself, by what follows the column's name: where the
edge is low since the whole reads like frauds, any sentence of it speaks a little for everything that frauds ask."""
_MOST: Final = 6_000
"""Characters of a text that are read."""


def list_items(kind: str) -> list[str]:
    """The items that a kind of reason says are asked; none, where it is something else."""
    return [item.id for item in ITEMS.values() if item.kind == kind]


class _Sentence(NamedTuple):
    """A sentence of the message, with how much it speaks for each column."""

    start: int
    end: int
    field: Field
    sums: Sequence[int]
    known: int


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
    grade = "" if any(is_like_fraud(e, surely=True) for e in evidence) else " sure"
    words = weigh_words(TABLE, text, message.channel)
    found = _weigh_findings(list_everything_found(evidence, message.text), message.channel)
    shown = weights.find_places(list_heading_features(message.sender)) if message.sender else []
    added = weights.add_rows(shown, list(map(add, words.sums, found.sums)))
    sums = dict(zip(header.columns, added, strict=True))
    scale = header.step / sqrt(words.known + found.known + len(shown) or 1)
    margins = {kind: sums[kind] * scale - edge for kind, edge in _list_edges(grade)}
    open_kinds = sorted(margins.keys() - set(known), key=lambda kind: (-margins[kind], kind))
    sentences: list[_Sentence] | None = None
    for kind in open_kinds:
        if margins[kind] < 0:
            return
        if sentences is None:
            sentences = list(_list_sentences(message))
        place = header.columns.index(kind)
        said = max(sentences, key=lambda one: one.sums[place], default=None)
        if said is None or said.sums[place] * header.step / sqrt(said.known or 1) < _SPEAKS[grade]:
            continue  # nothing that the message says asks it
        items = sorted(list_items(kind), key=lambda item: -sums.get(item, -inf))
        request = ItemRequest(items[0], manner="likeness") if items else None
        raw = (message.subject if said.field == "subject" else message.text)[said.start : said.end]
        sure = sums[kind] * scale >= header.thresholds.get(f"{kind} sure", inf)
        share = SHARES_RIGHT[" sure" if sure else grade]
        about = AskLikeness(request, header.rows, header.rows_hash, share)
        yield (
            kind,
            Evidence("named", items[0] if items else kind, said.start, said.end, raw, said.field, about),
        )


@lru_cache(maxsize=4096)
def _weigh_findings(names: frozenset[str], channel: str) -> WeightSums:
    return load_columns(TABLE).sum_features(list_finding_features(names, channel))


@cache
def _list_edges(grade: str) -> list[tuple[str, float]]:
    """From where on each column is believed."""
    thresholds = load_columns(TABLE).header.thresholds.items()
    return [(k.removesuffix(grade), edge) for k, edge in thresholds if k.endswith(" sure") is bool(grade)]


def _list_sentences(message: Message) -> Iterator[_Sentence]:
    """The sentences by which something may be asked."""
    fields: tuple[tuple[Field, str], ...] = (("text", message.text[:_MOST]), ("subject", message.subject))
    for field, text in fields:
        for start, end in split_sentences(text):
            # Of a turn, its speaker's name stands before the passage.
            passage = find_passage(message.passages, end - 1, end) if field == "text" else None
            if (passage and passage.kind == "reply") or denies_last(text[start:end]):
                continue
            weighed = weigh_words(TABLE, text[start:end], message.channel)
            yield _Sentence(start, end, field, weighed.sums, weighed.known)
