"""What a person tells of themselves, or of somebody near: a card given, a link opened, money paid.

Who writes *j'ai donné ma carte à un faux site* asks for help: the words are not a message of somebody else's,
and what is found here makes a message neither worse nor better. Each value is a situation of the charter's
advice. How people say it stands in ``lexicon/deeds.yaml``.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.evidence.ask_rules import CLASS_ITEMS
from tocsin.evidence.institution_vocabulary import InstitutionVocabulary
from tocsin.evidence.model import Evidence
from tocsin.evidence.term_search import blank_signs
from tocsin.evidence.token_string import BREAK, QUESTION, TokenString
from tocsin.message.model import Message

_GAP: Final = re.compile(r" (?!\?)")
_MOST: Final = 4_000
"""Characters in which somebody tells; a longer text is a message, or a story."""


_ALWAYS: Final = frozenset({"clicked", "victim"})
"""Deeds that are told of a fraud whatever else is said."""
_SIGNS: Final = (
    "help",
    "alarm",
    "lured",
    "means",
    "remote",
    "unknown_person",
    "at_request",
    "number_from_message",
)
"""What makes one of the others a deed to be helped with; without one no other is looked for."""
_EVERYDAY: Final = "everyday"
"""What says that a deed went to somebody who is given such things every day."""


class _DeedPatterns(Struct, frozen=True):
    """How people tell: patterns, each compiled when it is first looked for."""

    first: tuple[tuple[str, str], ...]
    then: tuple[tuple[str, str], ...]
    """What goes on after another deed in the same sentence: *et donné ma carte*."""
    others: tuple[tuple[str, str], ...]
    """In languages that are looked for only where one of their words stands."""
    signs: dict[str, str]
    hint: frozenset[str]
    """One of these words stands in every text that tells something."""
    hint_of_others: frozenset[str]


@cache
def _load_patterns() -> _DeedPatterns:
    table = compiled_tables.get_table("lexicon/deeds")
    joined = {name: _join_alternatives(said) for name, said in table.items() if isinstance(said, str)}
    between = rf"(?:(?:{joined['between']}) ){{0,4}}"
    who = {name: rf"(?:{joined[name]}) {between}" for name in ("i", "they", "en", "then")}
    who["we"] = rf"(?:{who['i']}|{who['they']})"
    blanks = who | {name: joined[name] for name in ("kept", "near_es", "kept_es")}
    found: dict[str, list[tuple[str, str]]] = {"first": [], "then": [], "others": []}
    for kind, deeds in (("first", table["deeds"]), ("others", table["deeds_of_others"])):
        for deed, patterns in deeds.items():
            for pattern in patterns:
                spelt = pattern
                for name, said in blanks.items():
                    spelt = spelt.replace(f"{{{name}}}", said)
                whole = _GAP.sub(" {1,3}", rf"\b(?:{spelt})")
                found["then" if pattern.startswith("{then}") else kind].append((deed, whole))
    return _DeedPatterns(
        first=tuple(found["first"]),
        then=tuple(found["then"]),
        others=tuple(found["others"]),
        signs=joined,
        hint=frozenset(table["hint"].split()),
        hint_of_others=frozenset(table["hint_of_others"].split()),
    )


_compile_pattern = cache(re.compile)
"""Kept, since ``re`` forgets."""


def _find_sign(name: str) -> re.Pattern[str]:
    return _compile_pattern(_load_patterns().signs[name])


def _join_alternatives(said: str) -> str:
    """Alternatives written over several lines, in one."""
    return said.strip().replace(" |", "|")


def find_deeds(shape: TokenString, message: Message, words: InstitutionVocabulary) -> list[Evidence]:
    """What the person tells of themselves, each situation once, in the order told.

    What stands in a forwarded or quoted passage is somebody else's, and so is the text of a message with a
    sender, unless help is asked in it.
    """
    theirs = bool(message.sender) and not message.traits.spoken
    others = [(p.start, p.end) for p in message.passages if p.kind != "reply"]
    return _find_in_shape(shape, words, others, theirs=theirs)


def find_deeds_beside(shape: TokenString, words: InstitutionVocabulary) -> list[Evidence]:
    """The same in the person's own words, which stand apart from the message: no span counts there."""
    return [Evidence("deed", e.value, 0, 0, "") for e in _find_in_shape(shape, words, [], theirs=False)]


def _find_in_shape(
    shape: TokenString, words: InstitutionVocabulary, others: list[tuple[int, int]], *, theirs: bool
) -> list[Evidence]:
    if len(shape.folded) > _MOST:
        return []
    plain = blank_signs(shape.folded)
    told = _load_patterns()
    words_told = frozenset(plain.split())
    abroad = not told.hint_of_others.isdisjoint(words_told)
    if (theirs and not _find_sign("help").search(plain)) or (not abroad and told.hint.isdisjoint(words_told)):
        return []
    said = {name for name in _SIGNS if _find_sign(name).search(plain)}
    friend = not shape.present.isdisjoint(words.letters_of("friend"))
    if friend and not said & {"help", "alarm"}:
        return []
    found: dict[str, Evidence] = {}
    matched = _match_deeds(plain, None if said else _ALWAYS, abroad=abroad)
    if matched and _find_sign(_EVERYDAY).search(plain):
        said.add(_EVERYDAY)
    for name, start, end in matched:
        at = shape.original_place(start), shape.original_place(end, end=True)
        if any(first <= at[0] < last for first, last in others):
            continue
        for value in _list_situations(name, start, shape, words):
            if _is_harmful(value, said):
                found.setdefault(value, Evidence("deed", value, *at, shape.text[at[0] : at[1]]))
    for vague in ("received", "victim"):  # says less than what was done
        if len(found) > 1:
            found.pop(vague, None)
    return list(found.values())


def _is_harmful(value: str, said: set[str]) -> bool:
    """Whether such a deed is told as a fraud, as a worry, as done at a distance, or for somebody who is not known."""
    if value in _ALWAYS or "alarm" in said or {"help", "means"} <= said:
        return True
    if value in ("installed", "rang_back", "received") and "remote" in said:
        return True
    if value == "rang_back":
        return bool(said & {"help", "number_from_message", "at_request"})
    far = said & {"means", "lured", "unknown_person", "at_request"}
    if value in ("gave_card", "gave_credentials", "installed"):
        return "help" in said or (bool(far) and _EVERYDAY not in said)
    if value in ("gave_bank", "gave_nir"):
        return bool(far) and _EVERYDAY not in said
    if value == "paid":
        return bool(said & {"lured", "at_request"} or ("unknown_person" in said and said & {"help", "means"}))
    return False


def _match_deeds(plain: str, wanted: frozenset[str] | None, *, abroad: bool) -> list[tuple[str, int, int]]:
    """Name, start and end of each deed told, in order; only those wanted, where not all are; ``abroad``: in the other
    languages too."""
    told = _load_patterns()
    first, then = told.first, told.then
    if abroad:
        first += told.others
    if wanted is not None and not any(name in wanted for name, _ in then):
        first, then = tuple(one for one in first if one[0] in wanted), ()
    found = sorted(
        ((name, *match.span()) for name, match in _match_patterns(first, plain)), key=lambda one: one[1]
    )
    for name, match in _match_patterns(then, plain) if found else ():
        before = max((start for _, start, _ in found if start < match.start()), default=-1)
        if before >= 0 and "." not in plain[before : match.start()]:
            found.append((name, *match.span()))
    return sorted(found, key=lambda one: one[1])


def _match_patterns(patterns: tuple[tuple[str, str], ...], plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in patterns:
        for match in _compile_pattern(pattern).finditer(plain):
            undone = _find_sign("not_done").search(plain, max(0, match.start() - 40), match.start())
            if not undone and not _find_sign("to_the_reader").match(plain, match.end()):
                yield name, match


def _list_situations(
    name: str, start: int, shape: TokenString, words: InstitutionVocabulary
) -> Iterator[str]:
    """A deed as the charter's situations; of giving, one for each thing given in the same sentence."""
    if name != "gave":
        yield name
        return
    for letter in shape.letters[shape.find_atom_at(start) :]:
        if letter in (BREAK, QUESTION):
            return
        for name, item in CLASS_ITEMS.items():
            if ITEMS[item].given and letter in words.letters_of(name):
                yield ITEMS[item].given
                break
