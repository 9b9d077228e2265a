"""The compiled weighing of words: the sum that Python gives."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.reading import anything
from tests.examples import scaled
from tocsin.evidence.classifier_kernel import ClassifierKernel
from tocsin.evidence.fold import INVISIBLE, fold_text
from tocsin.evidence.resemblance import TABLE
from tocsin.evidence.text_classifier import (
    TOP_DOMAINS,
    TextClassifier,
    list_features,
    list_words,
    load_classifier,
)
from tocsin.evidence.token_kernel import open_library
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


@pytest.fixture(scope="session")
def classifier() -> TextClassifier:
    return load_classifier(TABLE)


@pytest.fixture(scope="session")
def kernel(classifier: TextClassifier, tmp_path_factory: pytest.TempPathFactory) -> ClassifierKernel:
    target = tmp_path_factory.mktemp("kernel") / "kernel.so"
    assert not build_kernel(target)
    return ClassifierKernel(open_library(target), classifier.weights, TOP_DOMAINS)


def assert_same(text: str, setting: str, classifier: TextClassifier, kernel: ClassifierKernel) -> None:
    plain = classifier.weigh_features(list_features(list_words(text), setting))
    assert kernel.weigh_features(fold_text(text).replace(INVISIBLE, ""), setting) == plain


@given(
    st.lists(st.sampled_from(PIECES), max_size=14),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "sms", "é"]),
)
@settings(max_examples=scaled(500))
def test_it_weighs_pieces_as_python_does(
    classifier: TextClassifier, kernel: ClassifierKernel, pieces: list[str], between: str, setting: str
) -> None:
    assert_same(between.join(pieces), setting, classifier, kernel)


@given(anything)
@settings(max_examples=scaled(200))
def test_it_weighs_anything_as_python_does(
    classifier: TextClassifier, kernel: ClassifierKernel, text: str
) -> None:
    assert_same(text, "sms", classifier, kernel)


@pytest.mark.parametrize("file", sorted((ROOT / "evals").glob("*.jsonl")), ids=lambda file: file.stem)
def test_it_weighs_the_evaluation_sets_as_python_does(
    classifier: TextClassifier, kernel: ClassifierKernel, file: Path
) -> None:
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if isinstance(row.get("text"), str):
            assert_same(row["text"], "sms", classifier, kernel)


@pytest.mark.parametrize("text", ["votre dossier " * 20_000, "a" * 1_000_000, "1 " * 100_000, "a." * 100_000])
def test_it_weighs_long_texts_as_python_does(
    classifier: TextClassifier, kernel: ClassifierKernel, text: str
) -> None:
    assert_same(text, "sms", classifier, kernel)


def test_a_classifier_says_the_same_before_and_after_its_kernel_is_made(classifier: TextClassifier) -> None:
    fresh = TextClassifier(classifier.header, classifier.weights)
    text = "Votre colis est bloqué, réglez 0,99 € : www.colis.example"
    said = {fresh.measure_likeness(text, "sms", "INFO") for _ in range(450)}
    places = {fresh.find_weightiest_sentence(text, "sms") for _ in range(250)}
    assert (len(said), len(places)) == (1, 1)
