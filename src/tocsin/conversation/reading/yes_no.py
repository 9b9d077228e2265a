"""Yes or no, with everything that people put around it."""

import itertools
from typing import Self

from msgspec import Struct

from tocsin.conversation.phrases import PhraseMatch
from tocsin.conversation.reading.echoed_answers import ECHOED, read_echoed_answer
from tocsin.conversation.reading.model import NOTHING, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.speech_markers import (
    ALONE_NO,
    ALONE_YES,
    CORRECTIONS,
    GROUPS,
    IGNORANCE,
    KIN,
    NO_WORDS,
    OWNERS,
    YES_WORDS,
)
from tocsin.conversation.reading.yes_no_phrases import PHRASES, TURNS
from tocsin.conversation.reply_words import ReplyWord, is_one_slip, parse_word_set, squeeze_letters

UNCLEAR = ReplyAnswer(notes=("unclear",))
"""The person did not understand what was said: no answer, unless that was the question."""
_FILLERS = parse_word_set(
    """
    reponse rep choix option numero n merci svp stp please thanks thank you je reponds c est le la
    bonjour bonsoir slt salut bjr bsr hello hi moi mr mme monsieur madame alors ben bah ah oh eh euh heu
    hein donc mais
    bonne journee soiree cordialement vous beaucoup
    """
)
_OTHERS = parse_word_set(
    "elle lui il eux elles petit petite grand grande moyen moyenne aine ainee he she they him her"
)
"""Right before a yes or no, these say whose it is."""
_ONESELF = parse_word_set("moi me")
_INTERROGATIVES = parse_word_set(
    "quoi comment qui quel quelle quels quelles combien pourquoi quand what how who when why"
)
_RESULTS = parse_word_set("negatif negative positif positive")
_BEFORE_SI = parse_word_set("ah mais ben bah attendez enfin he eh oh")
_AFTER_SI = parse_word_set("en mardi lundi mercredi jeudi vendredi samedi dimanche hier plus encore merci")
_PLAIN_YES = parse_word_set("oui ouais ouai yes yeah")
_BUT = parse_word_set("mais par contre sinon but")
_EARLIER = parse_word_set(
    "hier avant semaine mois passee passe dernier derniere annee avait etait yesterday last before"
)
"""Of what was, a yes says nothing of now."""
_BEFORE_NOW = parse_word_set("hier avant avt yesterday before")
_SELF_CORRECTING = parse_word_set("pardon oups erreur sorry")
_DENYING = parse_word_set("rien pas plus aucun aucune jamais sans ras ni none nothing without")
"""Beside these a picture says that all is well: ``rien de rien 👍``."""
_SYMBOLS = {
    "👍": "yes",
    "👌": "yes",
    "✅": "yes",
    "✔": "yes",
    "☑": "yes",
    "👎": "no",
    "❌": "no",
    "🚫": "no",
    "🙅": "no",
}


_LONGEST_CLAUSE = 40
"""Words looked at on either side of an answer."""
_TURNED_WITHIN = 8
"""Words between a turn and the answer that it leads to."""


def read_yes_no(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...] = ()) -> ReplyAnswer:
    """``yes``, ``no``, or nothing understood.

    1. Find every yes, no and doubt. 2. A doubt that comes first leaves it open. 3. What is said of
    somebody else does not count. 4. Whoever did not understand has said no yes. 5. The first answer holds,
    unless a correction or a turn leads to another, which is the last word; two answers that fight leave it
    open. 6. Where there is none, the reply may answer in the words of the question.
    """
    alone = _read_single_word(words) or _read_slip(words)
    if alone:
        return ReplyAnswer(alone)
    if _opens_with_si(words) and any(word.folded in ("n", "pas", "jamais") for word in question):
        return ReplyAnswer("yes")
    answer = _weigh_votes(words)
    if question and (answer is None or _says_fine_only(words)):
        echoed = read_echoed_answer(words, question)
        if echoed:
            return ReplyAnswer(echoed, (ECHOED,))
    return answer or NOTHING


def _says_fine_only(words: tuple[ReplyWord, ...]) -> bool:
    """``c'est bon`` beside something else: whether that is a yes depends on what was asked."""
    return all(vote.name == "fine" for vote in _find_votes(words))


def _read_slip(words: tuple[ReplyWord, ...]) -> str:
    """``oyi``, ``npn``, ``ou i``: a reply of one short word a slip away from yes or no, or cut in two."""
    said = "".join(w.folded for w in words if w.folded[0].isalpha())
    few = sum(w.folded[0].isalpha() for w in words) <= 2 and not any(
        w.is_number or w.text == "?" for w in words
    )
    if not few or not 3 <= len(said) <= 4 or (said in KNOWN and said not in ("oui", "non")):
        return ""
    close = [v for v, word in (("yes", "oui"), ("no", "non")) if said == word or is_one_slip(said, word)]
    return close[0] if len(close) == 1 and not _is_word_itself(words) else ""


def _is_word_itself(words: tuple[ReplyWord, ...]) -> bool:
    return any(w.folded in KNOWN and len(w.folded) > 2 for w in words)


def _opens_with_si(words: tuple[ReplyWord, ...]) -> bool:
    return len(words) > 1 and words[0].folded == "si" and words[1].breaks is False and words[1].text == ","


def _weigh_votes(words: tuple[ReplyWord, ...]) -> ReplyAnswer | None:
    """The answer that the votes come to; None where there is none at all."""
    votes = [vote for vote in _find_votes(words) if not _is_asked(words, vote)]
    if not votes:
        return None
    own = [v for v in votes if not _is_of_others(words, v)]
    if own and own[0].name != "no" and any(v.name == "unclear" for v in own):
        return UNCLEAR
    own = [v for v in own if v.name != "unclear"]
    if not own:
        return None
    if own[0].name == "unsure" or _follows_ignorance(words, own[0]):
        return NOTHING
    first, value = own[0], "yes" if own[0].name == "fine" else own[0].name
    turns = AnswerTurns.after(words, first)
    for vote in own[1:]:
        turned = turns.turn_to(vote)
        if vote.name in ("unsure", value) or (vote.name == "fine" and not turned):
            continue
        if turned or turns.correct_to(vote) or _ends_on_yes(words, first, vote):
            value = "yes" if vote.name == "fine" else vote.name
        elif _contradicts(words, first, vote):
            return NOTHING
        else:
            break
    return ReplyAnswer(value, ("restriction",) if _is_restricted(words, first) else ())


class AnswerTurns(Struct, frozen=True):
    """What may lead from the first answer to another: found once, so that many answers cost no more."""

    corrected_from: int
    """Index of the first word that a correction behind the first answer may lead to."""
    taken_back: frozenset[int]
    """Indices of words that take back the answer right before them: ``oui... non pardon``."""
    turns: frozenset[int]
    """Indices of the words right after a turn behind the first answer."""

    @classmethod
    def after(cls, words: tuple[ReplyWord, ...], first: PhraseMatch) -> Self:
        """Those of a reply, behind its first answer."""
        corrections = list(CORRECTIONS.find(words))
        return cls(
            min((h.end for h in corrections if h.start >= first.end), default=len(words) + 1),
            frozenset(h.start for h in corrections if words[h.start].folded in _SELF_CORRECTING),
            frozenset(h.end for h in TURNS.find(words) if h.start >= first.end),
        )

    def correct_to(self, vote: PhraseMatch) -> bool:
        """Whether a correction stands before this answer, or right after it."""
        return self.corrected_from <= vote.start or vote.end in self.taken_back

    def turn_to(self, vote: PhraseMatch) -> bool:
        """Whether a turn leads to it: ``non.. bon allez d'accord``, ``pas la peine. Ah si``."""
        return any(vote.start - back in self.turns for back in range(_TURNED_WITHIN + 1))


def find_answer_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Every word or phrase that says yes, no or perhaps, in order."""
    if _read_single_word(words):
        return [PhraseMatch("yes", 0, len(words))]
    return _find_votes(words)


def _read_single_word(words: tuple[ReplyWord, ...]) -> str:
    """The answer of a reply that is one word, a figure or a sign."""
    kept = [w for w in words if (w.folded[0].isalnum() or w.text in _SYMBOLS) and w.folded not in _FILLERS]
    if not kept and words and words[0].folded == "n":
        return "no" if len(words) == 1 or not words[1].folded.isalnum() else ""
    if len(kept) != 1:
        return ""
    word = kept[0]
    if word.text in _SYMBOLS:
        return _SYMBOLS[word.text]
    if word.folded in ALONE_YES | ALONE_NO and not any(w.text == "?" for w in words):
        return "yes" if word.folded in ALONE_YES else "no"
    return ""


def _find_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Yes, no and doubt in order, the longest phrase first where several begin together."""
    hits = list(PHRASES.find(words)) + [
        h for i, w in enumerate(words) if (h := _find_single_vote(words, i, w))
    ]
    kept: list[PhraseMatch] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.name == "clear":
            if words[hit.end : hit.end + 1] and words[hit.end].text == "?":
                continue
            hit = PhraseMatch("yes", hit.start, hit.end)
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _find_single_vote(words: tuple[ReplyWord, ...], at: int, word: ReplyWord) -> PhraseMatch | None:
    if word.text in _SYMBOLS:
        denied = any(w.folded in _DENYING for w in words)
        return None if denied else PhraseMatch(_SYMBOLS[word.text], at, at + 1)
    squeezed = squeeze_letters(word.folded)
    if word.folded in _RESULTS and any(w is not word and w.folded[0].isalpha() for w in words):
        return None  # "oui négatif": the result of a test
    if word.folded == "si" and at > 0 and (word.breaks or words[at - 1].folded in _BEFORE_SI):
        return PhraseMatch("yes", at, at + 1) if _stands_alone(words, at) else None
    if word.folded in YES_WORDS or squeezed in YES_WORDS:
        return PhraseMatch("yes", at, at + 1)
    if word.folded in NO_WORDS or (squeezed in NO_WORDS and len(squeezed) > 2):
        follows = words[at + 1].folded if at + 1 < len(words) else ""
        return (
            None if follows.startswith("stop") and not words[at + 1].breaks else PhraseMatch("no", at, at + 1)
        )
    return None


def _stands_alone(words: tuple[ReplyWord, ...], at: int) -> bool:
    """Whether a *si* is the answer, not the *if* of a condition."""
    follows = words[at + 1] if at + 1 < len(words) else None
    return follows is None or follows.breaks or not follows.folded[0].isalpha() or follows.folded in _AFTER_SI


def _find_clause_start(words: tuple[ReplyWord, ...], at: int) -> int:
    """Index of the first word of the clause that holds the word ``at``."""
    least = max(0, at - _LONGEST_CLAUSE)
    while at > least and not (words[at].breaks or words[at - 1].folded in ("mais", "et", "but", "and")):
        at -= 1
    return at


def _is_of_others(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """Whether the answer is somebody else's.

    Kin is named before it in its clause (``ma femme oui``), or right after it in a later one.
    """
    start = _find_clause_start(words, vote.start)
    if vote.start > start and words[vote.start - 1].folded in _ONESELF:
        return False
    if vote.start > start and words[vote.start - 1].folded in _OTHERS and not words[vote.start].breaks:
        return True
    if vote.start > start and words[vote.start - 1].folded in _BEFORE_NOW and not words[vote.start].breaks:
        return True  # "hier oui, aujourd'hui non": of what was
    if any(w.folded in KIN | GROUPS for w in words[start : vote.start]):
        return True
    after = words[vote.end : vote.end + 3]
    owned = any(a.folded in OWNERS and b.folded in KIN | GROUPS for a, b in itertools.pairwise(after))
    return owned and start > 0


def _follows_ignorance(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    return any(h.start < vote.start for h in IGNORANCE.find(words))


def _is_asked(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """Whether it stands within a question of the writer's own: ``c'est quoi exactement comme symptômes ?``."""
    first, last = vote.start, vote.end
    least, most = max(0, first - _LONGEST_CLAUSE), min(len(words), last + _LONGEST_CLAUSE)
    while first > least and not words[first].breaks:
        first -= 1
    while last < most and words[last].folded[0].isalnum():
        last += 1
    asks = last < len(words) and words[last].text == "?"
    if vote.name == "fine" and words[vote.end : vote.end + 1] and words[vote.end].folded in _INTERROGATIVES:
        return asks  # "ça marche comment ?"
    return asks and any(word.folded in _INTERROGATIVES for word in words[first : vote.start])


def _contradicts(words: tuple[ReplyWord, ...], first: PhraseMatch, vote: PhraseMatch) -> bool:
    """Whether the second answer follows so closely that it contradicts the first."""
    between = [w for w in words[first.end : vote.start] if w.folded[0].isalnum()]
    return all(w.folded in ("mais", "et", "ou", "but", "et", "bon", "ben", "bah") for w in between)


def _ends_on_yes(words: tuple[ReplyWord, ...], first: PhraseMatch, vote: PhraseMatch) -> bool:
    """Whether a yes is the last word of a reply that had a no for something else: ``la toux non mais la fièvre oui``."""
    ends = all(not w.folded[0].isalnum() for w in words[vote.end :])
    between = {w.folded for w in words[first.end : vote.start]}
    return (
        first.name == "no"
        and words[vote.start].folded in _PLAIN_YES
        and ends
        and not between.isdisjoint(_BUT)
        and between.isdisjoint(_EARLIER)
    )


def _is_restricted(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether ``mais``, ``sauf`` or ``but`` follows: the caller may want a human to read it."""
    return any(w.folded in ("mais", "sauf", "but", "except", "si", "if") for w in words[first.end :])
