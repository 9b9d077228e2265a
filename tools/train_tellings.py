"""Train the table by which it is read what a person tells of themselves: ``./dev train tellings``.

One penalised logistic regression tells tellings from near misses by the same authors and from messages as they are
received; one for each deed tells the tellings of it from the others. Same minimisation as the other classifiers; small
weights are left out, before thresholds are chosen.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

import numpy as np

from tocsin.evidence.reported_deeds import (
    GLANCE_TABLE,
    TABLE,
    TELLS,
    TELLS_BESIDE_SENDER,
    list_telling_features,
)
from tocsin.evidence.text_classifier import TABLES, ClassifierHeader, TextClassifier, format_classifier
from tocsin.evidence.weight_columns import parse_columns
from tools import train_classifier
from tools.message_rows import list_message_rows
from tools.training_findings import digest_row, load_findings
from tools.training_model import EVALS
from tools.training_record import TrainingRecord, save_training_record

OWN = "own"
"""Rows written with the others in hand: they teach at half weight, and nothing is measured by them."""
FEWEST_AUTHORS = 2
"""That a feature must have."""
FEWEST_ROWS = 40
"""That tell of a deed, for it to have a column."""
NEAR_MISSES, RECEIVED = 0.03, 1 / 300
"""Shares of the near misses, and of the frauds as they are received, that may be taken for a telling. Other messages are
not counted: in some of them somebody truly tells."""
NEAR_MISSES_SENT, RECEIVED_SENT = 0.05, 1 / 1000
"""The same where a sender is given: the near misses were written to be taken for tellings, and frauds mostly have one."""
SHARE_RIGHT = 0.6
"""Share of the readings of a deed that are right, by what authors left out said of their rows."""
GLANCE_SLACK = 1.1
"""Log-odds by which words and neighbours alone may fall short of a telling: 2 of 430 noticed ones do, and 97 of 100 messages as
received."""
_LEAST_READ = 8
"""Readings of which the share of right ones is told, at least."""
_TOTAL, _TOTAL_DEED = 600.0, 200.0
"""Texts that those of a column count for, half of them the tellings of it: of tellings, and of a deed."""
_RECEIVED = 0.15
"""Share of the messages as received in those; the near misses make up the other half with them."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class ToldText(NamedTuple):
    """What counts of a text, and what is told in it."""

    features: tuple[str, ...]
    told: tuple[str, ...]
    """``tells`` and the deeds; none, where nobody tells of themselves."""
    author: str
    received: bool = False
    """Whether it is a message as it is received, and no near miss."""
    fraud: bool = False
    sent: bool = False
    """Whether a sender is given beside a telling or its near miss."""


def read_told_texts() -> list[ToldText]:
    """The tellings and near misses of each author, and the messages of the rounds in which nobody tells."""
    rows = []
    for file in sorted(EVALS.glob("tellings/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            told = (TELLS, *sorted(row["did"])) if row["tells"] else ()
            features = tuple(sorted(list_telling_features(row["text"])))
            rows.append(ToldText(features, told, file.stem, sent=bool(row.get("sender"))))
    return [*rows, *_read_received()]


def _read_received() -> Iterator[ToldText]:
    findings = load_findings()
    for author, row in list_message_rows():
        # A call is told by whoever had it; and in a harmless message somebody may truly tell what they did.
        if row.get("channel") == "call" or row.get("family") == "help_asked":
            continue
        fraud = row["expect"]["verdict"][0] in ("imposture", "suspicious")
        if not fraud and any(name.startswith("#deed:") for name in findings[digest_row(row)]):
            continue
        features = tuple(sorted(list_telling_features(row["text"])))
        yield ToldText(features, (), author, received=True, fraud=fraud)


class ToldRows:
    """The rows as a matrix."""

    def __init__(self, rows: Sequence[ToldText]) -> None:
        self.rows = rows
        self.matrix = train_classifier.build_feature_matrix(
            [list(row.features) for row in rows], [row.author for row in rows], FEWEST_AUTHORS
        )
        deeds = sorted({deed for row in rows for deed in row.told} - {TELLS})
        telling = {deed: np.array([deed in row.told for row in rows]) for deed in (TELLS, *deeds)}
        self.columns = tuple(name for name, whose in telling.items() if whose.sum() >= FEWEST_ROWS)
        self.telling = np.array([telling[name] for name in self.columns]).T
        """Rows by columns: whether it is told."""
        self.received = np.array([row.received for row in rows])
        self.authors = np.array([row.author for row in rows])
        self.known = abs(self.matrix.matrix).sign()

    def fit(self, chosen: Floats, precision: float) -> Floats:
        """Weights, features by columns, of the rows chosen (1 or 0), for a feature that counts once."""
        base = np.where(self.authors == OWN, 0.5, 1.0) * chosen
        tells = self.telling[:, 0]
        texts = np.zeros(self.telling.shape)
        for i in range(len(self.columns)):
            own = self.telling[:, i]
            total = _TOTAL_DEED if i else _TOTAL
            texts[:, i] += _share(base * own, total / 2)
            if i:
                texts[:, i] += _share(base * (tells & ~own), total / 2)
            else:
                texts[:, i] += _share(base * (~tells & ~self.received), total * (0.5 - _RECEIVED))
                texts[:, i] += _share(base * self.received, total * _RECEIVED)
        kept = np.ones((len(self.matrix.names), len(self.columns)))
        sign = np.where(self.telling, 1.0, -1.0)
        weights = train_classifier.minimise_loss(self.matrix.matrix, sign, texts, kept, precision)
        scaled: Floats = weights * self.matrix.scales[:, None]
        return scaled

    def score_left_out(self) -> Floats:
        """Log-odds, rows by columns, by tables that saw nothing of a row's author; not a number for our own."""
        judged = sorted(set(self.authors[~self.received]) - {OWN})
        groups = {
            author: i % len(judged) for i, author in enumerate(sorted(set(self.authors) - {*judged, OWN}))
        }
        groups |= {author: i for i, author in enumerate(judged)}
        folds = np.array([groups.get(author, -1) for author in self.authors])
        scores = np.full(self.telling.shape, np.nan)
        for one in range(len(judged)):
            theirs = folds == one
            weights = train_classifier.drop_small_weights(self.fit(np.where(theirs, 0.0, 1.0), 1e-2))
            known = self.known[theirs]
            counts = known @ (np.abs(weights).sum(axis=1) > 0).astype(float)
            scores[theirs] = known @ weights / np.sqrt(counts.clip(1))[:, None]
        return scores

    def choose_thresholds(self, scores: Floats) -> dict[str, float]:
        """Log-odds from which on a telling, and each deed of one, is believed, in hundredths."""
        judged = ~np.isnan(scores[:, 0])
        tells = self.telling[:, 0]
        near = judged & ~tells & ~self.received
        sent = np.array([row.sent for row in self.rows])
        received = scores[judged & np.array([row.fraud for row in self.rows]), 0]
        edges = {}
        for name, whose, near_misses, frauds in (
            (TELLS, near & ~sent, NEAR_MISSES, RECEIVED),
            (TELLS_BESIDE_SENDER, near & sent, NEAR_MISSES_SENT, RECEIVED_SENT),
        ):
            edge = max(np.quantile(scores[whose, 0], 1 - near_misses), np.quantile(received, 1 - frauds))
            edges[name] = ceil(float(edge) * 100) / 100
        for i, deed in enumerate(self.columns[1:], 1):
            order = np.argsort(-scores[:, i], kind="stable")
            order = order[(judged & tells)[order]]
            shares = np.cumsum(self.telling[order, i]) / np.arange(1, len(order) + 1)
            enough = np.flatnonzero(shares[_LEAST_READ - 1 :] >= SHARE_RIGHT)
            if len(enough):
                edges[deed] = ceil(float(scores[order[enough[-1] + _LEAST_READ - 1], i]) * 100) / 100
        return edges


def _share(texts: Floats, total: float) -> Floats:
    """The same total, spread over texts as they count."""
    spread: Floats = texts * (total / max(float(texts.sum()), 1e-300))
    return spread


def hash_texts(rows: Sequence[ToldText]) -> str:
    """Of what counts of the texts, what is told and who wrote them; and of what thresholds promise."""
    digest = blake2b(
        json.dumps([NEAR_MISSES, RECEIVED, NEAR_MISSES_SENT, RECEIVED_SENT, SHARE_RIGHT]).encode(),
        digest_size=8,
    )
    for row in rows:
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def train_table(rows: Sequence[ToldText]) -> tuple[str, ToldRows, Floats]:
    """The table that comes of the rows, bit for bit; the rows, and the scores of authors left out."""
    found = ToldRows(rows)
    scores = found.score_left_out()
    table = train_classifier.format_weight_columns(
        found.matrix.names,
        found.fit(np.ones(len(rows)), 1e-8),
        found.columns,
        hash_texts(rows),
        len(rows),
        found.choose_thresholds(scores),
    )
    return table, found, scores


def derive_glance(table: str) -> str:
    """The table of the first look that comes of the whole one."""
    weights = parse_columns(table)
    header = weights.header
    column = header.columns.index(TELLS)
    own = {
        feature: dict(weights.list_weights(place)).get(column, 0)
        for place, feature in enumerate(weights.rows)
        if "~" not in feature
    }
    told = ClassifierHeader(
        name=GLANCE_TABLE,
        rows_hash=header.rows_hash,
        rows=header.rows,
        step=header.step,
        thresholds={TELLS: round(header.thresholds[TELLS] - GLANCE_SLACK, 2)},
    )
    return format_classifier(TextClassifier(told, {one: weight for one, weight in own.items() if weight}))


def write_table() -> TrainingRecord:
    """Train, write the tables and their record: of authors left out, tellings against their near misses."""
    rows = read_told_texts()
    table, found, scores = train_table(rows)
    (TABLES / f"{TABLE}.txt").write_text(table, encoding="utf-8")
    (TABLES / f"{GLANCE_TABLE}.txt").write_text(derive_glance(table), encoding="utf-8")
    judged = ~np.isnan(scores[:, 0]) & ~found.received
    marks, first = scores[judged, 0], found.telling[judged, 0].astype(float)
    record = train_classifier.measure_training(hash_texts(rows), table, marks, first)
    save_training_record(TABLE, record)
    return record
