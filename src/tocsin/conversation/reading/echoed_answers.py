"""A yes or no that is said in the words of the question: ``plus de fièvre``, ``38.5 ce matin``, ``fait hier``.

It is read only beside the question, where the reply has neither a yes nor a no of its own, and it is read back.
"""

from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.name_lexicon import SMALL, TITLES, VERBS
from tocsin.conversation.reading.question_matters import UNTOLD, read_matter
from tocsin.conversation.reading.speech_markers import GROUPS, KIN
from tocsin.conversation.reading.statements import select_told_now
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

ECHOED: Final = "echoed"
"""Note: the answer was said in words of the question."""
_STEM: Final = 5
_SHORTEST: Final = 4
_NEGATIVE: Final = parse_word_set(
    "pas plus aucun aucune jamais ni sans rien zero non no not never none without nothing"
)
_DENIED_BEHIND: Final = parse_word_set(
    "pas plus fini finie finis parti partie passe passee disparu disparue gone"
)
_STILL: Final = parse_word_set("encore toujours still")
_NO_TOPIC: Final = parse_word_set(
    "avez vous votre vos etes bien avec depuis pour cette personne personnes repondez reponse oui non bonjour suivi "
    "covid assurance maladie jours dans moment avoir donner donne pouvez peut faut avant test have your with reply "
    "been quelqu autre autres chez etre fait faire vivez habitez souhaitez acceptez travaillez travailler besoin d aide peux dernier"
)
_SYMPTOMS: Final = parse_word_set(
    "fievre toux tousse tousser nez gorge courbatures courbature frissons fatigue fatiguee fatigues gout odorat "
    "migraine mal maux tete rhume enrhume enrhumee diarrhee fever cough sneezing headache throat"
)
_ASKS_SYMPTOMS: Final = parse_word_set("symptomes symptome signes signe symptoms")
_IDENTITY: Final = Phrasebook(
    [
        (
            "identity",
            "est ce bien\nest il|elle bien celui|celle\netes vous bien|m|mr|mme|monsieur|madame\netes vous la personne\n"
            "is this|that\nare you the person\nare you mr|mrs|ms|miss",
        )
    ]
)
_ASKING_BACK: Final = Phrasebook(
    [
        (
            "asked_back",
            """
            ^cest|sait quoi
            ^c est quoi
            ^ca|sa veut dire
            ^qu est ce
            ^pourquoi|comment|combien|quel|quelle|quels|quelles|ki|kel
            ^si je|j|on|ma|mon|la|le|il|elle
            qui est
            ^what|why|how|which
            """,
        )
    ]
)
"""Whoever asks, or says under which condition, has not answered."""
"""A question that asks whether this is the person meant: nothing but a yes or a no answers it."""
_USUAL: Final = Phrasebook(
    [
        (
            "usual",
            """
            tous|tout|toutes|toute les ans|printemps|hivers|hiver|automnes|matins
            chaque annee|hiver|printemps|automne|ete|matin
            depuis .. ans|annees
            comme|que|qu d habitude|hab
            c|cest est? la|le|l|du|mon|mes clope|cigarette|tabac|pollen|foin|asthme
            c|cest est? les|mes|des allergie|allergies|pollens
            every|each year|spring|winter|autumn|summer|morning
            as|than usual
            """,
        )
    ]
)
"""A symptom that somebody always has: whether it is one of those asked for, they do not say."""
_ASKS_FEVER: Final = parse_word_set("fievre temperature fever")
_FEVERISH, _WARM, _ALIVE = 38.0, 37.5, range(35, 43)
"""Degrees from which it is fever, below which it is none, and of somebody alive."""


def read_echoed_answer(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> str:
    """``yes``, ``no``, or nothing where the reply does not answer in the words of the question."""
    words = select_told_now(words)
    said = [word.folded for word in words if word.folded[0].isalnum()]
    asking = _select_asking_words(question)
    asked = {word.folded for word in asking if word.folded[0].isalpha()}
    if not said or any(word.text == "?" for word in words) or any(_IDENTITY.find(asking)):
        return ""
    if any(_ASKING_BACK.find(words)):
        return ""
    if asked & _ASKS_FEVER and (degrees := _find_degrees(words)):
        return "yes" if degrees >= _FEVERISH else "no" if degrees < _WARM else ""
    if asked & (_ASKS_SYMPTOMS | _ASKS_FEVER | _SYMPTOMS) and any(_USUAL.find(words)):
        return ""
    told = read_matter(words, asking)
    return "" if told == UNTOLD else told or _read_topic(said, asked)


def asks_identity(question: tuple[ReplyWord, ...]) -> bool:
    """Whether it is asked if this is the person meant: whoever says that it is not answers no."""
    return any(_IDENTITY.find(_select_asking_words(question)))


def _select_asking_words(question: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words of the sentence that asks: what stands before a question mark, from the last full stop on."""
    ends = [at for at, word in enumerate(question) if word.text == "?"]
    last = ends[-1] if ends else len(question)
    first = max(
        (at + 1 for at, word in enumerate(question[:last]) if _ends_sentence(question, at)), default=0
    )
    return question[first:last]


def _ends_sentence(question: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a full stop ends a sentence there: none within brackets, of an ellipsis or behind a title does."""
    if question[at].text == "." and at and question[at - 1].folded in TITLES:
        return False  # "Êtes-vous bien M. Tessier ?"
    behind = question[at + 1].text if at + 1 < len(question) else ""
    return (
        question[at].text in ".!"
        and behind not in (".", ")", "?", "")
        and not (
            question[at].text == "." and at > 0 and question[at - 1].text == "." and behind[:1].islower()
        )
    )


def _find_degrees(words: tuple[ReplyWord, ...]) -> float:
    """A temperature of a body; 0 where none is told."""
    for at, word in enumerate(words):
        if word.is_number and len(word.folded) == 2 and int(word.folded) in _ALIVE:
            follows = words[at + 1 : at + 3]
            part = (
                follows[1].folded[:1]
                if len(follows) == 2 and follows[0].text in (",", ".") and follows[1].is_number
                else ""
            )
            return float(f"{word.folded}.{part or 0}")
    return 0.0


def _read_topic(said: list[str], asked: set[str]) -> str:
    """Yes where the first word of the question's matter stands there unnegated, no where it is denied."""
    topics = {
        word[:_STEM] for word in asked if len(word) >= _SHORTEST and word not in _NO_TOPIC | SMALL | VERBS
    }
    if asked & (_ASKS_SYMPTOMS | _ASKS_FEVER):
        topics |= {word[:_STEM] for word in _SYMPTOMS}
    for at, word in enumerate(said):
        if (
            word[:_STEM] in topics
            and (len(word) >= _SHORTEST or word in _SYMPTOMS)
            and word not in KIN | GROUPS
        ):
            before = set(said[max(0, at - 4) : at])
            after = set(said[at + 1 : at + 3])
            return "no" if before & _NEGATIVE or (after & _DENIED_BEHIND and not after & _STILL) else "yes"
    return ""
