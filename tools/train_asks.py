"""Train the table by which it is read what a fraud asks: ``./dev train asks``.

One penalised logistic regression for each kind of reason that says what is asked, and for each item where a kind has
several, by the same minimisation as the other classifiers: the
frauds that ask it against those that do not, with the same weight in all. Small weights are left out.
"""

import json
from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from math import ceil

import numpy as np
from scipy.sparse import csr_array

from tocsin.charter.items import ITEMS
from tocsin.evidence.learned_asks import SENTENCE_SHARE, SHARES_RIGHT, TABLE
from tocsin.evidence.text_classifier import TABLES, list_text_features
from tools import train_classifier
from tools.ask_rows import AskingText, read_asking_texts
from tools.training_record import TrainingRecord, save_training_record

FEWEST_AUTHORS = 5
"""That a feature must have."""
FEWEST_ROWS = 60
"""That ask for something, for it to have a column."""
FOLDS = 8
"""Authors are left out in as many groups: each is judged by a table that saw nothing of theirs."""
SHARE_OF_WEAKER = 0.4
"""Of the readings by a column that are not sure as many are right, at least: of all columns alike, since whatever one lets
through costs the others. With those that are sure they are right as often as is promised (``SHARES_RIGHT``)."""
_LEAST_READ = 8
"""Readings of which the share of right ones is told, at least."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class AskRows:
    """The rows as a matrix."""

    def __init__(self, rows: Sequence[AskingText]) -> None:
        self.rows = rows
        self.matrix = train_classifier.build_feature_matrix(
            [list(row.features) for row in rows], [row.author for row in rows], FEWEST_AUTHORS
        )
        asked = sorted({column for row in rows for column in row.asked})
        asking = {column: np.array([column in row.asked for row in rows]) for column in asked}
        self.columns = tuple(column for column in asked if asking[column].sum() >= FEWEST_ROWS)
        self.asking = np.array([asking[column] for column in self.columns]).T
        """Rows by columns: whether the row asks it."""
        self.untold = np.array([[column in row.untold for column in self.columns] for row in rows])
        """Rows by columns: whether its author's words leave that open."""
        self.known = abs(self.matrix.matrix).sign()
        """Rows by features: 1 for each feature that the row has."""

    def fit(self, chosen: Floats, precision: float) -> Floats:
        """Weights, features by columns, of the rows chosen (1 or 0)."""
        asking = self.asking * chosen[:, None]
        other = (~self.asking & ~self.untold) * chosen[:, None]
        half = chosen.sum() / 2
        texts = asking * (half / asking.sum(axis=0)) + other * (half / other.sum(axis=0))
        kept = np.ones((len(self.matrix.names), len(self.columns)))
        sign = np.where(self.asking, 1.0, -1.0)
        return train_classifier.minimise_loss(self.matrix.matrix, sign, texts, kept, precision)

    def score_left_out(self) -> Floats:
        """Log-odds, rows by columns, as they are read with tables that saw nothing of a row's author."""
        said, sayers = self._mark_sentences()
        authors = sorted({row.author for row in self.rows})
        fold = {author: i % FOLDS for i, author in enumerate(authors)}
        folds = np.array([fold[row.author] for row in self.rows])
        scores = np.full(self.asking.shape, -np.inf)
        for one in range(FOLDS):
            fitted = self.fit(np.where(folds == one, 0.0, 1.0), 1e-1) * self.matrix.scales[:, None]
            weights = train_classifier.drop_small_weights(fitted)
            wholes, parts = _weigh(self.known, weights), _weigh(said, weights)
            for row, sentences in enumerate(sayers):
                if folds[row] == one and len(sentences):
                    scores[row] = wholes[row] + SENTENCE_SHARE * parts[sentences].max(axis=0)
        return scores

    def _mark_sentences(self) -> tuple[csr_array, list[range]]:
        """The sentences by features, 1 for each that one has; and which are those of each row."""
        place = {name: i for i, name in enumerate(self.matrix.names)}
        known = [
            [place[f] for f in sorted(list_text_features(said, row.channel, "")) if f in place]
            for row in self.rows
            for said in row.sentences
        ]
        ends = np.cumsum([0, *(len(row.sentences) for row in self.rows)])
        starts = np.cumsum([0, *(len(one) for one in known)])
        columns = np.array([i for one in known for i in one], dtype=np.int64)
        shape = len(known), len(place)
        return csr_array((np.ones(len(columns)), columns, starts), shape=shape), [
            range(*span) for span in pairwise(ends.tolist())
        ]

    def choose_thresholds(self, scores: Floats) -> dict[str, float]:
        """Log-odds from which on the readings that no rule made are believed, and (``sure``) those that are surer."""
        edges = {}
        for i, column in enumerate(self.columns):
            if column in ITEMS:
                continue  # it only says which of several items of its kind is meant
            left = np.array([column not in row.found for row in self.rows]) & ~self.untold[:, i]
            for grade, share in ((" sure", SHARES_RIGHT[" sure"]), ("", SHARE_OF_WEAKER)):
                edge = _find_edge(scores[left, i], self.asking[left, i], share)
                if edge is not None:
                    edges[column + grade] = edge
                    left &= scores[:, i] < edge
            if column not in edges and f"{column} sure" in edges:
                edges[column] = edges[f"{column} sure"]
        return edges


def _find_edge(scores: Floats, right: Floats, share: float) -> float | None:
    """The log-odds, in hundredths, from which on that share of readings is right."""
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares[_LEAST_READ - 1 :] >= share)
    return ceil(float(scores[order[enough[-1] + _LEAST_READ - 1]]) * 100) / 100 if len(enough) else None


def _weigh(known: csr_array, weights: Floats) -> Floats:
    """Log-odds, texts by columns, as a table with these weights has them: it knows no feature without any."""
    counts = known @ (np.abs(weights).sum(axis=1) > 0).astype(float)
    weighed: Floats = known @ weights / np.sqrt(counts.clip(1))[:, None]
    return weighed


def hash_texts(rows: Sequence[AskingText]) -> str:
    """Of what counts of the texts, what they ask, what was found and who wrote them; and of what thresholds promise."""
    digest = blake2b(json.dumps([SHARES_RIGHT, SHARE_OF_WEAKER, SENTENCE_SHARE]).encode(), digest_size=8)
    for row in rows:
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def train_table(rows: Sequence[AskingText]) -> tuple[str, Floats]:
    """The table that comes of the rows, bit for bit, and the scores of authors left out."""
    found = AskRows(rows)
    scores = found.score_left_out()
    weights = found.fit(np.ones(len(rows)), 1e-8) * found.matrix.scales[:, None]
    table = train_classifier.format_weight_columns(
        found.matrix.names,
        weights,
        found.columns,
        hash_texts(rows),
        len(rows),
        found.choose_thresholds(scores),
    )
    return table, scores


def write_table() -> TrainingRecord:
    """Train, write the table and its record."""
    rows = read_asking_texts()
    table, scores = train_table(rows)
    (TABLES / f"{TABLE}.txt").write_text(table, encoding="utf-8")
    asking = AskRows(rows).asking
    marks, first = scores.ravel(), asking.ravel().astype(float)
    record = train_classifier.measure_training(hash_texts(rows), table, marks, first)
    save_training_record(TABLE, record)
    return record
