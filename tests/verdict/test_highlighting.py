"""What is shown of a text: every character once, in order; what is quoted marked; a long one cut."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tocsin.verdict.highlighting import AROUND, QuoteHighlight, TextExcerpt, cut_excerpts, find_highlights
from tocsin.verdict.model import VerdictReason

TEXT = "AMELI : votre carte expire, payez 0,99 euro ici"


def reason(start: int, end: int, weight: str = "contradicts", field: str = "text") -> VerdictReason:
    return VerdictReason(
        kind="asks_payment", clause="c", weight=weight, span=(start, end), quote="", field=field,
        text="", in_force="", source="",
    )  # fmt: skip


def numbered(*reasons: VerdictReason) -> list[tuple[int, VerdictReason]]:
    return list(enumerate(reasons, 1))


def test_what_is_quoted_is_marked_with_the_number_of_its_reason():
    found = find_highlights(numbered(reason(28, 43), reason(14, 26, "warns")), "text")
    assert found == [QuoteHighlight(14, 26, "warns", (2,)), QuoteHighlight(28, 43, "contradicts", (1,))]
    shown = list(cut_excerpts(TEXT, found))
    assert [piece.text for piece in shown] == [
        "AMELI : votre ",
        "carte expire",
        ", ",
        "payez 0,99 euro",
        " ici",
    ]
    assert [piece.mark.numbers for piece in shown if piece.mark] == [(2,), (1,)]


def test_two_reasons_on_the_same_words_share_a_mark_of_the_gravest():
    assert find_highlights(
        numbered(reason(28, 43), reason(34, 43, "warns"), reason(28, 43, "neutral")), "text"
    ) == [QuoteHighlight(28, 43, "contradicts", (1, 2, 3))]


def test_only_the_field_that_is_asked_for_and_never_an_empty_span():
    assert find_highlights(numbered(reason(0, 5, field="sender"), reason(4, 4)), "text") == []


def test_of_a_long_text_the_beginning_and_what_is_quoted_are_shown():
    text = "a" * 5_000 + "payez" + "b" * 5_000
    shown = list(cut_excerpts(text, find_highlights(numbered(reason(5_000, 5_005)), "text")))
    assert [piece.skipped for piece in shown if piece.skipped] == [
        5_000 - AROUND - 2 * AROUND,
        5_000 - AROUND,
    ]
    assert sum(len(piece.text) + piece.skipped for piece in shown) == len(text)
    assert [piece.text for piece in shown if piece.mark] == ["payez"]


def test_what_acts_is_shown_by_its_number_where_it_stands():
    assert list(cut_excerpts("\x1b[31m", [])) == [TextExcerpt("⟨U+001B⟩[31m")]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(st.text("abc é\n", max_size=60), SPANS, st.integers(0, 80))
def test_whatever_is_quoted_every_character_is_shown_or_counted_once(text, spans, whole):
    inside = [(min(a, len(text)), min(b, len(text))) for a, b in spans]
    found = find_highlights(numbered(*(reason(a, b) for a, b in inside)), "text")
    shown = list(cut_excerpts(text, found, whole))
    assert sum(len(piece.text) + piece.skipped for piece in shown) == len(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {n for mark in found for n in mark.numbers} == {n for n, (a, b) in enumerate(inside, 1) if a < b}
    if len(text) <= whole:
        assert "".join(piece.text for piece in shown) == text
