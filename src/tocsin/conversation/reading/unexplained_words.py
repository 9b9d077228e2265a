"""What a reply says beside its answer and is not understood: its rest.

An answer with a rest is tentative: somebody may be in danger in words that nobody thought of. Explained is
what answers, what signals, the words of whoever is named, and what is harmless in any reply: small words, and
those that stood in several labelled replies without speaking for danger. The rest is never guessed at; a human
reads it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.answering_words import find_answering_words
from tocsin.conversation.reading.danger_reader import is_everyday_sound
from tocsin.conversation.reading.everyday_words import HARMLESS, TELLING
from tocsin.conversation.reading.first_names import is_surely_name
from tocsin.conversation.reading.model import MentionedPerson, QuestionKind, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import POLITE
from tocsin.conversation.reading.phonetics import strip_pronoun, to_phonetic_form
from tocsin.conversation.reading.signal_phrases import RAISE
from tocsin.conversation.reading.speech_markers import CORRECTIONS, HEDGES, IGNORANCE
from tocsin.conversation.reading.yes_no_phrases import PHRASES
from tocsin.conversation.reply_words import ReplyWord, parse_word_set, split_words, squeeze_letters

_PASSING: Final = Phrasebook(
    [
        (
            "passing",
            """
            pas mal
            mal compris|dormi|lu|ecrit|entendu|tape|explique
            mal a|de la? gorge|tete|dos|ventre
            ca|sa va
            tout|toute? va bien
            etais|suis|vis|habite|reste|restee|seul|seule|toute? tout|toute? seul|seule
            seul|seule a|chez|dans|avec
            seulement|juste malade
            suis|est|etais|tombe|tombee malade|malades
            arret maladie
            pas peur
            besoin|pas d|de aide
            passe|passer bien|le|la|les|un|une|par|chez|a|au|me|moi
            garde|garder les|mes|mon|ma|mes|son|sa
            perdu le|la|l mon? numero|telephone|tel|gout|odorat|papier|portable
            je|j|il|elle|on arrive demain|ce|a|vers|bientot|pas
            au travail|boulot
            dort|dorment$
            """,
        )
    ]
)
"""Where words that tell of trouble are harmless."""
_KNOWN_PHRASES: Final[Phrasebook[str]] = Phrasebook.join(
    PHRASES, CORRECTIONS, HEDGES, IGNORANCE, Phrasebook(RAISE.items()), _PASSING
)


_JOINING: Final = POLITE | parse_word_set(
    "et ou mais c est le la les un une de du d l a au aux en y il je j nous on and the a is my mon ma mes"
)
"""Words that join an answer to courtesy, and say nothing themselves."""


def find_words_beside_answer(
    asked: QuestionKind, found: tuple[ReplyWord, ...], answer: ReplyAnswer
) -> tuple[ReplyWord, ...]:
    """The words of a reply that are neither its answer nor courtesy, in order."""
    answering = find_answering_words(asked, found, answer)
    return tuple(
        word
        for at, word in enumerate(found)
        if at not in answering and word.folded[0].isalpha() and word.folded not in _JOINING
    )


def find_unexplained_words(
    asked: QuestionKind, found: tuple[ReplyWord, ...], answer: ReplyAnswer, options: Iterable[str] = ()
) -> tuple[ReplyWord, ...]:
    """The words of a reply that neither its answer, its signals nor everyday speech explains, in order.

    ``options`` are words that are known: labels of a choice, names of those who were named before.
    """
    loose = [i for i, word in enumerate(found) if not _is_harmless(word.folded)]
    if not loose:
        return ()
    named = {word for text in (*_list_sure_names(answer, found), *options) for word in _fold_words(text)}
    loose = [i for i in loose if found[i].folded not in named]
    if asked == "choice" and loose:
        told = find_answering_words(asked, found, answer)  # "le tram", for *Dans les transports*
        loose = [i for i in loose if i not in told]
    if not loose:
        return ()
    covered = {i for hit in _KNOWN_PHRASES.find(found) for i in range(hit.start, hit.end)}
    return tuple(found[i] for i in loose if i not in covered)


@lru_cache(maxsize=4096)
def _is_harmless(said: str) -> bool:
    if len(said) < 2 or not said[0].isalpha():
        return True
    if said in HARMLESS or squeeze_letters(said) in HARMLESS:
        return True
    if (apart := strip_pronoun(said)) and apart in HARMLESS:
        return True
    return said not in TELLING and is_everyday_sound(to_phonetic_form(said))


def _list_sure_names(answer: ReplyAnswer, found: tuple[ReplyWord, ...]) -> Iterator[str]:
    """The names of an answer that are surely names."""
    for one in answer.value if isinstance(answer.value, tuple) else ():
        if isinstance(one, MentionedPerson) and one.name and (one.number or is_surely_name(one.name, found)):
            yield one.name


@lru_cache(maxsize=4096)
def _fold_words(text: str) -> tuple[str, ...]:
    """Of what is known beside a reply (names, labels), the same for each reply: it is not to push the reply's own words
    out of those that are kept."""
    return tuple(word.folded for word in split_words.__wrapped__(text))
