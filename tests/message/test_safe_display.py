"""Nothing of a message acts on the terminal."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message.safe_display import escape_acting_characters, escape_to_one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bonjour é à 日本 ✓", "Bonjour é à 日本 ✓"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a⟨U+000D⟩b"),
        ("\x1b[2J", "⟨U+001B⟩[2J"),
        ("\x9b2J", "⟨U+009B⟩2J"),
        ("gnp\u202eexe", "gnp⟨U+202E⟩exe"),
        ("c\u200barte", "c⟨U+200B⟩arte"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_what_acts_is_shown_by_its_number(text, shown):
    assert escape_acting_characters(text) == shown


@given(st.text(st.characters(codec=None)))
def test_no_control_and_no_direction_survives(text):
    for c in escape_acting_characters(text):
        assert unicodedata.category(c) not in ("Cc", "Cs") or c in "\n\t"
        assert unicodedata.bidirectional(c) not in (
            "RLO",
            "LRO",
            "RLE",
            "LRE",
            "PDF",
            "RLI",
            "LRI",
            "FSI",
            "PDI",
        )


def test_every_format_character_is_shown():
    invisible = [
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in ("Cc", "Zl", "Zp")
    ]
    assert [c for c in invisible if escape_acting_characters(f"a{c}b") == f"a{c}b"] == ["\t", "\n"]


def test_one_line_is_one_line():
    assert escape_to_one_line("a\n b\x00", 10) == "a b⟨U+0000⟩"
    assert escape_to_one_line("abcdef", 4) == "abc…"
