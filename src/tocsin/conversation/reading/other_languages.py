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
from tocsin.conversation.reply_words import ReplyWord, fold_accents, parse_word_set, split_words


def _fold_word_set(words: str) -> frozenset[str]:
    return frozenset(map(fold_accents, words.split()))


_SMALL_WORDS: Final = {
    "es": parse_word_set(
        "el los las una por para con pero muy estoy tengo mi su es no si que hola gracias puede puedo hablo espanol "
        "usted escribir favor bien como cuando donde quien soy esta este hoy ayer ya mas tambien frances en "
        "a de e yo se me lo le gracias dios senora senor todo nada ninguno hace conmigo"
    ),
    "it": parse_word_set(
        "il lo gli una per con ma molto sono ho mio mia non che ciao grazie puo posso parlo italiano lei scrivere "
        "favore bene come quando dove chi oggi ieri solo anche buongiorno buonasera francese capisco in e"
    ),
    "pt": parse_word_set(
        "o os as um uma por para com mas muito estou tenho meu minha nao sim que ola obrigado obrigada pode posso "
        "falo portugues voce escrever favor bem como quando onde quem hoje ontem ja mais tambem frances entendo em bom dia feira "
        "a e de do da na no nas nos gracas deus eu ele ela"
    ),
    "de": parse_word_set(
        "der die das ein eine ich bin habe nicht und mit aber sehr mein meine danke bitte konnen kann spreche deutsch "
        "sie schreiben gut wie wann wo wer heute gestern nur auch guten tag franzosisch verstehe"
    ),
    "tr": parse_word_set(
        "bir ve ben sen benim degil var yok icin ama cok merhaba tesekkurler lutfen turkce fransizca de mi ile "
        "bilmiyorum anlamiyorum konusuyorum evet hayir bugun dun nasil biraz bana size iyiyim allah sukur"
    ),
    "pl": parse_word_set(
        "nie tak jest jestem mam moj moja moim dzien dobry prosze dziekuje po polsku mowie rozumiem francusku czy "
        "jak kto tylko nigdzie z od"
    ),
    "ar": parse_word_set(
        "ana rani rana machi mafhemtch fhemt makanch ma3andi 3andi wach wash chokran choukran salam labas hamdoulah "
        "kolchi bezzaf bzaf dyal dyali hna nta nti ila mazal ghadi bikhir walou safi daba iyeh wlh mn fi"
    ),
    "ro": parse_word_set(
        "nu da sunt este am eu si la cu pe de ma mi imi va rog multumesc ce unde cand cine foarte dar doar in din "
        "nostru franceza romaneste inteleg vorbesc bine testul facut"
    ),
    "uk": _fold_word_set(
        "я мене мені ми він вона вони це є у в на по до що як але ще вже тут дуже маю був була я мы он она они это "
        "у меня мне как что уже очень есть был была все всьо трохи немного чуть ya mene meni maiu duzhe tilky trohy"
    ),
    "arabic": _fold_word_set(
        "الحمد لله والحمد الله شوية قليلا انا عندي في على الى من هذا هذه هل ما كان كنت هو هي نحن جدا فيه فيها هناك قبل بعد لي"
    ),
    "cjk": _fold_word_set("我 我们 他 她 了 的 在 和 也 都"),
}
_GRAVE: Final = parse_word_set("mal malade seul pire")
"""French words that tell of trouble in any language."""
_ORDER: Final = {name: at for at, name in enumerate(_SMALL_WORDS)}
"""Of languages that have as many words of a reply, the first one is meant."""
_LANGUAGES_OF_SCRIPTS: Final = {"cyrillic": "uk"}
"""Letters -> the language whose table holds the words written in them, where it has another name."""
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
_LANGUAGE_NAMES: Final = _fold_word_set(
    "espanol castellano portugues portuguesa italiano deutsch turkce turc polsku polski arabe 3arabi darija frances "
    "francese franzosisch fransizca francusku portugais espagnol italien allemand polonais roumain ucrainien russe "
    "portuguese spanish italian german turkish polish romanian ukrainian russian arabic "
    "الفرنسية العربية بالعربية بالفرنسية فرنسي французскии французскою французькою украінською русскии по-русски romana "
    "franceza romaneste 法语 中文 法文"
)
"""Whoever names a language in one that is not read here asks for it, or says that French is not theirs."""


@cache
def _load_meanings() -> dict[str, dict[str, str]]:
    """Language -> its words, folded -> the French word that is read for each."""
    pages = compiled_tables.get_table("replies/other_words")
    return {
        language: {fold_accents(word): meant for meant, words in page.items() for word in words.split()}
        for language, page in pages.items()
    }


def find_other_language(words: tuple[ReplyWord, ...]) -> str:
    """``es``, ``it``, ``pt``... (the languages of ``other_words.yaml``), or the name of a script (``arabic``); else empty.

    >>> find_other_language(split_words("No hablo bien francés, ¿puede escribir en español por favor?"))
    'es'
    """
    if script := find_other_script(words):
        return script
    owners, folded = _index_own_words(), [word.folded for word in words if word.folded[0].isalpha()]
    if owners.keys().isdisjoint(folded):
        return ""
    counted = Counter(language for word in {*folded} for language in owners.get(word, ()))
    name, own = max(counted.items(), key=lambda one: (one[1], -_ORDER.get(one[0], len(_ORDER))))
    spoken = {*_load_meanings().get(name, ()), *_SMALL_WORDS.get(name, ())}
    here = sum(word in _READ_HERE and word not in spoken for word in folded)
    return name if own > here and (own >= _LEAST or len(folded) <= _FEW) else ""


def find_other_script(words: tuple[ReplyWord, ...]) -> str:
    """The name of the letters in which most of a reply is written, where they are not Latin; else empty."""
    said = [word.folded for word in words if word.folded[0].isalpha()]
    if all(text.isascii() for text in said):
        return ""
    scripts = Counter(unicodedata.name(text[0], "LATIN").split()[0].lower() for text in said)
    script = next((name for name, _ in scripts.most_common() if name != "latin"), "")
    if not script or scripts["latin"] * 2 >= len(said):
        return ""
    # A word alone may be somebody's name.
    return script if len(said) >= _LEAST or said[0] in _load_meanings().get(_name_table(script), ()) else ""


def is_read_in_french(language: str) -> bool:
    """Whether the commonest words of a language, or of letters, are read as French ones."""
    return _name_table(language) in _load_meanings()


def _name_table(language: str) -> str:
    return _LANGUAGES_OF_SCRIPTS.get(language, language)


@cache
def list_words_read(language: str) -> tuple[str, ...]:
    """The words of a language that are read: the small ones, and the French words that others stand for."""
    name = _name_table(language)
    return (*_SMALL_WORDS.get(name, ()), *({*_load_meanings().get(name, {}).values()} - _GRAVE))


@cache
def _index_own_words() -> dict[str, tuple[str, ...]]:
    """Words that are no word here and nobody's first name (*karim* is *my wife*, too) -> the languages that have them."""
    owners: dict[str, list[str]] = {}
    excluded = _READ_HERE | KNOWN | ANSWERS | load_first_names()
    for language in dict.fromkeys((*_SMALL_WORDS, *_load_meanings())):
        told = _load_meanings().get(language, {}).keys()
        for word in {*_SMALL_WORDS.get(language, ()), *told} - excluded:
            if len(word) >= _SHORTEST:
                owners.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in owners.items()}


def asks_for_language(words: tuple[ReplyWord, ...]) -> bool:
    """Whether a language is named: ``fala português?``, ``Fransızca bilmiyorum``."""
    return any(word.folded in _LANGUAGE_NAMES for word in words)


@lru_cache(maxsize=64)
def split_words_to_read(text: str) -> tuple[ReplyWord, ...]:
    """The words of a reply; those of a language that is not read here folded to the French ones that they stand for.

    >>> [word.folded for word in split_words_to_read("não, ontem")]
    ['non', ',', 'hier']
    """
    words = split_words(text)
    language = find_other_language(words)
    meanings = _load_meanings().get(_name_table(language)) if language else None
    if not meanings:
        return words
    return tuple(
        replace(word, folded=meanings[word.folded]) if word.folded in meanings else word for word in words
    )
