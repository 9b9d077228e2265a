"""Paragraphs folded as a French typographer would."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.cli.terminal_text import TerminalWriter, align_columns, find_folds


def lines(text, width):
    return [text[a:b] for a, b in find_folds(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("un deux trois", 20, ["un deux trois"]),
        ("un deux trois", 8, ["un deux", "trois"]),
        ("un deux trois", 7, ["un deux", "trois"]),
        ("", 10, [""]),
        ("avec un point !", 13, ["avec un", "point !"]),
        ("dit « bonjour »", 8, ["dit", "« bonjour »"]),
        ("voir https://ameli.example/a/b/c fin", 10, ["voir", "https://ameli.example/a/b/c", "fin"]),
        ("日本 日本 日本", 9, ["日本 日本", "日本"]),
    ],
)
def test_folding(text, width, expected):
    assert lines(text, width) == expected


@given(st.text("ab «»:!é\u0301日", max_size=80), st.integers(1, 30))
def test_folding_loses_nothing_but_spaces(text, width):
    assert " ".join(lines(text, width)) == text


def test_a_style_is_painted_on_each_line_it_crosses():
    out = io.StringIO()
    TerminalWriter(out, colours=True, width=12).write_paragraph(
        ("un ", ""), ("deux trois", "strong"), (" fin", "")
    )
    assert out.getvalue() == "un \x1b[1mdeux\x1b[0m\n\x1b[1mtrois\x1b[0m fin\n"


def test_a_paragraph_hangs_under_its_bullet():
    out = io.StringIO()
    TerminalWriter(out, width=12).write_paragraph(("un deux trois", ""), first="  - ", rest="    ")
    assert out.getvalue() == "  - un deux\n    trois\n"


def test_columns_are_aligned():
    assert list(align_columns([["a", "10"], ["bcd", "5"]])) == ["a    10", "bcd   5"]
