"""Whose number a reply gives that holds a number and no name: the question may have said it."""

from typing import Final

from msgspec.structs import replace

from tocsin.conversation.reading.number_corrections import PersonDraft
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_NUMBER: Final = parse_word_set("numero num tel telephone portable mobile number phone coordonnees")
_OF: Final = parse_word_set("de d of for du")
_TITLES: Final = parse_word_set("m mme mlle mr mrs ms dr")
_NAMES: Final = parse_word_set(
    "nom noms prenom prenoms name names qui who whom quelles quels contacts contact personnes"
)


def name_by_question(drafts: list[PersonDraft], question: tuple[ReplyWord, ...]) -> list[PersonDraft]:
    """The only number with the name of whom the question asks for; none where names were asked for and none is given.

    ``Quel est le numéro de Mme Ferreira ?`` is answered by a number, ``Qui avez-vous vu ?`` is not.
    """
    asked = _find_asked_name(question)
    if asked:
        return [replace(drafts[0], name=asked)] if len(drafts) == 1 else []
    return [] if any(word.folded in _NAMES for word in question) else drafts


def _find_asked_name(question: tuple[ReplyWord, ...]) -> str:
    """The name behind *numéro de*, with its title; empty where nobody is named there."""
    for at, word in enumerate(question[:-2]):
        if word.folded not in _NUMBER or question[at + 1].folded not in _OF:
            continue
        first = at + 2
        last = first
        while last < len(question) and not (
            last > first and question[last].breaks and question[last - 1].text != "."
        ):
            titled = question[last].text == "." and last > first and question[last - 1].folded in _TITLES
            if not (question[last].text[0].isupper() or titled):
                break
            last += 1
        name = " ".join(part.text for part in question[first:last] if part.text != ".")
        if name:
            return name
    return ""
