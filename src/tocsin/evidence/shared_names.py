"""Names that point to two institutions: neither could be told from the other by them."""

from collections.abc import Iterable

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.evidence.phrase_table import expand_pattern


class SharedName(Struct, frozen=True):
    """A name, folded, that more than one charter has among its ``names``."""

    name: str
    institutions: tuple[str, ...]


def list_shared_names(charters: Iterable[Charter]) -> tuple[SharedName, ...]:
    """The names that several of these charters have, in order; a name that others bear too is a short name."""
    held: dict[str, set[str]] = {}
    for charter in charters:
        for pattern in charter.lexicon.names:
            for name in expand_pattern(pattern):
                held.setdefault(name, set()).add(charter.id)
    return tuple(SharedName(name, tuple(sorted(ids))) for name, ids in sorted(held.items()) if len(ids) > 1)
