"""The compiled weighing of words: the sums that Python gives, in every table."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.reading import anything
from tests.examples import scaled
from tocsin.evidence.compiled_weights import CompiledWeights
from tocsin.evidence.token_kernel import open_library
from tocsin.evidence.word_weights import MESSAGE_TABLES, TEXTS_BEFORE_KERNEL, WordWeights
from tools.build_kernel import build_kernel, find_compiler

pytestmark = pytest.mark.skipif(not find_compiler(), reason="no C compiler is installed")
ROOT = Path(__file__).resolve().parents[2]
PIECES = (
    *(
        "votre",
        "dossier",
        "reglez",
        "0,99",
        "€",
        "$",
        "12",
        "06 39",
        "98 04 11",
        "12;34",
        "12:34-5",
        "a1b2",
        "%",
        "!?",
    ),
    *(
        "www.colis.example",
        "https://x",
        "a.fr",
        "fin.Merci",
        "x.y/z",
        "..a.b..",
        "(a.example)",
        "a@b",
        "www.",
        "://",
    ),
    *(
        "é",
        "œ",
        "Ａ",
        "а",
        "بطاقة",
        "😀",
        "\u200b",
        "\x00",
        "\x05",
        "\x06",
        "\ud83d",
        "\n",
        " ",
        "\t",
        "_",
        "*",
        "'",
    ),
    *("a" * 90, "a" * 200, "9" * 30, "<1>", "@", "#", "sms:"),
)


PLAIN = WordWeights(MESSAGE_TABLES, before_kernel=10**9)


@pytest.fixture(scope="session")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> CompiledWeights:
    target = tmp_path_factory.mktemp("kernel") / "kernel.so"
    assert not build_kernel(target)
    return CompiledWeights(open_library(target), {name: load() for name, load in MESSAGE_TABLES.items()})


def assert_same(text: str, setting: str, kernel: CompiledWeights) -> None:
    read = kernel.read_words(text, setting)
    for table in MESSAGE_TABLES:
        plain = PLAIN.weigh(table, text, setting)
        compiled = read.sum_weights(table)
        assert (list(compiled.sums), compiled.known) == (list(plain.sums), plain.known), table


@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "sms", "é"]),
)
@settings(max_examples=scaled(500))
def test_it_weighs_pieces_as_python_does(
    kernel: CompiledWeights, pieces: list[str], between: str, setting: str
) -> None:
    assert_same(between.join(pieces), setting, kernel)


@given(anything)
@settings(max_examples=scaled(200))
def test_it_weighs_anything_as_python_does(kernel: CompiledWeights, text: str) -> None:
    assert_same(text, "sms", kernel)


@pytest.mark.parametrize("file", sorted((ROOT / "evals").glob("*.jsonl")), ids=lambda file: file.stem)
def test_it_weighs_the_evaluation_sets_as_python_does(kernel: CompiledWeights, file: Path) -> None:
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if isinstance(row.get("text"), str):
            assert_same(row["text"], "sms", kernel)


@pytest.mark.parametrize("text", ["votre dossier " * 20_000, "a" * 1_000_000, "1 " * 100_000, "a." * 100_000])
def test_it_weighs_long_texts_as_python_does(kernel: CompiledWeights, text: str) -> None:
    assert_same(text, "sms", kernel)


def test_a_text_weighs_what_it_weighs_whatever_was_weighed_before_it(kernel: CompiledWeights) -> None:
    texts = [
        "votre dossier est bloque",
        "votre dossier est bloqua",
        "votre dossier est bloque" + " merci" * 1_000,
        "",
    ]
    asked = [
        (text, setting, table)
        for table in MESSAGE_TABLES
        for setting in ("", "sms", "call")
        for text in texts
    ]
    for text, setting, table in (*asked, *reversed(asked), *sorted(asked)):
        plain, compiled = (
            PLAIN.weigh(table, text, setting),
            kernel.read_words(text, setting).sum_weights(table),
        )
        assert (list(compiled.sums), compiled.known) == (list(plain.sums), plain.known)


def test_words_weigh_the_same_before_and_after_the_kernel_is_made() -> None:
    fresh = WordWeights(MESSAGE_TABLES)
    texts = [
        f"Votre colis {number} est bloqué, réglez 0,99 €"
        for number in range(100, 100 + 2 * TEXTS_BEFORE_KERNEL)
    ]
    said = {
        (tuple(found.sums), found.known) for text in texts for found in [fresh.weigh("frauds", text, "sms")]
    }
    assert len(said) == 1
