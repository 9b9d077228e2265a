"""A message gets its code before it leaves, once, whatever happens in between."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.issue_codes import find_issue_codes
from tocsin.register import (
    IssuedMessage,
    MemoryRegister,
    PublishedTemplate,
    RegisterKeys,
    WordingChanged,
    derive_register_keys,
    hash_recipient,
    hash_text,
    issue_message,
    make_code,
)
from tocsin.register.entry import VariableValueMissing
from tocsin.register.issue import CodePlaceMissing, RecipientInClear, TimeZoneMissing

from .people import KARIM, NOTICE, NOW, ZOE

KEYS = derive_register_keys(b"a secret of the tests only")
VALUES = {"first_name": "Zoé", "day": "12 mars"}


def issued(
    book: MemoryRegister,
    message_id: str = "zoe/notice",
    *,
    values: Mapping[str, str] = VALUES,
    template: PublishedTemplate = NOTICE,
    number: str = ZOE,
    keys: RegisterKeys = KEYS,
    now: datetime = NOW,
) -> IssuedMessage:
    return issue_message(
        book,
        keys.codes,
        message_id=message_id,
        template=template,
        values=values,
        sender="38663",
        channel="sms",
        recipient=hash_recipient(keys.recipients, number),
        now=now,
    )


def test_it_carries_its_code_and_is_in_the_register(book):
    sent = issued(book)
    assert [code for code, _, _ in find_issue_codes(sent.text)] == [sent.code]
    assert sent.entry == book.find(sent.code)
    assert sent.entry.text_hash == hash_text(sent.text)
    assert sent.entry.issued == NOW


def test_the_register_holds_neither_the_text_nor_the_number(book):
    kept = repr(issued(book).entry)
    assert "Zoé" not in kept
    assert ZOE[-6:] not in kept


def test_after_a_crash_the_same_message_has_the_same_code_and_its_first_date(book):
    first = issued(book)
    again = issued(book, now=NOW + timedelta(minutes=5))
    assert again == first
    assert len(book) == 1


def test_two_messages_have_two_codes(book):
    assert issued(book).code != issued(book, "karim/notice", number=KARIM).code
    assert len(book) == 2


def test_a_message_written_anew_has_a_new_code(book):
    """The first may have left: its code must go on standing for its own text."""
    first = issued(book)
    second = issued(book, values={"first_name": "Zoé", "day": "13 mars"})
    assert first.code != second.code
    assert book.find(first.code) == first.entry
    assert issued(book, values={"first_name": "Zoé", "day": "13 mars"}) == second


class Crowded(MemoryRegister):
    """A register in which the first codes of every message are taken."""

    def __init__(self, taken: int) -> None:
        super().__init__()
        self.taken = taken

    def fill(self, message_id: str) -> None:
        self.publish(NOTICE)
        for attempt in range(self.taken):
            other = issued(MemoryRegister(), "somebody", number=KARIM).entry
            self._entries[make_code(KEYS.codes, message_id, attempt)] = other


@pytest.mark.parametrize("taken", [1, 2, 7])
def test_where_codes_are_taken_the_next_attempt_is(taken):
    book = Crowded(taken)
    book.fill("zoe/notice")
    sent = issued(book)
    assert sent.code == make_code(KEYS.codes, "zoe/notice", taken)
    assert issued(book) == sent


@given(st.lists(st.integers(0, 30), max_size=40))
def test_however_often_messages_are_issued_each_has_one_entry(ids):
    book = MemoryRegister()
    codes = {
        n: {issued(book, f"message {n}", number=f"+336399800{n:02}").code for _ in range(2)} for n in ids
    }
    assert all(len(found) == 1 for found in codes.values())
    assert len(book) == len(codes) == len({next(iter(found)) for found in codes.values()})


def test_the_time_is_kept_in_utc(book):
    paris = datetime(2021, 3, 5, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert issued(book, now=paris).entry.issued.tzinfo is UTC
    assert issued(book).entry.issued == paris


# ---- what is refused, with nothing written


def test_a_wording_without_a_place_for_the_code_is_refused(book):
    with pytest.raises(CodePlaceMissing, match=r"no place for its code, \{code\}: contact\.notice 2 \(fr\)"):
        issued(book, template=PublishedTemplate(NOTICE.id, "2", "fr", "Bonjour {first_name}"))
    assert len(book) == 0


def test_a_number_in_clear_is_refused(book):
    with pytest.raises(RecipientInClear, match="never the number"):
        issue_message(
            book, KEYS.codes, message_id="m", template=NOTICE, values=VALUES,
            sender="38663", channel="sms", recipient=ZOE, now=NOW,
        )  # fmt: skip
    assert len(book) == 0


def test_a_time_without_its_zone_is_refused(book):
    with pytest.raises(TimeZoneMissing):
        issued(book, now=datetime(2021, 3, 5))  # noqa: DTZ001
    assert len(book) == 0


def test_a_value_that_is_missing_is_refused(book):
    with pytest.raises(VariableValueMissing, match="first_name"):
        issued(book, values={"day": "12 mars"})
    assert len(book) == 0


def test_another_wording_under_the_same_version_is_refused(book):
    issued(book)
    with pytest.raises(WordingChanged):
        issued(book, template=PublishedTemplate(NOTICE.id, NOTICE.version, "fr", "Autre. Réf. {code}"))
    assert len(book) == 1
