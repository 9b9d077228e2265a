"""Of whom and of when each statement of a reply speaks: ``ma femme oui, moi non``, ``hier 39, là plus rien``.

A reply is cut where a sign, a *mais*, or another subject or time begins something new. Its subject is the first word
that can be one: the writer, or somebody else (a pronoun, a possessive with kin). Nothing is read of what is said; the readers
of each kind of answer ask which statements are those of the person and the time that were asked for.
"""

import itertools
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.speech_markers import (
    GROUPS,
    KIN,
    KIN_AND_GROUPS,
    NO_WORDS,
    OWNERS,
    YES_WORDS,
)
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

StatementSubject = Literal["self", "other", "unsaid"]
AskedSubject = Literal["reader", "anybody"]
StatementTime = Literal["now", "before", "later", "unsaid"]

_SELF: Final = parse_word_set("je j jai jsuis jetais javais jme moi nous on i im ive we myself")
_OTHERS: Final = parse_word_set("il elle ils elles lui eux he she they him")
_LITTLE: Final = parse_word_set(
    "petit petite ptit ptite grand grande moyen moyenne aine ainee aines cadet cadette dernier derniere autre"
)
"""Children by their size or age, where an article stands before: ``le petit``."""
_ARTICLES: Final = parse_word_set("le la les l un une the")
_NOUN_PARTS: Final = parse_word_set(
    "petit petite ptit ptite grand grande beau belle deux trois quatre 2 3 4 futur vieille vieux autre autres"
)
"""What may stand between a possessive and kin."""
_IMPERSONAL: Final = parse_word_set("y faut fait me m semble parait reste manque en pleut suffit se s")
"""Behind *il* these make nobody of it: ``il y a``."""
_PREPOSITIONS: Final = parse_word_set(
    "chez avec pour a au aux de d du des par sans dans sur vers comme contre entre que qu of with for to by at from and et ou ni"
    " pas sauf vu vue voir appeler aussi"
)
"""Before a person these make it no subject."""
_THINKING: Final = parse_word_set("crois pense trouve suppose espere dirais think guess")
"""*Je crois que* leads to what is said, and of whom."""
_SPEAKING: Final = parse_word_set("dit di veut prefere repond says wants")
"""*Elle dit non* gives the answer of whoever is asked, in whose place somebody writes."""
_TURNING: Final = parse_word_set("mais but donc sinon puis alors tandis however otherwise")
_NOW: Final = parse_word_set("aujourd aujourdhui ajd auj maintenant mtn actuellement today now desormais")
_BEFORE: Final = parse_word_set(
    "hier avant avt autrefois jadis etait etais etaient avais avait avions avaient yesterday was were had before ago formerly"
)
_LATER: Final = parse_word_set("demain bientot tomorrow soon")
_BEHIND_NOW: Final = parse_word_set("ca sa c je j on plus tout rien maintenant non oui aujourd")
"""Behind ``la`` without its accent these make *là* of it."""
_ANSWERING: Final = YES_WORDS | NO_WORDS | parse_word_set("pas plus rien aussi ok")
"""Behind one of them, or a number, kin without a sign is told of next; behind a verb it is what is done to."""
_ADVERBS: Final = _NOW | _LATER | {"hier", "yesterday", "avant"}
"""Words for a time that begin a new statement without any sign; a verb of the past does not."""
_FILLERS: Final = parse_word_set("bah ben euh alors et oui non ah eh bon hello bonjour bonsoir pour quant a")


_ADDRESSING: Final = parse_word_set("vous avez etes pouvez tu as es you with avec chez")
"""Words of a question that asks the reader of themselves, whoever else is named."""
_ANYBODY: Final = Phrasebook(
    [
        (
            "anybody",
            """
            ^quelqu un
            ^quelquun|anyone|anybody|somebody|someone
            que|qu quelqu|quelquun un?
            is|has|does|did anyone|anybody|someone|somebody
            y a .. quelqu|quelquun un?
            tous|toutes les deux
            both of you
            y a .. personne|personnes|malade|malades
            """,
        )
    ]
)
_STILL_NOW: Final = _NOW | {"encore", "toujours", "matin", "still"}
_SELF_AND_OTHERS: Final = _SELF | _OTHERS
_BESIDE_THE_PERSON: Final = (
    OWNERS | _ARTICLES | KIN | GROUPS | _LITTLE | _NOUN_PARTS | _OTHERS | _FILLERS - YES_WORDS - NO_WORDS
)
_TRUE_PREPOSITIONS: Final = _PREPOSITIONS - {"et", "and"}
_OWNERS_AND_ARTICLES: Final = OWNERS | _ARTICLES
_FILLERS_AND_TURNING: Final = _FILLERS | _TURNING


class Statement(Struct, frozen=True):
    """A piece of a reply that speaks of one subject and one time."""

    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""
    subject: StatementSubject
    named_at: int
    """Index of the word by which the subject is named; ``end`` or beyond where it is unsaid."""
    when: StatementTime

    def holds(self, at: int) -> bool:
        """Whether the word of this index is part of it."""
        return self.start <= at < self.end


@lru_cache(maxsize=8)
def find_asked_subject(question: tuple[ReplyWord, ...]) -> AskedSubject:
    """Of whom a question asks: the reader, or anybody of theirs (``quelqu'un tousse-t-il chez vous ?``, ``vos enfants``)."""
    return "anybody" if asks_of_kin(question) or any(_ANYBODY.find(question)) else "reader"


def asks_of_kin(question: tuple[ReplyWord, ...]) -> bool:
    """Whether one of the reader's own is asked about: ``quand votre mari est-il tombé malade ?``."""
    folded = [word.folded for word in question]
    own = any(a in ("votre", "vos", "your") and b in KIN_AND_GROUPS for a, b in itertools.pairwise(folded))
    return own and not {*folded} & _ADDRESSING


def asks_of_now(question: tuple[ReplyWord, ...]) -> bool:
    """Whether it is asked how things stand now: what was yesterday is no answer."""
    return any(word.folded in _STILL_NOW for word in question)


def select_told_now(words: tuple[ReplyWord, ...]) -> tuple[ReplyWord, ...]:
    """The words that tell of the writer as they are now, where others or another time are told of before."""
    told = split_statements(words)
    own = next((at for at, one in enumerate(told) if _turns_to_self(words, one)), 0)
    if any(one.subject == "other" for one in told[:own]):
        told = told[own:]
    if any(one.when == "now" for one in told):
        told = tuple(one for one in told if one.when != "before")
    return tuple(word for one in told for word in words[one.start : one.end])


def _turns_to_self(words: tuple[ReplyWord, ...], one: Statement) -> bool:
    """``moi rien``, ``quant à moi...``: not ``moi`` alone."""
    return (
        one.subject == "self" and words[one.named_at].folded in ("moi", "me") and one.end > one.named_at + 1
    )


def writes_for_another(words: tuple[ReplyWord, ...], one: Statement) -> bool:
    """``moi 14 mais elle 44``: *she* without a name is whoever is asked, in whose place somebody writes."""
    return one.subject == "other" and words[one.named_at].folded in _OTHERS


@lru_cache(maxsize=8)
def split_statements(words: tuple[ReplyWord, ...]) -> tuple[Statement, ...]:
    """The statements of a reply, in order; every word lies in one.

    >>> from tocsin.conversation.reply_words import split_words
    >>> [(s.subject, s.when) for s in split_statements(split_words("hier ma femme oui, moi aujourd'hui non"))]
    [('other', 'before'), ('self', 'now')]
    """
    told: list[Statement] = []
    for at in range(len(words)):
        subject, when = _find_subject_at(words, at), _read_time_word(words, at)
        current = told[-1] if told else None
        if current and subject == "self" and current.subject == "other" and _is_joined(words, current, at):
            told[-1] = replace(current, end=at + 1, subject="self", named_at=at)  # "ma femme et moi"
        elif current is None or _begins_statement(words, at) or _contrasts(words, at, subject, when, current):
            told.append(Statement(at, at + 1, subject, at, when))
        else:
            told[-1] = _extend(current, subject, when)
    return tuple(_carry_topics(words, told))


def find_statement(words: tuple[ReplyWord, ...], at: int) -> Statement:
    """The statement that holds the word of this index."""
    return next(one for one in split_statements(words) if one.holds(at))


def _extend(current: Statement, subject: StatementSubject, when: StatementTime) -> Statement:
    """A statement with one more word: its first subject stays, and so does *now* beside a verb of the past."""
    return replace(
        current,
        end=current.end + 1,
        subject=subject if current.subject == "unsaid" else current.subject,
        named_at=current.end if current.subject == "unsaid" else current.named_at,
        when="now" if "now" in (when, current.when) else when if current.when == "unsaid" else current.when,
    )


def _begins_statement(words: tuple[ReplyWord, ...], at: int) -> bool:
    before, word = words[at - 1], words[at]
    if not word.folded[0].isalnum():
        return False
    if word.breaks or word.folded in _TURNING:
        return True
    if word.folded in ("et", "and"):
        return _find_subject_at(words, at + 1) != "unsaid" and words[at + 1].folded not in ("moi", "me")
    return before.folded in ("que", "qu", "that") and at > 1 and words[at - 2].folded in _THINKING


def _contrasts(
    words: tuple[ReplyWord, ...], at: int, subject: StatementSubject, when: StatementTime, current: Statement
) -> bool:
    """Whether another subject, or another time, follows without a sign: ``hier oui aujourd'hui non``."""
    word, before = words[at], words[at - 1]
    pronoun = word.folded in _SELF_AND_OTHERS
    answered = before.is_number or before.folded in _ANSWERING
    turned = subject != "unsaid" and current.subject not in ("unsaid", subject) and (pronoun or answered)
    dated = word.folded in _ADVERBS or word.folded == "la"
    return turned or (dated and when != "unsaid" and current.when not in ("unsaid", when))


def _is_joined(words: tuple[ReplyWord, ...], current: Statement, at: int) -> bool:
    return words[at - 1].folded in ("et", "and") and _names_only(words, current)


def _carry_topics(words: tuple[ReplyWord, ...], told: list[Statement]) -> list[Statement]:
    """What is said of a subject that is only named before a sign is said of it: ``mon mari, oui``."""
    out: list[Statement] = []
    for one in told:
        before = out[-1] if out else None
        if before and one.subject == "unsaid" and before.subject == "other" and _names_only(words, before):
            one = replace(one, subject="other", named_at=before.named_at)
        out.append(one)
    return out


def _names_only(words: tuple[ReplyWord, ...], one: Statement) -> bool:
    said = [word.folded for word in words[one.start : one.end] if word.folded[0].isalnum()]
    return all(word in _BESIDE_THE_PERSON for word in said)


def _find_subject_at(words: tuple[ReplyWord, ...], at: int) -> StatementSubject:
    """Whether a word is, or begins, the subject of what follows."""
    if at >= len(words):
        return "unsaid"
    said = words[at].folded
    before = words[at - 1].folded if at and not words[at].breaks else ""
    behind = words[at + 1].folded if at + 1 < len(words) else ""
    if before in ("que", "qu", "that") and at > 1 and words[at - 2].folded in _THINKING:
        before = ""
    if said in _SELF:
        quant = before == "a" and at > 1 and words[at - 2].folded == "quant"
        behind_preposition = said in ("moi", "nous") and before in _TRUE_PREPOSITIONS
        return "unsaid" if behind_preposition and not quant else "self"
    if said in ("suis", "ai") and (not before or before in _FILLERS):
        return "self"
    if before in _TRUE_PREPOSITIONS:
        return "unsaid"
    if said in _OTHERS:
        later = words[at + 2].folded if at + 2 < len(words) else ""
        nobody = said == "il" and (behind in _IMPERSONAL or (behind == "n" and later in _IMPERSONAL))
        return "unsaid" if nobody or behind in _SPEAKING else "other"
    if said in _OWNERS_AND_ARTICLES:
        noun = _find_noun(words, at)
        if noun in KIN_AND_GROUPS or (said in _ARTICLES and behind in _LITTLE and noun == behind):
            return "other"
        return "unsaid"
    opens = not before or before in _FILLERS_AND_TURNING
    return "other" if opens and said in KIN and said not in ("bebe", "chef", "ex", "mate") else "unsaid"


def _find_noun(words: tuple[ReplyWord, ...], at: int) -> str:
    """The word that a possessive or an article belongs to; adjectives between are passed over."""
    behind = [word.folded for word in words[at + 1 : at + 4] if not word.breaks]
    for place, word in enumerate(behind):
        if word in KIN_AND_GROUPS:
            return word
        if word not in _NOUN_PARTS:
            return word if place == 0 else behind[place - 1]
    return behind[0] if behind else ""


def _read_time_word(words: tuple[ReplyWord, ...], at: int) -> StatementTime:
    word = words[at]
    behind = words[at + 1].folded if at + 1 < len(words) else ""
    if word.folded in _NOW or (word.folded in ("ce", "this") and behind in ("matin", "soir", "morning")):
        return "now"
    if word.text.lower() == "là" or (word.folded == "la" and behind in _BEHIND_NOW):
        return "now"
    if word.folded in _BEFORE:
        return "before"
    if word.folded in ("semaine", "mois", "annee", "an", "week", "month", "year") and behind in (
        "derniere", "dernier", "passee", "passe",
    ):  # fmt: skip
        return "before"
    return "later" if word.folded in _LATER else "unsaid"
