"""Values looked up in the store, whenever they were written there.

Blind indexes are made under the key of a period, so that one value can stand under several: it is looked up
under all that live, and stands here under the one of today.
"""

from collections.abc import Iterable
from datetime import date

from tocsin.privacy.vault import Kind, Vault


class IndexLookup:
    """Some values of one kind, by their indexes."""

    def __init__(self, vault: Vault, kind: Kind, values: Iterable[str], today: date) -> None:
        self.indexes = {value: vault.index(kind, value, today) for value in dict.fromkeys(values)}
        """Value -> its index of today, as it is written now."""
        self._values = {
            index: value for value in self.indexes for index in vault.list_indexes(kind, value)
        } | {index: value for value, index in self.indexes.items()}

    @property
    def all_indexes(self) -> list[bytes]:
        return list(self._values)

    def find_value(self, index: bytes) -> str | None:
        """Of which value this is an index; None where it is of none of these."""
        return self._values.get(index)

    def find_todays_index(self, index: bytes | None) -> bytes | None:
        """The index of today of the same value; as it is where it is of none of these."""
        value = None if index is None else self._values.get(index)
        return index if value is None else self.indexes[value]
