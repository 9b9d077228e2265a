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
        self._needs: dict[str, tuple[int, int]] = {}
        """By letters, of which there must be one: the bits of the rules that need it most, and of those that need it next."""
        self._planes: dict[str, int] = {}

    def add_rule(self, needs: Sequence[str]) -> int:
        """The bit of a rule that cannot match without a letter of each of these; an empty one never matches."""
        bit = 1 << self.size
        rare = sorted(needs, key=lambda letters: (_holds_sign(letters), len(letters)))[:2] or ["*"]
        for place, letters in ((0, rare[0]), (1, rare[-1])):
            wanted = list(self._needs.get(letters, (0, 0)))
            wanted[place] |= bit
            self._needs[letters] = (wanted[0], wanted[1])
        self._planes = {}
        self.size += 1
        return bit

    def find_plane(self, letter: str) -> int:
        """The rules that need a letter most, and from the bit of :attr:`size` on those that need it next; those of ``*`` need
        none."""
        plane = self._planes.get(letter)
        if plane is None:
            plane = 0
            for letters, (first, second) in self._needs.items():
                if letter in letters:
                    plane |= first | second << self.size
            self._planes[letter] = plane
        return plane

    def spread_planes(self) -> dict[str, int]:
        """The same of every letter that a rule needs, for whoever asks for them all."""
        planes = {"*": 0}
        for letters, (first, second) in self._needs.items():
            bits = first | second << self.size
            for letter in letters:
                planes[letter] = planes.get(letter, 0) | bits
        return planes

    def find_candidates(self, present: Iterable[str]) -> int:
        """The bits of the rules that a text with these letters may match."""
        planes, found = self._planes, self.find_plane("*")
        for letter in present:
            plane = planes.get(letter)
            found |= self.find_plane(letter) if plane is None else plane
        return found & found >> self.size & (1 << self.size) - 1


def _holds_sign(letters: str) -> bool:
    """Whether a sign is among letters: these are ASCII, those of classes are not."""
    return bool(letters) and min(letters).isascii()
