"""What a run is judged by: the network's own record, read at one moment with the store."""

from datetime import timedelta

from tests.faults.laboratory import BEGINS
from tests.faults.seen import Seen, describe_part
from tests.faults.shared import Record, SharedClock, read
from tocsin.sms import pdu
from tocsin.sms.message_parts import split_into_parts

TEXT = "Assurance Maladie : " + "voici vos consignes. " * 12 + "Réf. 6X9V-3MKH"
"""Two parts."""
ALICE = "33639980001"


def parts(text=TEXT, reference=7):
    """As the network takes them."""
    return [
        pdu.ShortMessage(
            command=pdu.CommandId.SUBMIT_SM, sequence=0, source="38663", dest=ALICE,
            esm_class=pdu.UDH if part.has_header else 0, coding=part.coding, payload=part.payload,
        )
        for part in split_into_parts(text, reference)
    ]  # fmt: skip


def seen(tmp_path, *lines):
    record = Record(tmp_path / "record")
    for line in lines:
        record.write(*line)
    return Seen.of(read(tmp_path / "record"))


def test_a_message_whose_parts_two_lives_took_is_had_once(tmp_path):
    """The network said of each part that it has it: that it was begun again between them loses none."""
    first, second = parts()
    told = seen(tmp_path, ("up", 1), describe_part(first), ("up", 2), describe_part(second))
    assert told.taken == {"6X9V-3MKH": 1}
    assert told.texts == {"6X9V-3MKH": (f"+{ALICE}", TEXT)}


def test_a_message_of_which_a_part_is_missing_was_never_had(tmp_path):
    """Neither by itself, nor because another message took its reference."""
    first, _ = parts()
    assert not seen(tmp_path, describe_part(first)).taken
    other = parts(TEXT.replace("voici", "encore").replace("6X9V-3MKH", "9KQP-2RTV"))
    assert seen(tmp_path, *map(describe_part, other)).taken == {"9KQP-2RTV": 1}


def test_a_message_that_is_sent_again_is_had_twice(tmp_path):
    again = [*parts(), *parts(reference=8)]
    assert seen(tmp_path, *map(describe_part, again)).taken == {"6X9V-3MKH": 2}


def test_a_clock_that_stands_moves_by_jumps_alone(tmp_path):
    clock = SharedClock.make(tmp_path / "clock", BEGINS)
    clock.halt()
    stands = clock.now()
    clock.halt()
    assert clock.now() == stands >= BEGINS
    clock.jump(hours=2)
    assert clock.now() == SharedClock(tmp_path / "clock").now() == stands + timedelta(hours=2)
