"""Of several numbers in a reply, the one that counts by the words beside it."""

from tocsin.conversation.reading.numerals import NumeralSpan, find_cardinals
from tocsin.conversation.reading.speech_markers import CORRECTIONS
from tocsin.conversation.reading.statements import (
    asks_of_kin,
    asks_of_now,
    find_statement,
    writes_for_another,
)
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_SETTLING = parse_word_set("disons mettons")
_EXACTLY = parse_word_set("exactement precisement pile exactly")
_FINAL = parse_word_set("donc soit total = so")
"""Words right before the number that counts of several."""
_STEM = 5


def find_made_exact(found: tuple[ReplyWord, ...]) -> int | None:
    """``une dizaine, disons 10``, ``10 exactement``: the one number that an estimate comes to; None where there is none."""
    exact = {
        n.value
        for n in find_cardinals(found)
        if (n.start and found[n.start - 1].folded in _SETTLING | _EXACTLY)
        or (n.end < len(found) and found[n.end].folded in _EXACTLY and not found[n.end].breaks)
    }
    return exact.pop() if len(exact) == 1 else None


def read_weeks(found: tuple[ReplyWord, ...]) -> int:
    """``une semaine``, ``2 semaines``, where days are asked for; 0 where none are told, or others beside them."""
    numbers = list(find_cardinals(found))
    weeks = [
        n
        for n in numbers
        if n.end < len(found) and found[n.end].folded in ("semaine", "semaines", "week", "weeks")
    ]
    if not weeks and found[:1] and found[0].folded == "a" and found[1:2] and found[1].folded == "week":
        return 7
    return weeks[0].value * 7 if len(weeks) == len(numbers) == 1 else 0


def find_told_number(
    found: tuple[ReplyWord, ...], numbers: list[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """The number that counts by the words beside it: ``donc deux``, ``on est quatre``, ``3 jours`` of days asked for.

    None where none or several are told so.
    """
    final = [n for n in numbers if {word.folded for word in found[max(0, n.start - 2) : n.start]} & _FINAL]
    if final and final[-1] is numbers[-1]:
        return final[-1].value
    if len(numbers) < 2 or any(CORRECTIONS.find(found)):
        return None
    now = _find_of_asked_person_and_time(found, numbers, question)
    if now is not None:
        return now
    stated = [n for n in numbers if n.start > 1 and _states_total(found, n.start)]
    if len({n.value for n in stated}) == 1 and stated[0] is numbers[0]:
        return stated[0].value
    units = _find_asked_units(question)
    counted = [n for n in numbers if n.end < len(found) and found[n.end].folded[:_STEM] in units]
    return counted[0].value if len(counted) == 1 else None


def _find_of_asked_person_and_time(
    found: tuple[ReplyWord, ...], numbers: list[NumeralSpan], question: tuple[ReplyWord, ...]
) -> int | None:
    """``37 ce matin, hier j'avais 39``, ``moi 1958, mon père 1932``: the number told of now, or of the writer, where others are
    told of then, or of others."""
    told = [(n.value, find_statement(found, n.start)) for n in numbers]
    if any(writes_for_another(found, one) for _, one in told):
        return None
    for then, now, asked in (
        ({"before"}, {"now"}, asks_of_now(question)),
        ({"other"}, {"self"}, not (asks_of_kin(question) or _find_asked_units(question))),
    ):
        own = [value for value, one in told if {one.when, one.subject} & now]
        others = [
            value
            for value, one in told
            if {one.when, one.subject} & then and not {one.when, one.subject} & now
        ]
        if asked and len(own) == 1 and len(own) + len(others) == len(told):
            return own[0]
    return None


def _states_total(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``on est``, ``nous sommes``, ``we are``: right before a number."""
    return (found[at - 2].folded, found[at - 1].folded) in (
        ("on", "est"), ("on", "etait"), ("nous", "sommes"), ("we", "are"), ("we", "re"), ("vit", "a"),
    )  # fmt: skip


def _find_asked_units(question: tuple[ReplyWord, ...]) -> set[str]:
    """The beginning of what is to be counted: the noun behind *combien de*, *how many*."""
    for at, word in enumerate(question[:-1]):
        if word.folded in ("combien", "many"):
            behind = question[at + 1 : at + 3]
            return {w.folded[:_STEM] for w in behind if len(w.folded) > 1 and w.folded != "autres"}
    return set()
