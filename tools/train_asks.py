"""Train the table by which it is read what a fraud asks: ``./dev train asks``.

One penalised logistic regression for each kind of reason that says what is asked, and for each item where a kind has
several, by the same minimisation as the other classifiers: the
frauds that ask it against those that do not, with the same weight in all. Small weights are left out.
"""

import json
from collections.abc import Sequence
from hashlib import blake2b
from math import ceil

import numpy as np

from tocsin.charter.items import ITEMS
from tocsin.evidence.learned_asks import SHARES_RIGHT, TABLE
from tocsin.evidence.text_classifier import TABLES
from tools import train_classifier
from tools.ask_rows import AskingText, read_asking_texts
from tools.training_record import TrainingRecord, save_training_record

FEWEST_AUTHORS = 5
"""That a feature must have."""
FEWEST_ROWS = 60
"""That ask for something, for it to have a column."""
FOLDS = 8
"""Authors are left out in as many groups: each is judged by a table that saw nothing of theirs."""
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
        """Log-odds, rows by columns, by weights that saw nothing of a row's author."""
        authors = sorted({row.author for row in self.rows})
        fold = {author: i % FOLDS for i, author in enumerate(authors)}
        folds = np.array([fold[row.author] for row in self.rows])
        scores = np.zeros(self.asking.shape)
        for one in range(FOLDS):
            theirs = folds == one
            weights = self.fit(np.where(theirs, 0.0, 1.0), 1e-1)
            scores[theirs] = self.matrix.matrix[theirs] @ weights
        return scores

    def choose_thresholds(self, scores: Floats) -> dict[str, float]:
        """Log-odds from which on the readings that no rule made are right as often as promised, in hundredths."""
        edges = {}
        for i, column in enumerate(self.columns):
            if column in ITEMS:
                continue  # it only says which of several items of its kind is meant
            open_to_it = np.array([column not in row.found for row in self.rows]) & ~self.untold[:, i]
            order = np.argsort(-scores[:, i], kind="stable")
            order = order[open_to_it[order]]
            shares = np.cumsum(self.asking[order, i]) / np.arange(1, len(order) + 1)
            for grade, share in SHARES_RIGHT.items():
                enough = np.flatnonzero(shares[_LEAST_READ - 1 :] >= share)
                if len(enough):
                    edge = float(scores[order[enough[-1] + _LEAST_READ - 1], i])
                    edges[column + grade] = ceil(edge * 100) / 100
        return edges


def hash_texts(rows: Sequence[AskingText]) -> str:
    """Of what counts of the texts, what they ask, what was found and who wrote them; and of what thresholds promise."""
    digest = blake2b(json.dumps(SHARES_RIGHT).encode(), digest_size=8)
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
