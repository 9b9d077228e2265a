"""Whether a reply says something that a flow listens for."""

from functools import lru_cache

from tocsin.conversation.flow.schema import FlowAside
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import ReplyWord, split_words


def says_aside(aside: FlowAside, text: str) -> bool:
    """Whether a reply says it.

    >>> cold = FlowAside(heard="ai froid", unless="pas froid", fires=(), near_misses=())
    >>> says_aside(cold, "j'ai froid"), says_aside(cold, "j'ai pas froid")
    (True, False)
    """
    said = _compile_phrases(aside.heard, aside.unless).find_names(split_words(text))
    return "heard" in said and "unless" not in said


def find_aside_words(aside: FlowAside, said: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words of a reply by which it is said; none where it is not."""
    hits = list(_compile_phrases(aside.heard, aside.unless).find(said))
    if any(hit.name == "unless" for hit in hits):
        return ()
    return tuple(word for hit in hits for word in said[hit.start : hit.end])


@lru_cache(maxsize=256)
def _compile_phrases(heard: str, unless: str) -> Phrasebook[str]:
    return Phrasebook([("heard", heard), ("unless", unless)])
