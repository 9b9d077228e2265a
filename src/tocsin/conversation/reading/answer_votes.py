"""Every yes, no and doubt of a reply, word by word and phrase by phrase; whether they answer is read elsewhere."""

from typing import Final

from tocsin.conversation.phrases import PhraseMatch
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.speech_markers import ALONE_NO, ALONE_YES, NO_WORDS, YES_WORDS
from tocsin.conversation.reading.yes_no_phrases import PHRASES
from tocsin.conversation.reply_words import ReplyWord, is_one_slip, parse_word_set, squeeze_letters

_FILLERS: Final = parse_word_set(
    """
    reponse rep choix option numero n merci svp stp please thanks thank you je reponds c est le la
    bonjour bonsoir slt salut bjr bsr hello hi moi mr mme monsieur madame alors ben bah ah oh eh euh heu
    hein donc mais
    bonne journee soiree cordialement vous beaucoup
    """
)
_RESULTS: Final = parse_word_set("negatif negative neg positif positive pos")
_BEFORE_SI: Final = parse_word_set("ah mais ben bah attendez enfin he eh oh")
_AFTER_SI: Final = parse_word_set(
    "en mardi lundi mercredi jeudi vendredi samedi dimanche hier plus encore merci"
)
_TURNING_SI: Final = parse_word_set("enfin fin fait finalement attendez attends")
_CONDITION_SUBJECTS: Final = parse_word_set("je j tu il elle on nous vous ils elles c ca")
_DENYING: Final = parse_word_set("rien pas plus aucun aucune jamais sans ras ni none nothing without")
"""Beside these a picture says that all is well: ``rien de rien 👍``."""
_SYMBOLS: Final = {
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
_ALONE: Final = ALONE_YES | ALONE_NO


def find_answer_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Every word or phrase that says yes, no or perhaps, in order."""
    if _read_single_word(words):
        return [PhraseMatch("yes", 0, len(words))]
    return find_votes(words)


def opens_with_answer(words: tuple[ReplyWord, ...]) -> bool:
    """Whether a yes or no is the first thing said, after a greeting at most."""
    votes = find_answer_votes(words)
    return bool(votes) and _opens_reply(words, votes[0])


def read_single_answer(words: tuple[ReplyWord, ...]) -> str:
    """``yes`` or ``no`` of a reply that is one word, a figure or a sign, or a slip away from *oui* or *non*; else nothing."""
    return _read_single_word(words) or _read_slip(words)


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
    if word.folded in _ALONE and not any(w.text == "?" for w in words):
        return "yes" if word.folded in ALONE_YES else "no"
    return ""


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


def find_votes(words: tuple[ReplyWord, ...]) -> list[PhraseMatch]:
    """Yes, no and doubt within a reply of several words, in order; of those that begin together the longest."""
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


def _opens_reply(words: tuple[ReplyWord, ...], first: PhraseMatch) -> bool:
    """Whether nothing is told before an answer, which then holds against another further on."""
    return all(word.folded in _FILLERS or not word.folded[0].isalnum() for word in words[: first.start])
