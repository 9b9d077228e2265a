"""In which of our two languages a person is answered: by their own words, then by those of the message that
they forward, and only then by what their program says: telephones of people who read French speak English."""

import re
from typing import Final, Literal

AnswerLanguage = Literal["fr", "en"]

_WORD: Final = re.compile(r"[a-zà-öø-ÿœ]+")
_READ: Final = 5_000
"""Characters that are looked at."""
_FRENCH: Final = frozenset(
    str.split(
        "le la les un une des du de et est ce cette c j je il elle on nous vous votre vos mon ma mes que qui "
        "quoi pas ne pour dans sur avec au aux été reçu bonjour merci svp si mais ou où ai suis faut dois "
        "avez êtes transféré objet envoyé courriel vrai faux arnaque"
    )
)
_ENGLISH: Final = frozenset(
    str.split(
        "the a an is it this that these i my me you your and of to for in on with from was were have has got "
        "received hello hi thanks thank please if but or not do does should can what who genuine fake scam "
        "forwarded subject sent dear regards"
    )
)
"""Everyday words of one language only, or nearly: ``on`` counts for both, and so for neither."""


def detect_language(text: str) -> AnswerLanguage | None:
    """The language of a text, or None where it does not say.

    >>> (detect_language("Bonjour, est-ce que ce message est vrai ?"),
    ...  detect_language("Is this genuine? Thanks"), detect_language("?"))
    ('fr', 'en', None)
    """
    words = _WORD.findall(text[:_READ].lower())
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if french == english:
        return None
    return "fr" if french > english else "en"


def language_of_tag(tag: str) -> AnswerLanguage | None:
    """The language of a tag such as ``en-GB`` (Content-AnswerLanguage), where it is one of ours."""
    first = tag.strip().lower()[:2]
    return "fr" if first == "fr" else "en" if first == "en" else None


def first_language(*evidence: AnswerLanguage | None) -> AnswerLanguage:
    """The first that says something; French where nothing does.

    >>> first_language(None, "en", "fr"), first_language(None)
    ('en', 'fr')
    """
    return next((one for one in evidence if one), "fr")
