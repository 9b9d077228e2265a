"""The words of a reading: the general lexicons once, and over them the words of each institution, by class.

All institutions have one vocabulary and one alphabet, so that rules are compiled once; :class:`InstitutionVocabulary`
reads a text as it reads for one of them (see ``phrase_table.py``). The names of each are a brand's in the texts of the
others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.charter.items import ITEMS
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter, InstitutionLexicon
from tocsin.evidence.phrase_table import NOBODY, PhraseTable, build_phrase_table, expand_pattern
from tocsin.evidence.recognition import InstitutionFinder, InstitutionSigns, collect_signs
from tocsin.evidence.token_string import TokenString, reread_text, tokenise_text
from tocsin.evidence.verb_forms import iterate_class_forms
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.phone_numbers.number_words import NUMBER_WORDS

if TYPE_CHECKING:
    from tocsin.evidence.token_kernel import TokenKernel

_TABLES = ("fr", "en", "others", "scams")
_ASSETS = {
    "lure_account": ("asset_account",),
    "lure_refund": ("asset_account",),
    "lure_card": ("asset_card",),
    "lure_card_app": ("asset_card", "asset_app"),
    "lure_rights": ("asset_rights",),
}
# Classes whose phrases keep their small words in front: they mean something else without them.
_WHOLE = frozenset(
    "name short implied appointment you_asked not_item relay friend urgency threat secrecy overpay relative tells stranger".split()
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


class _SpeltPhrases(NamedTuple):
    """What comes of the lexicons alone."""

    phrases: PhraseTable
    exact: list[str]
    disguised: list[str]
    named: list[str]
    brands: list[str]


class SpeltWords(Struct, frozen=True):
    """The general words and those of some institutions, as the tables keep them."""

    phrases: PhraseTable
    exact: list[str]
    """Words that no misspelling is looked for in."""
    disguised: list[str]
    """Words that a fraudster hides from filters: the institutions', and those of money."""
    named: list[str]
    """Every word of the institutions' names."""
    brands: list[str]
    """Kinds of bodies that names are known of."""
    signs: InstitutionSigns


def compile_words(lexicons: Path, charters: Sequence[Charter]) -> SpeltWords:
    """The words of the general lexicons and of every packaged institution, for the tables (see
    ``charter/compiled_tables.py``)."""
    own = {charter.id: charter.lexicon for charter in charters}
    spelt = _spell_phrases(own, lambda name: compiled_tables.load_plain_yaml(lexicons / f"{name}.yaml"))
    return _add_signs(spelt, charters)


def _spell_phrases(lexicons: Mapping[str, InstitutionLexicon], get: _Get) -> _SpeltPhrases:
    classes, synonyms = _collect_general_classes(get)
    own: dict[str, Mapping[str, list[str]]] = {}
    exact: set[str] = set()
    disguised, words_of_names = set(_WORTH_DISGUISING), set[str]()
    for institution, lexicon in lexicons.items():
        exact.update(lexicon.not_alike)
        disguised |= list_own_words(lexicon)
        words_of_names |= _list_words_of_names(lexicon)
        own[institution] = _collect_own_classes(lexicon)
        # Of one word only: a longer name would hide what its words mean in the messages of others.
        named = classes.setdefault(f"brand_{lexicon.brand}", [])
        spelt = {one for name in lexicon.names for one in expand_pattern(name)}
        named += sorted(one for one in spelt if " " not in one)
    arabic, layered = get("others")["arabic"], frozenset(get("scams")["classes"])
    phrases = build_phrase_table(classes, synonyms, arabic, _WHOLE, layered, own)
    brands = sorted(name.removeprefix("brand_") for name in classes if name.startswith("brand_"))
    return _SpeltPhrases(phrases, sorted(exact), sorted(disguised), sorted(words_of_names), brands)


def _add_signs(spelt: _SpeltPhrases, charters: Sequence[Charter]) -> SpeltWords:
    return SpeltWords(*spelt, collect_signs(charters, spelt.phrases))


_TEXTS_BEFORE_KERNEL = 200
_ANOTHER = "?"
"""Whoever is spelt out beside the packaged institutions: no charter has such a name."""


@lru_cache(maxsize=2)
def _spell_beside_packaged(replaced: str, lexicon: bytes) -> _SpeltPhrases:
    """The phrases of the packaged institutions, but for one that is ``replaced``, with those of :data:`_ANOTHER`.

    They take seconds: charters that differ in their name and clauses alone, as those whose author tries out clauses
    and the specimens of all layers, share them. ``lexicon``: as MessagePack.
    """
    packaged = {name: load_charter(name).lexicon for name in list_charter_names() if name != replaced}
    own = msgspec.msgpack.decode(lexicon, type=InstitutionLexicon)
    return _spell_phrases({**packaged, _ANOTHER: own}, _load_lexicon)


def _load_lexicon(name: str) -> Any:
    return compiled_tables.get_table(f"lexicon/{name}")


class SharedVocabulary:
    """The one vocabulary of some institutions, and the letters of the classes that the finders ask for."""

    def __init__(self, spelt: SpeltWords) -> None:
        world = _load_lexicon("world")
        self.brand_hosts = frozenset(h for brand in world["brands"].values() for h in brand["hosts"])
        self.brand_hosts |= frozenset(world["everyday_hosts"]) | spelt.signs.list_hosts()
        self.vocabulary = Vocabulary(
            spelt.phrases,
            exact=spelt.exact,
            words=NUMBER_WORDS | _ORDINARY,
            disguised=spelt.disguised,
            misspelt=_MISSPELT,
        )
        class_letters = self.vocabulary.class_letters
        self.brand_of: dict[str, str] = {
            c: name for name in spelt.brands for c in class_letters(f"brand_{name}")
        }
        """Kind of the other body that each letter names."""
        self.institutions = InstitutionFinder(spelt.signs, self.vocabulary)
        """Finds whose words, senders, hosts and numbers a message holds."""
        self.own_stems, self.own_words = frozenset(spelt.disguised), frozenset(spelt.named)
        """Those of :class:`InstitutionVocabulary` of all of them: who is named by none of these is none of them."""
        self._classes: dict[str, frozenset[str]] = {}
        self._texts = 0

    def letters_of(self, *names: str) -> frozenset[str]:
        """The letters of one class or several."""
        key = "|".join(names)
        found = self._classes.get(key)
        if found is None:
            found = frozenset("".join(self.vocabulary.class_letters(name) for name in names))
            self._classes[key] = found
        return found

    @property
    def kernel(self) -> "TokenKernel | None":
        """The compiled reading, once it pays: to build it costs what some hundred texts cost in Python."""
        if self._texts < _TEXTS_BEFORE_KERNEL:
            self._texts += 1
            return None
        return self._built_kernel

    @cached_property
    def _built_kernel(self) -> "TokenKernel | None":
        from tocsin.evidence.token_kernel import TokenKernel, load_library

        library = load_library()
        return TokenKernel(library, self.vocabulary) if library else None

    def tokenise(self, text: str, institution: str = NOBODY) -> TokenString:
        """The shape of a text, as it reads for an institution."""
        return tokenise_text(text, self.vocabulary, self.kernel, institution)

    def reread(self, told: TokenString, institution: str) -> TokenString:
        """A text that was read for nobody, as it reads for an institution."""
        if not told.reading.met_phrases:
            return told
        return reread_text(told, self.vocabulary, self.kernel, institution)


@cache
def load_packaged_vocabulary() -> SharedVocabulary:
    """The vocabulary of all institutions that come with Tocsin."""
    return SharedVocabulary(compiled_tables.get_table("words/lexicon", SpeltWords))


def load_vocabulary(charter: Charter) -> SharedVocabulary:
    """The vocabulary that an institution is read with: that of all packaged ones, where its words are those of the
    packaged charter; else one is spelt out now, with its words among them."""
    packaged = list_charter_names()
    if charter.id in packaged and load_charter(charter.id).lexicon == charter.lexicon:
        return load_packaged_vocabulary()
    charters = (*(load_charter(name) for name in packaged if name != charter.id), charter)
    replaced = charter.id if charter.id in packaged else ""
    spelt = _spell_beside_packaged(replaced, msgspec.msgpack.encode(charter.lexicon))
    views = {charter.id if name == _ANOTHER else name: view for name, view in spelt.phrases.views.items()}
    spelt = spelt._replace(phrases=replace(spelt.phrases, views=views))
    return SharedVocabulary(_add_signs(spelt, charters))


class InstitutionVocabulary:
    """The vocabulary as one institution's texts are read with it."""

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.shared = shared = load_vocabulary(charter)
        self.vocabulary = shared.vocabulary
        self.letters_of = shared.letters_of
        self.brand_of, self.brand_hosts = shared.brand_of, shared.brand_hosts
        self.things = _list_things(charter.lexicon)
        """Lures that the institution has a thing for, and those that any can dangle."""
        class_letters = self.vocabulary.class_letters
        self.programme_of = {
            c: name for name in charter.lexicon.programmes for c in class_letters(f"programme_{name}")
        }
        self.business = charter.lexicon.business
        self.dealings = (*charter.lexicon.business, *charter.lexicon.trade)
        self.own_initials = frozenset(charter.lexicon.initials)
        self.programme_topics = charter.lexicon.programme_topics

    def tokenise(self, text: str) -> TokenString:
        """The shape of a text."""
        return self.shared.tokenise(text, self.charter.id)

    @cached_property
    def own_stems(self) -> frozenset[str]:
        """Words of its names and things, by which a sender's name borrows from it (*MasqueSecu*)."""
        return list_own_words(self.charter.lexicon) | _WORTH_DISGUISING

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Every word of its names, the shortest too: none is another body's in its own messages."""
        return _list_words_of_names(self.charter.lexicon)


def _collect_general_classes(get: _Get) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Phrases by class that belong to no institution, and short forms of words."""
    classes: dict[str, list[str]] = {}
    synonyms: dict[str, list[str]] = {}
    for name in _TABLES:
        table = get(name)
        for key, patterns in table["classes"].items():
            classes.setdefault(key, []).extend(str(p) for p in patterns)
        for key, forms in iterate_class_forms(table.get("verbs") or []):
            classes.setdefault(key, []).extend(forms)
        synonyms |= table.get("synonyms") or {}
    for item in ITEMS.values():
        if item.joined:
            classes[item.classes[0]] += item.joined
    for name, brand in get("world")["brands"].items():
        classes[f"brand_{name}"] = [*brand["terms"], *map(_join_words, brand["terms"])]
    return classes, synonyms


def _collect_own_classes(lexicon: InstitutionLexicon) -> dict[str, list[str]]:
    """Phrases by class of one institution."""
    classes = {
        "name": [*lexicon.names, *map(_join_words, lexicon.names)],
        "short": list(lexicon.short_names),
        "implied": list(lexicon.implied),
        "spoken_name": list(lexicon.spoken_names),
    }
    if lexicon.by_department:
        for key, names in (("name", lexicon.names), ("short", lexicon.short_names)):
            classes[key] += [f"{name}{place}" for name in names if name.isalpha() for place in _DEPARTMENTS]
    for asset in lexicon.assets.values():
        if not asset.claim and asset.lure not in _ASSETS:
            continue  # a thing that others have as well
        for kind in _ASSETS.get(asset.lure, ("asset_thing",)):
            classes.setdefault(kind, []).extend([*asset.terms, *map(_join_words, asset.terms)])
    return classes | {f"programme_{name}": list(terms) for name, terms in lexicon.programmes.items()}


def _list_things(lexicon: InstitutionLexicon) -> frozenset[str]:
    things = {asset.lure for asset in lexicon.assets.values()}
    return frozenset(things | {"lure_refund", "remote_access"})


def _join_words(term: str) -> str:
    """A name written in one word."""
    return term.replace(" ", "") if "(" not in term else term


def _list_words_of_names(lexicon: InstitutionLexicon) -> frozenset[str]:
    return frozenset(
        word
        for name in (*lexicon.names, *lexicon.short_names, *lexicon.implied)
        for spelt in expand_pattern(name)
        for word in spelt.split()
    )


def list_own_words(lexicon: InstitutionLexicon) -> frozenset[str]:
    """Words of an institution's names and things, which a fraudster hides from filters."""
    names = (*lexicon.names, *lexicon.short_names, *lexicon.brand_labels)
    found = {word for name in names for word in re.findall(r"[a-z]{4,}", name)}
    return frozenset(found).union(
        word for asset in lexicon.assets.values() for t in asset.terms for word in re.findall(r"[a-z]{5,}", t)
    )
