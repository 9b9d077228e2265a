"""The conversations of a phone, as they are stored."""

import zlib
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.phone_thread import ConversationStart, PhoneThread
from tocsin.conversation.thread_step import start_conversation
from tocsin.privacy.stored_threads import DICTIONARY, MOST, BadStoredThread, pack_thread, unpack_thread
from tocsin.tracing.conversations import starts
from tocsin.tracing.conversations.starts import CaseBriefing

NOON = datetime(2022, 1, 25, 11, tzinfo=UTC)
ADLER = 3033748595
"""Of the dictionary."""


def begun(phone="+33639980001"):
    file = CaseBriefing(
        id=17, person_id=3, disease="covid19", resulted_at=NOON, deadline=NOON, sample_on=date(2022, 1, 24),
        closed=False, given_name="Léa", lang="fr", minor=False,
    )  # fmt: skip
    beginning = starts.start_for_case(file, date(2022, 1, 25), "Europe/Paris")
    return start_conversation(load_flow, PhoneThread(phone=phone), beginning, NOON).thread


def test_it_comes_back_as_it_was():
    thread = begun()
    assert unpack_thread(pack_thread(thread), thread.phone) == thread


def test_the_number_is_not_in_it():
    assert unpack_thread(pack_thread(begun())).phone == ""


def test_it_takes_a_third_of_the_room():
    """Else a row would not fit its page, and lie in two places."""
    assert len(pack_thread(begun())) * 3 < len(msgspec.json.encode(begun()))


def test_what_was_stored_opens_for_ever():
    """The dictionary is as it was when threads were compressed against it; older ones had none."""
    assert zlib.adler32(DICTIONARY) == ADLER
    thread, wordings = msgspec.msgpack.decode(pack_thread(begun()))
    bare = [zlib.compress(zlib.decompressobj(zdict=DICTIONARY).decompress(one), 9) for one in wordings]
    assert unpack_thread(msgspec.msgpack.encode([thread, bare]), begun().phone) == begun()


def test_the_wordings_of_everybody_who_waits_come_back_too():
    """Two conversations with their own plans, one of which waits for its turn."""
    first = begun()
    other = begun("+33639980002").sessions[0]
    waits = ConversationStart(
        flow="case", id="case-18", facts={**other.facts, "note": Wording("à lire", "to read")}
    )
    thread = replace(first, waiting=(waits,))
    assert unpack_thread(pack_thread(thread), thread.phone) == thread


@pytest.mark.parametrize("broken", [b"", b"\x00", b"{}", pack_thread(begun())[:-3], pack_thread(begun())[5:]])
def test_what_is_no_thread_is_said_to_be_none(broken):
    with pytest.raises(BadStoredThread):
        unpack_thread(broken)


@pytest.mark.parametrize(
    "squeezed", [b"", b"x", zlib.compress(b"no wording")[:-2], zlib.compress(b" " * (MOST + 1))]
)
def test_a_wording_that_is_none_or_a_bomb_is_not_taken(squeezed):
    read = msgspec.msgpack.decode(pack_thread(begun()))
    with pytest.raises(BadStoredThread):
        unpack_thread(msgspec.msgpack.encode([read[0], [squeezed] * len(read[1])]))


def test_a_wording_that_is_not_there_is_missed():
    read = msgspec.msgpack.decode(pack_thread(begun()))
    with pytest.raises(BadStoredThread):
        unpack_thread(msgspec.msgpack.encode([read[0], []]))


@given(st.binary(max_size=200))
def test_anything_is_a_thread_or_is_not(octets):
    try:
        found = unpack_thread(octets)
    except BadStoredThread:
        return
    assert unpack_thread(pack_thread(found)) == found
