"""Train the table by which a message is likened to an institution's: ``./dev train institutions``.

One penalised logistic regression for each institution, by the same minimisation as the other classifiers: its messages
against nobody's and against those of all others, each institution with the same weight however many rows it has. The first
column tells the messages of any institution from nobody's. Small weights are left out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from scipy.sparse import csr_array

from tocsin.evidence.institution_likeness import ANY, TABLE
from tocsin.evidence.text_classifier import TABLES
from tocsin.evidence.weight_columns import parse_columns
from tools import train_classifier
from tools.institution_rows import NOBODY, AttributedText, read_attributed_texts
from tools.training_record import TrainingRecord, hash_table, save_training_record

MOST_WRITTEN = "assurance_maladie"
"""It has more rows than all others together: a feature of its messages must have four times as many."""
_MOST_OF_ANY = 400.0
"""Rows that one institution counts for at most among those of any."""
FEWEST_ROWS, FEWEST_AUTHORS = 3, 2
"""That a feature must have among the messages of institutions: of fewer it may be one person's habit."""
_TOTAL = 400.0
"""Texts that those of a column count for, half of them the institution's."""
_TOTAL_ANY = 3000.0
FEWEST_TO_LEAVE_OUT = 60
"""Rows in the name of institutions that an author has written who is left out once."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class LikenessRows:
    """The rows as a matrix."""

    def __init__(self, rows: Sequence[AttributedText]) -> None:
        self.rows = rows
        owned = [row for row in rows if row.institution != NOBODY]
        self.names = sorted(
            _list_shared_features(
                (r for r in owned if r.institution != MOST_WRITTEN), FEWEST_ROWS, FEWEST_AUTHORS
            )
            | _list_shared_features(
                (r for r in owned if r.institution == MOST_WRITTEN), 4 * FEWEST_ROWS, 3 * FEWEST_AUTHORS
            )
        )
        place = {name: i for i, name in enumerate(self.names)}
        known = [[place[f] for f in row.features if f in place] for row in rows]
        columns = np.array([i for one in known for i in one], dtype=np.int64)
        shared = np.bincount(columns, minlength=len(self.names))
        self.scales: Floats = np.log((1 + len(rows)) / (1 + shared)) + 1
        starts = np.concatenate([[0], np.cumsum([len(one) for one in known])])
        lengths = np.repeat(np.sqrt([max(len(one), 1) for one in known]), np.diff(starts))
        self.matrix = csr_array(
            (self.scales[columns] / lengths, columns, starts), shape=(len(rows), len(place))
        )
        self.columns = (ANY, *sorted({row.institution for row in owned}))
        whose = {name: i for i, name in enumerate(self.columns)}
        self.owners = np.array([whose.get(row.institution, -1) for row in rows])
        """Column of each row's institution; -1: nobody's."""
        self.is_nobodys = np.array([row.institution == NOBODY for row in rows])

    def fit(self, chosen: Floats, precision: float, start: Floats | None = None) -> Floats:
        """Weights, features by columns, of the rows chosen (1 or 0), looked for from those of ``start``."""
        count = len(self.columns)
        own = self.owners[:, None] == np.arange(count)[None, :]
        anybodys = self.owners > 0
        sizes = np.bincount(self.owners[(chosen > 0) & anybodys], minlength=count).clip(1)
        texts = np.zeros((len(self.rows), count))
        even = np.where(anybodys, 1.0 / sizes[self.owners], 0.0) * chosen
        nobodys = self.is_nobodys * chosen
        for i in range(1, count):
            texts[:, i] += _share(own[:, i] * chosen, _TOTAL / 2)
            texts[:, i] += _share(np.where(own[:, i], 0.0, even), _TOTAL / 4)
            texts[:, i] += _share(nobodys, _TOTAL / 4)
        whole = np.where(anybodys, np.minimum(1.0, _MOST_OF_ANY / sizes[self.owners]), 0.0) * chosen
        texts[:, 0] = _share(whole, _TOTAL_ANY / 2) + _share(nobodys, _TOTAL_ANY / 2)
        own[:, 0] = anybodys
        kept = np.ones((len(self.names), count))
        sign = np.where(own, 1.0, -1.0)
        return train_classifier.minimise_loss(self.matrix, sign, texts, kept, precision, start)

    def write(self, weights: Floats) -> str:
        """The table of weights."""
        return train_classifier.format_weight_columns(
            self.names, weights * self.scales[:, None], self.columns, hash_texts(self.rows), len(self.rows)
        )


def _list_shared_features(rows: Iterable[AttributedText], fewest: int, authors: int) -> set[str]:
    """The features that so many rows of so many authors have."""
    counts: Counter[str] = Counter()
    used: dict[str, set[str]] = {}
    for row in rows:
        counts.update(row.features)
        for feature in row.features:
            used.setdefault(feature, set()).add(row.author)
    return {feature for feature, n in counts.items() if n >= fewest and len(used[feature]) >= authors}


def _share(texts: Floats, total: float) -> Floats:
    """The same total, spread over texts as they count."""
    spread: Floats = texts * (total / max(float(texts.sum()), 1e-300))
    return spread


def hash_texts(rows: Sequence[AttributedText]) -> str:
    """Of what counts of the texts, whose they are and who wrote them."""
    digest = blake2b(digest_size=8)
    for row in rows:
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def measure_left_out(found: LikenessRows) -> tuple[float, float]:
    """Of authors left out: how often a message in an institution's name scores above nobody's, and the share of these
    messages that are likened to the right one, by more than 2 % of nobody's messages reach."""
    others = (row for row in found.rows if row.institution not in (NOBODY, MOST_WRITTEN))
    authors = Counter(row.author for row in others)
    scores: list[float] = []
    first: list[bool] = []
    right: list[bool] = []
    whole = found.fit(np.ones(len(found.rows)), 1e-2)
    for author in sorted(name for name, n in authors.items() if n >= FEWEST_TO_LEAVE_OUT):
        theirs = np.array([row.author == author for row in found.rows])
        weights = found.fit(np.where(theirs, 0.0, 1.0), 1e-2, whole)
        told = np.flatnonzero(theirs & ((found.owners > 0) | found.is_nobodys))
        likeness = found.matrix[told] @ weights
        best = likeness[:, 1:].argmax(axis=1) + 1
        scores += (likeness[:, 0] + likeness[:, 1:].max(axis=1)).tolist()
        first += (found.owners[told] > 0).tolist()
        right += (found.owners[told] == best).tolist()
    marks, kinds = np.array(scores), np.array(first, dtype=float)
    edge = np.quantile(marks[kinds == 0], 0.98)
    reached = float((np.array(right) & (marks > edge))[kinds > 0].mean())
    return train_classifier.measure_separation(marks, kinds), reached


def train_table(rows: Sequence[AttributedText]) -> str:
    """The table that comes of the rows, bit for bit."""
    found = LikenessRows(rows)
    return found.write(found.fit(np.ones(len(rows)), 1e-8))


def write_table() -> TrainingRecord:
    """Train, write the table and its record."""
    rows = read_attributed_texts()
    table = train_table(rows)
    assert parse_columns(table).header.rows == len(rows)
    (TABLES / f"{TABLE}.txt").write_text(table, encoding="utf-8")
    separation, recall = measure_left_out(LikenessRows(rows))
    record = TrainingRecord(
        given=hash_texts(rows),
        table=hash_table(table),
        separation=round(separation, 4),
        recall=round(recall, 4),
    )
    save_training_record(TABLE, record)
    return record
