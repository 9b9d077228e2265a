"""The development set and the rows kept aside are read as they should be."""

from functools import cache
from pathlib import Path

import pytest

from tocsin.conversation.reading.batch import ReplyOutput
from tocsin.conversation.reading.model import ASKED, SIGNALS, MentionedPerson
from tocsin.conversation.reading.score import (
    ExpectedReading,
    LabelledReply,
    ReplyFigures,
    find_misread_replies,
    list_reading_faults,
    load_labelled_replies,
    main,
    measure_replies,
    score_replies,
)
from tools.reply_rows import REPLY_ROUNDS

EVALS = Path(__file__).parents[2] / "evals/replies"
ORDINARY, HARD, DISTRESS = EVALS / "ordinary.jsonl", EVALS / "hard.jsonl", EVALS / "distress.jsonl"
ROUNDS = [EVALS / f"{name}.jsonl" for name in REPLY_ROUNDS]
DEVELOPMENT, KEPT_ASIDE, BLIND = EVALS / "own.jsonl", EVALS / "held-out.jsonl", EVALS / "examiner.jsonl"
SETS = [DEVELOPMENT, KEPT_ASIDE, BLIND]


@cache
def measure_set(path: Path) -> ReplyFigures:
    """Figures of a set, read once for all that is asked of them."""
    return measure_replies(load_labelled_replies(path))


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_each_kind_is_read_right_97_times_in_a_hundred(path):
    rows = load_labelled_replies(path)
    for line in score_replies(rows):
        floor = 0.97 if line.rows >= 50 else 0.9
        assert line.share >= floor, f"{line.kind}: {[m.row.id for m in find_misread_replies(rows)]}"


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_nothing_is_guessed(path):
    """A value where a person could read none is the worst fault: not one in a hundred."""
    total = score_replies(load_labelled_replies(path))[-1]
    assert total.guessed <= total.rows / 100


def test_the_sets_hold_every_kind_and_signal_and_do_not_overlap():
    rows = load_labelled_replies(DEVELOPMENT)
    assert {r.asked for r in rows} == set(ASKED)
    assert {s for r in rows for s in r.expect.signals} == set(SIGNALS)
    ids = [r.id for r in rows + load_labelled_replies(KEPT_ASIDE) + load_labelled_replies(BLIND)]
    assert len(ids) == len(set(ids)) >= 1000
    assert all(r.expect.understood == (r.expect.value is not None) for r in rows)


def test_a_score_counts_misses_and_guesses():
    rows = [
        LabelledReply(
            id=1, asked="yes_no", text="oui", on="2021-03-05", expect=ExpectedReading(True, "yes", ())
        ),
        LabelledReply(
            id=2, asked="yes_no", text="oui", on="2021-03-05", expect=ExpectedReading(False, None, ())
        ),
        LabelledReply(id=3, asked="number", text="x", on="2021-03-05", expect=ExpectedReading(True, 3, ())),
    ]
    by_kind = {s.kind: (s.rows, s.right, s.guessed) for s in score_replies(rows)}
    assert by_kind == {"yes_no": (2, 1, 1), "number": (1, 0, 0), "all": (3, 1, 1)}
    assert [m.row.id for m in find_misread_replies(rows)] == [2, 3]


@pytest.mark.parametrize(
    ("read", "expected", "same"),
    [
        ("mari", "mon mari", True),
        ("Anne Roussel", "Mme Anne Roussel", True),
        ("René", "tonton René", True),
        ("mère", "ma belle-mère", False),
        ("Anne Roussel", "Anne Rouvel", False),
        ("mari", "femme", False),
    ],
)
def test_a_name_is_the_same_person_with_or_without_who_it_is_to_the_writer(read, expected, same):
    row = LabelledReply(
        id=1,
        asked="people",
        text=f"{read} 0639981234",
        on="2021-03-05",
        expect=ExpectedReading(True, [{"name": expected, "number": "+33639981234"}], ()),
    )
    output = ReplyOutput(
        id=1,
        understood=True,
        value=(MentionedPerson(read, "+33639981234"),),
        signals=(),
        handling="answer",
    )
    assert (list_reading_faults(row, output) == ()) == same


def test_the_report_shows_what_is_read_wrong(tmp_path, capsys):
    expect = '{"understood":true,"value":"no","signals":[]}'
    bad = '{"id":"x1","asked":"yes_no","text":"oui","on":"2021-03-05","expect":' + expect + "}"
    (tmp_path / "rows.jsonl").write_text(bad)
    assert main([str(tmp_path / "rows.jsonl"), "--show"]) == 0
    printed = capsys.readouterr().out
    assert "0/1" in printed
    assert "x1" in printed


@pytest.mark.parametrize("path", [*SETS, ORDINARY, HARD, DISTRESS, *ROUNDS], ids=lambda p: p.stem)
def test_no_cry_is_met_by_the_question_put_again(path):
    figures = measure_set(path)
    assert figures.missed == 0
    assert figures.false_alarms <= figures.others * 0.03


@pytest.mark.parametrize("path", [*SETS, ORDINARY], ids=lambda p: p.stem)
def test_ordinary_replies_are_seldom_given_to_a_human(path):
    figures = measure_set(path)
    assert figures.given_to_human <= figures.others * 0.08


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (ORDINARY, 493, 1),
        (HARD, 358, 6),
        *zip(
            ROUNDS,
            (
                360,
                310,
                402,
                393,
                374,
                273,
                261,
                281,
                288,
                243,
                243,
                248,
                253,
                242,
                242,
                244,
                242,
                243,
                236,
                252,
                252,
                249,
                247,
                238,
                244,
                244,
                239,
                225,
                244,
                243,
            ),
            (4, 2, 5, 7, 5, 10, 5, 6, 1, 4, 3, 2, 1, 3, 1, 1, 3, 5, 1, 1, 1, 3, 2, 5, 1, 0, 2, 7, 2, 3),
            strict=True,
        ),
    ],
)
def test_replies_of_separate_authors_are_read_no_worse_than_before(path, right, wrong):
    figures = measure_set(path)
    assert figures.right >= right
    assert figures.confidently_wrong <= wrong


def test_figures_tell_what_a_wrong_reading_does():
    cry, calm = "mon mari respire très mal, il devient bleu", "oui merci"
    rows = [
        LabelledReply(id=1, asked="yes_no", text=cry, on="2021-03-05", label="emergency"),
        LabelledReply(id=2, asked="yes_no", text=calm, on="2021-03-05", label="emergency"),
        LabelledReply(id=3, asked="yes_no", text=calm, on="2021-03-05", label="distress", human_now=False),
        LabelledReply(id=4, asked="yes_no", text=cry, on="2021-03-05", label="plain"),
        LabelledReply(
            id=5, asked="yes_no", text=calm, on="2021-03-05", expect=ExpectedReading(True, "no", ())
        ),
    ]
    assert measure_replies(rows) == ReplyFigures(
        valued=1,
        right=0,
        confidently_wrong=1,
        wrong_unseen=1,
        cries=2,
        signalled=1,
        missed=1,
        others=3,
        false_alarms=1,
        given_to_human=1,
    )
