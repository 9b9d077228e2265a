"""In whose name a message reads as if it came, where nobody is named: a linear classifier of many kinds.

One column of weights for each institution says how much a text reads like its messages, genuine and forged, rather than
like all others; one more, how much it reads like any institution's, rather than like what people, firms and other
bodies write. The rows were read without the names of the institutions (``tools/train_institutions.py``), so that what
is learned is what each deals with and how it speaks. It proposes and decides nothing: a likeness is a claim that rests on text
alone (``verdict/institution_choice.py``), of which no imposture comes.
"""

from collections.abc import Mapping
from math import inf, sqrt
from types import MappingProxyType
from typing import NamedTuple

from tocsin.evidence.text_classifier import WeightSums
from tocsin.evidence.weight_columns import WeightColumns, load_columns
from tocsin.evidence.word_weights import weigh_words

TABLE = "institutions"
ANY = "any"
"""The column of all institutions; it stands first."""


class Likeness(NamedTuple):
    """How much a message reads like an institution's."""

    institution: str
    score: float
    """Log-odds: above 0, more like its messages than like those of anybody else."""
    clarity: float
    """Log-odds of its own column, and by how many it is before that of the next institution."""
    general: str = ""
    """The institution that stands for all of its kind, where there is one."""
    general_clarity: float = 0.0
    """The same as ``clarity``, before the next institution of another kind."""
    lead: float = inf
    """Log-odds by which it is before the next of its own kind."""


_NO_KINDS: Mapping[str, str] = MappingProxyType({})


def find_likest(
    text: str,
    channel: str,
    heading: str = "",
    general: Mapping[str, str] = _NO_KINDS,
    least: float = -inf,
) -> Likeness | None:
    """The institution like whose messages a text reads most; ``heading`` is what it shows as sender, and the channel says
    nothing; ``general`` tells of institutions which one stands for all of their kind. None where nothing in it is known, or
    it is like none by ``least``."""
    return choose_likest(load_columns(TABLE), weigh_words(TABLE, text, channel), heading, general, least)


def choose_likest(
    weights: WeightColumns,
    words: WeightSums,
    heading: str = "",
    general: Mapping[str, str] = _NO_KINDS,
    least: float = -inf,
) -> Likeness | None:
    """The same by what the words of a text weigh."""
    shown = weights.find_heading_places(heading)
    known = words.known + len(shown)
    if not known:
        return None
    sums = weights.add_rows(shown, words.sums) if shown else words.sums
    names, scale = weights.header.columns, weights.header.step / sqrt(known)
    if (sums[0] + max(sums[1:])) * scale < least:
        return None
    best, following, *rest = sorted(range(1, len(sums)), key=sums.__getitem__, reverse=True)
    kind = general.get(names[best], "")
    another = next((i for i in (following, *rest) if not kind or general.get(names[i]) != kind), following)
    kin = next((i for i in (following, *rest) if kind and general.get(names[i]) == kind), 0)
    return Likeness(
        names[best],
        (sums[0] + sums[best]) * scale,
        (2 * sums[best] - sums[following]) * scale,
        kind,
        (2 * sums[best] - sums[another]) * scale,
        (sums[best] - sums[kin]) * scale if kin else inf,
    )
