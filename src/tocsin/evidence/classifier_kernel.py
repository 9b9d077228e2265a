"""The compiled weighing of a text's words: ``classifier_kernel.c``, for ``text_classifier.py``."""

import ctypes
from array import array
from collections.abc import Iterable, Mapping

from tocsin.evidence.token_kernel import pack_strings


class ClassifierKernel:
    """Weighs folded texts with one table of weights."""

    def __init__(self, library: ctypes.PyDLL, weights: Mapping[str, int], domains: Iterable[str]) -> None:
        self._library = library
        self._weigh = library.classifier_weigh
        text, starts = pack_strings(weights)
        values = array("i", weights.values())
        last, last_starts = pack_strings(domains)
        self._handle = library.classifier_new(
            text,
            starts.buffer_info()[0],
            len(weights),
            values.buffer_info()[0],
            last,
            last_starts.buffer_info()[0],
            len(last_starts) - 1,
        )
        if not self._handle:
            raise MemoryError

    def weigh_features(self, folded: str, setting: str) -> tuple[int, int] | None:
        """Sum of the weights of a text's features, each counted once, and their number; None: Python must."""
        result = (ctypes.c_int * 2)()
        said = setting.encode("ascii", "replace")
        if not self._weigh(
            self._handle, folded.encode("latin-1"), len(folded), said, len(said), ctypes.addressof(result)
        ):
            return None
        return result[0], result[1]

    def __del__(self) -> None:
        if handle := getattr(self, "_handle", None):
            self._library.classifier_free(handle)
