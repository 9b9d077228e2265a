"""The words of what leaves: the guard's own lexicon, and over it the names of each institution, by class."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tocsin.charter import compiled_tables
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter
from tocsin.evidence.phrase_table import PhraseTable, build_phrase_table, expand_pattern
from tocsin.evidence.vocabulary import SHORTEST_TYPO, Vocabulary
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
    exact: list[str]
    """Words that no misspelling is looked for in."""


def compile_outgoing_lexicon(file: Path) -> OutgoingLexicon:
    """The phrases of the guard and of every packaged institution, for ``charter/compiled_tables.py``."""
    from tocsin.charter.folder_reader import read_charter_folder

    lexicon: Any = compiled_tables.load_plain_yaml(file)
    folders = sorted((compiled_tables.ROOT / "charters").glob("[a-z]*/"))
    return _spell_phrases([read_charter_folder(folder) for folder in folders], lexicon["classes"])


def _spell_phrases(charters: Iterable[Charter], own: dict[str, list[Any]]) -> OutgoingLexicon:
    classes = {name: [str(phrase) for phrase in phrases] for name, phrases in own.items()}
    charters = tuple(charters)
    institutions = {charter.id: _collect_own_classes(charter) for charter in charters}
    mended = {
        word
        for name in _MENDED
        for phrase in classes[name]
        for spelt in expand_pattern(phrase)
        for word in spelt.split()
        if len(word) >= SHORTEST_TYPO and word.isalpha()
    }
    exact = {word for charter in charters for word in charter.lexicon.not_alike}
    # Small words in front are kept: *votre collègue* is not *collègue*.
    whole = frozenset(classes).union(*institutions.values())
    return OutgoingLexicon(
        build_phrase_table(classes, whole=whole, institutions=institutions), sorted(mended), sorted(exact)
    )


def _collect_own_classes(charter: Charter) -> dict[str, list[str]]:
    """The names and accounts of one institution."""
    lexicon = charter.lexicon
    accounts = (asset.terms for asset in lexicon.assets.values() if asset.lure == "lure_account")
    return {
        "who": [*lexicon.names, *lexicon.short_names],
        "account": [term for terms in accounts for term in terms],
    }


@cache
def _load_packaged() -> Vocabulary:
    """The vocabulary of the outgoing texts of all institutions that come with Tocsin."""
    return _make_vocabulary(compiled_tables.get_table("outgoing/lexicon", OutgoingLexicon))


def load_vocabulary(charter: Charter) -> Vocabulary:
    """The vocabulary of an institution's outgoing texts: that of all packaged ones, where its words are those of the
    packaged charter."""
    packaged = list_charter_names()
    if charter.id in packaged and load_charter(charter.id).lexicon == charter.lexicon:
        return _load_packaged()
    return _make_vocabulary(_spell_phrases([charter], compiled_tables.get_table("guard/lexicon")["classes"]))


def _make_vocabulary(outgoing: OutgoingLexicon) -> Vocabulary:
    return Vocabulary(
        outgoing.spelt,
        exact=outgoing.exact,
        words=NUMBER_WORDS | _ORDINARY,
        disguised=outgoing.mended,
        misspelt=outgoing.mended,
    )
