"""Which of the people noted live with the writer: ``Paul et Lina``, ``tous sauf Tom``, ``personne``.

Whoever lives with somebody ill isolates for longer: nobody is counted out by words that were not understood.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.model import NOTHING, MentionedPerson, ReplyAnswer
from tocsin.conversation.reading.speech_markers import (
    KIN_AND_GROUPS,
    NO_WORDS,
    OWNERS,
    YES_WORDS,
)
from tocsin.conversation.reply_words import (
    ReplyWord,
    drop_symbols,
    find_nearest_word,
    fold_accents,
    parse_word_set,
    split_words,
)

OTHERS_UNKNOWN = "others_unknown"
"""Note: words stood beside the names that were not understood, so that nobody else is counted out."""

_SAID = Phrasebook(
    [
        (
            "all",
            """
            tous|toutes|tt|all|both|everybody|everyone|eux|elles|them
            tout le monde
            ils|elles vivent|habitent
            """,
        ),
        (
            "nobody",
            """
            personne|aucun|aucune|nobody|none|zero|0
            no one
            vis|habite|vit toute? seul|seule
            live alone
            pas un|une
            """,
        ),
        ("one", "lui|elle|him|her\nil|elle vit|habite\nhe|she lives"),
    ]
)
_EXCEPT = parse_word_set("sauf excepte hormis except")
_NEGATIONS = NO_WORDS | parse_word_set("pas plus ne n ni jamais not don doesn dont doesnt no")
_DOUBTS = parse_word_set("ou or maybe peut sinon")
_ENDS = parse_word_set("mais but")
_FILLERS = (
    YES_WORDS
    | _NEGATIONS
    | _EXCEPT
    | _ENDS
    | OWNERS
    | parse_word_set(
        """
        moi sous avec vit vivent vivons vis vivre habite habitent habitons habiter loge logent ensemble
        chez nous on il elle ils elles lui eux me je j ai est sont es qui et a la le les l de d du
        des en au aux maison domicile foyer meme toit adresse seulement juste uniquement que un une
        si bien merci svp stp bonjour bonsoir ce c cest ca toutes tous tout toute tt seul seule
        monde personne aucun aucune zero with live lives living us them they he she him her i we do
        t is are at home house only just and both all of please thanks thank you hello everybody
        everyone nobody none one alone s the who here others other autres autre ici
        """
    )
)
_VOTES: Final = YES_WORDS | NO_WORDS


def read_household(said: tuple[ReplyWord, ...], names: tuple[str, ...]) -> ReplyAnswer:
    """Those of ``names`` who live with the writer, as people without a number; an empty tuple for nobody.

    Nothing is understood where a word could mean one or another of them, or where an answer says only who
    does *not* live there.
    """
    named = _find_named(said, names)
    if named is None or any(word.folded in _DOUBTS for word in said):
        return NOTHING
    rest = [word for at, word in enumerate(said) if not _is_explained(said, at, named, len(names))]
    heard = _SAID.find_names(said)
    negated = any(word.folded in _NEGATIONS for word in said)
    if any(word.folded in _EXCEPT for word in said):
        return NOTHING if rest else _read_exceptions(said, named, names, "all" in heard, negated)
    if named:
        return NOTHING if heard & {"all", "nobody"} else _read_by_name(said, named, names, bool(rest))
    if rest:
        return NOTHING
    together = (
        "all" in heard or _counts_everybody(said, len(names)) or (len(names) == 1 and _agrees(said, heard))
    )
    nobody = "nobody" in heard or (negated and not together)
    if together and negated and len(names) == 1:
        return ReplyAnswer(())
    if together == nobody or (together and negated):
        return NOTHING
    return _answer_people(names) if together else ReplyAnswer(())


def names_somebody(said: tuple[ReplyWord, ...], names: tuple[str, ...]) -> bool:
    """Whether a word may stand for one of ``names``, or for two."""
    return _find_named(said, names) != {}


def _answer_people(names: Iterable[str], *notes: str) -> ReplyAnswer:
    return ReplyAnswer(tuple(MentionedPerson(name or None, None) for name in names), notes)


def _find_named(said: tuple[ReplyWord, ...], names: tuple[str, ...]) -> dict[int, int] | None:
    """Place of a word -> the one whom it names; None where it could name two of them."""
    owners: dict[str, set[int]] = {}
    for n, name in enumerate(names):
        parts = [word.folded for word in drop_symbols(split_words(fold_accents(name)))]
        for part in parts[:1] + [part for part in parts[1:] if len(part) > 2]:
            owners.setdefault(part, set()).add(n)
    known = frozenset(owners)
    found: dict[int, int] = {}
    for at, word in enumerate(said):
        meant = owners.get(find_nearest_word(word.folded, known), set())
        if len(meant) > 1:
            return None
        if meant:
            found[at] = next(iter(meant))
    return found


def _is_explained(said: tuple[ReplyWord, ...], at: int, named: dict[int, int], many: int) -> bool:
    """Whether a word is a name, says nothing more, or presents a name (``mon mari Paul``)."""
    word = said[at].folded
    if at in named or word in _FILLERS or not word[0].isalnum() or word in _list_number_words(many):
        return True
    return word in KIN_AND_GROUPS and (at + 1 in named or at - 1 in named)


def _list_number_words(many: int) -> frozenset[str]:
    spelled = {2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six"}
    return parse_word_set(f"{many} {spelled.get(many, '')}")


def _counts_everybody(said: tuple[ReplyWord, ...], many: int) -> bool:
    """``les deux``, where there are two."""
    return many > 1 and any(word.folded in _list_number_words(many) for word in said)


def _agrees(said: tuple[ReplyWord, ...], heard: frozenset[str]) -> bool:
    """Asked about one person: yes, or ``avec lui``."""
    return "one" in heard or any(word.folded in YES_WORDS or word.folded == "si" for word in said)


def _read_exceptions(
    said: tuple[ReplyWord, ...], named: dict[int, int], names: tuple[str, ...], everybody: bool, negated: bool
) -> ReplyAnswer:
    """``tous sauf Tom``; ``personne sauf Paul``."""
    at = next(n for n, word in enumerate(said) if word.folded in _EXCEPT)
    before = {n for place, n in named.items() if place < at}
    after = {n for place, n in named.items() if place > at}
    if before or not after:
        return NOTHING
    nobody = negated or "nobody" in _SAID.find_names(said[:at])
    if nobody == everybody:
        return NOTHING
    return _answer_people(name for n, name in enumerate(names) if (n in after) == nobody)


def _read_by_name(
    said: tuple[ReplyWord, ...], named: dict[int, int], names: tuple[str, ...], rest: bool
) -> ReplyAnswer:
    """``Paul et Lina``; ``Paul oui, Tom non``."""
    here: set[int] = set()
    elsewhere: set[int] = set()
    for clause in _split_clauses(said, named):
        meant = {named[at] for at in clause if at in named}
        negated = any(said[at].folded in _NEGATIONS for at in clause)
        (elsewhere if negated else here).update(meant)
    if here & elsewhere or (not here and (rest or len(elsewhere) < len(names))):
        return NOTHING
    return _answer_people((names[n] for n in sorted(here)), *((OTHERS_UNKNOWN,) if rest else ()))


def _split_clauses(said: tuple[ReplyWord, ...], named: dict[int, int]) -> Iterator[list[int]]:
    """Places of the words that belong together: up to a comma, *mais*, or the answer behind a name."""
    clause: list[int] = []
    for at, word in enumerate(said):
        if not word.folded[0].isalnum() or word.folded in _ENDS:
            yield clause
            clause = []
            continue
        clause.append(at)
        if word.folded in _VOTES and any(place in named for place in clause[:-1]):
            yield clause
            clause = []
    yield clause
