"""Long messages: cut on the way out, put together on the way in, whatever is lost on the road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.message import gsm7
from tocsin.sms import message_parts, pdu
from tocsin.sms.message_parts import (
    GSM7,
    LATIN1,
    UCS2,
    AssembledMessage,
    MessageAssembler,
    decode_text,
    split_into_parts,
)

PHONE, CODE = "+33639980001", "38663"
texts = st.text(st.sampled_from("abcé€[ê\U0001f637 \n"), max_size=900)


def incoming(payload, coding=GSM7, headed=True, tlvs=()):
    return pdu.ShortMessage(
        command=pdu.CommandId.DELIVER_SM,
        sequence=1,
        source=PHONE,
        dest=CODE,
        esm_class=pdu.UDH if headed else 0,
        coding=coding,
        payload=payload,
        tlvs=tlvs,
    )


def arrivals(text, reference=7):
    return [
        incoming(part.payload, part.coding, part.has_header) for part in split_into_parts(text, reference)
    ]


def put_together(sms, assembler=None, now=0.0):
    assembler = assembler or MessageAssembler()
    return [whole for sm in sms for whole in assembler.add_part(sm, PHONE, CODE, now)]


# Out


def test_a_short_text_has_no_header():
    (part,) = split_into_parts("Bonjour é à €", reference=7)
    assert (part.number, part.of, part.coding, part.has_header) == (1, 1, GSM7, False)
    assert part.payload == gsm7.encode_gsm7("Bonjour é à €")


def test_ç_forces_ucs2():
    (part,) = split_into_parts("ç", reference=7)
    assert (part.coding, part.payload) == (UCS2, b"\x00\xe7")


def test_a_lone_surrogate_does_not_stop_the_others():
    (part,) = split_into_parts("\ud83d ok", reference=7)
    assert decode_text(part.payload, part.coding) == "? ok"


@given(texts, st.integers(0, 255))
def test_every_payload_fits_in_an_sms(text, reference):
    for part in split_into_parts(text, reference):
        assert len(part.payload) <= (160 if part.coding == GSM7 else 140)
        if part.has_header:
            assert part.payload[:6] == bytes((5, 0, 3, reference, part.of, part.number))


# In


@given(texts, st.randoms(use_true_random=False))
def test_a_message_comes_whole_whatever_the_order(text, chance):
    sms = arrivals(text)
    chance.shuffle(sms)
    assert put_together(sms) == [AssembledMessage(PHONE, CODE, text)]


@given(texts, st.data())
def test_parts_that_come_twice_make_one_message(text, data):
    sms = arrivals(text)
    if len(sms) > 1:
        again = data.draw(st.lists(st.sampled_from(sms), max_size=4))
        assert put_together(sms + again) == [AssembledMessage(PHONE, CODE, text)]


def test_a_lost_part_is_given_up_and_named():
    assembler = MessageAssembler(patience=60.0)
    first, _, third = arrivals("a" * 153 + "b" * 153 + "c" * 10)
    assert put_together([third, first], assembler) == []
    assert assembler.next_expiry() == 60.0
    assert assembler.expire_incomplete(59.9) == ()
    assert assembler.expire_incomplete(60.0) == (
        AssembledMessage(PHONE, CODE, "a" * 153 + "…" + "c" * 10, missing=(2,)),
    )
    assert assembler.next_expiry() is None


def test_a_reference_taken_again_gives_up_the_older_message():
    assembler = MessageAssembler()
    old, new = arrivals("o" * 200), arrivals("n" * 200)
    assert put_together(old[:1], assembler) == []
    assert put_together(new, assembler) == [
        AssembledMessage(PHONE, CODE, "o" * 153 + "…", missing=(2,)),
        AssembledMessage(PHONE, CODE, "n" * 200),
    ]


def test_two_phones_with_the_same_reference_do_not_mix():
    assembler = MessageAssembler()
    one, two = arrivals("o" * 200), arrivals("t" * 200)
    assert assembler.add_part(one[0], "+331", CODE, 0.0) == ()
    assert assembler.add_part(two[0], "+332", CODE, 0.0) == ()
    assert assembler.add_part(two[1], "+332", CODE, 0.0) == (AssembledMessage("+332", CODE, "t" * 200),)
    assert assembler.add_part(one[1], "+331", CODE, 0.0) == (AssembledMessage("+331", CODE, "o" * 200),)


def test_memory_is_bounded_and_the_oldest_goes_first():
    assembler = MessageAssembler(most=2)
    for n in range(3):
        given_up = assembler.add_part(arrivals(str(n) * 200)[0], f"+{n}", CODE, float(n))
    assert given_up == (AssembledMessage("+0", CODE, "0" * 153 + "…", missing=(2,)),)


def test_a_character_cut_in_two_by_the_sender_is_mended():
    """Some senders cut UCS-2 inside a surrogate pair, and GSM-7 between the escape and its character."""
    face, euro = "\U0001f637".encode("utf-16-be"), gsm7.encode_gsm7("€")
    ucs2 = [incoming(bytes((5, 0, 3, 1, 2, n + 1)) + face[n * 2 : n * 2 + 2], UCS2) for n in range(2)]
    gsm = [incoming(bytes((5, 0, 3, 2, 2, n + 1)) + euro[n : n + 1]) for n in range(2)]
    assert put_together(ucs2 + gsm) == [
        AssembledMessage(PHONE, CODE, "\U0001f637"),
        AssembledMessage(PHONE, CODE, "€"),
    ]


def test_parts_in_two_alphabets_are_read_each_in_its_own():
    sms = [incoming(b"\5\0\3\1\2\1" + b"a\x05"), incoming(b"\5\0\3\1\2\2" + "ê".encode("utf-16-be"), UCS2)]
    assert put_together(sms) == [AssembledMessage(PHONE, CODE, "aéê")]


def test_a_16_bit_reference():
    sms = [incoming(bytes((6, 8, 4, 1, 2, 2, n)) + b"x") for n in (2, 1)]
    assert put_together(sms) == [AssembledMessage(PHONE, CODE, "xx")]


def test_concatenation_by_sar():
    def part(number, body):
        tlvs = (
            (pdu.ParameterTag.SAR_REFERENCE, b"\0\7"),
            (pdu.ParameterTag.SAR_TOTAL, b"\2"),
            (pdu.ParameterTag.SAR_NUMBER, bytes((number,))),
        )
        return incoming(body, headed=False, tlvs=tlvs)

    assert put_together([part(2, b"deux"), part(1, b"un ")]) == [AssembledMessage(PHONE, CODE, "un deux")]


@pytest.mark.parametrize(
    "payload",
    [b"\5\0\3\1\2\3x", b"\5\0\3\1\0\0x", b"\3\0\3\1x", b"\4\1\2\3\4x", b"\2\0\x09x", b"\0x"],
    ids=["3 of 2", "0 of 0", "cut short", "another header", "length beyond", "empty header"],
)
def test_a_header_that_numbers_nothing_leaves_one_message(payload):
    (whole,) = put_together([incoming(payload)])
    assert whole.text.endswith("x")


def test_a_header_longer_than_the_message_is_shown_rather_than_lost():
    (whole,) = put_together([incoming(b"zoui")])
    assert whole.text == "zoui"


@given(st.binary(max_size=160), st.integers(0, 255), st.integers(0, 255))
def test_any_octets_are_taken(payload, coding, esm_class):
    sm = pdu.ShortMessage(
        command=5, sequence=1, source="a", dest="b", esm_class=esm_class, coding=coding, payload=payload
    )
    assembler = MessageAssembler(patience=1.0)
    wholes = assembler.add_part(sm, "a", "b", 0.0) + assembler.expire_incomplete(2.0)
    assert len(wholes) == 1


# Alphabets


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (0, b"\x05 \x7f \x1be \x09", "é à € Ç"),
        (1, b"ok @$[]", "ok @$[]"),
        (1, b"\x05 \x7f \x1be \x00", "é à € @"),  # GSM-7 that calls itself ASCII
        (3, "é à ç".encode("latin-1"), "é à ç"),
        (8, "é à € ç".encode("utf-16-be"), "é à € ç"),
        (8, b"\xd8\x3d", "\ufffd"),
        (0xF0, b"\x05", "é"),
        (0x18, "ç".encode("utf-16-be"), "ç"),
        (4, b"\x01\x02", None),
        (0xF4, b"\x01\x02", None),
        (0x50, b"\x01", None),
    ],
)
def test_to_text(coding, octets, text):
    assert decode_text(octets, coding) == text


def test_an_smsc_whose_default_alphabet_is_latin_1():
    assert decode_text(b"\xe9", 0, default=LATIN1) == "é"
    assert message_parts.alphabet_of_coding(0, default=LATIN1) == LATIN1
