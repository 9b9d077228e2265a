"""Yes or no, with everything that people put around it."""

from typing import Self

from msgspec import Struct

from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.echoed_answers import ECHOED, read_echoed_answer
from tocsin.conversation.reading.model import NOTHING, ReplyAnswer
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.speech_markers import (
    ALONE_NO,
    ALONE_YES,
    CORRECTIONS,
    IGNORANCE,
    NO_WORDS,
    OWNERS,
    YES_WORDS,
)
from tocsin.conversation.reading.statements import (
    asks_of_now,
    find_asked_subject,
    find_statement,
    split_statements,
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
_INTERROGATIVES = parse_word_set(
    "quoi koi komen kel comment qui quel quelle quels quelles combien pourquoi quand what how who when why"
)
_RESULTS = parse_word_set("negatif negative positif positive")
_BEFORE_SI = parse_word_set("ah mais ben bah attendez enfin he eh oh")
_AFTER_SI = parse_word_set("en mardi lundi mercredi jeudi vendredi samedi dimanche hier plus encore merci")
_TURNING_SI = parse_word_set("enfin fin fait finalement attendez attends")
_CONDITION_SUBJECTS = parse_word_set("je j tu il elle on nous vous ils elles c ca")
_PLAIN_YES = parse_word_set("oui ouais ouai yes yeah")
_BUT = parse_word_set("mais par contre sinon but")
_BEFORE_NOW = parse_word_set("hier avant avt yesterday before")
_SERIES = (
    (parse_word_set("premiere ere une dose injection"), parse_word_set("deuxieme seconde eme nde rappel")),
    (parse_word_set("semaine"), parse_word_set("weekend week we samedi dimanche")),
    (parse_word_set("matin jour journee"), parse_word_set("soir nuit")),
)
"""Parts of one thing, and the others: what is said of the former leaves the latter open."""
_EXCEPTING = Phrasebook(
    [("but", "^a part que|qu|le|la|les|un|une|pour|sortir|aller\n^sauf|hormis|excepte\n^c|cest est? pas que")]
)
"""What opens a reply whose yes or no holds for the rest alone: ``à part sortir le chien oui``, ``c'est pas que j'en ai pas``."""
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
    answer = _weigh_votes(words, question)
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


def _weigh_votes(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> ReplyAnswer | None:
    """The answer that the votes come to; None where there is none at all."""
    votes = [vote for vote in _find_votes(words) if not _is_asked(words, vote)]
    if not votes:
        return None
    votes = [v for v in votes if not _is_conditional(words, v)]
    if any(_is_of_part(words, v) for v in votes) or any(_EXCEPTING.find(words)):
        return NOTHING
    told_now = any(find_statement(words, v.start).when == "now" for v in votes)
    began = bool(votes) and votes[0].name == "yes" and _is_of_before(words, votes[0])
    if began and not (told_now or asks_of_now(question)):
        return NOTHING  # "hier oui, aujourd'hui c'est passé"
    of_anybody = find_asked_subject(question) == "anybody"
    own = votes if of_anybody else [v for v in votes if not _is_of_others(words, v)]
    if of_anybody and any(v.name == "yes" and _is_of_others(words, v) for v in votes):
        return ReplyAnswer("yes")  # "moi non, mon mari oui": somebody does
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
        elif _contradicts(words, first, vote) or (value == "no" and not _opens_reply(words, first)):
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


def opens_with_answer(words: tuple[ReplyWord, ...]) -> bool:
    """Whether a yes or no is the first thing said, after a greeting at most."""
    votes = find_answer_votes(words)
    return bool(votes) and _opens_reply(words, votes[0])


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
        return PhraseMatch("yes", at, at + 1) if _stands_alone(words, at) or _turns(words, at) else None
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


def _turns(words: tuple[ReplyWord, ...], at: int) -> bool:
    """``non enfin si un peu de fièvre``: a *si* that takes a no back, not one that begins a condition (*si je peux*)."""
    back = 3 if words[at - 1].folded == "fait" else 2
    denied = at >= back and words[at - back].folded in NO_WORDS and words[at - 1].folded in _TURNING_SI
    return denied and words[at + 1].folded not in _CONDITION_SUBJECTS


def _is_of_others(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """Whether the answer is somebody else's (``ma femme oui``, ``la petite non``), or of what was (``hier oui``)."""
    told = find_statement(words, vote.start)
    if told.when == "before" and _is_of_before(words, vote):
        return True
    if told.subject != "other":
        return False
    return told.named_at < vote.start or (told.start > 0 and words[told.named_at].folded in OWNERS)


def _is_conditional(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """``si je mets les gosses au salon oui``: an answer under a condition."""
    told = find_statement(words, vote.start)
    follows = words[told.start + 1 : told.start + 2]
    ends = not any(word.folded[0].isalnum() for word in words[vote.end :])
    leads = words[told.start].folded in ("si", "if") and told.start < vote.start and ends
    return leads and bool(follows) and follows[0].folded not in YES_WORDS | NO_WORDS


def _is_of_before(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """``hier oui``, ``oui hier, mais là non``: it says when, and something else is told of now."""
    told = find_statement(words, vote.start)
    since = vote.start > told.start + 1 and words[vote.start - 2].folded in ("depuis", "since")
    led = vote.start > told.start and words[vote.start - 1].folded in _BEFORE_NOW and not since
    after = words[vote.end] if vote.end < len(words) else None
    followed = after is not None and not after.breaks and after.folded in _BEFORE_NOW
    return led or (followed and any(one.when == "now" for one in split_statements(words)))


def _is_of_part(words: tuple[ReplyWord, ...], vote: PhraseMatch) -> bool:
    """``la première oui, la deuxième pas encore``: of a part, where another part is told of as well."""
    told = find_statement(words, vote.start)
    before = {word.folded for word in words[told.start : vote.start]}
    after = {word.folded for word in words[vote.end :]}
    return any(before & one and after & other for one, other in _SERIES)


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


def _opens_reply(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether nothing is told before an answer, which then holds against another further on."""
    return all(word.folded in _FILLERS or not word.folded[0].isalnum() for word in words[: first.start])


def _ends_on_yes(words: tuple[ReplyWord, ...], first: PhraseMatch, vote: PhraseMatch) -> bool:
    """Whether a yes is the last word of a reply that had a no for something else: ``la toux non mais la fièvre oui``."""
    ends = all(not w.folded[0].isalnum() for w in words[vote.end :])
    between = {w.folded for w in words[first.end : vote.start]}
    return (
        first.name == "no"
        and words[vote.start].folded in _PLAIN_YES
        and ends
        and not between.isdisjoint(_BUT)
        and find_statement(words, vote.start).when != "before"
    )


def _is_restricted(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether ``mais``, ``sauf`` or ``but`` follows: the caller may want a human to read it."""
    return any(w.folded in ("mais", "sauf", "but", "except", "si", "if") for w in words[first.end :])
