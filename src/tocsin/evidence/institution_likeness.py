"""In whose name a message reads as if it came, where nobody is named: a linear classifier of many kinds.

One column of weights for each institution says how much a text reads like its messages, genuine and forged, rather than
like all others; one more, how much it reads like any institution's, rather than like what people, firms and other
bodies write. The rows were read without the names of the institutions (``tools/train_institutions.py``), so that what
is learned is what each deals with and how it speaks. It proposes and decides nothing: a likeness is a claim that rests on text
alone (``verdict/institution_choice.py``), of which no imposture comes.
"""

from collections.abc import Mapping
from functools import cache
from math import sqrt
from types import MappingProxyType
from typing import NamedTuple

from tocsin.evidence.classifier_kernel import ClassifierKernel, SparseSums
from tocsin.evidence.text_classifier import (
    TEXTS_BEFORE_KERNEL,
    TOP_DOMAINS,
    fold_seen,
    list_features,
    list_heading_features,
    list_words,
)
from tocsin.evidence.token_kernel import load_library
from tocsin.evidence.weight_columns import WeightColumns, load_columns

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


class InstitutionLikeness:
    """Weights of features by institution."""

    def __init__(self, weights: WeightColumns) -> None:
        self.weights = weights
        self._texts = 0
        self._kernel: ClassifierKernel | None = None
        self._sums: SparseSums | None = None

    def find_likest(
        self, text: str, heading: str = "", general: Mapping[str, str] = MappingProxyType({})
    ) -> Likeness | None:
        """The institution like whose messages a text reads most; ``heading`` is what it shows as sender, ``general`` tells
        of institutions which one stands for all of their kind. None where nothing in it is known."""
        places = self._list_places(text, heading)
        if not places:
            return None
        sums = self._sums.add_rows(places) if self._sums else self.weights.add_rows(places)
        best, following, *rest = sorted(range(1, len(sums)), key=sums.__getitem__, reverse=True)
        header = self.weights.header
        scale = header.step / sqrt(len(places))
        names = header.columns
        kind = general.get(names[best], "")
        another = next(i for i in (following, *rest) if not kind or general.get(names[i]) != kind)
        return Likeness(
            names[best],
            (sums[0] + sums[best]) * scale,
            (2 * sums[best] - sums[following]) * scale,
            kind,
            (2 * sums[best] - sums[another]) * scale,
        )

    def _list_places(self, text: str, heading: str) -> list[int]:
        """Places of the features of a message that have weights."""
        weights = self.weights
        shown = weights.find_places(list_heading_features(heading)) if heading else []
        self._texts += 1
        if self._texts == TEXTS_BEFORE_KERNEL and (library := load_library()):
            self._kernel = ClassifierKernel(library, weights.places, TOP_DOMAINS)
            self._sums = SparseSums(library, weights.list_all_weights(), len(weights.header.columns))
        if self._kernel:
            listed = self._kernel.list_values(fold_seen(text))
            if listed is not None:
                return [*listed, *shown]
        return [*weights.find_places(list_features(list_words(text))), *shown]


@cache
def load_likeness() -> InstitutionLikeness:
    """The table that is shipped, read once."""
    return InstitutionLikeness(load_columns(TABLE))
