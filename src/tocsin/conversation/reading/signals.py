"""Signals: what a reply may say at any question, whatever was asked.

Each signal has the phrases that raise it and the near misses that do not: a near miss that touches a
phrase silences it (*bus stop*, *je n'ai pas de mal à respirer*).
"""

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.signal_phrases import RAISE, SILENCE
from tocsin.conversation.reply_words import ReplyWord, find_nearest_word

_RAISING = Phrasebook(RAISE.items())
_STOP = frozenset({"stop"})
"""A reply of one word, a slip away from it, is one."""
_SILENCING = Phrasebook(SILENCE.items())


def find_signals(words: tuple[ReplyWord, ...]) -> frozenset[str]:
    """The signals of a reply, sensitive data aside (``masking`` finds it) and danger (``danger``)."""
    misses = list(_SILENCING.find(words))
    found = {h.name for h in _RAISING.find(words) if not any(_silences(m, h) for m in misses)}
    if _denies_name(words):
        found.add("wrong_person")
    if len(words) == 1 and find_nearest_word(words[0].folded, _STOP, shortest=4):
        found.add("stop")
    return frozenset(found)


def _denies_name(words: tuple[ReplyWord, ...]) -> bool:
    """``je ne suis pas Karim``: a capital after it, in a reply that is not all capitals."""
    return any(
        a.folded == "suis" and b.folded == "pas" and c.text[0].isupper() and not a.text.isupper()
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    )


def _silences(miss: PhraseMatch, hit: PhraseMatch) -> bool:
    return miss.name == hit.name and miss.start < hit.end and hit.start < miss.end
