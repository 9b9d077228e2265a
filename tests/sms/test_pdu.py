"""The PDUs: what is written is read, what foreign codecs write is read, and garbage never surprises."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import asdict

from tocsin.sms import pdu, pdu_codec
from tocsin.sms.pdu import (
    BindRequest,
    BindResponse,
    CommandId,
    HeaderOnlyPdu,
    ShortMessage,
    ShortMessageResponse,
)
from tocsin.sms.pdu_codec import BadPduLength, FieldTooLong, FrameSplitter, MalformedPdu

octets = st.integers(0, 255)
sequences = st.integers(1, 0x7FFFFFFF)
printable = st.characters(min_codepoint=33, max_codepoint=126)


def c_strings(limit):
    return st.text(printable, max_size=limit)


tlvs = st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=5).map(tuple)
sms = st.builds(
    ShortMessage,
    command=st.sampled_from([CommandId.SUBMIT_SM, CommandId.DELIVER_SM]),
    sequence=sequences,
    service_type=c_strings(5),
    source_ton=octets,
    source_npi=octets,
    source=c_strings(20),
    dest_ton=octets,
    dest_npi=octets,
    dest=c_strings(20),
    esm_class=octets,
    protocol_id=octets,
    priority=octets,
    schedule=c_strings(16),
    validity=c_strings(16),
    registered=octets,
    replace=octets,
    coding=octets,
    default_id=octets,
    payload=st.binary(min_size=1, max_size=254),
    tlvs=tlvs,
)
others = st.one_of(
    st.builds(
        BindRequest,
        command=st.sampled_from([1, 2, 9]),
        sequence=sequences,
        system_id=c_strings(15),
        password=c_strings(8),
        system_type=c_strings(12),
        version=octets,
    ),
    st.builds(BindResponse, sequence=sequences, system_id=c_strings(15)),
    st.builds(
        ShortMessageResponse,
        command=st.just(CommandId.SUBMIT_SM_RESP),
        sequence=sequences,
        message_id=c_strings(64),
    ),
    st.builds(
        HeaderOnlyPdu,
        command=st.sampled_from([CommandId.ENQUIRE_LINK, CommandId.UNBIND, CommandId.GENERIC_NACK, 0x77]),
        status=st.integers(0, 0xFFFFFFFF),
        sequence=sequences,
    ),
)
SUBMIT = ShortMessage(
    command=CommandId.SUBMIT_SM,
    sequence=1,
    source_ton=3,
    source="38663",
    dest_ton=1,
    dest_npi=1,
    dest="33639981234",
    registered=1,
    payload=b"Bonjour",
)


# Round trips


@given(st.one_of(sms, others))
def test_what_is_written_is_read(sent):
    frame = pdu_codec.encode_pdu(sent)
    assert pdu_codec.decode_pdu(frame) == sent
    assert pdu_codec.HEADER.unpack_from(frame)[0] == len(frame)


def test_a_submit_sm_on_the_wire():
    """By hand, field by field, from SMPP 3.4, 4.4.1."""
    assert (
        pdu_codec.encode_pdu(SUBMIT).hex(" ")
        == (
            "00 00 00 38 00 00 00 04 00 00 00 00 00 00 00 01 "  # header
            "00 "  # service_type
            "03 00 33 38 36 36 33 00 "  # source
            "01 01 33 33 36 33 39 39 38 31 32 33 34 00 "  # destination
            "00 00 00 00 00 "  # esm_class, protocol_id, priority, schedule, validity
            "01 00 00 00 "  # registered_delivery, replace, data_coding, default id
            "07 42 6f 6e 6a 6f 75 72"  # length and text
        ).strip()
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "1" * 21}, "source"),
        ({"dest": "é"}, "dest"),
        ({"dest": "1\x002"}, "dest"),
        ({"payload": b"a" * 255}, "short_message"),
        ({"validity": "0" * 17}, "validity"),
        ({"service_type": "TOOLONG"}, "service_type"),
    ],
)
def test_no_value_is_cut_to_fit(changes, field):
    with pytest.raises(FieldTooLong, match="does not hold") as raised:
        pdu_codec.encode_pdu(ShortMessage(**(asdict(SUBMIT) | changes)))
    assert raised.value.field == field


def test_a_password_of_nine_is_refused():
    with pytest.raises(FieldTooLong, match="password"):
        pdu_codec.encode_pdu(BindRequest(sequence=1, system_id="tocsin", password="123456789"))


# Habits of real SMSCs


def test_an_error_answer_has_no_body():
    frame = struct.pack(">IIII", 16, CommandId.SUBMIT_SM_RESP, 0x58, 9)
    assert pdu_codec.decode_pdu(frame) == ShortMessageResponse(
        command=CommandId.SUBMIT_SM_RESP, status=0x58, sequence=9
    )


def test_a_message_id_without_its_nul_is_read():
    frame = struct.pack(">IIII", 19, CommandId.SUBMIT_SM_RESP, 0, 9) + b"abc"
    assert pdu_codec.decode_pdu(frame).message_id == "abc"


def test_a_message_payload_stands_for_an_empty_short_message():
    sm = ShortMessage(
        command=CommandId.DELIVER_SM,
        sequence=1,
        source="a",
        dest="b",
        tlvs=((pdu.ParameterTag.MESSAGE_PAYLOAD, b"x"),),
    )
    assert pdu_codec.decode_pdu(pdu_codec.encode_pdu(sm)).payload == b"x"


def test_a_data_sm_is_read_as_a_message():
    body = (
        b"\0\x01\x01336\0\x03\x0038663\0\x04\x01\x00"
        + struct.pack(">HH", pdu.ParameterTag.MESSAGE_PAYLOAD, 2)
        + b"ok"
    )
    found = pdu_codec.decode_pdu(struct.pack(">IIII", 16 + len(body), CommandId.DATA_SM, 0, 5) + body)
    assert (found.source, found.dest, found.esm_class, found.payload) == ("336", "38663", 4, b"ok")


def test_an_unknown_command_is_a_signal():
    assert pdu_codec.decode_pdu(struct.pack(">IIII", 18, 0x0123, 0, 5) + b"xx") == HeaderOnlyPdu(
        command=0x0123, sequence=5
    )


def test_an_absent_parameter_is_none():
    assert SUBMIT.optional_parameter(pdu.ParameterTag.MESSAGE_STATE) is None


# Garbage


@given(st.binary(max_size=120))
@example(b"")
@example(b"\0" * 15)
def test_octets_by_chance_give_a_record_or_malformed(garbage):
    try:
        found = pdu_codec.decode_pdu(garbage)
    except MalformedPdu:
        return
    assert isinstance(found, BindRequest | BindResponse | ShortMessage | ShortMessageResponse | HeaderOnlyPdu)


@given(sms, st.data())
def test_a_damaged_message_gives_a_record_or_malformed(sent, data):
    frame = bytearray(pdu_codec.encode_pdu(sent))
    for _ in range(data.draw(st.integers(1, 5))):
        frame[data.draw(st.integers(8, len(frame) - 1))] = data.draw(octets)
    cut = frame[: data.draw(st.integers(16, len(frame)))]
    cut[:4] = len(cut).to_bytes(4)
    try:
        found = pdu_codec.decode_pdu(bytes(cut))
    except MalformedPdu:
        return
    assert isinstance(found, ShortMessage)
    assert len(found.payload) <= len(cut)


@pytest.mark.parametrize(
    "frame",
    [
        pdu_codec.encode_pdu(SUBMIT)[:-1],
        pdu_codec.encode_pdu(SUBMIT) + b"x",
        struct.pack(">IIII", 16, CommandId.SUBMIT_SM, 0, 1),
        struct.pack(">IIII", 20, CommandId.BIND_TRANSCEIVER, 0, 1) + b"abcd",
    ],
    ids=["short", "long", "empty", "no NUL"],
)
def test_malformed(frame):
    with pytest.raises(MalformedPdu, match="not a sound PDU"):
        pdu_codec.decode_pdu(frame)


def _framed(body):
    return struct.pack(">IIII", 16 + len(body), CommandId.SUBMIT_SM, 0, 1) + body


def test_a_length_that_goes_beyond_the_frame_is_not_believed():
    body = pdu_codec.encode_pdu(SUBMIT)[16:-8] + b"\xff" + b"Bonjour"
    with pytest.raises(MalformedPdu, match="short_message goes beyond"):
        pdu_codec.decode_pdu(_framed(body))


def test_an_optional_parameter_that_goes_beyond_the_frame_is_not_believed():
    body = pdu_codec.encode_pdu(SUBMIT)[16:] + struct.pack(">HH", 0x1E, 0xFFFF) + b"1"
    with pytest.raises(MalformedPdu, match="0x001e of 65535"):
        pdu_codec.decode_pdu(_framed(body))


def test_a_swarm_of_optional_parameters_is_refused():
    body = pdu_codec.encode_pdu(SUBMIT)[16:] + struct.pack(">HH", 0x1E, 0) * (pdu_codec.MOST_TLVS + 1)
    with pytest.raises(MalformedPdu):
        pdu_codec.decode_pdu(_framed(body))


# Frames


@given(st.lists(sms, max_size=6), st.data())
def test_frames_come_whole_whatever_the_cuts(sent, data):
    stream = b"".join(map(pdu_codec.encode_pdu, sent))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    framer, frames = FrameSplitter(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        frames += framer.split_frames(stream[start:end])
    assert [pdu_codec.decode_pdu(frame) for frame in frames] == sent


@pytest.mark.parametrize("length", [0, 15, pdu_codec.LONGEST + 1, 0xFFFFFFFF])
def test_an_absurd_length_stops_the_stream_after_what_came_before(length):
    sound = pdu_codec.encode_pdu(SUBMIT)
    frames = FrameSplitter().split_frames(sound + length.to_bytes(4))
    assert next(frames) == sound
    with pytest.raises(BadPduLength, match="impossible length") as raised:
        next(frames)
    assert raised.value.length == length


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_a_framer_keeps_no_more_than_one_pdu(chunks):
    framer = FrameSplitter()
    try:
        for chunk in chunks:
            list(framer.split_frames(chunk))
    except BadPduLength:
        return
    assert len(framer._rest) <= pdu_codec.LONGEST


# Beside a library


class _Numbers:
    sequence = 1

    def next_sequence(self):
        return 1


def test_smpplib_reads_what_we_write():
    from smpplib.smpp import parse_pdu

    sm = ShortMessage(
        **(
            asdict(SUBMIT)
            | {"validity": "000000020000000R", "esm_class": 0x40, "payload": b"\x05\0\3\1\2\1hi"}
        )
    )
    read = parse_pdu(pdu_codec.encode_pdu(sm), client=_Numbers())
    assert read.command == "submit_sm"
    assert (read.source_addr, read.destination_addr) == (b"38663", b"33639981234")
    assert (read.esm_class, read.registered_delivery, read.data_coding) == (0x40, 1, 0)
    assert (read.validity_period, read.short_message) == (b"000000020000000R", b"\x05\0\3\1\2\1hi")


@given(c_strings(15), c_strings(8), c_strings(64), st.binary(min_size=1, max_size=254))
def test_we_read_what_smpplib_writes(system_id, password, message_id, payload):
    from smpplib.smpp import make_pdu

    def written(command, **fields):
        return pdu_codec.decode_pdu(make_pdu(command, client=_Numbers(), **fields).generate())

    bind = written("bind_transceiver", system_id=system_id, password=password, interface_version=0x34)
    assert (bind.system_id, bind.password, bind.version) == (system_id, password, 0x34)
    assert written("submit_sm_resp", message_id=message_id).message_id == message_id
    sm = written(
        "deliver_sm",
        source_addr="33639981234",
        destination_addr="38663",
        short_message=payload,
        receipted_message_id=message_id or "1",
        message_state=2,
    )
    assert (sm.source, sm.dest, sm.payload) == ("33639981234", "38663", payload)
    assert sm.optional_parameter(pdu.ParameterTag.RECEIPTED_MESSAGE_ID).rstrip(b"\0").decode() == (
        message_id or "1"
    )
    assert sm.optional_parameter(pdu.ParameterTag.MESSAGE_STATE) == b"\2"
    assert written("enquire_link") == HeaderOnlyPdu(command=CommandId.ENQUIRE_LINK, sequence=1)
