"""Whether a reply says something that a flow listens for."""

from functools import lru_cache

from tocsin.conversation.flow.schema import Aside
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.words import words


def says(aside: Aside, text: str) -> bool:
    """Whether a reply says it.

    >>> cold = Aside(heard="ai froid", unless="pas froid", fires=(), near_misses=())
    >>> says(cold, "j'ai froid"), says(cold, "j'ai pas froid")
    (True, False)
    """
    said = _phrases(aside.heard, aside.unless).names(words(text))
    return "heard" in said and "unless" not in said


@lru_cache(maxsize=256)
def _phrases(heard: str, unless: str) -> Phrasebook[str]:
    return Phrasebook([("heard", heard), ("unless", unless)])
