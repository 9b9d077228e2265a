"""Train the danger reader: write src/tocsin/conversation/reading/danger_table.tsv from the replies of evals/replies.

    python tools/build_danger_table.py            # writes the table
    python tools/build_danger_table.py --check    # says whether the table is the one that the replies give
    python tools/build_danger_table.py --measure  # each author read by a table made without them

Two logistic regressions in plain Python and in a fixed order, so that the same replies give the same table:
danger or none, and which of the two dangers. A row of the table is a feature, how rare it is, and what it weighs
for either question.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tocsin.conversation.reading.danger_features import WORD, find_danger_features
from tocsin.conversation.reading.danger_reader import SCALE, DangerTable
from tocsin.conversation.reply_words import split_words

ROOT = Path(__file__).parents[1]
REPLIES = ROOT / "evals/replies"
TARGET = ROOT / "src/tocsin/conversation/reading/danger_table.tsv"
TAUGHT = ("danger", "distress", "examiner", "hard", "held-out", "ordinary", "own", "r1")
"""The files that it learns from; a new round joins them once it was scored."""
GRAVE = ("emergency", "distress")
LEAST_ROWS = 2
"""A feature seen in fewer replies teaches nothing."""
LARGEST = 24_000
"""Features kept: every word, then those that weigh most. A larger table reads no better."""
PASSES = 24
RATE = 0.5
DECAY = 0.00012


@dataclass(frozen=True)
class TaughtReply:
    """A reply, what it was labelled as, and who wrote it."""

    text: str
    label: str
    author: str

    @property
    def features(self) -> frozenset[str]:
        """What the danger reader looks at."""
        return find_danger_features(split_words(self.text))


def load_taught_replies() -> list[TaughtReply]:
    """Every labelled reply of the repository, in the order of the files and lines."""
    found = []
    for path in (REPLIES / f"{name}.jsonl" for name in TAUGHT):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(TaughtReply(row["text"], _find_label(row), row.get("author", path.stem)))
    return found


def _find_label(row: dict[str, object]) -> str:
    """``emergency``, ``distress``, ``both`` or ``none``."""
    if "label" in row:
        return str(row["label"]) if row["label"] in GRAVE else "none"
    signals = row["expect"]["signals"]  # type: ignore[index]
    grave = [kind for kind in GRAVE if kind in signals]
    return grave[0] if len(grave) == 1 else "both" if grave else "none"


def train_danger_table(rows: list[TaughtReply]) -> str:
    """The table that these replies give, as its file holds it."""
    looked = [sorted(row.features) for row in rows]
    seen = Counter(feature for features in looked for feature in features)
    names = sorted(feature for feature, count in seen.items() if count >= LEAST_ROWS)
    rarity = {n: 1 + math.log((1 + len(rows)) / (1 + seen[n])) for n in names}
    vectors = [_weigh_features(features, rarity) for features in looked]
    danger, bias = fit_logistic(vectors, [row.label != "none" for row in rows])
    told = [i for i, row in enumerate(rows) if row.label in GRAVE]
    kind, kind_bias = fit_logistic([vectors[i] for i in told], [rows[i].label == "emergency" for i in told])
    kept = sorted(names, key=lambda n: (n[0] != WORD, -abs(danger.get(n, 0.0)) * rarity[n], n))[:LARGEST]
    lines = [f"\t{round(bias * SCALE)}\t{round(kind_bias * SCALE)}"]
    for name in sorted(kept):
        weights = (rarity[name], danger.get(name, 0.0), kind.get(name, 0.0))
        lines.append("\t".join([name, *(str(round(weight * SCALE)) for weight in weights)]))
    return "\n".join(lines) + "\n"


def _weigh_features(features: Iterable[str], rarity: dict[str, float]) -> list[tuple[str, float]]:
    known = [f for f in features if f in rarity]
    length = math.sqrt(sum(rarity[f] ** 2 for f in known)) or 1.0
    return [(f, rarity[f] / length) for f in known]


def fit_logistic(
    vectors: list[list[tuple[str, float]]], truths: list[bool]
) -> tuple[dict[str, float], float]:
    """Weights and bias: stochastic steps of a size that shrinks where a feature was often moved (AdaGrad).

    Both answers weigh the same, however many replies there are of each.
    """
    weights: dict[str, float] = {}
    moved: dict[str, float] = {}
    bias, bias_moved = 0.0, 1.0
    positive = sum(truths)
    balance = {True: len(truths) / (2 * positive), False: len(truths) / (2 * (len(truths) - positive))}
    order = sorted(range(len(truths)), key=lambda i: (i * 7919) % 10_007)
    for _ in range(PASSES):
        for i in order:
            said = bias + sum(weights.get(f, 0.0) * x for f, x in vectors[i])
            error = balance[truths[i]] * (truths[i] - 1 / (1 + math.exp(-said)))
            for feature, x in vectors[i]:
                weight = weights.get(feature, 0.0)
                step = error * x - DECAY * weight
                grown = moved.get(feature, 1e-8) + step * step
                moved[feature] = grown
                weights[feature] = weight + RATE * step / math.sqrt(grown)
            bias_moved += error * error
            bias += RATE * error / math.sqrt(bias_moved)
    return weights, bias


def measure_authors(rows: list[TaughtReply]) -> None:
    """Print how each author is read by a table made without them."""
    for author in dict.fromkeys(row.author for row in rows):
        table = DangerTable.parse(train_danger_table([row for row in rows if row.author != author]))
        read = [(table.weigh(row.features)[0], row.label != "none") for row in rows if row.author == author]
        cries = [weight for weight, danger in read if danger]
        other = sorted((weight for weight, danger in read if not danger), reverse=True)
        caught = []
        for share in (0.01, 0.03, 0.08):
            least = other[int(share * len(other))]
            caught.append(
                f"at {share:.0%} alarms {sum(w > least for w in cries)}/{len(cries)} (from {least:.2f})"
            )
        print(f"{author:10} {len(read):5} {'; '.join(caught)}", flush=True)


def main(arguments: list[str]) -> int:
    """Write the table, or check or measure it."""
    rows = load_taught_replies()
    if "--measure" in arguments:
        measure_authors(rows)
        return 0
    text = train_danger_table(rows)
    if "--check" in arguments:
        return int(text != TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {text.count(chr(10)) - 1} features from {len(rows)} replies")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
