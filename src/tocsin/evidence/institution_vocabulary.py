"""The words of a reading: the general lexicons and those of one institution, by class."""

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import convert

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.charter.schema import Charter
from tocsin.evidence.token_string import TokenString, tokenise_text
from tocsin.evidence.verb_forms import iterate_class_forms
from tocsin.evidence.vocabulary import PhraseTable, Vocabulary, build_phrase_table
from tocsin.phone_numbers.number_words import NUMBER_WORDS

_TABLES = ("fr", "en", "others", "scams")
_ASSETS = {
    "lure_card": ("asset_card",),
    "lure_card_app": ("asset_card", "asset_app"),
    "lure_rights": ("asset_rights",),
}
# Classes whose phrases keep their small words in front: they mean something else without them.
_WHOLE = frozenset(
    "name short implied appointment you_asked not_item relay friend urgency threat secrecy overpay relative".split()
)
# Words worth mending where they are misspelt, or worth disguising.
_MISSPELT = frozenset(
    (
        "ameli vitale assurance maladie securite sociale primaire caisse remboursement remboursements "
        "bancaire bancaires coordonnees cryptogramme identifiant identifiants numero cliquez urgent urgence "
        "immediatement imperativement expiration expire renouvellement renouveler renouvelez suspendu "
        "suspendue suspension desactivee desactivation formulaire confirmez confirmer communiquez "
        "communiquer transmettre transmettez renseigner renseignez completer completez indiquez disponible "
        "nouvelle rappelez rappeler appelez contactez versement virement indemnisation regularisation "
        "regulariser informations personnelles medicales ordonnance remboursee couverture complementaire "
        "livraison expedition paiement veuillez conseiller dossier compte message derniere rapidement "
        "beneficier percevoir recevoir actualiser verification verifier validation valider activation passe "
        "chiffres carte droits frais"
    ).split()
)
_WORTH_DISGUISING = frozenset(
    "remboursement securite sociale bancaire iban cliquez urgent rappelez droits compte numero".split()
)
# Ordinary words one letter away from those.
_ORDINARY = frozenset(
    (
        "compter comptes conter dossiers cartel carton cartes sociales sociaux social maladies malade "
        "malades vitales vital vitaux comptent comte passer passes passee caisses caissier paiements "
        "messages livraisons nouvelles nouveau franc fraise droit droite"
    ).split()
)

_DEPARTMENTS = [f"{n:02}" for n in range(1, 96)] + ["2a", "2b", *(str(n) for n in range(971, 977))]
"""What local offices write behind their name (*CPAM44*)."""

_Get = Callable[[str], Any]


def compile_institution_phrases(folder: Path) -> PhraseTable:
    """The phrases of one packaged institution spelt out, for the tables (see ``charter/tables.py``)."""
    from tocsin.charter.folder_reader import read_charter_folder as read_folder

    lexicons = compiled_tables.ROOT / "evidence" / "lexicon"
    return _build_phrases(
        read_folder(folder), lambda name: compiled_tables.load_plain_yaml(lexicons / f"{name}.yaml")
    )


def _build_phrases(charter: Charter, get: _Get) -> PhraseTable:
    classes, synonyms = _collect_classes(charter, get)
    return build_phrase_table(
        classes, synonyms, get("others")["arabic"], _WHOLE, frozenset(get("scams")["classes"])
    )


def _load_lexicon(name: str) -> Any:
    return compiled_tables.get_table(f"lexicon/{name}")


def _load_phrases(charter: Charter) -> PhraseTable:
    """From the tables where the charter is the packaged one, else spelt out now."""
    if (
        charter.id in compiled_tables.list_table_names("words")
        and compiled_tables.get_table(f"charters/{charter.id}").lexicon == charter.lexicon
    ):
        return convert(compiled_tables.get_table(f"words/{charter.id}"), PhraseTable)
    return _build_phrases(charter, _load_lexicon)


class InstitutionVocabulary:
    """Vocabulary of one institution, and the letters of the classes that the finders ask for."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        lexicon = charter.lexicon
        world = _load_lexicon("world")
        self.brand_hosts = frozenset(h for brand in world["brands"].values() for h in brand["hosts"])
        self.brand_hosts |= frozenset(world["everyday_hosts"])
        self.vocabulary = Vocabulary(
            _load_phrases(charter),
            exact=lexicon.not_alike,
            words=NUMBER_WORDS | _ORDINARY,
            disguised=_list_disguise_targets(charter),
            misspelt=_MISSPELT,
        )
        class_letters = self.vocabulary.class_letters
        self.brand_of: dict[str, str] = {c: n for n in world["brands"] for c in class_letters(f"brand_{n}")}
        self.programme_of = {c: n for n in lexicon.programmes for c in class_letters(f"programme_{n}")}
        self.business = lexicon.business
        self.programme_topics = lexicon.programme_topics
        self._classes: dict[str, frozenset[str]] = {}

    def letters_of(self, *names: str) -> frozenset[str]:
        """The letters of one class or several."""
        key = "|".join(names)
        found = self._classes.get(key)
        if found is None:
            found = frozenset("".join(self.vocabulary.class_letters(name) for name in names))
            self._classes[key] = found
        return found

    def tokenise(self, text: str) -> TokenString:
        """The shape of a text."""
        return tokenise_text(text, self.vocabulary, self.vocabulary.kernel)

    @cached_property
    def own_stems(self) -> frozenset[str]:
        """Words of its names and things, by which a sender's name borrows from it (*MasqueSecu*)."""
        return frozenset(_list_disguise_targets(self.charter))


def _collect_classes(charter: Charter, get: _Get) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Phrases by class, and short forms of words."""
    classes: dict[str, list[str]] = {}
    synonyms: dict[str, list[str]] = {}
    for name in _TABLES:
        table = get(name)
        for key, patterns in table["classes"].items():
            classes.setdefault(key, []).extend(str(p) for p in patterns)
        for key, forms in iterate_class_forms(table.get("verbs") or []):
            classes.setdefault(key, []).extend(forms)
        synonyms |= table.get("synonyms") or {}
    lexicon = charter.lexicon
    classes.setdefault("name", []).extend([*lexicon.names, *map(_join_words, lexicon.names)])
    classes.setdefault("short", []).extend(lexicon.short_names)
    for key, names in (("name", lexicon.names), ("short", lexicon.short_names)):
        classes[key] += [f"{name}{place}" for name in names if name.isalpha() for place in _DEPARTMENTS]
    classes.setdefault("implied", []).extend(lexicon.implied)
    for item in ITEMS.values():
        if item.joined:
            classes[item.classes[0]] += item.joined
    for asset in lexicon.assets.values():
        for kind in _ASSETS.get(asset.lure, ("asset_account",)):
            classes.setdefault(kind, []).extend([*asset.terms, *map(_join_words, asset.terms)])
    classes |= {f"programme_{name}": list(terms) for name, terms in lexicon.programmes.items()}
    for name, brand in get("world")["brands"].items():
        classes[f"brand_{name}"] = [*brand["terms"], *map(_join_words, brand["terms"])]
    return classes, synonyms


def _join_words(term: str) -> str:
    """A name written in one word."""
    return term.replace(" ", "") if "(" not in term else term


def _list_disguise_targets(charter: Charter) -> list[str]:
    """Words that a fraudster hides from filters: the institution's, and those of money."""
    lexicon = charter.lexicon
    names = (*lexicon.names, *lexicon.short_names, *lexicon.brand_labels)
    found = {word for name in names for word in re.findall(r"[a-z]{4,}", name)}
    found |= {
        word for asset in lexicon.assets.values() for t in asset.terms for word in re.findall(r"[a-z]{5,}", t)
    }
    return sorted(found | _WORTH_DISGUISING)
