"""Train the text classifiers from the rows in the repository: `./dev train [NAME]`.

A table comes out the same, bit for bit, wherever it is trained: the loss is convex, it is minimised far below
what the rounding of weights to integers can see, and nothing is drawn by chance. It says by how much it
separates the authors whom it was not trained on, each left out once, and keeps thresholds from that.
"""

import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from tocsin.evidence.text_classifier import TABLES, ClassifierHeader, TextClassifier, format_classifier
from tocsin.evidence.weight_columns import ColumnsHeader, format_columns
from tocsin.guard.permitted_words import PERMITTED_WORDS
from tools.guard_sentences import list_permitted_stems
from tools.message_rows import list_message_rows
from tools.training_findings import record_findings
from tools.training_model import LabelledText, ThresholdRule, TrainingTask, weigh_alike
from tools.training_record import TrainingRecord, hash_table, hash_training_input, save_training_record
from tools.training_tasks import TASKS

MOST_WEIGHT = 127
_READ_BY = {"danger": ("contacts",), "guard_drafts": ("guard_asks", "guard_hints", "guard_threats")}
"""Tables whose rows, or thresholds, hang on what another one says: trained after it, and whenever it is."""
COLUMN_TABLES = ("institutions", "asks", "tellings")
"""Tables with several columns, each trained by ``tools/train_<name>.py``."""
LEAST_WEIGHT = 8
"""Smaller ones are dropped from tables of several columns."""
_PENALTY = 1.0
"""Of squared weights against the loss of one text; chosen on authors left out, and not sensitive."""

_ROUNDING = 1e-10
"""Of a loss: what its sum may differ by when nothing has changed."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class TrainingResult(NamedTuple):
    """A classifier, and what the same training gives for authors left out."""

    classifier: TextClassifier
    left_out: Floats
    """Log-odds of each text by a classifier that saw nothing of its author."""
    record: TrainingRecord


class FeatureMatrix(NamedTuple):
    """The features of texts as numbers."""

    features: list[list[str]]
    """What counts of each text."""
    names: list[str]
    """Those that enough authors use."""
    scales: Floats
    """How much a feature counts before training, the more the rarer it is (inverse document frequency)."""
    matrix: csr_array
    """A text a row: the scale of each feature that it has, over the square root of their number."""
    authors: Floats
    """Authors by texts: how much a text counts where it is theirs, else 0."""
    fewest_authors: int


def list_row_features(task: TrainingTask, rows: Sequence[LabelledText]) -> list[list[str]]:
    """What counts of each text."""
    return [sorted(task.list_features(row)) for row in rows]


def build_matrix(task: TrainingTask, rows: Sequence[LabelledText]) -> FeatureMatrix:
    """That of the rows of a task."""
    found = list_row_features(task, rows)
    return build_feature_matrix(found, [row.author for row in rows], task.fewest_authors, task.weigh_author)


def build_feature_matrix(
    found: list[list[str]],
    writers: Sequence[str],
    fewest_authors: int,
    weigh_author: Callable[[str], float] = weigh_alike,
) -> FeatureMatrix:
    """The features that enough authors use, and which text has which."""
    counts = Counter(feature for features in found for feature in features)
    used = Counter(
        feature for _, feature in {(who, f) for who, fs in zip(writers, found, strict=True) for f in fs}
    )
    names = sorted(feature for feature, n in used.items() if n >= fewest_authors)
    place = {name: i for i, name in enumerate(names)}
    scales = np.log((1 + len(found)) / (1 + np.array([counts[name] for name in names]))) + 1
    known = [[place[f] for f in features if f in place] for features in found]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in known])])
    columns = np.array([i for one in known for i in one], dtype=np.int64)
    lengths = np.repeat(np.sqrt([max(len(one), 1) for one in known]), np.diff(starts))
    matrix = csr_array((scales[columns] / lengths, columns, starts), shape=(len(found), len(names)))
    authors = sorted(set(writers))
    own = np.array([[who == author for who in writers] for author in authors], dtype=float)
    own *= np.array([[weigh_author(author)] for author in authors])
    own *= len(found) / own.sum()
    return FeatureMatrix(found, names, scales, matrix, own, fewest_authors)


def fit_weights(
    found: FeatureMatrix, first: Floats, use: Floats, precision: float, start: Floats | None = None
) -> Floats:
    """Weights (features by columns) of penalised logistic regressions, one a column of ``use``.

    ``use`` says whose texts a column is trained on (authors by columns, 1 or 0); a feature that too few of
    them use has no weight there. There is no bias, and both kinds weigh the same however many texts there are of
    each: of a text without known features nothing is said. Newton's
    method, with conjugate gradients for each step and shorter ones where the loss would rise, until the gradient of every
    column is below ``precision``.
    """
    turned = found.matrix.T.tocsr()
    counted = found.authors.sum(axis=0)
    share = (first * counted).sum() / counted.sum()
    texts = found.authors.T @ use * np.where(first, 0.5 / share, 0.5 / (1 - share))[:, None]
    kept = (((turned @ found.authors.T) > 0).astype(float) @ use >= found.fewest_authors).astype(float)
    return minimise_loss(found.matrix, np.where(first, 1.0, -1.0)[:, None], texts, kept, precision, start)


def minimise_loss(
    matrix: csr_array,
    sign: Floats,
    texts: Floats,
    kept: Floats,
    precision: float,
    start: Floats | None = None,
) -> Floats:
    """Weights of penalised logistic regressions, features by columns.

    ``sign`` is 1 for a text of the first kind and -1 for another, ``texts`` how much each counts, ``kept`` 1 for a feature
    that may have a weight: each by columns, or for all of them. ``start``: weights near those that are looked for, such as
    those of the texts of all authors, from which those without one author are found in a third of the time.
    """
    turned = matrix.T.tocsr()
    weights = np.zeros_like(kept) if start is None else kept * start

    def measure_loss(weights: Floats) -> Floats:
        loss: Floats = (texts * np.logaddexp(0, -sign * (matrix @ weights))).sum(axis=0)
        return loss + _PENALTY / 2 * (weights**2).sum(axis=0)

    while True:
        wrong = 1 / (1 + np.exp(sign * (matrix @ weights)))
        slope = kept * (turned @ (-sign * wrong * texts) + _PENALTY * weights)
        if np.abs(slope).max() < precision:
            return weights
        bend = wrong * (1 - wrong) * texts

        def apply_curvature(along: Floats, bend: Floats = bend) -> Floats:
            bent: Floats = kept * (turned @ (bend * (matrix @ along)) + _PENALTY * along)
            return bent

        step = _solve_newton_step(apply_curvature, slope)
        most = measure_loss(weights) * (1 + _ROUNDING)
        # Where the loss bends little, as far from its least, a whole step may lead further away.
        while (worse := measure_loss(weights - step) > most).any():
            step = np.where(worse, step / 2, step)
        weights -= step


def _solve_newton_step(apply_curvature: Callable[[Floats], Floats], slope: Floats) -> Floats:
    """Conjugate gradients on all columns at once, to a hundredth of the slope."""
    step = np.zeros_like(slope)
    rest = slope.copy()
    along = rest.copy()
    size = (rest**2).sum(axis=0)
    enough = size * 1e-4
    while (size > enough).any():
        bent = apply_curvature(along)
        share = size / np.maximum((along * bent).sum(axis=0), 1e-300)
        step += share * along
        rest -= share * bent
        now = (rest**2).sum(axis=0)
        along = rest + now / np.maximum(size, 1e-300) * along
        size = now
    return step


def score_left_out(found: FeatureMatrix, first: Floats, whole: Floats) -> Floats:
    """Log-odds of each text by a regression on the texts of all other authors; ``whole`` are the weights of all texts."""
    weights = _leave_each_out(found, first, whole)
    left_out: Floats = (found.matrix @ weights)[found.authors.T > 0]
    return left_out


@cache
def fit_left_out(name: str) -> tuple[FeatureMatrix, Floats, dict[str, int]]:
    """The features of a task, weights by a regression on the texts of all authors but one, and which column is whose."""
    task = TASKS[name]
    rows = task.read_rows()
    found = build_matrix(task, rows)
    first = np.array([row.first for row in rows], dtype=float)
    authors = {author: i for i, author in enumerate(sorted({row.author for row in rows}))}
    return found, _leave_each_out(found, first, _fit_all(found, first)), authors


def _fit_all(found: FeatureMatrix, first: Floats) -> Floats:
    """Weights by a regression on the texts of all authors."""
    return fit_weights(found, first, np.ones((len(found.authors), 1)), precision=1e-8)


def _leave_each_out(found: FeatureMatrix, first: Floats, whole: Floats) -> Floats:
    """Weights by regressions on the texts of all authors but one, an author a column."""
    return fit_weights(found, first, 1.0 - np.eye(len(found.authors)), precision=1e-3, start=whole)


def score_context(task: TrainingTask, rows: Sequence[LabelledText]) -> Floats:
    """Log-odds of the whole text of each row, by the task that tells of it, without its author."""
    if not task.context:
        return np.zeros(len(rows))
    found, weights, authors = fit_left_out(task.context)
    place = {name: i for i, name in enumerate(found.names)}
    scores: dict[tuple[str, str], float] = {}
    for row in rows:
        if (row.text, row.author) not in scores:
            known = [place[f] for f in sorted(TASKS[task.context].list_features(row)) if f in place]
            weighed = weights[known, authors[row.author]] * found.scales[known]
            scores[row.text, row.author] = float(weighed.sum() / np.sqrt(max(len(known), 1)))
    return np.array([scores[row.text, row.author] for row in rows])


def choose_threshold(
    rule: ThresholdRule, scores: Floats, first: Floats, found: FeatureMatrix, judged: Floats
) -> float:
    """The log-odds that leave the share allowed on the wrong side, in hundredths."""
    counted = np.array([rule.among is None or rule.among(features) for features in found.features]) & judged
    of_kind = np.sort(scores[(first.astype(bool) == rule.first) & counted])
    allowed = int(rule.share * len(of_kind))
    edge = of_kind[allowed] if rule.first else of_kind[-1 - allowed]
    return ceil(float(edge) * 100) / 100


def train_classifier(name: str, task: TrainingTask, rows: Sequence[LabelledText]) -> TrainingResult:
    """The classifier of a task."""
    found = build_matrix(task, rows)
    first = np.array([row.first for row in rows], dtype=float)
    weights = _fit_all(found, first)
    scaled = weights[:, 0] * found.scales
    step = float(np.abs(scaled).max()) / MOST_WEIGHT
    left_out = score_left_out(found, first, weights)
    judged = np.array([task.judges(row.author) for row in rows])
    in_context = left_out + score_context(task, rows)
    header = ClassifierHeader(
        name=name,
        rows_hash=hash_rows(rows),
        rows=len(rows),
        step=round(step, 6),
        thresholds={
            key: choose_threshold(rule, in_context, first, found, judged)
            for key, rule in task.thresholds.items()
        },
    )
    whole = np.rint(scaled / header.step).astype(int)
    classifier = TextClassifier(header, dict(zip(found.names, whole.tolist(), strict=True)))
    given = hash_training_input(task, rows, found.features)
    record = measure_training(given, format_classifier(classifier), left_out[judged], first[judged])
    return TrainingResult(classifier, left_out, record)


def measure_training(given: str, table: str, scores: Floats, first: Floats) -> TrainingRecord:
    """The record of a table, by the scores of authors left out and which of their texts (1) are of the first kind."""
    return TrainingRecord(
        given=given,
        table=hash_table(table),
        separation=round(measure_separation(scores, first), 4),
        recall=round(measure_recall(scores, first), 4),
    )


def format_weight_columns(
    names: Sequence[str],
    scaled: Floats,
    columns: tuple[str, ...],
    rows_hash: str,
    rows: int,
    thresholds: dict[str, float] | None = None,
) -> str:
    """The table of weights with several columns (features by columns, for a feature that counts once); small ones are left
    out."""
    step = _choose_step(scaled)
    whole = np.rint(drop_small_weights(scaled) / step).astype(int)
    header = ColumnsHeader(
        rows_hash=rows_hash, rows=rows, step=step, columns=columns, thresholds=thresholds or {}
    )
    written = (
        (name, {int(i): int(row[i]) for i in np.flatnonzero(row)})
        for name, row in zip(names, whole, strict=True)
    )
    return format_columns(header, written)


def drop_small_weights(scaled: Floats) -> Floats:
    """Weights as a table of several columns has them: multiples of its step, without the small ones."""
    step = _choose_step(scaled)
    whole = np.rint(scaled / step)
    kept: Floats = np.where(np.abs(whole) < LEAST_WEIGHT, 0.0, whole) * step
    return kept


def _choose_step(scaled: Floats) -> float:
    return round(float(np.abs(scaled).max()) / MOST_WEIGHT, 6)


def hash_rows(rows: Iterable[LabelledText]) -> str:
    """Of the texts, what they are, what was found in them and who wrote them."""
    digest = blake2b(digest_size=8)
    for row in rows:
        digest.update(json.dumps(row if row.findings else row[:-1]).encode() + b"\n")
    return digest.hexdigest()


def measure_separation(scores: Floats, first: Floats) -> float:
    """The area under the curve: how often a text of the first kind scores above one of the second."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    ones = int(first.sum())
    return float((order[first > 0].sum() - ones * (ones + 1) / 2) / (ones * (len(first) - ones)))


def measure_recall(scores: Floats, first: Floats, false_alarms: float = 0.02) -> float:
    """The share of texts of the first kind above what that share of the others reaches."""
    return float((scores[first > 0] > np.quantile(scores[first == 0], 1 - false_alarms)).mean())


def order_tables(names: Sequence[str]) -> list[str]:
    """The tables to train, all where none is named, with those whose rows are read by them, after them.

    >>> order_tables(["contacts", "danger"])
    ['danger', 'contacts']
    """
    tables = (*TASKS, *COLUMN_TABLES)
    if unknown := sorted(set(names) - set(tables)):
        sys.exit(f"no table {', '.join(unknown)}; there are {', '.join(tables)}")
    wanted = {*names, *(one for name in names for one in _READ_BY.get(name, ()))}
    return [name for name in tables if not names or name in wanted]


def main(names: Sequence[str]) -> None:
    """Train, write and say how well authors left out are told apart."""
    record_findings([row for _, row in list_message_rows()], again="--again" in names)
    for name in order_tables([name for name in names if name != "--again"]):
        if name in COLUMN_TABLES:
            trainer = importlib.import_module(f"tools.train_{name}")  # which stands on this module
            record: TrainingRecord = trainer.write_table()
            print(f"{name}.txt: authors left out: AUC {record.separation:.4f}, recall {record.recall:.3f}")
            continue
        task = TASKS[name]
        rows = task.read_rows()
        result = train_classifier(name, task, rows)
        target = TABLES / f"{name}.txt"
        target.write_text(format_classifier(result.classifier), encoding="utf-8")
        save_training_record(name, result.record)
        if name == "guard_asks":
            PERMITTED_WORDS.write_text("\n".join(list_permitted_stems()) + "\n", encoding="utf-8")
        print(f"{target.name}: {len(rows)} rows, {len(result.classifier.weights)} features")
        print(f"  authors left out: AUC {result.record.separation:.4f}, ", end="")
        print(f"recall {result.record.recall:.3f} at 2 % false alarms")
        print(f"  {result.classifier.header.thresholds}")


if __name__ == "__main__":
    main(sys.argv[1:])
