"""Yes or no, with everything that people put around it.

What the yes, no and doubt of a reply come to, and what answers without any of them (*38,5 ce matin*, *2 pfizer et le
rappel*), is learned from labelled replies of separate authors: the table ``answers`` says whether a reply answers at
all, ``agrees`` whether it says yes. Where one of them is not sure enough, nothing is read.
"""

from itertools import dropwhile
from typing import Final

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.answer_features import list_answer_features, opens_with_vote
from tocsin.conversation.reading.answer_votes import find_votes, opens_with_answer, read_single_answer
from tocsin.conversation.reading.model import ECHOED, NOTHING, ReplyAnswer
from tocsin.conversation.reading.numerals import ORDINAL_ENDS
from tocsin.conversation.reading.option_places import ORDINALS
from tocsin.conversation.reading.speech_markers import IGNORANCE
from tocsin.conversation.reading.statements import find_asked_subject, find_statement, select_told_now
from tocsin.conversation.reply_words import ReplyWord, parse_word_set
from tocsin.evidence.text_classifier import load_classifier

UNCLEAR: Final = ReplyAnswer(notes=("unclear",))
"""The person did not understand what was said: no answer, unless that was the question."""
ANSWERS, AGREES = "answers", "agrees"
"""The tables."""
_ASKS_FEVER: Final = parse_word_set("fievre temperature fever")
_TAKING: Final = parse_word_set("pris prise prenez mesure mesuree mesurez taken take took checked")
"""Words of a question whether a temperature was taken."""
_FEVERISH, _WARM, _ALIVE = 38.0, 37.5, range(35, 43)
"""Degrees from which it is fever, below which it is none, and of somebody alive."""
_NOW: Final = parse_word_set("aujourd hui aujourdhui ajd maintenant mtn la now today ,")
"""Words for now before what is told of now: ``hier oui aujourd'hui non``."""
_NAMING: Final = parse_word_set("numero numeros number numbers")
_UNWILLING: Final = Phrasebook(
    [("unwilling", "je prefere|preferais|veux|souhaite pas$\nprefere ne pas\ni d? rather not")]
)
"""Whoever would rather not name anybody has not said that there is nobody."""
_BOTH: Final = frozenset(("oui", "non"))
_CORRECTING: Final = parse_word_set("pardon erreur trompe trompee faute mauvaise dire fait lu")
"""Beside these the later of a yes and a no is the last word."""
_SENTENCE_ENDS: Final = frozenset(".!\n")
_SLIPS: Final = parse_word_set("pardon erreur")
_CONCLUDING: Final = parse_word_set("donc mais alors mettez disons so but")
_SAYING: Final = parse_word_set("dire dirai dirais")
"""Before a yes or no that ends a reply these make it the last word."""
_KNOWING: Final = parse_word_set("savez sais savoir know")
_ALIKE: Final = parse_word_set("aussi pareil idem egalement both too")
_PAIR: Final = 2
"""Parts of which one is answered for: of more of them somebody tells a story."""
_RESTRICTING: Final = parse_word_set("mais sauf but except si if")


def read_yes_no(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """``yes``, ``no``, or nothing understood.

    1. A single word is what it says. 2. A temperature answers whether there is fever, and a yes or no to which the reply comes
    in the end (``donc oui``) whatever was asked. 3. The rest is read by its likeness to
    labelled replies, unless it leaves the answer open itself; where the question is not known, only with a yes, no or doubt in
    it. 4. Whoever did not understand has
    said no yes. 5. An answer that is told in other words than yes and no is noted, and read back.
    """
    alone = read_single_answer(words)
    if alone:
        return ReplyAnswer(alone)
    votes = find_votes(words)
    own = select_told_now(words) if find_asked_subject(question) == "reader" else words
    measured = {word.folded for word in question} & _ASKS_FEVER and not opens_with_answer(words)
    if measured and (degrees := _find_degrees(own)):
        if _TAKING & {word.folded for word in question}:
            return ReplyAnswer("yes", (ECHOED,))
        warm = "yes" if degrees >= _FEVERISH else "no" if degrees < _WARM else None
        return ReplyAnswer(warm, (ECHOED,)) if warm else NOTHING
    if not (votes or question):
        return NOTHING
    unclear = [vote for vote in votes if vote.name == "unclear"]
    if (
        any(find_statement(words, vote.start).subject != "other" for vote in unclear)
        and votes[0].name != "no"
    ):
        return UNCLEAR
    voted = {at for vote in votes for at in range(vote.start, vote.end)}
    bare = not any(word.folded[0].isalnum() for at, word in enumerate(words) if at not in voted)
    if {"yes", "no"} <= {vote.name for vote in votes} and (bare or _contradicts_itself(words, votes)):
        return NOTHING  # "oui non"
    said_so = bool(votes) and votes[0].name in ("yes", "no")
    if not said_so and _asks_whether_known(question) and any(IGNORANCE.find(words)):
        return ReplyAnswer("no", (ECHOED,))  # "aucune idée"
    if last_word := _find_closing_vote(words, votes) or _find_corrected_vote(words, votes):
        return ReplyAnswer(last_word)
    if any(_UNWILLING.find(words)) and _NAMING & {word.folded for word in question}:
        return NOTHING
    now = tuple(dropwhile(lambda word: word.folded in _NOW, own)) if len(own) < len(words) else ()
    if _is_left_open(words, votes):
        return NOTHING
    value = _weigh_answer(words, question) or (_weigh_answer(now, question) if now else "")
    said = [vote for vote in votes if vote.name == value or (vote.name, value) == ("fine", "yes")]
    if not value or _tells_of_others(words, said, question):
        return NOTHING
    if not said:
        fought = any(vote.name in ("yes", "no") for vote in votes)
        return NOTHING if fought else ReplyAnswer(value, (ECHOED,))
    return ReplyAnswer(value, ("restriction",) if _is_restricted(words, said[0]) else ())


def _contradicts_itself(words: tuple[ReplyWord, ...], votes: list[PhraseMatch]) -> bool:
    """``oui. non. laissez tomber``, ``oui il y va. Non il n'y va pas``: a yes and a no that open the reply one after the other,
    or each a sentence on the same, where nothing says which is the last word."""
    first, second = votes[:2]
    said = {words[vote.start].text.casefold() for vote in (first, second)}
    if first.start or said != _BOTH or _CORRECTING & {word.folded for word in words}:
        return False
    between = words[first.end : second.start]
    told = {word.folded for word in between if word.folded[0].isalnum()}
    again = {word.folded for word in words[second.end :]}
    return not told or (between[-1].text in _SENTENCE_ENDS and len(told & again) >= _PAIR)


def _find_closing_vote(words: tuple[ReplyWord, ...], votes: list[PhraseMatch]) -> str:
    """``1ère dose le 2 mars, donc oui``, ``l'avion ? avec mon smic ? non non``: the yes or no to which a reply comes in the end.
    Of the 44 of all authors that end so each was meant."""
    last = votes[-1] if votes else None
    if last is None or last.name not in ("yes", "no") or not last.start:
        return ""
    if any(word.folded[0].isalnum() for word in words[last.end :]):
        return ""
    before = votes[-2] if len(votes) > 1 else None
    again = before and (before.name, before.end) == (last.name, last.start) and before.start
    asked = bool(before and again and words[before.start - 1].text == "?")
    led = [word.folded for word in words[last.start - _PAIR : last.start]]
    so = led[-1:] and (led[-1] in _CONCLUDING or (led[-1] == "que" and led[0] in _SAYING))
    return last.name if asked or so else ""


def _find_corrected_vote(words: tuple[ReplyWord, ...], votes: list[PhraseMatch]) -> str:
    """``oui. NON pardon, mauvaise touche``: the second of two that open a reply, where it is said to correct the first."""
    first, second = votes[:2] if len(votes) > 1 else (None, None)
    if first is None or second is None or first.start or {first.name, second.name} != {"yes", "no"}:
        return ""
    between = any(word.folded[0].isalnum() for word in words[first.end : second.start])
    behind = words[second.end].folded if second.end < len(words) else ""
    return second.name if behind in _SLIPS and not between else ""


def _asks_whether_known(question: tuple[ReplyWord, ...]) -> bool:
    """``Savez-vous où...``: whoever does not know says no."""
    return bool(_KNOWING & {word.folded for word in question})


def _is_left_open(words: tuple[ReplyWord, ...], votes: list[PhraseMatch]) -> bool:
    """Whether a reply says itself that it does not answer: the writer does not know (``je sais pas trop, ma sœur devait le
    faire``), says both in the end (``oui j'y étais. Oui et non``), or answers one part and tells of another."""
    if any(IGNORANCE.find(words)) and not opens_with_answer(words):
        return True
    last = votes[-1] if votes else None
    if last and last.name == "unsure" and {word.folded for word in words[last.start : last.end]} >= _BOTH:
        return True
    parts = _find_parts(words)
    if not votes or len(parts) != _PAIR or _ALIKE & {word.folded for word in words}:
        return False
    return all(parts[0] < vote.start < parts[1] for vote in votes)


def _find_parts(words: tuple[ReplyWord, ...]) -> list[int]:
    """Where parts are told of by their place: ``la première``, ``la 2eme``."""
    return [
        at
        for at, word in enumerate(words)
        if word.folded in ORDINALS or (word.is_number and _ends_as_place(words[at + 1 : at + 2]))
    ]


def _ends_as_place(behind: tuple[ReplyWord, ...]) -> bool:
    return any(word.glued and word.folded in ORDINAL_ENDS for word in behind)


def _weigh_answer(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> str:
    """``yes`` or ``no`` where the reply is sure enough to answer, and to say the one rather than the other."""
    features = list_answer_features(words, question)
    answers, agrees = load_classifier(ANSWERS), load_classifier(AGREES)
    edge = "answer_opening" if opens_with_vote(features) else "answer"
    if answers.measure_features(features) < answers.header.thresholds[edge]:
        return ""
    weight = agrees.measure_features(features)
    if weight >= agrees.header.thresholds["yes"]:
        return "yes"
    return "no" if weight <= agrees.header.thresholds["no"] else ""


def _tells_of_others(
    words: tuple[ReplyWord, ...], said: list[PhraseMatch], question: tuple[ReplyWord, ...]
) -> bool:
    """Whether the answer is told of somebody else alone (``ma femme oui``), where the reader is asked of themselves."""
    told = [(vote, find_statement(words, vote.start)) for vote in said]
    others = [one.subject == "other" and one.named_at < vote.start for vote, one in told]
    return bool(others) and all(others) and find_asked_subject(question) == "reader"


def _find_degrees(words: tuple[ReplyWord, ...]) -> float:
    """The last temperature of a body that is told; 0 where none is."""
    degrees = 0.0
    for at, word in enumerate(words):
        if word.is_number and len(word.folded) == 2 and int(word.folded) in _ALIVE:
            follows = words[at + 1 : at + 3]
            part = (
                follows[1].folded[:1]
                if len(follows) == 2 and follows[0].text in (",", ".") and follows[1].is_number
                else ""
            )
            degrees = float(f"{word.folded}.{part or 0}")
    return degrees


def _is_restricted(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether ``mais``, ``sauf`` or ``but`` follows: the caller may want a human to read it."""
    return any(word.folded in _RESTRICTING for word in words[first.end :])
