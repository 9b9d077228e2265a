"""What people say for an option whose words they do not use: *boulot* for work, an hour for a part of the day.

The words stand in ``option_words.yaml``, under the words of the labels that they stand for. Whatever is read so is
read back to the person.
"""

from functools import cache
from typing import Final

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reading.hours_of_day import find_option_by_hour
from tocsin.conversation.reading.name_lexicon import KNOWN
from tocsin.conversation.reading.number_ranges import find_option_by_number
from tocsin.conversation.reading.option_places import OptionPick
from tocsin.conversation.reading.speech_markers import CORRECTIONS, GROUPS, IGNORANCE, KIN, KIN_AND_GROUPS
from tocsin.conversation.reply_words import ReplyWord, parse_word_set

_REFUSING: Final = parse_word_set("pas ni sauf jamais sans aucun aucune not no without")
_TIES: Final = parse_word_set(
    "conjoint conjointe parent parents enfant enfants collegue ami amie frere soeur voisin spouse child colleague friend"
)
"""Labels that say who somebody is to the writer."""
_TRADES: Final = parse_word_set(
    "eleve prof professeur instit maitresse maitre medecin docteur infirmiere infirmier kine client cliente dentiste coiffeur"
    " coiffeuse facteur factrice boulanger boulangere caissiere caissier livreur chauffeur serveur serveuse banquier banquiere"
    " pharmacien pharmacienne plombier gardien gardienne psy osteo directeur directrice proprio concierge cure pretre imam rabbin"
)
"""Whoever is known by what they do, and is no family."""
_OTHER: Final = parse_word_set("autre ailleurs other elsewhere")
_PLACES: Final = parse_word_set(
    "travail ecole loisirs famille transports magasin restaurant hopital pharmacie laboratoire"
)
"""Labels of places, beside which another place is *Autre*."""
_SHORTEST_NAME: Final = 4
"""Letters of a word of a label by which another label may be named."""
_COMPANY: Final = parse_word_set("avec with")
_BACK: Final = 2
"""Words before something in which a refusal refuses it."""


class OptionWords(Struct, frozen=True):
    """What stands for the options whose label has one of some words."""

    label: frozenset[str]
    needs: frozenset[str]
    """Words of which one has to stand in that label as well; any, where this is empty."""
    unless: frozenset[str]
    """Words of which none may stand in a label of the same question."""
    said: Phrasebook[str]


_KIN: Final = "|".join(sorted(word for word in KIN | GROUPS if "-" not in word))
"""What ``<kin>`` stands for in the table."""
_KNOWN_BUT_KIN: Final = KNOWN - KIN


@cache
def _load_option_words() -> tuple[OptionWords, ...]:
    page = compiled_tables.get_table("replies/option_words")
    return tuple(
        OptionWords(
            parse_word_set(one["label"]),
            parse_word_set(one.get("needs", "")),
            parse_word_set(one.get("unless", "")),
            Phrasebook([("said", "\n".join((one["said"], *_list_label_names(one))).replace("<kin>", _KIN))]),
        )
        for one in page
    )


def _list_label_names(one: dict[str, str]) -> tuple[str, ...]:
    """The words of a label, by any of which a reply may name it: ``fever`` is *Fièvre*; none where they stand for it under a
    condition only."""
    names = [
        word for word in one["label"].split() if len(word) >= _SHORTEST_NAME and word not in _KNOWN_BUT_KIN
    ]
    return ("|".join(names),) if names and not (one.get("needs") or one.get("unless")) else ()


@cache
def _list_labels_of_kin() -> frozenset[str]:
    """Words of labels that anybody's kin means: *ma tante* for *famille*."""
    page = compiled_tables.get_table("replies/option_words")
    return frozenset(word for one in page if one.get("kin") for word in one["label"].split())


def find_meant_option(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> int | None:
    """Index of the only option meant, or of the last where a correction leads to it; None where none or several are."""
    by_measure = find_option_by_hour(found, labels)
    if by_measure is None:
        by_measure = find_option_by_number(found, labels)
    if by_measure is not None:
        return by_measure
    heard = _find_by_words(found, labels) or _find_by_kin(found, labels) or _find_elsewhere(found, labels)
    heard += _find_company(found, labels, heard)
    if not heard and any(IGNORANCE.find(found)):
        heard = [(0, at) for at, label in enumerate(labels) if {"sais", "sait", "know"} & set(label)]
    meant = {option for _, option in heard}
    if len(meant) > 1:
        turned = max((hit.end for hit in CORRECTIONS.find(found)), default=0)
        meant = {option for at, option in heard if turned and at >= turned}
    return meant.pop() if len(meant) == 1 else None


def find_options_in_own_words(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> set[int]:
    """Indices of the options for which something that is said stands."""
    return {option for _, option in _find_by_words(found, labels)}


def _find_by_words(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where something said stands for an option, and which, but where it is refused."""
    kept = [hit for hit in _list_hits(found, labels) if not _is_refused(found, hit.start)]
    return [(pick.start, pick.option) for pick in _keep_longest(kept)]


def find_option_mentions(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    """Where something said stands for an option, wished or refused, in order."""
    kin = [OptionPick(option, at, at + 1) for at, option in _list_kin(found, labels)]
    return _keep_longest([*_list_hits(found, labels), *kin])


def _list_hits(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[OptionPick]:
    return [
        OptionPick(at, hit.start, hit.end)
        for one in _load_option_words()
        for at in _select_labels(one, labels)
        for hit in one.said.find(found)
    ]


def _keep_longest(hits: list[OptionPick]) -> list[OptionPick]:
    """In order; the longest counts where several lie over one another."""
    longest: list[OptionPick] = []
    for one in sorted(
        hits, key=lambda hit: (hit.end - hit.start, hit.start, hit.end, hit.option), reverse=True
    ):
        over = [other for other in longest if _overlap(one, other)]
        if all(other.end - other.start == one.end - one.start for other in over):
            longest.append(one)
    plain = [hit for hit in longest if not any(_overlap(hit, o) and o.option != hit.option for o in longest)]
    return sorted(plain or longest, key=lambda hit: (hit.start, hit.option))


def _overlap(one: OptionPick, other: OptionPick) -> bool:
    return one.start < other.end and other.start < one.end


def _select_labels(one: OptionWords, labels: list[tuple[str, ...]]) -> list[int]:
    """Indices of the labels that have a word; of several those that are nothing else (*Bien*, not *Très bien*)."""
    if any(one.unless & {*label} for label in labels):
        return []
    having = [
        at
        for at, label in enumerate(labels)
        if one.label & {*label} and (not one.needs or one.needs & {*label})
    ]
    whole = [at for at in having if {*labels[at]} <= one.label]
    return whole or having


def _find_company(
    found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]], heard: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Kin in whose company somebody was, beside whom another option is told of: ``avec ma cousine mais c'est ma collègue``."""
    told = {at for at, _ in heard}
    return [
        (at, option)
        for at, option in _find_by_kin(found, labels)
        if at not in told and {word.folded for word in found[max(0, at - 2) : at]} & _COMPANY
    ]


def _find_by_kin(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    return [(at, option) for at, option in _list_kin(found, labels) if not _is_refused(found, at)]


def _list_kin(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where kin is told of, and the option that stands for any; *Autre* where none of the ties that are offered is theirs, as
    it is for whoever is known by their trade."""
    meant = [at for at, label in enumerate(labels) if _list_labels_of_kin() & set(label)]
    other = [at for at, label in enumerate(labels) if _OTHER & {*label}]
    ties = sum(bool(_TIES & {*label}) for label in labels) >= _BACK
    if not meant and ties:
        meant = other
    trades = other if ties else []
    told = [
        (at, trades if word.folded in _TRADES else meant)
        for at, word in enumerate(found)
        if word.folded in KIN_AND_GROUPS
    ]
    return [(at, options[0]) for at, options in told if len(options) == 1]


def _find_elsewhere(found: tuple[ReplyWord, ...], labels: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """*Autre* where places are offered and another one is told of: ``chez le coiffeur``."""
    other = [at for at, label in enumerate(labels) if _OTHER & {*label}]
    if len(other) != 1 or sum(bool(_PLACES & {*label}) for label in labels) < _BACK:
        return []
    return [
        (hit.start, other[0])
        for one in _load_option_words()
        if one.label & _PLACES and not one.needs
        for hit in one.said.find(found)
        if not _is_refused(found, hit.start)
    ]


def _is_refused(found: tuple[ReplyWord, ...], at: int) -> bool:
    """``pas le matin``: within two words before, in the same clause."""
    for back in range(at - 1, max(-1, at - _BACK - 1), -1):
        if found[back + 1].breaks:
            return False
        if found[back].folded in _REFUSING:
            return True
    return False
