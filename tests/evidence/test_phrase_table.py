"""All institutions share one table: each reads a text as if its own words were the only ones beside the general ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from tests.evidence.test_token_kernel import kernel, library
from tocsin.evidence.phrase_table import NOBODY, PhraseTable, build_phrase_table
from tocsin.evidence.token_kernel import TokenKernel
from tocsin.evidence.token_string import TokenString, tokenise_text
from tocsin.evidence.vocabulary import Vocabulary

__all__ = ["kernel", "library"]
WORDS = ("la", "votre", "de", "caisse", "carte", "impot", "service", "colis", "bleu")
phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
phrases = st.lists(phrase, max_size=4)
general = st.fixed_dictionaries({"thing": phrases, "deed": phrases, "over": phrases, "brand_tax": phrases})
own = st.fixed_dictionaries({"name": phrases, "implied": phrases, "asset_card": phrases})
texts = st.lists(st.sampled_from((*WORDS, ".", ",", "\n")), max_size=12).map(" ".join)
WHOLE, OVER = frozenset({"name", "implied"}), frozenset({"over"})


def build(general: dict[str, list[str]], **institutions: dict[str, list[str]]) -> PhraseTable:
    return build_phrase_table(general, whole=WHOLE, layered=OVER, institutions=institutions)


def read(table: PhraseTable, text: str, institution: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each atom with its classes."""
    known = Vocabulary(table)
    return name_classes(known, tokenise_text(text, known, institution=institution))


def name_classes(known: Vocabulary, told: TokenString) -> list[tuple[str, tuple[str, ...]]]:
    names = {letter: tuple(sorted(classes)) for classes, letter in known.letters.items()}
    letters = [names.get(letter, (letter,)) for letter in told.letters]
    return list(zip(told.words, letters, strict=True))


@given(general, own, own, texts)
def test_another_institution_changes_nothing_in_how_a_text_reads(
    general: dict[str, list[str]], one: dict[str, list[str]], other: dict[str, list[str]], text: str
) -> None:
    both, alone = build(general, water=one, post=other), build(general, water=one)
    assert read(both, text, "water") == read(alone, text, "water")
    assert read(both, text, NOBODY) == read(build(general), text, NOBODY)


@given(general, own, texts)
def test_an_institution_reads_as_if_its_words_were_general_ones(
    general: dict[str, list[str]], one: dict[str, list[str]], text: str
) -> None:
    whole = build({**general, "brand_tax": []} | one)
    assert read(build({**general, "brand_tax": []}, water=one), text, "water") == read(whole, text, NOBODY)


def test_a_name_is_a_brand_to_all_but_its_own_institution() -> None:
    table = build({"brand_tax": ["impot"]}, tax={"name": ["impot"]}, water={"name": ["la regie"]})
    assert read(table, "impot", "tax") == [("impot", ("name",))]
    assert read(table, "impot", "water") == read(table, "impot", NOBODY) == [("impot", ("brand_tax",))]
    assert read(table, "la regie", "tax") == [("la", ("_",)), ("regie", ("_",))]


def test_a_general_phrase_with_small_words_around_a_name_is_the_name_too() -> None:
    table = build({"thing": ["la carte bleu"]}, bank={"asset_card": ["carte bleu"]})
    assert read(table, "la carte bleu", "bank") == [("la", ("_",)), ("carte bleu", ("asset_card", "thing"))]
    assert read(table, "la carte bleu", NOBODY) == [("la", ("_",)), ("carte bleu", ("thing",))]


@settings(max_examples=40)
@given(general, own, own, texts)
def test_the_kernel_reads_each_view_as_python_does(
    kernel: TokenKernel,
    general: dict[str, list[str]],
    one: dict[str, list[str]],
    other: dict[str, list[str]],
    text: str,
) -> None:
    known = Vocabulary(build(general, water=one, post=other))
    compiled = TokenKernel(kernel.library, known)
    for institution in ("water", "post", NOBODY):
        plain = tokenise_text(text, known, institution=institution)
        fast = tokenise_text(text, known, compiled, institution)
        assert (fast.letters, fast.words) == (plain.letters, plain.words)


@pytest.mark.parametrize("institution", ["water", "post"])
def test_letters_of_views_are_letters_that_rules_know(institution: str) -> None:
    table = build({"thing": ["carte"]}, water={"name": ["carte"]}, post={"implied": ["carte"]})
    known = Vocabulary(table)
    assert set(known.views[institution].values()) - {""} <= set(known.letters.values())


def test_what_no_text_has_met_stays_as_it_is_stored() -> None:
    """Decoded whole, the two widest branches alone would take a quarter of 33 MB, and any text meets them."""
    tree = Vocabulary(build({"thing": ["carte bleu", "carte colis", "carte impot service"]})).tree

    branch = tree.open_branch("carte")
    assert branch
    assert branch.open_next("colis")
    assert [word for word, node in branch.below.items() if not isinstance(node, Raw)] == ["colis"]
    assert branch.open_next("caisse") is None
    assert tree.open_branch("bleu") is None
