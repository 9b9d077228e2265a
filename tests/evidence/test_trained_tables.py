"""The tables in the repository are those that its rows give, and tell apart what authors left out have written."""

import os

import numpy as np
import pytest

from tocsin.evidence import learned_asks, reported_deeds
from tocsin.evidence.institution_likeness import TABLE
from tocsin.evidence.text_classifier import TABLES, format_classifier
from tocsin.guard.permitted_words import PERMITTED_WORDS
from tools import train_asks, train_tellings
from tools.ask_rows import read_asking_texts
from tools.draft_rows import weigh_composed_less
from tools.guard_sentences import list_permitted_stems
from tools.institution_rows import read_attributed_texts
from tools.message_rows import list_message_rows
from tools.train_classifier import (
    COLUMN_TABLES,
    build_feature_matrix,
    list_row_features,
    order_tables,
    train_classifier,
)
from tools.train_institutions import hash_texts, train_table
from tools.training_record import hash_table, hash_training_input, load_training_records
from tools.training_tasks import TASKS

FLOORS = {
    "frauds": (0.97, 0.77),
    "danger": (0.92, 0.48),
    "emergency": (0.87, 0.4),
    "answers": (0.95, 0.55),
    "agrees": (0.98, 0.87),
    "contacts": (0.985, 0.92),
    "numbers": (0.965, 0.75),
    "guard_drafts": (0.97, 0.8),
    "guard_asks": (0.98, 0.88),
    "guard_hints": (0.97, 0.8),
    "guard_threats": (0.97, 0.85),
}
"""Area under the curve, and recall at 2 % false alarms, on authors left out: no less."""
TRAINED = list(TASKS) if os.environ.get("TOCSIN_TRAIN") else ["emergency"]
"""Tables that are trained anew here: the one that takes a second, by the code that trains all; the others by hand."""


def stored(name: str) -> str:
    return (TABLES / f"{name}.txt").read_text(encoding="utf-8")


def test_what_is_read_by_a_table_is_trained_after_it():
    assert order_tables(["contacts", "danger"]) == order_tables(["danger"]) == ["danger", "contacts"]
    assert order_tables(["guard_drafts"])[1:] == ["guard_asks", "guard_hints", "guard_threats"]
    assert order_tables(["frauds"]) == ["frauds"]
    with pytest.raises(SystemExit, match="no table dangers; there are frauds, danger"):
        order_tables(["dangers"])
    assert order_tables([]) == [*TASKS, *COLUMN_TABLES]


@pytest.mark.parametrize("name", TASKS)
def test_a_table_is_what_came_of_training_on_what_counts_of_the_rows_now(name: str) -> None:
    task, record = TASKS[name], load_training_records()[name]
    rows = task.read_rows()
    assert hash_training_input(task, rows, list_row_features(task, rows)) == record.given, "run ./dev train"
    assert hash_table(stored(name)) == record.table, "run ./dev train"
    assert len(stored(name)) < 850_000


def test_the_table_of_institutions_is_what_came_of_its_rows() -> None:
    rows, record = read_attributed_texts(), load_training_records()[TABLE]
    assert hash_texts(rows) == record.given, "run ./dev train institutions"
    assert hash_table(stored(TABLE)) == record.table, "run ./dev train institutions"
    if "institutions" in os.environ.get("TOCSIN_TRAIN", ""):
        assert train_table(rows) == stored(TABLE)
    assert (
        record.separation >= 0.86
    )  # with every name taken out, and frauds in other names among nobody's messages
    assert record.recall >= 0.15
    assert len(stored(TABLE)) < 470_000


def test_the_table_of_asks_is_what_came_of_its_rows() -> None:
    rows, record = read_asking_texts(), load_training_records()[learned_asks.TABLE]
    assert train_asks.hash_texts(rows) == record.given, "run ./dev train asks"
    assert hash_table(stored(learned_asks.TABLE)) == record.table, "run ./dev train asks"
    if "asks" in os.environ.get("TOCSIN_TRAIN", ""):
        assert train_asks.train_table(rows)[0] == stored(learned_asks.TABLE)
    assert record.separation >= 0.95
    assert record.recall >= 0.6
    assert len(stored(learned_asks.TABLE)) < 1_300_000


def test_the_table_of_tellings_is_what_came_of_its_rows() -> None:
    rows, record = train_tellings.read_told_texts(), load_training_records()[reported_deeds.TABLE]
    assert train_tellings.hash_texts(rows) == record.given, "run ./dev train tellings"
    assert hash_table(stored(reported_deeds.TABLE)) == record.table, "run ./dev train tellings"
    if "tellings" in os.environ.get("TOCSIN_TRAIN", ""):
        assert train_tellings.train_table(rows)[0] == stored(reported_deeds.TABLE)
    assert train_tellings.derive_glance(stored(reported_deeds.TABLE)) == stored(reported_deeds.GLANCE_TABLE)
    assert record.separation >= 0.97  # of authors left out, against their own near misses
    assert record.recall >= 0.75
    assert len(stored(reported_deeds.TABLE)) < 600_000


@pytest.mark.parametrize("name", TRAINED)
def test_a_table_is_rebuilt_bit_for_bit_from_the_rows(name: str) -> None:
    found = train_classifier(name, TASKS[name], TASKS[name].read_rows())
    assert format_classifier(found.classifier) == stored(name), "run ./dev train"
    assert found.record == load_training_records()[name]


@pytest.mark.parametrize("name", TASKS)
def test_authors_left_out_are_told_apart_as_well_as_was_promised(name: str) -> None:
    record, (separation, recall) = load_training_records()[name], FLOORS[name]
    assert record.separation >= separation
    assert record.recall >= recall


def test_the_words_of_permitted_texts_are_those_of_the_rows() -> None:
    assert PERMITTED_WORDS.read_text(encoding="utf-8").split() == list_permitted_stems(), "run ./dev train"


def test_a_composed_sentence_counts_a_fifth_of_a_written_one() -> None:
    found = build_feature_matrix([["a"], ["b"], ["a"]], ["g1", "composed-0", "g1"], 1, weigh_composed_less)
    composed, written = found.authors.sum(axis=1)
    assert composed == pytest.approx(0.2 * written / 2)
    assert composed + written == pytest.approx(3)


def test_the_edge_of_weaker_readings_is_chosen_without_the_surest() -> None:
    rows = np.array([1.0] * 30 + [0.0, 1.0, 0.0, 0.0, 1.0] * 8 + [0.0] * 40)
    scores = np.linspace(5, -5, len(rows))
    sure = train_asks._find_edge(scores, rows, 0.8)
    assert sure is not None
    weaker = train_asks._find_edge(scores[scores < sure], rows[scores < sure], 0.4)
    assert weaker is not None
    told = rows[(scores < sure) & (scores >= weaker)]
    assert 0.4 <= told.mean() < 0.5
    assert weaker > (train_asks._find_edge(scores, rows, 0.4) or 5)
    assert train_asks._find_edge(scores, np.zeros(len(rows)), 0.4) is None


def test_edges_of_likeness_are_chosen_on_messages_mixed_as_they_come() -> None:
    """Rounds in which most frauds are scouts teach what scouts write; an edge chosen on them would spare everybody else's."""
    scouts: dict[str, list[bool]] = {}
    for author, row in list_message_rows():
        if row["expect"]["verdict"][0] in ("imposture", "suspicious"):
            scouts.setdefault(author, []).append(row.get("why", "").startswith("scout"))
    of_one_kind = {author for author, found in scouts.items() if sum(found) > len(found) / 2}
    assert of_one_kind, "no round of scouts teaches"
    assert {author for author in scouts if not TASKS["frauds"].judges(author)} == of_one_kind
