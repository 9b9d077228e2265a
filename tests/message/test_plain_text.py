"""Plain text is never changed: spans count its code points."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.message.bounds import SURROGATES, TEXT_CHARS
from tocsin.message.plain_text import has_surrogates, message_from_text

DAY = date(2024, 3, 4)


@given(st.text(st.characters()), st.sampled_from(list(CHANNELS)))
def test_any_text_stays_as_it_is_in_any_channel(text: str, channel: ChannelId) -> None:
    message = message_from_text(text, channel, received=DAY)
    assert message.text == text
    assert message.defects == ((SURROGATES,) if has_surrogates(text) else ())


@pytest.mark.parametrize("text", ["\ud83d", "a\udcffb", "\ude00\ud83d"])
def test_half_characters_pass_and_are_named(text: str) -> None:
    message = message_from_text(text, "sms", received=DAY)
    assert (message.text, message.defects) == (text, (SURROGATES,))


@pytest.mark.parametrize("text", ["\x00", "\u202eilema\u202c", "a\u200bb", "😀", "\r\n", "é" * 1000])
def test_strange_characters_pass(text: str) -> None:
    message = message_from_text(text, "sms", received=DAY)
    assert (message.text, message.defects) == (text, ())


def test_a_text_beyond_the_bound_is_cut_and_named() -> None:
    message = message_from_text("é" * (TEXT_CHARS + 1), "letter", received=DAY)
    assert len(message.text) == TEXT_CHARS
    assert message.defects == (f"text: cut at {TEXT_CHARS} characters",)


def test_what_is_known_of_it_is_kept() -> None:
    message = message_from_text(
        "a", "email", sender="b", received=DAY, subject="c", inside_account=True, solicited=False
    )
    assert (message.sender, message.subject, message.inside_account, message.solicited) == (
        "b",
        "c",
        True,
        False,
    )


@pytest.mark.parametrize("channel", ["call", "voicemail", "social"])
def test_where_people_speak_their_own_turns_are_told_apart(channel: ChannelId) -> None:
    text = "Lui : votre RIB ?\nMoi : jamais"
    assert [p.kind for p in message_from_text(text, channel, received=DAY).passages] == ["reply"]
