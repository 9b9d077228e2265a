"""The compiled reader of words: whatever it reads, it reads as Python does."""

import json
import threading
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.evidence.reading import anything, reader, vocabulary
from tests.examples import scaled
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.evidence.extraction import get_extractor
from tocsin.evidence.institution_vocabulary import load_packaged_vocabulary
from tocsin.evidence.rule_index import RuleIndex
from tocsin.evidence.token_kernel import KernelReading, TokenKernel, open_library
from tocsin.evidence.token_rules import compile_rule
from tocsin.evidence.token_string import TokenString, tokenise_text
from tocsin.evidence.vocabulary import Vocabulary
from tools.build_kernel import build_kernel, find_compiler

pytestmark = pytest.mark.skipif(not find_compiler(), reason="no C compiler is installed")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kernel, compiled here and now."""
    target = tmp_path_factory.mktemp("kernel") / "kernel.so"
    assert not build_kernel(target)
    return target


@pytest.fixture(scope="session")
def kernel(library: Path) -> TokenKernel:
    return TokenKernel(open_library(library), reader().vocabulary)


def everything(told: TokenString) -> tuple[object, ...]:
    """All that can be asked of a text that was read."""
    return (
        told.letters,
        told.words,
        told.disguised,
        told.atom_starts,
        told.atom_ends,
        told.candidates,
        told.links,
        told.mails,
        told.phones,
    )


def assert_same(text: str, kernel: TokenKernel, words: Vocabulary | None = None) -> None:
    words = words or reader().vocabulary
    plain, compiled = tokenise_text(text, words, None), tokenise_text(text, words, kernel)
    assert everything(compiled) == everything(plain)
    assert compiled.candidates == words.rules.find_candidates(plain.present)


PIECES = (
    *(
        "votre",
        "RIB",
        "carte vitale",
        "cartee vitalle",
        "v1tale",
        "AMELl",
        "amell",
        "@meli",
        "am*li",
        "n*mero",
    ),
    *(
        "Ass. Mal.",
        "Ass\nmaladie",
        "secu.",
        "n°",
        "tel. ",
        "r i b",
        "a.m.e.l.i",
        "y a d la",
        "à 8 h 30",
        "l ' a",
    ),
    *(
        "zéro huit",
        "trente-six quarante-six",
        "un deux trois",
        "cent un",
        "double zéro",
        "vingt et un",
        "12",
        "7",
    ),
    *("06 39 98 12 34", "+33 6 39 98 00 01", "3646", "38663", "0899 00 12 34", "12/03", "2026", "11 8 0 1 2"),
    *(
        "19,80 €",
        "50$",
        "50$ x",
        "2e",
        "3 eur",
        "€",
        "£5",
        "$420",
        "CHF 1.75",
        "1,250.00 usd",
        "40 pounds",
        "3 francs",
        "franc",
        "1 2 3",
        "12.50",
        "ok.merci",
        "fin.Merci",
        "x.y",
    ),
    *("$420", "CHF 1.75", "1,250.00 usd", "40 pounds", "3 francs", "franc", "s$35", "dollars 9"),
    *(
        "https://ameli-x.example/a",
        "hxxp://a[.]b.example",
        "ameli dot fr",
        "droits . example",
        "droits.\nfr",
        "point",
        " point fr",
        "a@b.example",
        "@",
    ),
    *(
        "____",
        "....",
        "..",
        "...",
        "[ ]",
        "( )",
        "\n",
        "\n \n",
        "\n\n",
        " - ",
        "-",
        "?",
        "!",
        "!!!!",
        ";",
        ":",
        "=",
    ),
    *(
        ",",
        "/",
        "(",
        ")",
        "|",
        '"',
        "«",
        "»",
        "'",
        "’",
        "\u200b",
        "\u202e",
        "\u00ad",
        "é",
        "œ",
        "ﬁ",
        "Ａ",
        "а",
        "Ω",
    ),
    *(
        "بطاقة",
        "مرحبا",
        "ал",
        "😀",
        "e\u0301",
        "\x00",
        "\x04",
        "\x05",
        "\x06",
        "\x7f",
        "\ud83d",
        "\u2028",
        "\t",
    ),
    *(
        "a" * 39,
        "a" * 40,
        "a" * 41,
        "rn" * 21,
        "aabbccdd" * 3,
        "remboursementt",
        "rembousrement",
        "cliqquezz",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " ", "  ", "\n", "."]))
@settings(max_examples=scaled(500))
def test_it_reads_pieces_as_python_does(kernel: TokenKernel, pieces: list[str], between: str) -> None:
    assert_same(between.join(pieces), kernel)


@given(anything)
@settings(max_examples=scaled(200))
@example("droits . example")
@example("droits.\nfr")
@example("")
def test_it_reads_anything_as_python_does(kernel: TokenKernel, text: str) -> None:
    assert_same(text, kernel)


@given(st.data())
@settings(max_examples=scaled(200))
def test_it_mends_words_as_python_does(kernel: TokenKernel, data: st.DataObject) -> None:
    """A word of the vocabulary with letters lost, doubled, exchanged, or written as digits."""
    known = sorted(reader().vocabulary.plain)
    out = []
    for _ in range(data.draw(st.integers(1, 4))):
        word = data.draw(st.sampled_from(known))
        for _ in range(data.draw(st.integers(0, 2))):
            at = data.draw(st.integers(0, len(word)))
            put = data.draw(st.sampled_from(["", *"aeirnltvw01345@$!*\u0435", word[at : at + 1] * 3]))
            word = word[:at] + put + word[at + data.draw(st.integers(0, 1)) :]
        out.append(word)
    assert_same(" ".join(out), kernel)


@pytest.mark.parametrize("file", sorted((ROOT / "evals").glob("*.jsonl")), ids=lambda file: file.stem)
def test_it_reads_the_evaluation_sets_as_python_does(kernel: TokenKernel, file: Path) -> None:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for text in (row.get("text") for row in rows):
        if isinstance(text, str):
            assert_same(text, kernel)


@pytest.mark.parametrize("size", [1_999, 2_000, 2_001, 100_000])
@pytest.mark.parametrize("word", ["votre rib ", "é.", "\n", "\u0645 ", "r i b ", "12 ", "@"])
def test_it_reads_long_texts_as_python_does(kernel: TokenKernel, word: str, size: int) -> None:
    assert_same((word * size)[:size], kernel)


def test_it_reads_a_word_of_a_million_letters_as_python_does(kernel: TokenKernel) -> None:
    assert_same("a" * 1_000_000, kernel)


def test_ordinary_texts_need_no_python(kernel: TokenKernel) -> None:
    for text in (
        "on se retrouve à la gare, j'apporte le pain !",
        "votre carte vitale expire",
        "12 personnes",
    ):
        assert isinstance(tokenise_text(text, reader().vocabulary, kernel).reading, KernelReading)


def test_a_library_of_another_source_is_not_used(library: Path, tmp_path: Path) -> None:
    told = library.read_bytes()
    digest = open_library(library).kernel_source()
    other = tmp_path / "other.so"
    other.write_bytes(told.replace(digest, digest[::-1]))
    with pytest.raises(OSError, match="another state"):
        open_library(other)


def test_it_learns_of_rules_that_come_later(library: Path) -> None:
    words = vocabulary({"give": ["donnez"], "item": ["rib"]})
    kernel = TokenKernel(open_library(library), words)
    before = tokenise_text("donnez votre rib", words, kernel)
    rules = [compile_rule("give ~2 item", words) for _ in range(70)]
    after = tokenise_text("donnez votre rib", words, kernel)
    assert all(rule.search(before) and rule.search(after) for rule in rules)


def test_threads_do_not_read_each_others_texts(kernel: TokenKernel) -> None:
    words = reader().vocabulary
    texts = [f"votre rib {'merci ' * (i % 30)}" for i in range(400)]
    wanted = [tokenise_text(text, words, None).letters for text in texts]
    found: dict[int, list[str]] = {}

    def read(number: int) -> None:
        found[number] = [tokenise_text(text, words, kernel).letters for text in texts]

    threads = [threading.Thread(target=read, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [wanted] * 4


def test_a_rule_without_a_word_of_its_class_never_matches() -> None:
    rules = RuleIndex()
    bit = rules.add_rule(["ab", ""])
    assert not rules.find_candidates("ab") & bit


def test_a_rule_that_needs_no_word_may_always_match() -> None:
    rules = RuleIndex()
    always, second = rules.add_rule([]), rules.add_rule(["x"])
    assert rules.find_candidates("") == always
    assert rules.find_candidates("x") == always | second


def test_a_rule_is_put_aside_where_it_lacks_a_word_though_its_signs_are_there() -> None:
    rules = RuleIndex()
    bit = rules.add_rule([".,", "\ue001\ue002\ue003", "\ue004\ue005\ue006"])
    assert not rules.find_candidates(".\ue001") & bit
    assert rules.find_candidates("\ue001\ue004") & bit


def test_its_tables_are_made_without_holding_the_whole_tree_of_phrases(library: Path) -> None:
    """A process never gives back what it took once: the tree decoded whole was the largest part of a scan's memory."""
    words = reader().vocabulary
    tracemalloc.start()
    TokenKernel(open_library(library), words)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15_000_000, f"{peak / 1e6:.0f} MB"


def test_to_read_for_one_more_institution_makes_no_rule_more() -> None:
    # The kernel is given all rules again whenever there are more.
    get_extractor(load_charter("assurance_maladie"))
    rules = load_packaged_vocabulary().vocabulary.rules
    count = rules.size
    for name in list_charter_names():
        get_extractor(load_charter(name))
    assert rules.size == count
