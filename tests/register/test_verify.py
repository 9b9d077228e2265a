"""Somebody asks whether a message was really sent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.register import (
    MemoryRegister,
    derive_register_keys,
    hash_recipient,
    issue_message,
    verify_message_code,
    wording,
)
from tocsin.register.verify import CodeAnswer

from .people import KARIM, NOTICE, NOW, ZOE

SENT_ON = NOW.date()


@pytest.fixture
def ask(book, sent, keys):
    """Ask about Zoé's message."""

    def asked(code: str = sent.code, *, number: str | None = None, **known) -> CodeAnswer:
        recipient = hash_recipient(keys.recipients, number) if number else None
        return verify_message_code(book, code, recipient=recipient, now=NOW + timedelta(hours=1), **known)

    return asked


def test_code_and_text_match(ask, sent):
    answer = ask(text=sent.text)
    assert (answer.outcome, answer.misuse, answer.compared) == ("matches", (), ("text",))
    assert answer.entry == sent.entry


def test_everything_that_is_known_is_compared(ask, sent):
    answer = ask(text=sent.text, sender="38663", received=SENT_ON, number=ZOE)
    assert answer.outcome == "matches"
    assert answer.misuse == ()
    assert answer.compared == ("text", "sender", "received", "recipient")


def test_a_text_typed_by_hand_matches(ask, sent):
    assert ask(sent.code.lower(), text=sent.text.upper().replace("\u00a0", " ")).outcome == "matches"


def test_a_code_alone_is_found_and_compares_nothing(ask):
    answer = ask()
    assert (answer.outcome, answer.compared, answer.misuse) == ("found", (), ())


@pytest.mark.parametrize(("old", "new"), [("12 mars", "30 mars"), ("Zoé", "Karim"), ("Restez", "Payez")])
def test_the_code_of_one_message_on_another_is_told(ask, sent, old, new):
    answer = ask(text=sent.text.replace(old, new))
    assert answer.outcome == "differs"
    assert answer.genuine == NOTICE.render_with_blanks(sent.code)


def test_the_genuine_wording_says_nothing_of_the_person(ask):
    genuine = ask().genuine
    assert genuine.startswith("Assurance Maladie : …, vous êtes cas contact")
    assert "Zoé" not in genuine
    assert "12 mars" not in genuine


def test_an_empty_text_is_a_text(ask):
    assert ask(text="").outcome == "differs"


def test_a_code_that_nobody_gave_is_not_found(ask):
    answer = ask("K7QF-2M9D", text="x", sender="38663")
    assert (answer.outcome, answer.code, answer.entry, answer.compared) == (
        "not_found",
        "K7QF-2M9D",
        None,
        (),
    )


@pytest.mark.parametrize(
    ("typed", "mistake", "detail"),
    [("K7QF-2M8D", "check", ""), ("K7QF-2M9", "length", "7"), ("K7QF-2M0D", "character", "0")],
)
def test_a_mistyped_code_is_not_looked_up_but_said_to_be(ask, typed, mistake, detail):
    answer = ask(typed)
    assert (answer.outcome, answer.mistake, answer.detail, answer.code) == (
        "mistyped",
        mistake,
        detail,
        typed,
    )


# ---- sent again


@pytest.mark.parametrize("sender", ["38663", " 38663 ", "3 86 63"])
def test_its_own_sender_is_known_however_it_is_written(ask, sender):
    assert ask(sender=sender).misuse == ()


@pytest.mark.parametrize("sender", ["38664", "+33639980002", "06 39 98 00 02", "AMELI"])
def test_another_sender_is_told(ask, sent, sender):
    assert ask(text=sent.text, sender=sender).misuse == ("other_sender",)


def test_a_sender_that_is_not_known_is_not_compared(ask):
    assert ask(sender="").compared == ask(sender=None).compared == ()


@pytest.mark.parametrize(
    ("days", "misuse"),
    [
        (-400, "too_early"),
        (-2, "too_early"),
        (-1, ""),
        (0, ""),
        (1, ""),
        (7, ""),
        (8, "too_late"),
        (400, "too_late"),
    ],
)
def test_another_day_is_told(ask, days, misuse):
    assert ask(received=SENT_ON + timedelta(days=days)).misuse == ((misuse,) if misuse else ())


def test_another_recipient_is_told(ask, sent):
    answer = ask(text=sent.text, number=KARIM)
    assert (answer.outcome, answer.misuse) == ("matches", ("other_recipient",))


def test_a_number_hashed_under_another_key_accuses_nobody(book, sent):
    other = derive_register_keys(b"another secret of the tests")
    answer = verify_message_code(book, sent.code, recipient=hash_recipient(other.recipients, ZOE), now=NOW)
    assert (answer.misuse, answer.compared) == ((), ())


def test_everything_that_does_not_fit_is_told(ask, sent):
    answer = ask(text=sent.text, sender="AMELI", received=date(2021, 4, 20), number=KARIM)
    assert set(answer.misuse) == {"other_sender", "other_recipient", "too_late"}


# ---- its end


@pytest.fixture
def short(book, keys):
    """A message that is worth something for a day."""
    return issue_message(
        book, keys.codes, message_id="short", template=NOTICE, values={"first_name": "Zoé", "day": "demain"},
        sender="ameli", channel="sms", recipient="", now=NOW, expires=NOW + timedelta(days=1),
    )  # fmt: skip


def test_a_message_past_its_end_is_said_to_be(book, short):
    assert not verify_message_code(book, short.code, now=NOW).over
    assert verify_message_code(book, short.code, now=NOW + timedelta(days=2)).over


@pytest.mark.parametrize(
    ("days", "misuse"), [(0, ()), (1, ()), (2, ()), (3, ("expired",)), (9, ("too_late",))]
)
def test_a_message_that_came_after_its_end_is_told(book, short, days, misuse):
    assert (
        verify_message_code(book, short.code, received=SENT_ON + timedelta(days=days), now=NOW).misuse
        == misuse
    )


def test_without_a_recipient_in_the_register_none_is_compared(book, short, keys):
    answer = verify_message_code(book, short.code, recipient=hash_recipient(keys.recipients, KARIM), now=NOW)
    assert (answer.misuse, answer.compared) == ((), ())


def test_a_sender_name_is_compared_without_capitals(book, short):
    assert verify_message_code(book, short.code, sender="AMELI", now=NOW).misuse == ()


# ---- whatever is asked


@given(st.text(), st.none() | st.text(), st.none() | st.text(), st.none() | st.dates())
def test_whatever_is_asked_has_an_answer_in_words(code, text, sender, received):
    answer = verify_message_code(
        MemoryRegister(), code, text=text, sender=sender, received=received, now=datetime.now(UTC)
    )
    assert answer.outcome in ("not_found", "mistyped")
    for lang in ("fr", "en"):
        assert all(
            say(answer, lang)
            for say in (
                wording.describe_outcome,
                wording.describe_proof,
                wording.describe_limits,
                wording.describe_advice,
            )
        )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_says_what_it_proves_and_what_it_does_not(ask, sent, lang):
    answers = [
        ask(text=sent.text),
        ask(text=sent.text, sender="x"),
        ask(text="x"),
        ask(),
        ask(sender="x"),
        ask("K7QF-2M9D"),
        ask("K7QF-2M8D"),
        ask("K7QF"),
        ask("K7QF-2M0D"),
    ]
    assert len({wording.describe_outcome(answer, lang) for answer in answers}) == len(answers)
    assert not any("{" in wording.describe_outcome(answer, lang) for answer in answers)
    assert all(wording.describe_proof(a, lang) != wording.describe_limits(a, lang) for a in answers)


def test_every_misuse_has_its_sentence():
    kinds = ("other_sender", "other_recipient", "too_early", "too_late", "expired")
    assert all(wording.describe_misuse(kind, "fr") != wording.describe_misuse(kind, "en") for kind in kinds)
