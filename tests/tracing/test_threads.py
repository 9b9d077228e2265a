"""The conversations of a phone, as they are stored."""

import zlib
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import load
from tocsin.conversation.thread import Beginning, Thread, start, to_json
from tocsin.tracing.engine import beginnings
from tocsin.tracing.engine.beginnings import CaseFile
from tocsin.tracing.threads import MOST, BadThread, pack, unpack

NOON = datetime(2022, 1, 25, 11, tzinfo=UTC)


def begun(phone="+33639980001"):
    file = CaseFile(
        id=17, person_id=3, disease="covid19", resulted_at=NOON, deadline=NOON, sample_on=date(2022, 1, 24),
        closed=False, given_name="Léa", lang="fr", minor=False,
    )  # fmt: skip
    beginning = beginnings.of_case(file, date(2022, 1, 25), "Europe/Paris")
    return start(load, Thread(phone=phone), beginning, NOON).thread


def test_it_comes_back_as_it_was():
    thread = begun()
    assert unpack(pack(thread), thread.phone) == thread


def test_the_number_is_not_in_it():
    assert unpack(pack(begun())).phone == ""


def test_it_takes_less_than_half_the_room():
    """Else a row would not fit its page, and lie in two places."""
    assert len(pack(begun())) * 2 < len(to_json(begun()))


def test_the_wordings_of_everybody_who_waits_come_back_too():
    """Two conversations with their own plans, one of which waits for its turn."""
    first = begun()
    other = begun("+33639980002").sessions[0]
    waits = Beginning(flow="case", id="case-18", facts={**other.facts, "note": Wording("à lire", "to read")})
    thread = replace(first, waiting=(waits,))
    assert unpack(pack(thread), thread.phone) == thread


@pytest.mark.parametrize("broken", [b"", b"\x00", b"{}", pack(begun())[:-3], pack(begun())[5:]])
def test_what_is_no_thread_is_said_to_be_none(broken):
    with pytest.raises(BadThread):
        unpack(broken)


@pytest.mark.parametrize(
    "squeezed", [b"", b"x", zlib.compress(b"no wording")[:-2], zlib.compress(b" " * (MOST + 1))]
)
def test_a_wording_that_is_none_or_a_bomb_is_not_taken(squeezed):
    read = msgspec.msgpack.decode(pack(begun()))
    with pytest.raises(BadThread):
        unpack(msgspec.msgpack.encode([read[0], [squeezed] * len(read[1])]))


def test_a_wording_that_is_not_there_is_missed():
    read = msgspec.msgpack.decode(pack(begun()))
    with pytest.raises(BadThread):
        unpack(msgspec.msgpack.encode([read[0], []]))


@given(st.binary(max_size=200))
def test_anything_is_a_thread_or_is_not(octets):
    try:
        found = unpack(octets)
    except BadThread:
        return
    assert unpack(pack(found)) == found
