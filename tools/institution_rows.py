"""The rows by which institutions are told apart: in whose name each speaks, without the names themselves."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.evidence.phrase_table import expand_pattern
from tocsin.evidence.text_classifier import NUMBERS, list_features, list_words
from tools.message_rows import list_message_rows

NOBODY = ""
"""Who is no institution with a charter, or only speaks of one."""
_ALSO_CALLED = {
    "antai": "amende",
    "assurance_maladie": "cpam",
    "assurance_retraite": "cnav carsat retraite",
    "banques_fr": "banque bank banques",
    "be_itsme": "itsme",
    "be_spf_finances": "spf_finances",
    "bnp_paribas": "bnp",
    "bouygues_telecom": "bouygues",
    "ca_cra": "cra",
    "caf": "aripa",
    "ch_post": "swiss_post",
    "critair": "crit_air",
    "de_aok": "aok",
    "de_elster": "elster",
    "dgfip": "impots impôts tax",
    "es_aeat": "aeat",
    "france_titres": "ants",
    "france_travail": "pole_emploi",
    "franceconnect": "france_connect",
    "justice": "tribunal commissaire_justice huissier greffe",
    "la_banque_postale": "banque_postale",
    "la_poste": "colissimo",
    "police_gendarmerie": "gendarmerie police commissariat",
    "sg_gov": "gov_sg",
    "uk_dvla": "dvla",
    "uk_hmrc": "hmrc",
    "uk_nhs": "nhs",
    "ulys": "peage peages vinci_ulys",
}
"""What authors called an institution who did not know the ids of the charters."""
_BREAK = "|"
"""Stands where a name stood: whoever stood beside it has no neighbour there."""


class AttributedText(NamedTuple):
    """What counts of a text, and in whose name it speaks."""

    features: tuple[str, ...]
    institution: str
    author: str


def read_attributed_texts() -> list[AttributedText]:
    """Every message of the evaluation sets of which it is known in whose name it speaks."""
    found = []
    for author, row in list_message_rows():
        institution = find_institution(row)
        if institution is not None:
            found.append(AttributedText(tuple(sorted(list_nameless_features(row))), institution, author))
    return found


def find_institution(row: dict) -> str | None:
    """In whose name a row speaks: nobody's where its verdict is that of others' messages; None: it is not said."""
    expected = row["expect"]["verdict"][0]
    family = row.get("family", "genuine")
    if expected == "unrelated" or family.startswith(("harmless", "hard")):
        return NOBODY
    if said := row.get("institution"):
        return _name_charter(said)
    if family.startswith("genuine"):
        return "assurance_maladie"
    return "assurance_maladie" if expected == "imposture" else None


def _name_charter(said: str) -> str:
    name = said.lower().replace("-", "_").replace(" ", "_")
    also = {word: institution for institution, words in _ALSO_CALLED.items() for word in words.split()}
    name = also.get(name, name)
    return name if name in list_charter_names() else NOBODY


def list_nameless_features(row: dict) -> set[str]:
    """What counts of a row, as ``evidence/institution_likeness.py`` reads a message, once the names are taken out."""
    words = _drop_names(list_words(f"{row.get('subject') or ''}\n{row['text']}"))
    features = {feature for feature in list_features(words) if _BREAK not in feature}
    shown = _drop_names(list_words(row.get("sender") or ""))
    return features | {f"@{word}" for word in shown if word not in NUMBERS and word != _BREAK}


def _drop_names(words: list[str]) -> list[str]:
    names = _list_names()
    kept: list[str] = []
    at = 0
    while at < len(words):
        several = names.get(words[at])  # of few words: nearly all stand by themselves
        name = several and next((one for one in several if tuple(words[at : at + len(one)]) == one), None)
        kept.append(_BREAK if name else words[at])
        at += len(name) if name else 1
    return kept


@cache
def _list_names() -> dict[str, list[tuple[str, ...]]]:
    """The names of all institutions as words, by their first word, the longest first."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for one in list_charter_names():
        lexicon = load_charter(one).lexicon
        for spelt in _spell_patterns((*lexicon.names, *lexicon.short_names)):
            names.setdefault(spelt[0], set()).add(spelt)
    return {first: sorted(several, key=lambda one: (-len(one), one)) for first, several in names.items()}


def _spell_patterns(patterns: Iterable[str]) -> Iterable[tuple[str, ...]]:
    spelt = (tuple(phrase.split()) for pattern in patterns for phrase in expand_pattern(pattern))
    return filter(None, spelt)
