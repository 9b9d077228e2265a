"""A dialogue: a call as it is told, a transcript, a thread of a messenger. Who says what.

What the other says is the message; the person's own turns are ``reply`` passages. A turn whose speaker is not
known is never taken for the person's, nor is one in which a call is told: a doubt must not silence a fraud.
"""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from tocsin.deferred_pattern import defer_pattern
from tocsin.message.model import Passage
from tocsin.message.passages import find_passages

TURNS = 5_000

_OWN = frozenset(
    str.split(
        "moi je me nous client cliente assuré assurée assure assuree usager usagère usagere patient patiente "
        "appelé appelée appele appelee victime particulier particulière destinataire adhérent adhérente adherent "
        "adherente abonné abonnée abonne abonnee locataire i"
    )
)
_THEIRS = frozenset(
    str.split(
        "lui elle eux il on agent agente conseiller conseillère conseillere opérateur opératrice operateur "
        "operatrice interlocuteur interlocutrice appelant appelante correspondant correspondante voix robot "
        "serveur messagerie répondeur repondeur homme femme monsieur madame dame arnaqueur escroc ameli cpam "
        "caisse him her them he she caller operator advisor"
    )
)
_TELLS = defer_pattern(
    r"\b(?:m['’]|nous |l['’]|lui |leur )(?:a|ont|avait|avaient) "
    r"(?:appel|rappel|t[ée]l[ée]phon|dit|demand|expliqu|contact|fait|racont)"
    r"|\b(?:il|elle|ils|on) me (?:dit|fait|demande|r[ée]pond)|\b(?:called|told|asked) me\b|\bj['’]ai (?:re[çc]u|eu) un (?:appel|coup de)",
    re.IGNORECASE,
)
"""Words by which a call is told: who speaks so does not answer the caller."""
_ANSWERS = (
    *("oui", "ouais", "non", "allo", "allô", "d'accord", "d\u2019accord", "ok", "ah", "euh", "mais", "je "),
    *("j'", "j\u2019", "c'est moi", "c\u2019est moi", "pourquoi", "qui ", "quoi", "comment ça"),
    *("yes", "no", "hello", "i "),
)


class SpokenTurn(Struct, frozen=True, gc=False):
    """One line of a conversation, without its label."""

    who: str
    """Label in lower case, ``—`` for a dash, empty where none stands."""
    start: int
    end: int


@cache
def _turn_pattern() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]{0,8}(?:[\[(]?\d{1,2}[:h]\d{2}(?:[:.]\d{2})?[\])]?[ \t]{0,4}[-–—]?[ \t]{0,4})?"
        r"(?:(?P<who>[^\W\d_][\w'’.()-]{0,24}(?: [\w'’.()-]{1,24}){0,2})[ \t\u00a0\u202f]{0,2}:(?!//)"
        r"|(?P<dash>[—–-])[ \t\u00a0])",
        re.MULTILINE,
    )


def split_turns(text: str) -> Iterator[SpokenTurn]:
    """The turns of a dialogue: a turn goes on until the next label.

    >>> [turn.who for turn in split_turns("Lui : votre RIB ?\\n[00:12] Moi : non")]
    ['lui', 'moi']
    """
    open_label: tuple[str, int] | None = None
    for count, mark in enumerate(_turn_pattern().finditer(text)):
        if open_label:
            yield SpokenTurn(*open_label, mark.start())
        if count == TURNS:
            return
        open_label = ((mark["who"] or "—").casefold(), mark.end())
    if open_label:
        yield SpokenTurn(*open_label, len(text))


def find_spoken_passages(text: str, sender: str = "") -> tuple[Passage, ...]:
    """The person's own turns where speakers are marked; else what the text quotes.

    >>> find_spoken_passages("Lui : il me faut votre RIB.\\nMoi : jamais !")
    (Passage(kind='reply', start=34, end=42),)
    """
    said = list(split_turns(text)) if "\n" in text else []
    own = tuple(_find_own_turns(text, said, _find_correspondent(said, sender)))
    return own or (() if len(said) > 1 else find_passages(text))


def _find_correspondent(said: list[SpokenTurn], sender: str) -> str:
    """The label of the one who writes to the person, where two speak and the sender's name has one of them."""
    labels = list(dict.fromkeys(turn.who for turn in said))
    named = [label for label in labels if label in sender.casefold()]
    return named[0] if len(labels) == 2 and len(named) == 1 and named != ["—"] else ""


def _find_own_turns(text: str, said: list[SpokenTurn], correspondent: str) -> Iterator[Passage]:
    own = False
    # Where only the person's lines are marked, the lines between are the other's.
    alone = bool(said) and all(_is_own_label(turn.who) for turn in said)
    for place, turn in enumerate(said):
        own = (
            _is_own_label(turn.who)
            or (bool(correspondent) and turn.who != correspondent)
            or (turn.who == "—" and not own and _is_answer(text, place, turn))
        )
        if not own:
            continue
        stretch = text[turn.start : turn.end]
        if alone:
            stretch = stretch.partition("\n")[0]
        if _TELLS.search(stretch):
            continue
        start = turn.start + len(stretch) - len(stretch.lstrip())
        end = turn.start + len(stretch.rstrip())
        if start < end:
            yield Passage("reply", start, end)


def _is_own_label(who: str) -> bool:
    words = who.replace("(", " ").replace(")", " ").split()
    return any(word in _OWN for word in words) and not any(word in _THEIRS for word in words)


def _is_answer(text: str, place: int, turn: SpokenTurn) -> bool:
    """Whether a turn after a dash is an answer: only its first words tell, and two in a row never are."""
    first = text[turn.start : turn.start + 40].strip().casefold()
    if place == 0:
        return first.startswith(("allo", "allô"))
    return first.startswith(_ANSWERS) and " vous " not in text[turn.start : turn.end].casefold()
