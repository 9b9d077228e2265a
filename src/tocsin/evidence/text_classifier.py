"""A linear classifier of texts by their words and pairs of words: which of two kinds a text reads like, and where.

The kinds are those of the rows that a table of weights was trained on (``tools/train_classifier.py``):
messages that were frauds and harmless ones, replies in danger and ordinary ones. A score is the sum of the
weights of the features that a text has, each counted once, over the square root of their number; it is a
resemblance, never a proof, and 0 where nothing in the text is known. Weights are integers, so that every
machine computes the same score. Time is linear in the length of the text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Final, NamedTuple, cast

import msgspec
from msgspec import Struct

from tocsin.charter.compiled_tables import get_table, list_table_names
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.feature_rows import MOST_MET, FeatureRows, PackedRows, pack_rows
from tocsin.evidence.fold import CURRENCY, INVISIBLE, LETTER, fold_again

TABLES = Path(__file__).parent / "data"
LINK = "<link>"
MAILBOX = "<mailbox>"
NUMBERS = ("", "<1>", "<2>", "<3>", "<4>", "<5>", "<5>", "<5>", "<5>", "<phone>")
"""What stands for a number, by how many digits it has; the last for every longer one."""
_BEGINNING = 5
"""Letters by which the forms of a word are known for the same."""
_FARTHEST = 3
"""Words from one to the other of two that count together with others between."""
TOP_DOMAINS = frozenset(
    "fr com net org eu info example top xyz be ch ca re gp mq gf de es it pt uk app io me co biz site online "
    "club shop link live tk ml ga cf pw icu click help support".split()
)
_SIGNS = {CURRENCY: "<money>", "$": "<money>", LETTER: "<letters>", "!": "!", "?": "?", "%": "%"}
"""Signs that count; letters of other scripts, of which nothing is known, are only said to be there."""
_PARTS = defer_pattern(rf"[a-z]+|[0-9]+(?:[.,:/-][0-9]+)*+|[!?$%{CURRENCY}]|{LETTER}(?!{LETTER})")
MOST_HEADINGS = 20_000
_AROUND = ".,;:!?()[]{}<>\"'`*_-\x04"
_SENTENCE_END = defer_pattern(r"(?<=[.!?…])\s|\n")


class ClassifierHeader(Struct, frozen=True, kw_only=True):
    """What a table says of itself."""

    name: str
    rows_hash: str
    """Of the rows that it was trained on: BLAKE2b, 8 bytes, in hexadecimal."""
    rows: int
    """How many those were."""
    step: float
    """Log-odds that one unit of weight stands for."""
    thresholds: dict[str, float] = {}
    """Log-odds by name, chosen on authors left out; what a name means is said where it is used."""


class WeightSums(NamedTuple):
    """What features weigh in a table."""

    sums: Sequence[int]
    """Of each column."""
    known: int
    """How many of the features the table has."""


NOTHING: Final = WeightSums((0,), 0)


class PackedWeights(dict[str, int]):
    """The weights of a packed table with one column, by feature, as they are met; kept as None where the table does not know it."""

    def __init__(self, rows: FeatureRows) -> None:
        self.rows = rows

    def __missing__(self, feature: str) -> int | None:
        place = self.rows.search_place(feature)
        weight = None if place is None else self.rows.read_row(place)[0][1]
        if len(self) < MOST_MET:
            self[feature] = cast(int, weight)
        return weight


class TextClassifier:
    """Weights of features, and what was learned with them."""

    width: Final = 1
    """Columns of weights."""

    def __init__(self, header: ClassifierHeader, weights: Mapping[str, int]) -> None:
        self.header = header
        self.weights = weights
        self._headings: dict[str, tuple[int, int]] = {}

    def measure_likeness(self, words: WeightSums, heading: str = "", beside: WeightSums = NOTHING) -> float:
        """Log-odds that a text is of the first kind: 0 says as likely as not, below 0 the second kind.

        ``words`` is what its words weigh, ``heading`` what is shown beside it, such as its sender, ``beside`` what else
        weighs that is no word.
        """
        total, count = words.sums[0] + beside.sums[0], words.known + beside.known
        if heading:
            more, found = self._weigh_heading(heading)
            total, count = total + more, count + found
        return self.header.step * total / sqrt(count or 1)

    def measure_features(self, features: Iterable[str]) -> float:
        """The same log-odds, of features that are different from one another and found by who asks."""
        total, count = self.weigh_features(features)
        return self.header.step * total / sqrt(count or 1)

    def sum_features(self, features: Iterable[str]) -> WeightSums:
        """What features weigh that are different from one another."""
        total, known = self.weigh_features(features)
        return WeightSums((total,), known)

    @property
    def rows(self) -> FeatureRows:
        """Each feature, with its weight as a table of columns has it."""
        weights = self.weights
        return weights.rows if isinstance(weights, PackedWeights) else FeatureRows(_pack_weights("", weights))

    def index(self) -> None:
        """Look features up at once from now on, see :meth:`FeatureRows.index`."""
        if isinstance(self.weights, PackedWeights):
            rows = self.weights.rows
            self.weights = dict(zip(rows, rows.read_single_weights(), strict=True))

    def weigh_features(self, features: Iterable[str]) -> tuple[int, int]:
        """Sum of the weights of features that are different from one another, and how many are known."""
        packed = isinstance(self.weights, PackedWeights)
        find = self.weights.__getitem__ if packed else self.weights.get
        known = [weight for f in features if (weight := find(f)) is not None]
        return sum(known), len(known)

    def _weigh_heading(self, heading: str) -> tuple[int, int]:
        found = self._headings.get(heading)
        if found is None:
            found = self.weigh_features(list_heading_features(heading))
            if len(self._headings) < MOST_HEADINGS:
                self._headings[heading] = found
        return found


def list_words(text: str) -> list[str]:
    """The words as they read; a link, a mailbox or a number is replaced by what it is.

    >>> list_words("Réglez 0,99 € : www.colis.example ou 06 39 98 04 11 !")
    ['reglez', '<3>', '<money>', '<link>', 'ou', '<phone>', '!']
    """
    folded = fold_seen(text)
    words: list[str] = []
    digits = 0  # of the number that the last word stands for
    for chunk in folded.split():
        if chunk.isalpha():
            words.append(chunk)
            digits = 0
        elif mask := _mask_address(chunk):
            words.append(mask)
            digits = 0
        else:
            for part in _PARTS.findall(chunk):
                if not part[0].isdigit():
                    words.append(_SIGNS.get(part, part))
                    digits = 0
                    continue
                if digits:  # "06 39 98 04 11" is one number
                    words.pop()
                digits += sum(map(str.isdigit, part))
                words.append(NUMBERS[min(digits, len(NUMBERS) - 1)])
            if not chunk[-1].isdigit():
                digits = 0
    return words


def fold_seen(text: str) -> str:
    """The folded text without what is not seen."""
    folded = fold_again(text)
    return folded.replace(INVISIBLE, "") if INVISIBLE in folded else folded


def _mask_address(chunk: str) -> str:
    """The mask for a link or a mailbox; empty for anything else."""
    if "://" in chunk or chunk.startswith("www."):
        return LINK
    if "@" in chunk:
        return MAILBOX
    if "." not in chunk:
        return ""
    host, slash, _ = chunk.strip(_AROUND).partition("/")
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or not labels[-1].isalpha():
        return ""
    return LINK if slash or labels[-1] in TOP_DOMAINS else ""


def list_text_features(text: str, setting: str, heading: str) -> set[str]:
    """Everything that counts of a text, in its setting and under its heading; order says nothing."""
    features = list_features(list_words(text), setting)
    if heading:
        features |= list_heading_features(heading)
    return features


def list_heading_features(heading: str) -> set[str]:
    """The words of a heading. A number says nothing: whoever writes has one, and rows of frauds give it more often."""
    return {f"@{word}" for word in list_words(heading) if word not in NUMBERS}


def list_features(words: list[str], setting: str = "") -> set[str]:
    """Words, how the longer ones begin, pairs of neighbours, and words as those of a setting.

    >>> sorted(list_features(["votre", "dossier"], "sms"))
    ['dossi-', 'dossier', 'sms:dossier', 'sms:votre', 'votre', 'votre dossier']
    """
    features = {*words, *map(" ".join, pairwise(words))}
    features.update([f"{word[:_BEGINNING]}-" for word in words if len(word) > _BEGINNING])
    if setting:
        features.update([f"{setting}:{word}" for word in words])
    return features


def list_distant_pairs(words: list[str]) -> set[str]:
    """The beginnings of two words with others between.

    >>> sorted(list_distant_pairs(["donne", "hier", "la", "carte"]))
    ['donne~carte', 'donne~la', 'hier~carte']
    """
    begins = [word[:_BEGINNING] for word in words]
    found: set[str] = set()
    for gap in range(2, _FARTHEST + 1):
        found.update(map("~".join, zip(begins, begins[gap:], strict=False)))
    return found


def split_sentences(text: str) -> Iterable[tuple[int, int]]:
    """Start and end of each sentence, without the white space around it; none is empty."""
    start = 0
    ends = [(match.start(), match.end()) for match in _SENTENCE_END.finditer(text)]
    for stop, after in (*ends, (len(text), len(text))):
        sentence = text[start:stop]
        if kept := sentence.strip():
            first = start + len(sentence) - len(sentence.lstrip())
            yield first, first + len(kept)
        start = after


def find_weightiest_sentence(text: str, weigh: Callable[[str], int]) -> tuple[int, int]:
    """Start and end of the sentence that weighs most; empty, ``(0, 0)``, where none weighs anything."""
    best, place = 0, (0, 0)
    for start, end in split_sentences(text):
        said = weigh(text[start:end])
        if said > best:
            best, place = said, (start, end)
    return place


def parse_classifier(table: str) -> TextClassifier:
    """A classifier from its table: a line of JSON, then for each weight a line of the features that have it."""
    first, *lines = table.rstrip("\n").split("\n")
    weights: dict[str, int] = {}
    for line in lines:
        weight, _, features = line.partition("\t")
        weights |= dict.fromkeys(features.split("\t"), int(weight))
    return TextClassifier(msgspec.json.decode(first, type=ClassifierHeader), weights)


def pack_classifier(table: str) -> PackedRows:
    """The table as the compiled tables keep it."""
    classifier = parse_classifier(table)
    header = msgspec.json.encode(classifier.header).decode()
    return _pack_weights(header, classifier.weights)


def _pack_weights(header: str, weights: Mapping[str, int]) -> PackedRows:
    return pack_rows(header, ((feature, f"0:{weight}") for feature, weight in weights.items()))


def format_classifier(classifier: TextClassifier) -> str:
    """The table of a classifier, the same for the same weights."""
    features_by_weight: dict[int, list[str]] = {}
    for feature, weight in classifier.weights.items():
        features_by_weight.setdefault(weight, []).append(feature)
    lines = (
        "\t".join((str(weight), *sorted(features))) for weight, features in sorted(features_by_weight.items())
    )
    return "\n".join((msgspec.json.encode(classifier.header).decode(), *lines)) + "\n"


@cache
def load_classifier(name: str) -> TextClassifier:
    """One of the classifiers that are shipped, read once: ``frauds``, ``danger``, ``emergency``. Those that messages are weighed
    with are packed, since a program may check one message and no more."""
    if name in list_table_names("weights"):
        packed = get_table(f"weights/{name}", PackedRows)
        header = msgspec.json.decode(packed.header, type=ClassifierHeader)
        return TextClassifier(header, PackedWeights(FeatureRows(packed)))
    return parse_classifier((TABLES / f"{name}.txt").read_text(encoding="utf-8"))
