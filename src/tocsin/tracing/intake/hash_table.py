"""A map from 64-bit keys to numbers that costs some 20 bytes an entry: a dict would cost six times more."""

from array import array


class IntegerHashTable:
    """Open addressing with linear probing; a key is a ``hash()``, which nobody outside can foresee."""

    def __init__(self) -> None:
        self._allocate(1 << 10)
        self._used = 0

    def _allocate(self, size: int) -> None:
        self._mask = size - 1
        self._keys = array("q", bytes(8 * size))
        self._values = array("i", b"\xff" * 4 * size)  # -1: free

    def __len__(self) -> int:
        return self._used

    def get(self, key: int) -> int:
        """The number of a key, or -1."""
        keys, values, mask = self._keys, self._values, self._mask
        at = key & mask
        while (value := values[at]) >= 0:
            if keys[at] == key:
                return value
            at = (at + 1) & mask
        return -1

    def set(self, key: int, value: int) -> None:
        """Give a key its number, from 0 on."""
        keys, values, mask = self._keys, self._values, self._mask
        at = key & mask
        while values[at] >= 0:
            if keys[at] == key:
                values[at] = value
                return
            at = (at + 1) & mask
        keys[at] = key
        values[at] = value
        self._used += 1
        if self._used * 3 > len(keys) * 2:
            self._grow()

    def _grow(self) -> None:
        before = zip(self._keys, self._values, strict=True)
        self._allocate(len(self._keys) * 2)
        self._used = 0
        for key, value in before:
            if value >= 0:
                self.set(key, value)
