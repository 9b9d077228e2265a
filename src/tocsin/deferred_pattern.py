"""Regular expressions that are compiled when they are first used.

A command that checks one message meets a third of those that the modules it imports hold, and to compile them all takes
longer than to reach the verdict.
"""

import re
from typing import Any, cast


class _DeferredPattern:
    """A pattern that is not compiled yet; each of its methods is kept once asked for, so that using it costs nothing more."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)  # the module keeps what it compiled
        setattr(self, name, found)
        return found


def defer_pattern[Text: (str, bytes)](source: Text, flags: int = 0) -> re.Pattern[Text]:
    """The pattern of an expression, for ``search`` and its other methods; the functions of ``re`` do not take it.

    >>> defer_pattern("[0-9]+").findall("3646 ou 33700")
    ['3646', '33700']
    """
    return cast(re.Pattern[Text], _DeferredPattern(source, flags))
