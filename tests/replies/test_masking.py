"""Unasked data never survives in a reply, whatever stands between its digits; telephone numbers always do."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.conversation.identifier_checksums import is_iban, is_mistyped_nir, is_nir, is_payment_card
from tocsin.conversation.masking import blank_spans, mask_secrets

SEPARATORS = st.text(alphabet=" .-_/,:;|\n\t\u00a0\u202f()*'’•", max_size=3)
WORDS = st.sampled_from(["", "oui ", "mon numéro est ", "voilà : ", "Bonjour, ", "n°", "c'est le "])
AFTER = st.sampled_from(["", " merci", ".", " !", "\nBonne journée", ", et vous ?"])


@st.composite
def nirs(draw):
    """A valid number with its key, some of them Corsican."""
    department = draw(st.sampled_from(["01", "31", "75", "95", "97", "99", "2A", "2B"]))
    number = "".join(
        [
            draw(st.sampled_from("12")),
            f"{draw(st.integers(0, 99)):02}",
            f"{draw(st.integers(1, 12)):02}",
            department,
            f"{draw(st.integers(1, 990)):03}",
            f"{draw(st.integers(1, 999)):03}",
        ]
    )
    value = int(number.replace("2A", "19").replace("2B", "18"))
    return f"{number}{97 - value % 97:02}"


@st.composite
def cards(draw):
    """A number of 13 to 19 digits with Luhn's last digit."""
    size = draw(st.integers(13, 19))
    head = draw(st.sampled_from("23456")) + "".join(str(draw(st.integers(0, 9))) for _ in range(size - 2))
    return next(head + last for last in "0123456789" if is_payment_card(head + last))


@st.composite
def ibans(draw):
    """An IBAN of one of several countries, with its check digits."""
    country, size = draw(
        st.sampled_from([("FR", 27), ("DE", 22), ("GB", 22), ("NO", 15), ("MT", 31), ("MA", 28)])
    )
    body = "".join(draw(st.sampled_from("0123456789")) for _ in range(size - 4))
    check = 98 - int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    return f"{country}{check:02}{body}"


@st.composite
def spaced(draw, value):
    """The characters with something between each two of them."""
    return "".join(c + draw(SEPARATORS) for c in value[:-1]) + value[-1]


@st.composite
def grouped(draw, value):
    """The characters in groups, with one separator throughout, as cards are printed."""
    between = draw(st.sampled_from([" ", "-", ".", "  ", " - ", "\u00a0", "/"]))
    cuts = sorted(draw(st.sets(st.integers(1, len(value) - 1), max_size=8)))
    return between.join(value[a:b] for a, b in zip([0, *cuts], [*cuts, len(value)], strict=True))


def digits(text):
    return re.sub(r"\D", "", text)


@given(nirs(), WORDS, AFTER, st.data())
def test_no_digit_of_a_social_security_number_survives(nir, before, after, data):
    written = data.draw(st.one_of(spaced(nir), grouped(nir)))
    masked = mask_secrets(before + written + after)
    assert masked.kinds == ("nir",), before + written + after
    assert not digits(masked.text)
    assert masked.text.endswith(after)


@given(cards(), WORDS, AFTER, st.data())
def test_no_digit_of_a_card_survives(card, before, after, data):
    written = data.draw(st.one_of(spaced(card), grouped(card)))
    masked = mask_secrets(before + written + after)
    assert not digits(masked.text), before + written + after
    assert masked.kinds in (("card",), ("nir",))


@given(ibans(), WORDS.filter(lambda w: w != "n°"), AFTER, st.data())
def test_no_digit_of_an_iban_survives(iban, before, after, data):
    written = data.draw(
        st.one_of(spaced(iban), grouped(iban), grouped(iban.lower()).filter(lambda w: w[2].isdigit()))
    )
    masked = mask_secrets(before + written + after)
    assert not digits(masked.text), before + written + after
    assert "iban" in masked.kinds


FICTION = st.sampled_from(["019900", "026191", "035301", "046571", "053649", "063998"])


@st.composite
def phones(draw):
    """A French number in one of the ways people write it."""
    number = draw(FICTION) + f"{draw(st.integers(0, 9999)):04}"
    pairs = [number[i : i + 2] for i in range(0, 10, 2)]
    return draw(
        st.sampled_from(
            [
                number,
                " ".join(pairs),
                ".".join(pairs),
                "-".join(pairs),
                "+33" + number[1:],
                "0033" + number[1:],
            ]
        )
    )


@given(st.lists(phones(), min_size=1, max_size=6), st.sampled_from([" ", ", ", "\n", " et ", " / ", "; "]))
@example(["0639981234", "0639981234"], " ")
def test_telephone_numbers_survive_however_many_follow_each_other(numbers, between):
    text = between.join(numbers)
    masked = mask_secrets(text)
    assert masked.text == text
    assert masked.kinds == ()


@given(nirs(), phones(), st.booleans())
def test_a_telephone_number_beside_a_social_security_number_survives(nir, phone, first):
    text = f"{phone}, {nir}" if first else f"{nir} et {phone}"
    masked = mask_secrets(text)
    assert phone in masked.text
    assert nir not in masked.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２６９０５４９５８８１５７８０", "[NIR]"),
        ("2️⃣69 05 49 588 157 80", "[NIR]"),
        ("nir269054958815780", "nir[NIR]"),
        ("2 69 05 49 588 157 clé 80 voilà", "[NIR] voilà"),
        ("1 84 12 2 A 451 025 97", "[NIR]"),
        ("IBANFR7630006000011234567890189", "IBAN[IBAN]"),
        ("carte 4111 1111 1111 1111 exp 12/25", "carte [CARTE] exp 12/25"),
        ("GB82 WEST 1234 5698 7654 32", "[IBAN]"),
    ],
)
def test_other_ways_to_write_them(text, expected):
    assert mask_secrets(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "75011 0639981234",
        "14000 06 39 98 12 34",
        "369054",
        "FR76 3000 6000 0112 3456 7890 188",
        "le 03/03/2021 à 14h30",
        "de 0639981234 0639981235",
        "Hans +49 1512 3456789",
        "Hans +4915123456787",
        "2 contacts : 0639981234 0639981235",
        "Réf. K7QF-2M9D",
        "",
    ],
)
def test_what_only_looks_like_them_stays(text):
    assert mask_secrets(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mon mot de passe est soleil75, merci", "mon mot de passe est [CODE], merci"),
        ("mdp: azerty!12", "mdp: [CODE]"),
        ("le code c'est 4821", "le code c'est [CODE]"),
        ("code 48 21", "code [CODE]"),
        ("mon code secret est 1234.", "mon code secret est [CODE]."),
        ("my password is sunshine", "my password is [CODE]"),
    ],
)
def test_passwords_and_codes_go(text, expected):
    masked = mask_secrets(text)
    assert (masked.text, masked.kinds) == (expected, ("password",))


@pytest.mark.parametrize(
    "text",
    [
        "code postal 75012",
        "je n'ai pas reçu le code",
        "mot de passe oublié",
        "quel code ?",
        "le code promo 1234",
        "je n'ai pas de mot de passe",
    ],
)
def test_talk_of_codes_is_no_code(text):
    assert mask_secrets(text).text == text


@given(st.text(max_size=200))
def test_masking_never_fails_and_says_where(text):
    masked = mask_secrets(text)
    for secret in masked.secrets:
        assert 0 <= secret.start < secret.end <= len(text)
    assert mask_secrets(masked.text).kinds == ()
    spans = tuple((s.start, s.end) for s in masked.secrets)
    assert len(blank_spans(text, spans)) == len(text)


def test_the_three_checks_refuse_what_is_near():
    assert is_nir("184122A45102597")
    assert not is_nir("084122A45102597")
    assert not is_nir("3905149588157")
    assert not is_payment_card("0000000000000000")
    assert not is_iban("ZZ7630006000011234567890189")


def test_a_social_security_number_with_one_wrong_digit_goes_too():
    """Whoever types it by heart gets one wrong now and then; whatever digit that is."""
    right = "269054958815780"
    for at, digit in enumerate(right):
        wrong = right[:at] + str((int(digit) + 1) % 10) + right[at + 1 :]
        assert mask_secrets(f"mon numéro {wrong}").text in ("mon numéro [NIR]", "mon numéro [CARTE]")
    assert mask_secrets("2 69 05 49 588 157 81").text == "[NIR]"


@given(
    nirs(),
    st.integers(0, 14),
    st.sampled_from("0123456789"),
    st.integers(0, 14),
    st.sampled_from("0123456789AB"),
)
def test_one_wrong_digit_is_found_as_by_trying_every_other(number, at, digit, second, other):
    for value in (
        number,
        number[:at] + digit + number[at + 1 :],
        number[:second] + other + number[second + 1 :],
    ):
        for typed in (value, value[:at] + digit + value[at + 1 :]):
            meant = (
                typed[:i] + d + typed[i + 1 :]
                for i in range(15)
                if typed[i].isdecimal()
                for d in "0123456789"
            )
            expected = not is_nir(typed) and any(one[0] in "12" and is_nir(one) for one in meant)
            assert is_mistyped_nir(typed) == expected
