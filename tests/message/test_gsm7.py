"""The alphabet of SMS: what fits, what it costs, what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message import gsm7
from tocsin.message.gsm7 import (
    OutsideGsm7Alphabet,
    SmsCost,
    UnencodableCharacter,
    apply_substitutes,
    decode_gsm7,
    encode_gsm7,
    find_unencodable_characters,
    fits_gsm7,
    measure_sms_cost,
    split_sms,
)
from tocsin.message.gsm7 import find_substitute as instead

ALPHABET = [c for c in gsm7.BASIC if c != "\x1b"] + list(gsm7.EXTENSION)
gsm_texts = st.text(st.sampled_from(ALPHABET), max_size=1000)
long_texts = st.text(st.sampled_from("aé€[]ê\U0001f637’"), min_size=60, max_size=1200)


# The tables


@pytest.mark.parametrize(
    ("character", "octets"),
    [
        ("@", "00"), ("£", "01"), ("$", "02"), ("¥", "03"), ("è", "04"), ("é", "05"), ("ù", "06"),
        ("ì", "07"), ("ò", "08"), ("Ç", "09"), ("\n", "0a"), ("\r", "0d"), ("Δ", "10"), ("_", "11"),
        ("É", "1f"), (" ", "20"), ("¤", "24"), ("?", "3f"), ("¡", "40"), ("A", "41"), ("Z", "5a"),
        ("Ä", "5b"), ("§", "5f"), ("¿", "60"), ("a", "61"), ("z", "7a"), ("ä", "7b"), ("ü", "7e"),
        ("à", "7f"), ("€", "1b65"), ("[", "1b3c"), ("]", "1b3e"), ("{", "1b28"), ("}", "1b29"),
        ("\\", "1b2f"), ("^", "1b14"), ("~", "1b3d"), ("|", "1b40"), ("\f", "1b0a"),
    ],
)  # fmt: skip
def test_septets_are_those_of_3gpp_23_038(character, octets):
    assert encode_gsm7(character).hex() == octets
    assert decode_gsm7(bytes.fromhex(octets)) == character


def test_the_basic_table_has_128_places_all_different():
    assert len(gsm7.BASIC) == len(set(gsm7.BASIC)) == 128


@pytest.mark.parametrize("character", "éèàùìòÇÉÄÖÜäöüñÑ£€@")
def test_letters_that_french_may_use_freely(character):
    assert fits_gsm7(character)


@pytest.mark.parametrize("character", "êçâîôûëïœÀÈÊ’«»…\u00a0\u202f–`\x1b")
def test_letters_that_halve_the_length_of_an_sms(character):
    assert not fits_gsm7(character)
    assert measure_sms_cost(character).alphabet == "ucs2"


def test_encode_names_the_character_that_does_not_fit():
    with pytest.raises(OutsideGsm7Alphabet, match=r"not in the GSM 7-bit alphabet.*'ç' at 3") as raised:
        encode_gsm7("Fran\u00e7ais"[1:])
    assert (raised.value.character, raised.value.position) == ("ç", 3)


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        ("1b41", "A"),  # not in the extension table: the basic character
        ("1b1b", "  "),  # a second escape is a space, the first has nothing to announce
        ("611b", "a "),  # an escape at the end
        ("61ff", "a\ufffd"),  # no septet
        ("", ""),
    ],
)
def test_decode_shows_something_for_everything(octets, shown):
    assert decode_gsm7(bytes.fromhex(octets)) == shown


@given(gsm_texts)
def test_what_is_encoded_is_decoded(text):
    assert decode_gsm7(encode_gsm7(text)) == text


@given(st.binary(max_size=400))
def test_decode_never_fails(octets):
    assert len(decode_gsm7(octets)) <= len(octets) + 1


@given(st.text(max_size=200))
def test_fits_and_encode_agree(text):
    try:
        septets = encode_gsm7(text)
    except OutsideGsm7Alphabet:
        assert not fits_gsm7(text)
    else:
        assert fits_gsm7(text)
        assert len(septets) == measure_sms_cost(text).units


# Cost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SmsCost("gsm7", 0, 1)),
        ("a" * 160, SmsCost("gsm7", 160, 1)),
        ("a" * 161, SmsCost("gsm7", 161, 2)),
        ("a" * 306, SmsCost("gsm7", 306, 2)),
        ("a" * 307, SmsCost("gsm7", 307, 3)),
        ("€" * 80, SmsCost("gsm7", 160, 1)),
        ("€" * 81, SmsCost("gsm7", 162, 2)),
        ("€" * 152, SmsCost("gsm7", 304, 2)),  # 76 a part: a septet stays empty in each
        ("€" * 153, SmsCost("gsm7", 306, 3)),
        ("ê" * 70, SmsCost("ucs2", 70, 1)),
        ("ê" * 71, SmsCost("ucs2", 71, 2)),
        ("ê" * 134, SmsCost("ucs2", 134, 2)),
        ("ê" * 135, SmsCost("ucs2", 135, 3)),
        ("\U0001f637" * 35, SmsCost("ucs2", 70, 1)),
        ("\U0001f637" * 66, SmsCost("ucs2", 132, 2)),  # 33 a part
        ("\U0001f637" * 67, SmsCost("ucs2", 134, 3)),
    ],
)
def test_cost_at_the_edges(text, expected):
    assert measure_sms_cost(text) == expected
    assert len(split_sms(text)) == expected.parts


def test_one_curly_quote_doubles_a_message():
    """floweditor #745: one such quote, a million contacts, a channel blocked for days."""
    straight = "L'Assurance Maladie vous informe : " + "a" * 125
    assert (measure_sms_cost(straight).parts, measure_sms_cost(straight.replace("'", "’")).parts) == (1, 3)


@given(long_texts)
def test_parts_hold_the_whole_text_and_nothing_is_cut_in_two(text):
    chosen = gsm7.choose_alphabet(text)
    pieces = split_sms(text)
    assert "".join(pieces) == text
    for piece in pieces:
        units = len(encode_gsm7(piece)) if chosen == "gsm7" else len(piece.encode("utf-16-be")) // 2
        limit = gsm7.SINGLE[chosen] if len(pieces) == 1 else gsm7.PART[chosen]
        assert 0 < units <= limit
    assert len(pieces) == measure_sms_cost(text).parts


@given(long_texts)
def test_no_cut_wastes_more_than_one_unit(text):
    chosen = gsm7.choose_alphabet(text)
    for piece in split_sms(text)[:-1]:
        assert sum(gsm7._character_units(piece, chosen)) >= gsm7.PART[chosen] - 1


# What to write instead


def test_outside_lists_every_character_with_its_place():
    assert find_unencodable_characters("Ça a été « sûr »") == (
        UnencodableCharacter(9, "«", '"'),
        UnencodableCharacter(12, "û", "u"),
        UnencodableCharacter(15, "»", '"'),
    )


@pytest.mark.parametrize(
    ("character", "substitute"),
    [
        ("û", "u"), ("ê", "e"), ("ç", "c"), ("À", "A"), ("È", "E"), ("ï", "i"), ("œ", "oe"),
        ("Œ", "OE"),
        ("’", "'"), ("‘", "'"), ("“", '"'), ("«", '"'), ("»", '"'), ("…", "..."), ("–", "-"), ("—", "-"),
        ("\u00a0", " "), ("\u202f", " "), ("\t", " "), ("\u200b", ""), ("\u00ad", ""), ("\u0301", ""),
        ("²", "2"), ("½", "1/2"), ("ﬁ", "fi"), ("№", "No"), ("Ａ", "A"), ("°", "o"),
        ("µ", None), ("語", None),
        ("\U0001f637", None),
    ],
)  # fmt: skip
def test_substitutes(character, substitute):
    assert instead(character) == substitute


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Aujourd’hui, l’hôpital…", "Aujourd'hui, l'hopital..."),
        ("« Répondez »", '" Répondez "'),
        ("«\u00a0Répondez\u00a0»", '"Répondez"'),
        ("de\u0301ja\u0300", "déjà"),
        ("Votre sœur a été testée à 8\u00a0h", "Votre soeur a été testée à 8 h"),
        ("déjà vu à 10 €", "déjà vu à 10 €"),
    ],
)
def test_substituted(written, sent):
    assert apply_substitutes(written) == sent
    assert fits_gsm7(sent)


def test_a_character_without_substitute_stays_and_fits_says_no():
    assert apply_substitutes("Ça va \U0001f637 ?") == "Ça va \U0001f637 ?"
    assert not fits_gsm7(apply_substitutes("Ça va \U0001f637 ?"))


@given(st.characters())
def test_every_substitute_fits(character):
    substitute = instead(character)
    assert substitute is None or fits_gsm7(substitute)


@given(st.text(max_size=300))
def test_substituting_twice_changes_nothing_more(text):
    assert apply_substitutes(apply_substitutes(text)) == apply_substitutes(text)


@given(gsm_texts)
def test_what_fits_is_left_alone(text):
    assert find_unencodable_characters(text) == ()
    assert apply_substitutes(text) == text
