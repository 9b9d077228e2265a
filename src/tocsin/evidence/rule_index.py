"""Which rules a text may match, all at once, from the letters that it holds.

A rule cannot match without the classes that it names. Each rule has a bit for the class that the fewest
letters have, and one for the next; one with a sign comes last, since there is hardly a text without a comma or a full
stop. The bits of the letters of a text, joined, put most rules aside before any expression runs.
"""

from collections.abc import Iterable, Sequence


class RuleIndex:
    """Numbers rules, and tells which of them a text may match."""

    def __init__(self) -> None:
        self.size = 0
        """How many rules there are."""
        self._needs: list[tuple[str, str]] = []
        self._planes: dict[str, int] = {}

    def add_rule(self, needs: Sequence[str]) -> int:
        """The bit of a rule that cannot match without a letter of each of these; an empty one never matches."""
        rare = sorted(needs, key=lambda letters: (_holds_sign(letters), len(letters)))[:2]
        self._needs.append((rare[0], rare[-1]) if rare else ("*", "*"))
        self._planes = {}
        self.size += 1
        return 1 << (self.size - 1)

    @property
    def planes(self) -> dict[str, int]:
        """For each letter the rules that need it most, and from the bit of :attr:`size` on those that need it
        next; those of ``*`` need none."""
        if not self._planes and self._needs:
            size = self.size
            wanted: dict[str, int] = {}  # many rules need the same class
            for number, (first, second) in enumerate(self._needs):
                wanted[first] = wanted.get(first, 0) | 1 << number
                wanted[second] = wanted.get(second, 0) | 1 << (number + size)
            planes = {"*": 0}
            for letters, bits in wanted.items():
                for letter in letters:
                    planes[letter] = planes.get(letter, 0) | bits
            self._planes = planes
        return self._planes

    def find_candidates(self, present: Iterable[str]) -> int:
        """The bits of the rules that a text with these letters may match."""
        planes = self.planes
        found = planes.get("*", 0)
        for letter in present:
            found |= planes.get(letter, 0)
        return found & found >> self.size & (1 << self.size) - 1


def _holds_sign(letters: str) -> bool:
    """Whether a sign is among letters: these are ASCII, those of classes are not."""
    return bool(letters) and min(letters).isascii()
