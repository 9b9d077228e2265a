"""A code survives being typed, and nothing else is taken for one."""

import re
from contextlib import suppress
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.issue_codes import (
    ALPHABET,
    ForbiddenCodeCharacter,
    WrongCheckCharacter,
    WrongCodeLength,
    compute_check_character,
    find_issue_codes,
    format_issue_code,
    has_digit_and_letter,
    parse_issue_code,
)

CODE = "K7QF-2M9D"
ROOT = Path(__file__).resolve().parents[2]

payloads = st.text(ALPHABET, min_size=7, max_size=7)
codes = payloads.map(format_issue_code)
issued = payloads.filter(has_digit_and_letter).map(format_issue_code)


# ---- the check character


def test_the_alphabet_has_a_prime_number_of_characters_none_like_another():
    assert len(ALPHABET) == len(set(ALPHABET)) == 29
    assert set(ALPHABET).isdisjoint("01ILOSU")


@pytest.mark.parametrize("payload", ["2222222", "K7QF2M9", "ZZZZZZZ", "A3C5E7G"])
def test_every_wrong_character_is_noticed(payload):
    whole = payload + compute_check_character(payload)
    for place in range(8):
        for other in set(ALPHABET) - {whole[place]}:
            typed = whole[:place] + other + whole[place + 1 :]
            assert compute_check_character(typed[:7]) != typed[7], typed


@given(payloads)
def test_every_two_characters_swapped_are_noticed(payload):
    whole = payload + compute_check_character(payload)
    for a, b in combinations(range(8), 2):
        typed = list(whole)
        typed[a], typed[b] = typed[b], typed[a]
        if whole[a] != whole[b]:
            assert compute_check_character("".join(typed[:7])) != typed[7]


@given(payloads, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_a_wrong_character_is_noticed_wherever_it_stands(payload, place, other):
    whole = payload + compute_check_character(payload)
    typed = whole[:place] + other + whole[place + 1 :]
    assert (compute_check_character(typed[:7]) == typed[7]) == (typed == whole)


def test_the_check_is_of_seven_characters():
    with pytest.raises(ValueError, match="shorter"):
        compute_check_character("K7QF2M")


# ---- what a person types


@pytest.mark.parametrize(
    "typed",
    [
        "K7QF-2M9D",
        "k7qf-2m9d",
        "k7qf2m9d",
        " K7QF 2M9D ",
        "K 7 Q F 2 M 9 D",
        "Réf. K7QF-2M9D",
        "réf k7qf 2m9d",
        "REF: K7QF2M9D",
        "Référence K7QF–2M9D",
        "référence : K7QF-2M9D",
        "K7QF\u00a0-\u00a02M9D",
        "Ｋ７ＱＦ-２Ｍ９Ｄ",
        "K7QF-2M9D.",
        "K7QF\u200b-2M9D",
        "K7QF‑2M9D\n",
    ],
)
def test_a_person_may_type_it_in_any_way(typed):
    assert parse_issue_code(typed) == CODE


@given(codes, st.sampled_from(["", " ", "-", " - ", ".", "\n", "\u00a0"]), st.booleans())
def test_what_is_printed_is_read_back(code, between, lower):
    typed = code.replace("-", between)
    assert parse_issue_code(typed.lower() if lower else typed) == code


@pytest.mark.parametrize(("meant", "typed"), [("5", "S"), ("V", "U")])
def test_a_look_alike_is_read_for_what_was_meant(meant, typed):
    code = format_issue_code(f"K7QF{meant}M9")
    assert parse_issue_code(code.replace(meant, typed)) == code
    assert parse_issue_code(code.replace(meant, typed.lower())) == code


@pytest.mark.parametrize("typed", ["", "K7QF", "K7QF-2M9", "K7QF-2M9DD", "ref", "06 39 98 12 34"])
def test_a_code_too_short_or_too_long_is_said_to_be(typed):
    with pytest.raises(WrongCodeLength):
        parse_issue_code(typed)


def test_it_says_how_many_characters_there_are():
    with pytest.raises(WrongCodeLength, match="A code has eight characters: 7") as failure:
        parse_issue_code("K7QF-2M9")
    assert (failure.value.detail, failure.value.kind, failure.value.written) == ("7", "length", "K7QF-2M9")


@pytest.mark.parametrize(("typed", "character"), [
    ("K7QF-2M0D", "0"), ("K7QF-1M9D", "1"), ("K7QF-2MOD", "O"), ("I7QF-2M9D", "I"), ("K7QF-2ML9", "L"),
    ("К7QF-2M9D", "К"), ("K7QF-2M9É", "É"), ("K7QF-2M9\x00", "\x00"),
])  # fmt: skip
def test_a_character_that_no_code_contains_is_named(typed, character):
    with pytest.raises(ForbiddenCodeCharacter) as failure:
        parse_issue_code(typed)
    assert failure.value.detail == character


@pytest.mark.parametrize("typed", ["K7QF-2M8D", "7KQF-2M9D", "K7QF-2MD9"])
def test_a_slip_is_called_one(typed):
    with pytest.raises(WrongCheckCharacter, match="mistyped"):
        parse_issue_code(typed)


@given(st.text())
def test_whatever_is_typed_is_a_code_or_named_for_what_is_wrong(typed):
    code = CODE
    with suppress(WrongCodeLength, ForbiddenCodeCharacter, WrongCheckCharacter):
        code = parse_issue_code(typed)
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code)
    assert parse_issue_code(code) == code


# ---- what stands in a message


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Restez chez vous. Réf. K7QF-2M9D", "K7QF-2M9D"),
        ("Restez chez vous. réf. k7qf 2m9d", "k7qf 2m9d"),
        ("Restez chez vous. REF:K7QF2M9D", "K7QF2M9D"),
        ("Référence n° K7QF-2M9D, à garder", "K7QF-2M9D"),
        ("Reference: K7QF-2M9D", "K7QF-2M9D"),
        ("Réf. K7 QF 2M 9D", "K7 QF 2M 9D"),
        ("Réf.\nK7QF\n2M9D\n", "K7QF\n2M9D"),
        ("Réf. K7QF–2M9D", "K7QF–2M9D"),
        ("Le code (K7QF-2M9D) est sur le SMS", "K7QF-2M9D"),
        ("K7QF-2M9D", "K7QF-2M9D"),
        ("k7qf-2m9d.", "k7qf-2m9d"),
        ("Réf. К7QF-2M9D", "К7QF-2M9D"),
        ("Réf. K7Q\u200bF-2M9D", "K7Q\u200bF-2M9D"),
        ("🙂 Réf. K7QF-2M9D", "K7QF-2M9D"),
    ],
)
def test_it_is_found_in_a_message_with_its_span(text, raw):
    [(code, start, end)] = find_issue_codes(text)
    assert (code, text[start:end]) == (CODE, raw)


@pytest.mark.parametrize(
    "text",
    [
        "K7QF2M9D",
        "k7qf 2m9d",
        "Réf. K7QF-2M8D",
        "Réf. K7QF-2M9DD",
        "Réf. K7QF",
        "https://ameli.example/K7QF-2M9D",
        "https://ameli.example/?ref=K7QF-2M9D-3",
        "K7QF-2M9D.example",
        "a@K7QF-2M9D.example",
        "9b1d-K7QF-2M9D-4c2e",
        "XK7QF-2M9D",
        "pref. 06 39 98 12 34",
        "Réf. 06 39 98 12 34",
        "",
    ],
)
def test_what_is_no_code_is_left_alone(text):
    assert find_issue_codes(text) == ()


@given(st.text("23456789", min_size=7, max_size=7), st.sampled_from(["Réf. ", "ref ", "", "n° "]))
def test_figures_alone_are_never_a_code(payload, before):
    for written in (
        format_issue_code(payload),
        format_issue_code(payload).replace("-", ""),
        format_issue_code(payload).replace("-", " "),
    ):
        assert find_issue_codes(before + written) == ()


@given(st.text([c for c in ALPHABET if c.isalpha()], min_size=7, max_size=7))
def test_a_word_is_never_a_code(payload):
    code = format_issue_code(payload)
    for written in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        assert find_issue_codes(f"Réf. {written}") == ()


@given(st.lists(issued, max_size=4), st.sampled_from([" et ", "\n", ", ", ". "]))
def test_all_of_them_are_found_in_order(found, between):
    text = between.join(f"Réf. {code}" for code in found)
    assert [code for code, _, _ in find_issue_codes(text)] == found


@given(st.text(), issued, st.text())
def test_spans_are_true_whatever_stands_around(before, code, after):
    text = f"{before} Réf. {code} {after}"
    spans = [(found, text[start:end]) for found, start, end in find_issue_codes(text)]
    assert (code, code) in spans or code in before + after


def test_nothing_in_the_examples_and_the_evaluation_sets_is_taken_for_a_code():
    # Those of evals/guard are about to leave, and have codes as they should.
    files = [
        *ROOT.glob("evals/*.jsonl"),
        *ROOT.glob("evals/replies/*.jsonl"),
        *ROOT.glob("src/tocsin/charters/**/*.yaml"),
        ROOT / "README.md",
    ]
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert sum(map(len, texts)) > 500_000
    assert [found for text in texts for found in find_issue_codes(text)] == []


def test_a_long_hostile_text_costs_what_its_length_costs():
    """Quadratic reading would take minutes."""
    for unit in ("ref ", "K7QF-", "réf. K7 ", "ref." + " " * 50, "-K7QF-2M9"):
        assert find_issue_codes(unit * (400_000 // len(unit))) == ()
