"""The words of what leaves: the guard's own lexicon, and the names of one institution, by class."""

from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from tocsin.charter import compiled_tables
from tocsin.charter.schema import Charter
from tocsin.evidence.vocabulary import (
    SHORTEST_TYPO,
    PhraseTable,
    Vocabulary,
    build_phrase_table,
    expand_pattern,
)
from tocsin.phone_numbers.number_words import NUMBER_WORDS

_MENDED = ("nir", "bank", "pass", "sym", "vac", "health", "onset", "res", "fee", "urgency")
"""Classes whose words are worth mending where they are misspelt or disguised."""
# Ordinary words one letter away from those, which are not misspellings of them.
_ORDINARY = frozenset(
    (
        "compter comptez compte comptes conter cartel carton cartes maladies vitales vital vitaux passe "
        "passez passer caisse caisses sociale sociales sociaux banques secrets senti sante santes forme "
        "formes format forfaits personne personnes premier premiere premieres premiers traite traites "
        "traiter traitee jours signer signes signez signal numeros chiffre nombres nombre course courses "
        "douleurs respirez positif positive negatif negative date dates codes vaccinez access user order "
        "sound round found tester teste testez tests months month state stated fines refuse refuses polices "
        "public visit vites vitre demain finale finals delais rappels rappelle rappelez avise relances "
        "courts court fined finds cote cotes vivement"
    ).split()
)


class OutgoingLexicon(Struct, frozen=True):
    """The phrases of outgoing texts, spelt out: what takes time to make, and is kept with the tables."""

    spelt: PhraseTable
    mended: list[str]
    """Words that are found misspelt or disguised too."""


def compile_outgoing_lexicon(folder: Path) -> OutgoingLexicon:
    """The phrases of the guard and of one packaged institution, for ``charter/tables.py``."""
    from tocsin.charter.folder_reader import read_charter_folder as read_folder

    lexicon: Any = compiled_tables.load_plain_yaml(compiled_tables.ROOT / "guard" / "lexicon.yaml")
    return _spell_phrases(read_folder(folder), lexicon["classes"])


def _spell_phrases(charter: Charter, own: dict[str, list[Any]]) -> OutgoingLexicon:
    classes = {name: [str(phrase) for phrase in phrases] for name, phrases in own.items()}
    lexicon = charter.lexicon
    classes["who"] = [*lexicon.names, *lexicon.short_names]
    accounts = (asset.terms for asset in lexicon.assets.values() if asset.lure == "lure_account")
    classes["account"] += [term for terms in accounts for term in terms]
    mended = {
        word
        for name in _MENDED
        for phrase in classes[name]
        for spelt in expand_pattern(phrase)
        for word in spelt.split()
        if len(word) >= SHORTEST_TYPO and word.isalpha()
    }
    # Small words in front are kept: *votre collègue* is not *collègue*.
    return OutgoingLexicon(build_phrase_table(classes, whole=frozenset(classes)), sorted(mended))


def load_vocabulary(charter: Charter) -> Vocabulary:
    """The vocabulary of an institution's outgoing texts."""
    packaged = charter.id in compiled_tables.list_table_names("outgoing")
    if packaged and compiled_tables.get_table(f"charters/{charter.id}").lexicon == charter.lexicon:
        outgoing = convert(compiled_tables.get_table(f"outgoing/{charter.id}"), OutgoingLexicon)
    else:
        outgoing = _spell_phrases(charter, compiled_tables.get_table("guard/lexicon")["classes"])
    return Vocabulary(
        outgoing.spelt,
        exact=charter.lexicon.not_alike,
        words=NUMBER_WORDS | _ORDINARY,
        disguised=outgoing.mended,
        misspelt=outgoing.mended,
    )
