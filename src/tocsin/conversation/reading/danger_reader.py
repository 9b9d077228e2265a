"""A learned reader of danger: how much a reply resembles those that were cries for help.

Two text classifiers weigh what stands in the reply (``danger_features``): ``danger`` says whether it reads like a
cry, ``emergency`` which danger it would be. What they say is a resemblance, no proof: it calls a human, it decides
nothing.
"""

from msgspec import Struct

from tocsin.conversation.reading.danger_features import WORD, find_danger_features
from tocsin.conversation.reply_words import ReplyWord
from tocsin.evidence.text_classifier import load_classifier

_NEVER_EVERYDAY = frozenset({"respir"})
"""Sounds of words that ordinary replies have as often as cries, and that are too grave to be passed over."""


class DangerReading(Struct, frozen=True):
    """What the danger reader makes of a reply."""

    features: frozenset[str]
    resemblance: float
    """Log-odds: above 0, the reply resembles cries for help more than other replies."""

    @property
    def kind(self) -> float:
        """Log-odds: above 0, an emergency rather than distress. Few replies are asked for it."""
        return load_classifier("emergency").measure_features(self.features)

    @property
    def is_surely_emergency(self) -> bool:
        """Whether few cries of distress read so."""
        return self.kind > load_classifier("emergency").header.thresholds["emergency"]

    @property
    def is_surely_distress(self) -> bool:
        """Whether few cries for help in an emergency read so."""
        return self.kind < load_classifier("emergency").header.thresholds["distress"]


def get_danger_threshold(name: str) -> float:
    """A resemblance by name, as ``tools/training_tasks.py`` chooses it on authors left out."""
    return load_classifier("danger").header.thresholds[name]


def weigh_danger(words: tuple[ReplyWord, ...]) -> DangerReading:
    """How much a reply resembles a cry for help, and of which kind."""
    features = find_danger_features(words)
    return DangerReading(features, load_classifier("danger").measure_features(features))


def is_everyday_sound(sound: str) -> bool:
    """Whether several people used a word that sounds so, and it speaks for no danger."""
    if sound in _NEVER_EVERYDAY:
        return False
    weight = load_classifier("danger").weights.get(WORD + sound)
    return weight is not None and weight <= 0
