"""Whether a reply is written in a language that is not read here, and what its commonest words stand for.

Its letters or a few small words say which it is. The words by which people answer (yes and no, numbers, days,
who is who) are then read as their French ones (``other_words.yaml``); names stay as they are written.
"""

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Final

from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.conversation.reading.first_names import load_first_names
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.speech_markers import ANSWERS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words

_SMALL_WORDS: Final = {
    "es": parse_word_set(
        "el los las una por para con pero muy estoy tengo mi su es no si que hola gracias puede puedo hablo espanol "
        "usted escribir favor bien como cuando donde quien soy esta este hoy ayer ya mas tambien frances en"
    ),
    "it": parse_word_set(
        "il lo gli una per con ma molto sono ho mio mia non che ciao grazie puo posso parlo italiano lei scrivere "
        "favore bene come quando dove chi oggi ieri solo anche buongiorno buonasera francese capisco in e"
    ),
    "pt": parse_word_set(
        "o os as um uma por para com mas muito estou tenho meu minha nao sim que ola obrigado obrigada pode posso "
        "falo portugues voce escrever favor bem como quando onde quem hoje ontem ja mais tambem frances entendo em bom dia"
    ),
    "de": parse_word_set(
        "der die das ein eine ich bin habe nicht und mit aber sehr mein meine danke bitte konnen kann spreche deutsch "
        "sie schreiben gut wie wann wo wer heute gestern nur auch guten tag franzosisch verstehe"
    ),
    "tr": parse_word_set(
        "bir ve ben sen benim degil var yok icin ama cok merhaba tesekkurler lutfen turkce fransizca de mi ile "
        "bilmiyorum anlamiyorum konusuyorum evet hayir bugun dun nasil"
    ),
    "pl": parse_word_set(
        "nie tak jest jestem mam moj moja moim dzien dobry prosze dziekuje po polsku mowie rozumiem francusku czy "
        "jak kto tylko nigdzie z od"
    ),
    "ar": parse_word_set(
        "ana rani rana machi mafhemtch fhemt makanch ma3andi 3andi wach wash chokran choukran salam labas hamdoulah "
        "kolchi bezzaf bzaf dyal dyali hna nta nti ila mazal ghadi bikhir walou safi daba iyeh wlh mn fi"
    ),
}
_READ_HERE: Final = parse_word_set(
    "le la les un une des du je j il elle on nous vous ils et ou mais que qui pas ne n est suis ai a au aux avec pour "
    "dans sur mon ma mes son sa ses ce cette oui non merci bonjour the is are am and or but not my his her with for "
    "in on at i you he she we they this that yes no please thanks hello ya solo ana cinque el"
)
_LEAST: Final = 2
_SHORTEST: Final = 2
"""Letters of a word that may tell a language by itself."""
_FEW: Final = 3
"""Words of a reply in which one word of another language says which it is."""
_LANGUAGE_NAMES: Final = parse_word_set(
    "espanol castellano portugues portuguesa italiano deutsch turkce turc polsku polski arabe 3arabi darija frances "
    "francese franzosisch fransizca francusku portugais espagnol italien allemand polonais"
)
"""Whoever names a language in one that is not read here asks for it, or says that French is not theirs."""


@cache
def _load_meanings() -> dict[str, dict[str, str]]:
    """Language -> its words -> the French word that is read for each."""
    pages = compiled_tables.get_table("replies/other_words")
    return {
        language: {word: meant for meant, words in page.items() for word in words.split()}
        for language, page in pages.items()
    }


def find_other_language(words: tuple[ReplyWord, ...]) -> str:
    """``es``, ``it``, ``pt``, ``de``, ``tr``, ``pl``, ``ar``, or the name of a script (``arabic``); else empty.

    >>> find_other_language(split_words("No hablo bien francés, ¿puede escribir en español por favor?"))
    'es'
    """
    said = [word for word in words if word.folded[0].isalpha()]
    if script := find_other_script(words):
        return script
    folded = [word.folded for word in said]
    here = sum(word in _READ_HERE for word in folded)
    name, own = max(
        ((name, _count_own_words(folded, name)) for name in _SMALL_WORDS), key=lambda counted: counted[1]
    )
    return name if own > here and (own >= _LEAST or (own and len(folded) <= _FEW)) else ""


def find_other_script(words: tuple[ReplyWord, ...]) -> str:
    """The name of the letters in which most of a reply is written, where they are not Latin; else empty."""
    said = [word for word in words if word.folded[0].isalpha()]
    scripts = Counter(unicodedata.name(word.text[0], "LATIN").split()[0].lower() for word in said)
    other = len(said) >= _LEAST and scripts["latin"] * 2 < len(said)
    return next(name for name, _ in scripts.most_common() if name != "latin") if other else ""


def _count_own_words(folded: list[str], language: str) -> int:
    """Different words of a reply that belong to a language and to none that is read here."""
    own = _list_own_words(language)
    return len({word for word in folded if word in own})


@cache
def _list_own_words(language: str) -> frozenset[str]:
    """Its words that are no word here and nobody's first name (*karim* is *my wife*, too)."""
    told = _load_meanings().get(language, {}).keys()
    every = frozenset(word for word in (*_SMALL_WORDS[language], *told) if len(word) >= _SHORTEST)
    return every - _READ_HERE - KNOWN - ANSWERS - load_first_names()


def asks_for_language(words: tuple[ReplyWord, ...]) -> bool:
    """Whether a language is named: ``fala português?``, ``Fransızca bilmiyorum``."""
    return any(word.folded in _LANGUAGE_NAMES for word in words)


@lru_cache(maxsize=8)
def split_words_to_read(text: str) -> tuple[ReplyWord, ...]:
    """The words of a reply; those of a language that is not read here folded to the French ones that they stand for.

    >>> [word.folded for word in split_words_to_read("não, ontem")]
    ['non', ',', 'hier']
    """
    words = split_words(text)
    meanings = _load_meanings().get(find_other_language(words))
    if not meanings:
        return words
    return tuple(
        replace(word, folded=meanings[word.folded]) if word.folded in meanings else word for word in words
    )
