"""How the people of the town know what an SMS asks: by its words, as anybody would."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

Kind = Literal[
    "clear", "nobody", "right", "missing", "others", "later", "correct", "contacts", "household",
    "lives", "gathering", "home", "help", "test", "who", "verify", "yes_no", "told",
]  # fmt: skip
"""What is asked; ``told``: nothing, somebody is only told something."""


class SmsQuestion(Struct, frozen=True):
    kind: Kind
    again: bool
    """The answer before was not understood."""
    reminder: bool
    """There was no answer before."""
    lang: Literal["fr", "en"]


class _QuestionWords(Struct, frozen=True, forbid_unknown_fields=True):
    again: tuple[str, ...]
    reminder: tuple[str, ...]
    kinds: dict[Kind, tuple[str, ...]]
    english: tuple[str, ...]


@cache
def _load_words() -> _QuestionWords:
    return msgspec.yaml.decode(
        files(__package__).joinpath("data/questions.yaml").read_bytes(), type=_QuestionWords
    )


def recognise_question(text: str) -> SmsQuestion:
    """What an SMS asks.

    >>> recognise_question("Assurance Maladie : merci. Qui avez-vous vu depuis lundi ? Réf. AAAA-BBBB").kind
    'contacts'
    """
    return _recognise(text.partition(" Réf. ")[0])


@lru_cache(maxsize=4_096)
def _recognise(text: str) -> SmsQuestion:
    read, words = text.lower().replace("’", "'"), _load_words()
    kind: Kind = next(
        (kind for kind, said in words.kinds.items() if any(part in read for part in said)), "told"
    )
    return SmsQuestion(
        kind,
        any(part in read for part in words.again),
        any(part in read for part in words.reminder),
        "en" if any(part in read for part in words.english) else "fr",
    )
