"""Colours and sizes, as style attributes write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.css_visibility import (
    CLEAR,
    TextAppearance,
    VisibilityStyleSheet,
    apply_declarations,
    parse_colour,
    parse_declarations,
    parse_leading_number,
    strip_comments,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#fff", (255, 255, 255)),
        ("#0a0b0c", (10, 11, 12)),
        ("#fff8", (255, 255, 255)),
        ("#ffffff00", CLEAR),
        ("rgb(1,2,3)", (1, 2, 3)),
        ("rgb(1 2 3 / 0)", CLEAR),
        ("rgba(1,2,3,.5)", (1, 2, 3)),
        ("black", (0, 0, 0)),
        ("transparent", CLEAR),
        ("#ff", None),
        ("#ggg", None),
        ("#١٢٣", None),
        ("rgb(10%,0%,0%)", None),
        ("rgb()", None),
        ("rgb", None),
        ("", None),
    ],
)
def test_a_colour(written: str, expected: object) -> None:
    assert parse_colour(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("12px", 12), ("-3.5em", -3.5), (".5", 0.5), ("", None), ("-", None), ("1.2.3", None)],
)
def test_a_number(written: str, expected: float | None) -> None:
    assert parse_leading_number(written) == expected


def test_declarations_keep_the_last_and_the_important() -> None:
    assert parse_declarations("a:1; a:2; b:1 !important; b:2; c; :d") == {"a": "2", "b": "1", "": "d"}


@pytest.mark.parametrize(
    ("css", "kept"), [("a/*b*/c", "a c"), ("a/*b", "a"), ("a*/b", "a*/b"), ("/**/", " ")]
)
def test_comments_are_taken_out(css: str, kept: str) -> None:
    assert strip_comments(css).strip() == kept.strip()


def test_a_child_undoes_what_css_lets_it_undo() -> None:
    unseen = apply_declarations(TextAppearance(), {"visibility": "hidden"})
    gone = apply_declarations(TextAppearance(), {"display": "none"})
    assert (unseen.hidden, apply_declarations(unseen, {"visibility": "visible"}).hidden) == (True, False)
    assert (gone.hidden, apply_declarations(gone, {"display": "block"}).hidden) == (True, True)


CSS = st.lists(
    st.sampled_from([*"{};:,.#@!", "/*", "*/", ".x", "display", "none", "color", "#fff", "@media"])
).map("".join)


@given(CSS)
def test_any_style_sheet_is_read(css: str) -> None:
    apply_declarations(TextAppearance(), VisibilityStyleSheet([css]).collect_declarations("p", "x", "i", {}))


@given(CSS | st.text())
def test_any_style_attribute_is_read(style: str) -> None:
    apply_declarations(TextAppearance(), parse_declarations(style))
