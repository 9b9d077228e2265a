"""A text is compared by its words: what a campaign changes from one copy to the next does not count."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.fingerprint import BANDS, LONGEST, ROUGH, TextFingerprint, extract_skeleton

PARCEL = "Votre colis n'a pas pu être livré, choisissez un nouveau créneau : relais-56.example (frais 1,99 €)"


@pytest.mark.parametrize(
    "copy",
    [
        PARCEL.replace("relais-56.example", "https://bit.example/x7?id=4"),
        PARCEL.replace("1,99", "2,45"),
        PARCEL.upper(),
        PARCEL.replace("ê", "e").replace("é", "e"),
        PARCEL.replace("colis", "c\u200bolis").replace("V", "\u0474"),
        PARCEL.replace(" :", ":").replace(", ", "\n"),
    ],
    ids=["another link", "another sum", "capitals", "no accents", "disguised", "other breaks"],
)
def test_a_copy_has_the_same_skeleton(copy: str) -> None:
    assert extract_skeleton(copy) == extract_skeleton(PARCEL)


def test_a_number_is_one_figure_however_it_is_spaced() -> None:
    spaced = {
        extract_skeleton(f"rappelez le {one} vite")
        for one in ("06 39 98 12 34", "0639981234", "06.39.98.12.34")
    }
    assert spaced == {"rappelez le 0 vite"}


def test_letters_of_another_script_are_kept_apart() -> None:
    """All of them fold to one mark in the search for words, and would make all Arabic texts one campaign."""
    one, other = (
        TextFingerprint("طردك في الانتظار ادفع الآن من فضلك"),
        TextFingerprint("حسابك البنكي محظور اتصل بنا فورا"),
    )
    assert one.is_telling
    assert one.measure_similarity(other) < 0.2


@pytest.mark.parametrize("text", ["", "12", "https://a.example", "Cliquez ici https://a.example", "😀😀"])
def test_few_words_tell_nothing(text: str) -> None:
    assert not TextFingerprint(text).is_telling


def test_texts_that_are_nearly_equal_meet_in_a_band_and_others_do_not() -> None:
    one = TextFingerprint(PARCEL)
    near = TextFingerprint(PARCEL.replace("choisissez un nouveau créneau", "choisissez vite un créneau"))
    far = TextFingerprint("Un proche a besoin de vous : rappelez maman sur ce nouveau numéro 06 39 98 12 34")
    assert one.measure_similarity(near) > 0.5
    assert set(one.bands) & set(near.bands)
    assert one.measure_similarity(far) < 0.2
    assert not set(one.bands) & set(far.bands)


@given(
    st.lists(st.sampled_from(PARCEL.split()), max_size=30),
    st.lists(st.sampled_from(PARCEL.split()), max_size=30),
)
def test_an_estimate_is_near_what_is_measured(one: list[str], other: list[str]) -> None:
    mine, theirs = TextFingerprint(" ".join(one)), TextFingerprint(" ".join(other))
    of_few = 3 / min(len(mine.skeleton) + 1, len(theirs.skeleton) + 1)
    assert abs(mine.estimate_similarity(theirs) - mine.measure_similarity(theirs)) <= ROUGH + of_few


def test_nor_is_it_off_where_a_text_has_nearly_as_many_shingles_as_there_are_bits() -> None:
    drawn = random.Random(5)
    words = ["".join(drawn.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(600)]
    one, other = TextFingerprint(" ".join(words[:450])), TextFingerprint(" ".join(words[150:]))
    assert 0.45 < one.measure_similarity(other) < 0.55
    assert abs(one.estimate_similarity(other) - one.measure_similarity(other)) < ROUGH


@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_is_one_of_equals_and_the_same_both_ways(one: str, other: str) -> None:
    mine, theirs = TextFingerprint(one), TextFingerprint(other)
    assert mine.measure_similarity(mine) == mine.estimate_similarity(mine) == 1
    assert mine.measure_similarity(theirs) == theirs.measure_similarity(mine)
    assert len(mine.bands) == BANDS
    assert (mine.key == theirs.key) == (mine.skeleton == theirs.skeleton)


def test_what_stands_below_the_bound_does_not_count() -> None:
    assert TextFingerprint("a " * LONGEST).key == TextFingerprint("a " * LONGEST * 100 + "b").key


def test_bands_do_not_depend_on_the_run() -> None:
    """Nor on the release of the library: another number would give other campaigns for the same messages."""
    assert TextFingerprint(PARCEL).bands[:2] == (3615995717, 672067340)
