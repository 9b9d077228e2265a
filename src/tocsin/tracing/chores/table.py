"""The chores."""

from collections.abc import Mapping
from typing import Final

from tocsin.tracing.chores.model import Chore, Counts, Desk
from tocsin.tracing.chores.tidy import tidy
from tocsin.tracing.chores.when import Every


def _tidy(desk: Desk) -> Counts:
    return tidy(desk.connection, desk.now, desk.means.machine())


_ALL: Final = (Chore("tidy", Every(3600), "store", "remove what nobody will ask for any more", _tidy),)
CHORES: Final[Mapping[str, Chore]] = {chore.name: chore for chore in _ALL}
