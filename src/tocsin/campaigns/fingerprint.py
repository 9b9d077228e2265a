"""What two reports of one campaign have in common: their words, without what changes from one copy to the next.

Links, figures and look-alike letters are what a campaign varies, so they do not count here; hosts and numbers
are compared apart. What is left is cut into stretches of four characters (*shingles*), which a wrong letter or
another word changes few of, and the sets are compared by their Jaccard index: stretches in common, of all.
"""

import hashlib
import re
import struct
from functools import cached_property, lru_cache
from typing import Final
from zlib import crc32

from rensa import RMinHash

from tocsin.evidence.fold import INVISIBLE, LETTER, fold_text

SHINGLE: Final = 4
"""Characters of a shingle."""
LONGEST: Final = 4_000
"""Characters of a text that are compared; an SMS has 1,500 at most, and what a long e-mail wants stands above."""
BANDS: Final = 36
ROWS: Final = 2
"""Of 72 minima, in 36 bands of two: texts that share three tenths of their shingles meet in one band 97 times of
100. So do one in five of those that share less than a tenth: they are told apart by their bitmaps."""
_BITS: Final = 4096
_SEED: Final = 2021_03_04
_CHANGES = re.compile(
    r"""https?://\S+                      # a link
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+      # an address
      | [\w-]+(?:\.[\w-]+)+(?:/\S*)?      # a host, with its path
      | \d[\d.,:/-]*\d|\d                 # a figure: a sum, a day, a number
    """,
    re.VERBOSE,
)
_SIGNS: Final = ",;:!?.()\"'-\x04"
_WORD = re.compile(r"[^\W_]+")
ENOUGH: Final = 24
"""Letters under which a text tells nothing of where it comes from: *cliquez ici* is anybody's."""


class TextFingerprint:
    def __init__(self, text: str, *, is_kept_long: bool = False) -> None:
        """``is_kept_long``: one of many that are kept, so that its shingles are not, which take ten times the rest."""
        self._is_kept_long = is_kept_long
        self.skeleton = extract_skeleton(text)
        """Its words, folded; a ``0`` stands for each link, address or figure."""
        self.key = hashlib.blake2b(self.skeleton.encode(), digest_size=16).hexdigest()
        """Equal where the skeletons are: 32 hexadecimal digits."""
        self.is_telling = len(self.skeleton) - self.skeleton.count(" ") - self.skeleton.count("0") >= ENOUGH
        """Whether it has words enough to be compared by them."""

    @property
    def shingles(self) -> frozenset[str]:
        """Its stretches of four characters; one shorter stretch where there are no four."""
        return _recall_shingles(self.skeleton) if self._is_kept_long else self._own_shingles

    @cached_property
    def _own_shingles(self) -> frozenset[str]:
        return _cut_shingles(self.skeleton)

    @cached_property
    def bitmap(self) -> int:
        """Its shingles as bits, by which two texts are compared roughly in less than a microsecond."""
        bits = bytearray(_BITS // 8)
        for shingle in self.shingles:
            place = crc32(shingle.encode("utf-8", "surrogatepass")) % _BITS
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits)

    @cached_property
    def _bits(self) -> int:
        return self.bitmap.bit_count()

    def may_be_similar(self, other: "TextFingerprint", least: float) -> bool:
        """Whether the similarity may be so much, by the bitmaps: quick, and wrong for few that are just so much."""
        mine, theirs = self._bits, other._bits
        if mine < least * theirs or theirs < least * mine:  # most texts: they are not of one length
            return False
        common = (self.bitmap & other.bitmap).bit_count()
        return common >= least * (mine + theirs - common)

    @cached_property
    def bands(self) -> tuple[int, ...]:
        """The bands of its minima, each a number of 32 bits: texts that are alike have one in common."""
        minima = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        minima.update(sorted(self.shingles))
        packed = struct.pack(f"<{BANDS * ROWS}I", *minima.digest())
        return tuple(crc32(packed[at : at + 4 * ROWS], at) for at in range(0, len(packed), 4 * ROWS))

    @property
    def telling_bands(self) -> tuple[int, ...]:
        """Those by which it is found; none where it tells nothing."""
        return self.bands if self.is_telling else ()

    def measure_similarity(self, other: "TextFingerprint") -> float:
        """Jaccard index of the shingles: 1 where the skeletons are made of the same, 0 where nothing is shared."""
        mine, theirs = self.shingles, other.shingles
        common = len(mine & theirs)
        return common / (len(mine) + len(theirs) - common)


def _cut_shingles(skeleton: str) -> frozenset[str]:
    last = max(1, len(skeleton) - SHINGLE + 1)
    return frozenset(skeleton[at : at + SHINGLE] for at in range(last))


@lru_cache(maxsize=4_000)
def _recall_shingles(skeleton: str) -> frozenset[str]:
    """Those of the texts compared last: few texts pass the bitmaps, and mostly the same."""
    return _cut_shingles(skeleton)


def extract_skeleton(text: str) -> str:
    """The words of a text without what changes from one copy to the next.

    >>> extract_skeleton("Améli : remboursement de 234,95 € ici https://ameli.example/r?id=7")
    'ameli remboursement de 0 ici 0'
    """
    text = text[:LONGEST]
    folded = fold_text(text)
    if LETTER in folded:  # letters of another script all fold to one mark, which would make them all alike
        folded = "".join(
            char.lower() if as_read == LETTER else as_read for char, as_read in zip(text, folded, strict=True)
        )
    words: list[str] = []
    for word in folded.replace(INVISIBLE, "").split():
        bare = word.strip(_SIGNS)
        if bare.isalpha():
            words.append(bare)
            continue
        found = _WORD.findall(_CHANGES.sub(" 0 ", word))
        words += found if words[-1:] != ["0"] or found[:1] != ["0"] else found[1:]  # 06 39 98: one figure
    return " ".join(words)
