"""Results kept with the very object that they were made from, where to hash the object would cost more."""

from collections.abc import Callable
from functools import wraps


def cached_by_identity[Argument, Result](
    most: int = 4096,
) -> Callable[[Callable[[Argument], Result]], Callable[[Argument], Result]]:
    """Call a function of one argument once for each object: charters and vocabularies, which never change.

    ``most``: results that are kept; then all are dropped. The object is kept beside its result, so that its
    identity is not given to another meanwhile.
    """

    def decorate(function: Callable[[Argument], Result]) -> Callable[[Argument], Result]:
        kept: dict[int, tuple[Argument, Result]] = {}

        @wraps(function)
        def call_once(argument: Argument) -> Result:
            found = kept.get(id(argument))
            if found is None:
                made = function(argument)
                if len(kept) >= most:
                    kept.clear()
                found = kept[id(argument)] = argument, made
            return found[1]

        return call_once

    return decorate
