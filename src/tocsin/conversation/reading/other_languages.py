"""Whether a reply is written in a language that is not read here: by its letters, or by its small words.

A few small words of one language, and more of them than of French and English, say which it is.
"""

import unicodedata
from collections import Counter
from typing import Final

from tocsin.conversation.reply_words import ReplyWord, parse_word_set

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
        "bir ve ben sen benim degil var yok icin ama cok merhaba tesekkurler lutfen turkce fransızca fransizca "
        "bilmiyorum anlamıyorum anlamiyorum konusuyorum evet hayır hayir bugun dun nasil"
    ),
    "ar": parse_word_set(
        "ana rani rana machi mafhemtch fhemt makanch ma3andi 3andi wach wash chokran choukran salam labas hamdoulah "
        "kolchi bezzaf bzaf dyal dyali hna nta nti ila mazal ghadi bikhir walou safi daba iyeh wlh mn fi"
    ),
}
_READ_HERE: Final = parse_word_set(
    "le la les un une des du je j il elle on nous vous ils et ou mais que qui pas ne n est suis ai a au aux avec pour "
    "dans sur mon ma mes son sa ses ce cette oui non merci bonjour the is are am and or but not my his her with for "
    "in on at i you he she we they this that yes no please thanks hello"
)
_LEAST: Final = 2


def find_other_language(words: tuple[ReplyWord, ...]) -> str:
    """``es``, ``it``, ``pt``, ``de``, ``tr``, ``ar``, or the name of a script (``arabic``); else empty.

    >>> from tocsin.conversation.reply_words import split_words
    >>> find_other_language(split_words("No hablo bien francés, ¿puede escribir en español por favor?"))
    'es'
    """
    said = [word for word in words if word.folded[0].isalpha()]
    scripts = Counter(unicodedata.name(word.text[0], "LATIN").split()[0].lower() for word in said)
    if len(said) >= _LEAST and scripts["latin"] * 2 < len(said):
        return next(name for name, _ in scripts.most_common() if name != "latin")
    folded = [word.folded for word in said]
    here = sum(word in _READ_HERE for word in folded)
    counts = {name: len({word for word in folded if word in small}) for name, small in _SMALL_WORDS.items()}
    name, most = max(counts.items(), key=lambda item: item[1])
    own = sum(word in _SMALL_WORDS[name] - _READ_HERE for word in folded)
    return name if most >= _LEAST and own >= _LEAST and own > here else ""
