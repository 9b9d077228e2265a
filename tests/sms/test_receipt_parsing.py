"""Receipts, as carriers write them, and the part that each speaks of, whichever came first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.sms import pdu, receipt_parsing
from tocsin.sms.gateway import DeliveryState
from tocsin.sms.receipt_matching import PATIENCE, AcceptedPart, ReceiptMatcher
from tocsin.sms.receipt_parsing import ParsedReceipt
from tocsin.sms.smpp_account import TrafficCounters

SPOKEN = (
    b"id:0123456789 sub:001 dlvrd:001 submit date:2103041200 done date:2103041201 "
    b"stat:DELIVRD err:000 text:Bonj"
)


def deliver(payload=b"", esm_class=pdu.RECEIPT, tlvs=()):
    return pdu.ShortMessage(
        command=5,
        sequence=1,
        source="33639981234",
        dest="38663",
        esm_class=esm_class,
        payload=payload,
        tlvs=tlvs,
    )


def sent(remote_id, id="m1", part=1, of=1, phone="+33639981234"):
    return AcceptedPart(id, part, of, phone, remote_id)


def report(remote_id, state=DeliveryState.DELIVERED, phone="33639981234"):
    return ParsedReceipt(remote_id, phone, state, "")


# Reading


def test_the_text_of_appendix_b():
    assert receipt_parsing.parse_receipt(deliver(SPOKEN)) == ParsedReceipt(
        "0123456789", "33639981234", DeliveryState.DELIVERED, ""
    )


@pytest.mark.parametrize(
    ("word", "state"),
    [
        (b"DELIVRD", DeliveryState.DELIVERED), (b"UNDELIV", DeliveryState.UNDELIVERABLE), (b"EXPIRED", DeliveryState.EXPIRED),
        (b"REJECTD", DeliveryState.REJECTED), (b"ACCEPTD", DeliveryState.ACCEPTED), (b"ENROUTE", DeliveryState.ENROUTE),
        (b"DELETED", DeliveryState.DELETED), (b"UNKNOWN", DeliveryState.UNKNOWN), (b"delivrd", DeliveryState.DELIVERED),
        (b"BANANA", DeliveryState.UNKNOWN),
    ],
)  # fmt: skip
def test_every_word(word, state):
    assert receipt_parsing.parse_receipt(deliver(SPOKEN.replace(b"DELIVRD", word))).state is state


def test_fields_in_another_order_and_case():
    found = receipt_parsing.parse_receipt(deliver(b"Stat:UNDELIV Err:00B ID:ABC-1"))
    assert found == ParsedReceipt("ABC-1", "33639981234", DeliveryState.UNDELIVERABLE, "00B")


def test_the_text_of_the_message_does_not_speak_for_the_network():
    found = receipt_parsing.parse_receipt(deliver(SPOKEN + b" id:666 stat:UNDELIV"))
    assert (found.remote_id, found.state) == ("0123456789", DeliveryState.DELIVERED)


def test_optional_parameters_prevail():
    tlvs = (
        (pdu.ParameterTag.RECEIPTED_MESSAGE_ID, b"f00\0"),
        (pdu.ParameterTag.MESSAGE_STATE, b"\5"),
        (pdu.ParameterTag.NETWORK_ERROR, b"\3\0\x1b"),
    )
    assert receipt_parsing.parse_receipt(deliver(SPOKEN, tlvs=tlvs)) == ParsedReceipt(
        "f00", "33639981234", DeliveryState.UNDELIVERABLE, "27"
    )


def test_optional_parameters_are_enough_without_esm_class():
    tlvs = ((pdu.ParameterTag.RECEIPTED_MESSAGE_ID, b"f00\0"), (pdu.ParameterTag.MESSAGE_STATE, b"\2"))
    assert receipt_parsing.parse_receipt(deliver(esm_class=0, tlvs=tlvs)).state is DeliveryState.DELIVERED


def test_a_person_who_types_a_receipt_makes_none():
    assert receipt_parsing.parse_receipt(deliver(b"id:1 stat:DELIVRD", esm_class=0)) is None


def test_a_receipt_that_says_nothing_is_still_one():
    assert receipt_parsing.parse_receipt(deliver(b"")) == ParsedReceipt(
        "", "33639981234", DeliveryState.UNKNOWN, ""
    )


@given(
    st.binary(max_size=254), st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=9)), max_size=4)
)
def test_any_receipt_is_read(payload, tlvs):
    assert receipt_parsing.parse_receipt(deliver(payload, tlvs=tuple(tlvs))) is not None


# References


@pytest.mark.parametrize(
    ("form", "answered", "receipted"),
    [
        ("same", "255", "255"),
        ("same", "00FF", "ff"),
        ("same", "A-1", "a-1"),
        ("decimal", "ff", "255"),
        ("decimal", "FF", "0000000255"),
        ("hex", "255", "FF"),
        ("hex", "A-1", "a-1"),
    ],
)
def test_a_reference_is_read_in_the_base_that_the_carrier_uses(form, answered, receipted):
    ledger = ReceiptMatcher(TrafficCounters(), form)
    assert ledger.add_accepted_part(sent(answered), 0.0) == []
    (found,) = ledger.match_receipt(report(receipted), 1.0)
    assert (found.id, found.remote_id, found.state) == ("m1", answered, DeliveryState.DELIVERED)


def test_a_base_is_never_guessed():
    """Answers 10 and 16 are both hexadecimal; the receipt 16 means the first, and reads like the second."""
    ledger = ReceiptMatcher(TrafficCounters(), "decimal")
    ledger.add_accepted_part(sent("10", "first"), 0.0)
    ledger.add_accepted_part(sent("16", "second"), 0.0)
    assert [found.id for found in ledger.match_receipt(report("16"), 1.0)] == ["first"]
    assert [found.id for found in ledger.match_receipt(report("22"), 1.0)] == ["second"]


def test_a_receipt_for_another_phone_settles_nothing_and_is_counted():
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.add_accepted_part(sent("16", phone="+33639980001"), 0.0)
    (found,) = ledger.match_receipt(report("16", phone="33639980002"), 0.0)
    assert (found.id, found.remote_id, ledger._tally.mismatched_receipts) == (None, "16", 1)
    assert [found.id for found in ledger.match_receipt(report("16", phone="0639980001"), 0.0)] == ["m1"]


@pytest.mark.parametrize("odd", ["9" * 5000, "²", "", "zz"])
def test_what_is_no_number_stays_a_text(odd):
    assert receipt_parsing.answered_reference(odd, "decimal") == receipt_parsing.canonical_reference(odd)


def test_swapped_numbers_are_read():
    swapped = pdu.ShortMessage(
        command=5, sequence=1, source="38663", dest="33639981234", esm_class=4, payload=SPOKEN
    )
    assert receipt_parsing.parse_receipt(swapped).phone == "33639981234"


# Both sides meet


def test_a_receipt_before_its_answer_waits_for_it():
    ledger = ReceiptMatcher(TrafficCounters())
    assert ledger.match_receipt(report("7"), 0.0) == []
    (found,) = ledger.add_accepted_part(sent("7"), 1.0)
    assert (found.id, found.state) == ("m1", DeliveryState.DELIVERED)
    assert ledger.next_expiry() is None


def test_an_early_receipt_in_the_other_base_is_found_too():
    ledger = ReceiptMatcher(TrafficCounters(), "decimal")
    assert ledger.match_receipt(report("255"), 0.0) == []
    assert [found.id for found in ledger.add_accepted_part(sent("ff"), 1.0)] == ["m1"]


def test_a_receipt_that_nobody_claims_is_given_out_as_it_is():
    """Sent before a restart: the caller has the reference in its own books."""
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.match_receipt(report("7"), 0.0)
    assert ledger.next_expiry() == PATIENCE
    assert ledger.expire_unmatched(PATIENCE - 1) == []
    (found,) = ledger.expire_unmatched(PATIENCE)
    assert (found.id, found.part, found.remote_id) == (None, 0, "7")


def test_an_unclaimed_receipt_that_comes_twice_is_given_out_once():
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.match_receipt(report("7"), 0.0)
    ledger.match_receipt(report("7"), 1.0)
    assert len(ledger.expire_unmatched(PATIENCE)) == 1
    assert ledger._tally.duplicate_receipts == 1


def test_a_receipt_without_reference_is_given_out_at_once():
    assert ReceiptMatcher(TrafficCounters()).match_receipt(report(""), 0.0)[0].id is None


def test_the_way_of_a_message_that_is_late():
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.add_accepted_part(sent("7"), 0.0)
    states = [DeliveryState.ENROUTE, DeliveryState.ACCEPTED, DeliveryState.DELIVERED]
    assert [ledger.match_receipt(report("7", state), 1.0)[0].state for state in states] == states
    assert len(ledger) == 0


def test_a_second_final_receipt_says_nothing_new():
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.add_accepted_part(sent("ff"), 0.0)
    ledger.match_receipt(report("ff"), 1.0)
    assert ledger.match_receipt(report("FF"), 2.0) == []
    assert ledger._tally.duplicate_receipts == 1
    assert ledger.next_expiry() is None


def test_a_settled_reference_used_again_for_another_phone_is_not_a_repetition():
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.add_accepted_part(sent("16", phone="+33639980001"), 0.0)
    ledger.match_receipt(report("16", phone="33639980001"), 0.0)
    assert ledger.match_receipt(report("16", phone="33639980002"), 0.0) == []
    assert [found.id for found in ledger.add_accepted_part(sent("16", "m2", phone="+33639980002"), 1.0)] == [
        "m2"
    ]


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("phone", ["+33639981234", "+33639980002"])
def test_a_reference_used_again_is_the_newest_parts(settled, phone):
    """For the same phone as well: what is known of the first part does not hide the receipt of the second."""
    ledger = ReceiptMatcher(TrafficCounters())
    ledger.add_accepted_part(sent("16"), 0.0)
    if settled:
        ledger.match_receipt(report("16"), 0.5)
    ledger.add_accepted_part(sent("16", "m2", phone=phone), 1.0)
    (found,) = ledger.match_receipt(report("16", phone=phone[1:]), 2.0)
    assert (found.id, found.state) == ("m2", DeliveryState.DELIVERED)
    assert ledger._tally.duplicate_receipts == 0


def test_a_reference_used_again_and_forgotten_is_no_repetition():
    """The store may still know the part: its receipt is given out, not dropped as one that came twice."""
    ledger = ReceiptMatcher(TrafficCounters(), most=1, expects=lambda phone: False)
    ledger.add_accepted_part(sent("16"), 0.0)
    ledger.match_receipt(report("16"), 0.5)
    ledger.add_accepted_part(sent("16", "m2"), 1.0)
    ledger.add_accepted_part(sent("17", "m3"), 1.0)
    assert [found.id for found in ledger.match_receipt(report("16"), 2.0)] == [None]


def test_receipts_before_their_answer_are_given_out_in_the_order_in_which_they_came():
    ledger = ReceiptMatcher(TrafficCounters())
    for state in (DeliveryState.ENROUTE, DeliveryState.ACCEPTED, DeliveryState.DELIVERED):
        assert ledger.match_receipt(report("7", state), 0.0) == []
    found = ledger.add_accepted_part(sent("7"), 1.0)
    assert [one.state for one in found] == [
        DeliveryState.ENROUTE,
        DeliveryState.ACCEPTED,
        DeliveryState.DELIVERED,
    ]
    assert {one.id for one in found} == {"m1"}


@pytest.mark.parametrize("before_answer", [True, False])
def test_what_is_said_after_the_last_word_on_a_part_is_not_news_of_it(before_answer):
    """Receipts in the wrong order: "on its way" that comes after "delivered" changes nothing."""
    ledger = ReceiptMatcher(TrafficCounters())
    if before_answer:
        ledger.match_receipt(report("7"), 0.0)
        ledger.match_receipt(report("7", DeliveryState.ENROUTE), 0.0)
        found = ledger.add_accepted_part(sent("7"), 1.0)
    else:
        ledger.add_accepted_part(sent("7"), 0.0)
        found = ledger.match_receipt(report("7"), 1.0) + ledger.match_receipt(
            report("7", DeliveryState.ENROUTE), 1.0
        )
    assert [(one.id, one.state) for one in found] == [("m1", DeliveryState.DELIVERED)]
    assert (len(ledger), ledger.next_expiry()) == (0, None)


def test_memory_is_bounded():
    ledger = ReceiptMatcher(TrafficCounters(), most=2, most_early=1)
    for n in "123":
        ledger.add_accepted_part(sent(n), 0.0)
    assert len(ledger) == 2
    assert ledger.match_receipt(report("98"), 0.0) == []
    assert ledger.match_receipt(report("99"), 0.0)[0].id is None


@given(st.data())
def test_every_receipt_meets_its_part_once_in_any_order(data):
    ids = data.draw(st.lists(st.integers(1, 300), unique=True, max_size=12))
    steps = [(n, side) for n in ids for side in ("answer", "receipt")]
    ledger, met = ReceiptMatcher(TrafficCounters(), "decimal"), []
    for n, side in data.draw(st.permutations(steps)):
        phone = "33639980001"
        if side == "answer":
            met += ledger.add_accepted_part(sent(f"{n:x}", str(n), phone="+" + phone), 0.0)
        else:
            met += ledger.match_receipt(report(str(n), phone=phone), 0.0)
    assert sorted(int(found.id) for found in met) == sorted(ids)
