"""A yes or no told by the matter of the question: *2 pfizer + rappel* where the vaccine is asked for.

What is asked has a matter (``matters.yaml``): company, help with the shopping, a test... Each knows what people
tell instead of a yes or a no. Whatever is read so is read back to the person.
"""

from functools import cache
from typing import Final

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.conversation.phrases import Phrasebook, PhraseMatch
from tocsin.conversation.reading.phrase_tables import build_phrasebook
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

UNTOLD: Final = "untold"
_DENYING: Final = parse_word_set("pas plus aucun aucune jamais ni sans not no never without")
_LEADING_ON: Final = parse_word_set("mais puis donc sauf finalement but so then")
"""Words that lead from a first thing told to the one that counts."""
_BACK: Final = 3
"""Words before something in which a negation denies it."""


class QuestionMatter(Struct, frozen=True):
    """What a question may be about, and what says yes and no to it."""

    asked: Phrasebook[str]
    ranks: tuple[tuple[Phrasebook[str], ...], ...]
    """What says yes and what says no: what settles it, then the rest, then what counts where nothing else is told."""
    exclusive: bool
    """Whether the words of such a question say nothing by themselves: whoever still coughs does not say that it is gone."""


@cache
def _load_matters() -> tuple[QuestionMatter, ...]:
    page = compiled_tables.get_table("replies/matters")
    jobs = page["jobs"].replace("|", " ")
    return tuple(
        QuestionMatter(
            build_phrasebook("asked", one["asked"], jobs),
            tuple(
                tuple(build_phrasebook(name, rank[name], jobs) for name in ("yes", "no") if name in rank)
                for rank in (one.get("settled", {}), one, one.get("else", {}))
            ),
            bool(one.get("exclusive")),
        )
        for one in page["matters"]
    )


def read_matter(words: tuple[ReplyWord, ...], question: tuple[ReplyWord, ...]) -> str:
    """``yes``, ``no``, or nothing where the matter is not known, nothing tells, or one thing tells against another.

    ``UNTOLD`` where nothing tells, and the words of the question may not be taken for an answer either.
    """
    for matter in _load_matters():
        if any(matter.asked.find(question)):
            for rank, books in enumerate(matter.ranks):
                heard = _find_telling(books, words)
                if heard and (rank or not _leads_on(heard, words)):
                    return _weigh(heard, words)
            if matter.exclusive:
                return UNTOLD
    return ""


def _leads_on(heard: list[tuple[int, str]], words: tuple[ReplyWord, ...]) -> bool:
    """``retired but still...``: whether what settles it is followed by what counts."""
    return any(word.folded in _LEADING_ON for word in words[max(heard)[0] :])


def _weigh(heard: list[tuple[int, str]], words: tuple[ReplyWord, ...]) -> str:
    """What is told, where it is one thing; the last of two where a turn leads to it."""
    if len({told for _, told in heard}) == 1:
        return heard[0][1]
    last = max(heard)
    before = max(at for at, told in heard if told != last[1])
    return last[1] if any(word.folded in _LEADING_ON for word in words[before : last[0]]) else ""


def _find_telling(books: tuple[Phrasebook[str], ...], words: tuple[ReplyWord, ...]) -> list[tuple[int, str]]:
    """Where each thing is told, and what it comes to; the longest counts where several lie over one another."""
    hits = sorted(
        (hit for book in books for hit in book.find(words)),
        key=lambda hit: (hit.start - hit.end, hit.name == "yes"),
    )
    kept: list[PhraseMatch] = []
    for hit in hits:
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return [(hit.start, told) for hit in kept if (told := _apply_denial(hit, words))]


def _apply_denial(hit: PhraseMatch, words: tuple[ReplyWord, ...]) -> str:
    """A yes that is denied is a no; a no that is denied tells nothing."""
    for at in range(hit.start - 1, max(-1, hit.start - _BACK - 1), -1):
        if words[at + 1].breaks:
            break
        if words[at].folded in _DENYING:
            return "no" if hit.name == "yes" else ""
    after = words[hit.end] if hit.end < len(words) else None
    denied_after = after is not None and not after.breaks and after.folded in ("pas", "plus")
    return "no" if denied_after and hit.name == "yes" else hit.name
