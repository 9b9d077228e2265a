"""A text is folded to what it reads as, one character for each, so that every span stays true."""

import sys

import pytest
from hypothesis import given

from tocsin.evidence.fold import CURRENCY, INVISIBLE, LETTER, SIGN, drop_invisible, fold_text

from .reading import anything

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))
MARKS = {INVISIBLE, LETTER, SIGN, CURRENCY}


def test_it_folds_every_character_of_unicode_to_one_character_of_ascii_or_a_mark() -> None:
    folded = fold_text(EVERY_CHARACTER)
    assert len(folded) == len(EVERY_CHARACTER)
    assert {c for c in folded if not c.isascii()} <= MARKS
    assert not any(c.isupper() for c in set(folded))


@given(anything, anything)
def test_it_folds_each_character_whatever_stands_beside_it(one: str, other: str) -> None:
    assert fold_text(one + other) == fold_text(one) + fold_text(other)
    assert len(fold_text(one)) == len(one)


@given(anything)
def test_it_has_nothing_left_to_fold_the_second_time(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(anything)
def test_it_squeezes_out_what_is_not_seen_and_remembers_every_place(text: str) -> None:
    folded = fold_text(text)
    squeezed, places = drop_invisible(folded)
    assert INVISIBLE not in squeezed
    assert len(places) == len(squeezed) + 1
    assert [folded[place] for place in places[:-1]] == list(squeezed)
    assert places == sorted(set(places))
    assert places[-1] == len(text)


def test_it_never_stumbles_on_half_a_character_or_on_nul() -> None:
    assert fold_text("a\ud800b\udfffc\x00d") == f"a{SIGN}b{SIGN}c d"


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("Numéro À ÇÉÈÊËÎÏÔÙÛÜ", "numero a ceeeeiiouuu"),
        ("Œuvre cœur Æ", "ouvre cour a"),
        ("ÿ Ÿ", "y y"),
        ("аmеli сраm", "ameli cpam"),
        ("αmelΙ ΚΑΡΤΑ", "ameli kapta"),
        ("ａｍｅｌｉ．ｆｒ", "ameli.fr"),
        ("𝐚𝒎𝓮𝖑𝚒 𝟛𝟼𝟜𝟞", "ameli 3646"),
        ("ⓐⓜⓔⓛⓘ Ⓒⓟⓐⓜ", "ameli cpam"),
        ("🄰🄼🄴🄻🄸 🅲🅿🅰🅼", "ameli cpam"),
        ("ᴀᴍᴇʟɪ", "ameli"),
        ("٣٦٤٦ ３６４６", "3646 3646"),
        ("2²₂", "222"),
        ("l’assuré « droits »", 'l\'assure " droits "'),
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("0,99\u202f€ £", f"0,99 {CURRENCY} {CURRENCY}"),
        ("01‑99–00—12−34", "01-99-00-12-34"),
        ("a\tb\rc\nd", "a b c\nd"),
    ],
)
def test_it_reads_what_a_person_reads(written: str, reads: str) -> None:
    assert fold_text(written) == reads


@pytest.mark.parametrize(
    "unseen", [*"\u00ad\u034f\u200b\u200c\u200d\u200e\u2060\u2066\u202e\ufeff\ufe0f\u0301"]
)
def test_it_marks_what_is_not_seen(unseen: str) -> None:
    assert fold_text(f"am{unseen}eli") == f"am{INVISIBLE}eli"
    assert drop_invisible(fold_text(f"am{unseen}eli"))[0] == "ameli"


@pytest.mark.parametrize("letter", ["中", "ب", "ש", "क", "ก"])
def test_it_says_that_a_letter_of_another_script_is_a_letter(letter: str) -> None:
    assert fold_text(letter) == LETTER


@pytest.mark.parametrize("sign", ["😀", "♥", "→", "\ue000", "\U0010ffff"])
def test_it_says_that_any_other_sign_is_a_sign(sign: str) -> None:
    assert fold_text(sign) == SIGN
