"""One thing that a sentence does, and what both languages share."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from tocsin.guard.declared_vocabulary import DeclaredVocabulary
from tocsin.guard.draft_sentences import DraftWord

ActKind = Literal["asks", "instructs", "denies", "unknown"]
"""``unknown``: it orders something by a verb that is not of the declared ones."""


class SentenceAct(Struct, frozen=True):
    """One thing that a sentence does; a mere statement does none."""

    kind: ActKind
    at: int
    """Which word of its clause shows it."""


def judge_order(words: DeclaredVocabulary, clause: Sequence[str], at: int, *, to_us: bool) -> SentenceAct:
    """An order by its verb, and by whom its answer goes to."""
    verb = clause[at]
    if to_us:
        return SentenceAct("asks", at)
    elsewhere = words.is_verb(verb, "tell") and _names_others(words, clause[at + 1 :])
    if words.is_verb(verb, "instruct") or elsewhere:
        return SentenceAct("instructs", at)
    return SentenceAct("asks" if words.is_verb(verb, "give") else "unknown", at)


def _names_others(words: DeclaredVocabulary, rest: Sequence[str]) -> bool:
    """Whether a verb speaks to somebody else than us, or fills in a page: *à votre médecin*, *au 3646*."""
    for i, word in enumerate(rest):
        if word == "link":
            return True
        if words.is_small(word, "others") and words.is_small(" ".join(rest[max(0, i - 1) : i]), "towards"):
            return i < 3 or any(w in ("a", "au", "aux", "to") for w in rest[max(0, i - 2) : i])
    return False


def find_reply_words(words: DeclaredVocabulary, clause: tuple[DraftWord, ...]) -> Iterator[SentenceAct]:
    """Words that speak of the answer: *par SMS*, *your reply*, *OUI ou NON*, a photograph."""
    texts = [word.text for word in clause]
    shouted = sum(word.written.isupper() for word in clause) * 2 > len(clause) > 3
    receives = any(text.startswith(("recev", "recoi", "recu", "receiv")) for text in texts)
    for i, text in enumerate(texts):
        last = texts[i - 1] if i else ""
        reply = words.is_small(text, "replies") and (
            last in ("par", "en", "petit", "simple")
            or (last == "un" and len(clause) == 2)
            or (last == "votre" and text in ("reponse", "retour") and not _tells(texts, i + 1))
        )
        english = (text in ("text", "sms", "return") and last == "by") or (
            text in ("reply", "answer", "line")
            and last in ("your", "in", "a", "an")
            and not _tells(texts, i + 1)
        )
        replies = (reply or english) and not receives
        answers = words.is_answer(text) and clause[i].written.isupper() and len(text) > 1 and not shouted
        if replies or answers or words.is_small(text, "media"):
            yield SentenceAct("asks", i)


def _tells(texts: list[str], at: int) -> bool:
    """*Votre réponse contenait...*: of an answer that was given."""
    return any(text.endswith(("ait", "ed")) or text in ("held", "a", "nous") for text in texts[at : at + 2])
