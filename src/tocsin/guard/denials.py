"""What a sentence says not to be asked, given or done: its words ask nothing.

*Nous ne demandons jamais votre RIB*; *ne donnez ni code, ni mot de passe*; and not *n'oubliez pas votre RIB*,
*ne partez pas sans...*, *rien, sauf votre RIB*.
"""

from collections.abc import Sequence

from tocsin.guard.draft_sentences import DraftSentence, DraftWord

_AFTER_NE = frozenset("pas jamais rien aucun aucune personne ni plus nullement".split())
_DENIES = frozenset(
    "jamais ni aucun aucune inutile nul nullement refusez refuser "
    "never neither nor nobody cannot don won doesn shouldn needn".split()
)
_URGES = ("oubli", "omet", "omett", "hesit", "manqu", "forget", "hesitate", "fail", "miss")
_HAD = frozenset("avons avez ont have has had haven hasn did didn could".split())
_EXCEPTS = frozenset("sauf hormis except unless mais but just juste seulement only simplement plutot".split())
_GOES_ON = frozenset("ni ou et or nor and votre vos your un une le la de a any the".split())
"""What opens a clause that goes on with what was denied."""
_LINKS = frozenset("ni ou or nor".split())
_LISTED = 4
"""Words of a clause, at most, that goes on with it without such an opening, or before one of ``_LINKS``: *jamais de code,
carte bancaire, mot de passe ou RIB*."""
_AIMS = frozenset("pour afin si if comme as so sans without".split())
"""What opens a clause that says why, or when: what it denies ends with it. *Pour ne pas vous déranger, envoyez...*"""
_ORDERS = frozenset("please kindly merci veuillez".split())
_PAIRS = frozenset(
    {f"{word} not" for word in "do does will would should need must may can to is are".split()}
    | {f"no {word}" for word in "need one agent adviser officer code".split()}
    | {"pas besoin", "pas la", "pas a", "pas de", "rien a", "rien de", "rien la"}
)
"""Two words that deny."""


def list_denied_words(sentence: DraftSentence) -> frozenset[int]:
    """Where the denied words of a sentence start, in the text that was read."""
    denied: set[int] = set()
    on = False
    for clause in sentence.split_clauses():
        words = [word.text for word in clause]
        at = _find_denial(words)
        if at >= 0:
            on = words[0] not in _AIMS
            denied |= _cover(clause, words, at)
        elif on and _goes_on(words):
            denied |= _cover(clause, words, 0)
        else:
            on = False
    return frozenset(denied)


def _cover(clause: Sequence[DraftWord], words: Sequence[str], at: int) -> set[int]:
    """Words from a place on, up to an exception."""
    end = next((i for i in range(at + 1, len(words)) if words[i] in _EXCEPTS), len(words))
    return {word.start for word in clause[at:end]}


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a clause only lists more of what was denied before it."""
    listed = len(words) <= _LISTED or words[0] in _GOES_ON or not _LINKS.isdisjoint(words[:_LISTED])
    return listed and not _orders(words)


def _orders(words: Sequence[str]) -> bool:
    """Whether a clause may give an order of its own."""
    return words[0] in _EXCEPTS or any(
        word in _ORDERS
        or (word.endswith("ez") and len(word) > 4 and (not i or words[i - 1] not in ("vous", "ne", "n")))
        for i, word in enumerate(words[:3])
    )


def _find_denial(words: Sequence[str]) -> int:
    """Which word of a clause denies what follows; -1 where none does."""
    for i, word in enumerate(words):
        after = words[i + 1 : i + 8]
        if any(w.startswith(_URGES) for w in after[:3]):
            continue
        if word in ("ne", "n"):
            marks = [k for k, w in enumerate(after) if w in _AFTER_NE]
            if (
                marks
                and "sans" not in words[i:]
                and not _is_only(after, marks[0])
                and not _is_past(after, marks[0])
            ):
                return i
        elif word in _DENIES or " ".join(words[i : i + 2]) in _PAIRS:
            return i
    return -1


def _is_only(after: Sequence[str], mark: int) -> bool:
    """*Ne... rien que*, *ne... plus que*."""
    return after[mark + 1 : mark + 2] in (["que"], ["qu"])


def _is_past(after: Sequence[str], mark: int) -> bool:
    """*Vous n'avez pas encore donné...*: it is still waited for."""
    return (
        any(word in _HAD for word in after[:mark])
        and "besoin" not in after
        and after[mark + 1 : mark + 2] != ["a"]
    )
