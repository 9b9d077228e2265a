"""A text reads like those of one kind or of another; the table says so, and every number in it follows from the rows."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tocsin.evidence.text_classifier import (
    ClassifierHeader,
    TextClassifier,
    find_weightiest_sentence,
    format_classifier,
    list_features,
    list_words,
    parse_classifier,
    split_sentences,
)
from tools.message_rows import list_message_features
from tools.train_classifier import (
    build_matrix,
    fit_weights,
    measure_separation,
    minimise_loss,
    train_classifier,
)
from tools.training_model import LabelledText, TrainingTask

from .reading import anything

HEADER = ClassifierHeader(name="small", rows_hash="00", rows=2, step=0.5)
SMALL = TextClassifier(HEADER, {"payez": 4, "payez vite": 4, "bisous": -6, "demain": 0})
words = st.lists(st.sampled_from(("payez", "vite", "bisous", "demain", "<link>", "autre")))


def weigh(text: str) -> int:
    return SMALL.sum_features(list_features(list_words(text))).sums[0]


def measure(classifier: TextClassifier, text: str, setting: str = "", heading: str = "") -> float:
    return classifier.measure_likeness(
        classifier.sum_features(list_features(list_words(text), setting)), heading
    )


def test_it_adds_each_feature_once_and_divides_by_the_root_of_their_number() -> None:
    assert measure(SMALL, "rien de connu") == 0.0
    assert measure(SMALL, "PAYEZ, payez") == 0.5 * 4
    assert measure(SMALL, "Payez vite demain, bisous") == 0.5 * (4 + 4 + 0 - 6) / 2


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://a.example/b?c=1 www.x.fr. ameli-vitale.com/x, colis.example", ["<link>"] * 4),
        ("merci.bonne journee", ["merci", "bonne", "journee"]),
        ("jean.dupont@poste.example", ["<mailbox>"]),
        ("06 39 98 04 11 et 0639980411", ["<phone>", "et", "<phone>"]),
        ("le 15, 38,50 € ou 3646", ["le", "<2>", "<4>", "<money>", "ou", "<4>"]),
        ("l’assur\u200bance à 20 %", ["l", "assurance", "a", "<2>", "%"]),
        ("\u0646\u0639\u0645 \u0644\u0627", ["<letters>", "<letters>"]),
    ],
)
def test_it_hides_where_links_lead_and_what_numbers_say(text: str, read: list[str]) -> None:
    assert list_words(text) == read


@given(words, st.sampled_from(("", "sms")))
def test_its_features_are_words_their_beginnings_pairs_and_words_of_the_setting(
    some: list[str], setting: str
) -> None:
    found = list_features(some, setting)
    assert {f for f in found if f[-1] not in "-"} - {f for f in found if ":" in f} == {
        *some,
        *(f"{a} {b}" for a, b in pairwise(some)),
    }
    assert {f for f in found if f[-1] == "-"} == {f"{word[:5]}-" for word in some if len(word) > 5}
    assert {f for f in found if ":" in f} == {f"sms:{word}" for word in some if setting}


def test_it_hears_the_setting_and_the_heading_too() -> None:
    heard = TextClassifier(HEADER, {"sms:payez": 2, "@maman": -4})
    assert measure(heard, "payez") == 0.0
    assert measure(heard, "payez", "sms") == 0.5 * 2
    assert measure(heard, "payez", "call", "Maman 2") == -0.5 * 4


@given(anything)
def test_it_reads_any_text_and_no_digit_is_left(text: str) -> None:
    assert not [word for word in list_words(text) if re.search("[0-9]", word) and word[0] != "<"]
    assert measure(SMALL, text) == measure(SMALL, text)


@given(anything)
def test_what_it_looks_up_grows_no_faster_than_the_text(text: str) -> None:
    words = list_words(text)
    assert len(words) <= len(text)
    assert len(list_features(words, "sms")) <= 4 * len(words)


@given(anything)
def test_sentences_are_stretches_of_the_text_in_order_and_hold_all_that_is_not_white(text: str) -> None:
    places = list(split_sentences(text))
    assert "".join("".join(text[a:b].split()) for a, b in places) == "".join(text.split())
    assert all(a < b for a, b in places)
    assert all(b <= c for (_, b), (c, _) in pairwise(places))


def test_the_weightiest_sentence_is_the_one_that_says_most_for_a_kind() -> None:
    text = "Bonjour. Payez vite ! Bisous à demain"
    start, end = find_weightiest_sentence(text, weigh)
    assert text[start:end] == "Payez vite !"
    start, end = find_weightiest_sentence(text, lambda said: -weigh(said))
    assert text[start:end] == "Bisous à demain"
    assert find_weightiest_sentence("rien de connu", weigh) == (0, 0)


@given(st.lists(st.sampled_from(["Payez vite !", "Bisous.", "Rien", "a.b\nc", " "])))
def test_the_weightiest_sentence_is_a_sentence_of_the_text(some: list[str]) -> None:
    text = " ".join(some)
    for sign in (1, -1):
        found = find_weightiest_sentence(text, lambda said, sign=sign: sign * weigh(said))  # type: ignore[misc]
        assert found == (0, 0) or found in set(split_sentences(text))


@given(
    st.dictionaries(st.from_regex(r"[a-z]+( [a-z]+)?", fullmatch=True), st.integers(-127, 127), min_size=1)
)
def test_a_table_is_read_as_it_was_written(weights: dict[str, int]) -> None:
    table = format_classifier(TextClassifier(HEADER, weights))
    read = parse_classifier(table)
    assert (read.header, read.weights) == (HEADER, weights)
    assert format_classifier(read) == table


def write_rows(fraud: str, harmless: str) -> list[LabelledText]:
    """Rows of four authors who say the same."""
    return [
        LabelledText(f"{text} {author}", text == fraud, author)
        for author in ("anne", "bruno", "chloe", "denis")
        for text in (fraud, harmless)
    ]


def make_task(rows: list[LabelledText]) -> TrainingTask:
    return TrainingTask(lambda: rows, list_message_features, {}, fewest_authors=2)


def test_training_tells_the_kinds_apart_and_ignores_what_one_author_alone_says() -> None:
    rows = write_rows("payez vite", "bisous demain")
    task = make_task(rows)
    result = train_classifier("small", task, rows)
    assert measure(result.classifier, "payez") > 0 > measure(result.classifier, "bisous")
    assert not result.classifier.weights.keys() & {"anne", "vite anne"}
    first = np.array([row.first for row in rows], dtype=float)
    assert measure_separation(result.left_out, first) == 1.0
    again = train_classifier("small", task, rows)
    assert format_classifier(again.classifier) == format_classifier(result.classifier)


def test_whoever_is_left_out_teaches_nothing() -> None:
    rows = write_rows("payez vite", "bisous demain")
    turned = [row._replace(first=not row.first) if row.author == "anne" else row for row in rows]
    for some in (rows, turned):
        found = build_matrix(make_task(some), some)
        first = np.array([row.first for row in some], dtype=float)
        use = np.array([[0.0], [1.0], [1.0], [1.0]])  # not anne
        weights = fit_weights(found, first, use, precision=1e-6)
        assert weights[found.names.index("payez"), 0] > 0 > weights[found.names.index("bisous"), 0]


def test_weights_are_the_same_wherever_the_search_for_them_starts() -> None:
    matrix = csr_array(np.ones((100, 1)))
    sign = np.where(np.arange(100) < 60, 1.0, -1.0)[:, None]
    texts, kept = np.ones((100, 1)), np.ones((1, 1))
    near = minimise_loss(matrix, sign, texts, kept, 1e-8)
    far = minimise_loss(matrix, sign, texts, kept, 1e-8, start=np.array([[5.0]]))
    assert abs(near[0, 0] - far[0, 0]) < 1e-6
