"""What a person tells of themselves, or of somebody near: a card given, a link opened, money paid.

Who writes *j'ai donné ma carte à un faux site* asks for help: the words are not a message of somebody else's,
and what is found here makes a message neither worse nor better. Each value is a situation of the charter's
advice. Whether somebody tells, and what they did, is read by likeness to tellings of separate authors, against near
misses of theirs and messages as they are received (``tools/train_tellings.py``).
"""

from functools import lru_cache
from math import sqrt
from typing import Final

from tocsin.evidence.model import Evidence
from tocsin.evidence.text_classifier import (
    list_distant_pairs,
    list_features,
    list_words,
    load_classifier,
    split_sentences,
)
from tocsin.evidence.weight_columns import load_columns
from tocsin.evidence.word_weights import weigh_words
from tocsin.message.model import Message

TABLE: Final = "tellings"
GLANCE_TABLE: Final = "tellings_glance"
"""Words and neighbours alone, weighed for whether somebody tells: what falls short by these is not read further, as of most
messages, in a tenth of the time."""
TELLS: Final = "tells"
"""The column of whoever tells of themselves, whatever they did."""
TELLS_BESIDE_SENDER: Final = "tells_beside_sender"
"""The threshold of that column for a text beside which a sender is given: it may be the sender's."""
UNNAMED: Final = "victim"
"""What is told where no deed is sure: the situation whose advice is the most general."""
_MOST: Final = 4_000
"""Characters in which somebody tells; a longer text is a message, or a story."""
_SURER_OF_CALL: Final = 0.5
"""Log-odds by which the telling of a call must be surer: whoever had it tells it, and mostly what was wanted of them."""


def list_deeds(message: Message) -> tuple[str, ...]:
    """The situations that the person tells of themselves, each once, the surest first.

    What stands in a forwarded or quoted passage is somebody else's. With a sender the text may be theirs, or the person's
    who gave the sender beside it: it must read surely like a telling, and silences no warning (``verdict/resemblance.py``).
    """
    text = message.text
    if len(text) > _MOST:
        return ()
    spoken = message.traits.spoken
    if message.passages and len(own := _list_own_words(message)) > 1:
        text = " ".join(text[start:end] for start, end in own)
    return _read_deeds(
        text,
        message.channel,
        TELLS_BESIDE_SENDER if message.sender and not spoken else TELLS,
        _SURER_OF_CALL if spoken else 0.0,
    )


def find_deeds(message: Message) -> list[Evidence]:
    """The same, with the sentence that says it most."""
    told, text = list_deeds(message), message.text
    if not told:
        return []
    own = _list_own_words(message)
    sentences = [(a + start, b + start) for start, end in own for a, b in split_sentences(text[start:end])]
    start, end = max(sentences, key=lambda one: _weigh_telling(text[one[0] : one[1]], message.channel))
    return [Evidence("deed", deed, start, end, text[start:end]) for deed in told]


def _list_own_words(message: Message) -> list[tuple[int, int]]:
    """Start and end of what is not somebody else's."""
    own, start = [], 0
    for passage in sorted(message.passages, key=lambda one: one.start):
        if passage.kind != "reply":
            own.append((start, passage.start))
            start = max(start, passage.end)
    return [*own, (start, len(message.text))]


def find_deeds_beside(text: str, channel: str) -> list[Evidence]:
    """The same in the person's own words, which stand apart from the message: no span counts there."""
    return [Evidence("deed", deed, 0, 0, "") for deed in _read_deeds(text[:_MOST], channel)]


def list_telling_features(text: str) -> set[str]:
    """What counts of a telling: its words and pairs of neighbours, and the beginnings of two words with others between.

    >>> sorted(one for one in list_telling_features("donné hier la carte") if "~" in one)
    ['donne~carte', 'donne~la', 'hier~carte']
    """
    words = list_words(text)
    return list_features(words) | list_distant_pairs(words)


def _read_deeds(text: str, channel: str, threshold: str = TELLS, surer: float = 0.0) -> tuple[str, ...]:
    """The situations told in a text, the surest first; none, where it reads like no telling, or not by so much more. The
    channel says nothing: it is that by which the text is read for other tables."""
    glance = load_classifier(GLANCE_TABLE)
    if glance.measure_likeness(weigh_words(GLANCE_TABLE, text, channel)) < glance.header.thresholds[TELLS]:
        return ()
    return _rank_deeds(text, channel, threshold, surer)


@lru_cache(maxsize=16)
def _rank_deeds(text: str, channel: str, threshold: str, surer: float) -> tuple[str, ...]:
    """The same of a text that a glance does not put aside: it is asked about once to see whether the message is quiet, and
    again under each charter."""
    header = load_columns(TABLE).header
    sums, known = weigh_words(TABLE, text, channel)
    scale = header.step / sqrt(known or 1)
    scores = dict(zip(header.columns, sums, strict=True))
    if scores[TELLS] * scale - header.thresholds[threshold] < surer:
        return ()
    deeds = set(header.columns) & header.thresholds.keys() - {TELLS}
    margins = {deed: scores[deed] * scale - header.thresholds[deed] for deed in sorted(deeds)}
    told = [deed for deed, margin in margins.items() if margin >= 0]
    return tuple(sorted(told, key=lambda deed: -margins[deed])) or (UNNAMED,)


def _weigh_telling(sentence: str, channel: str) -> int:
    """How much a sentence speaks for it that somebody tells."""
    return weigh_words(TABLE, sentence, channel).sums[load_columns(TABLE).header.columns.index(TELLS)]
