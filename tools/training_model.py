"""What a training task is: labelled texts, what counts of them, and how its thresholds are chosen."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

EVALS = Path(__file__).parents[1] / "evals"


class LabelledText(NamedTuple):
    """A text with what it is."""

    text: str
    first: bool
    """Whether it is of the first kind: a fraud, a danger."""
    author: str
    """Who wrote it; authors are left out one by one."""
    setting: str = ""
    """Where it stands, such as the channel of a message."""
    heading: str = ""
    """What is shown beside it, such as its sender."""
    findings: tuple[str, ...] = ()
    """Names of what was found in it."""


class ThresholdRule(NamedTuple):
    """How a threshold is chosen on the scores of authors left out."""

    share: float
    """Share of the texts of a kind that may lie on the wrong side of it."""
    first: bool
    """Of which kind: True: texts of the first kind below it; False: texts of the second kind above it."""
    among: Callable[[Iterable[str]], bool] | None = None
    """Which texts are counted, by what counts of them; None: all."""


def weigh_alike(author: str) -> float:
    """Every author's texts count the same."""
    return 1.0


class TrainingTask(NamedTuple):
    """One table to train."""

    read_rows: Callable[[], list[LabelledText]]
    list_features: Callable[[LabelledText], Iterable[str]]
    """What counts of a text, each once: what is asked of the table where it is read."""
    thresholds: dict[str, ThresholdRule]
    fewest_authors: int
    """A feature that fewer of them use is left out: it may be one person's habit, or name."""
    context: str = ""
    """Task whose score of the whole text is added to that of a row, before a threshold is held against them."""
    judges: Callable[[str], bool] = bool
    """On the rows of which authors thresholds are chosen; all, where nothing else is said."""
    weigh_author: Callable[[str], float] = weigh_alike
    """How much a text of an author counts beside those of others."""


def read_json_lines(file: Path) -> list[dict]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
