"""Hostile input never crashes, never stalls, and never makes Tocsin reach for the network."""

import signal
import socket
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lines_run import count_lines
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.verdict.check import check
from tocsin.verdict.model import Verdict

PATIENCE_S = 900
"""A guard against a stall, not a measure: each of these takes a second at most on a quiet machine."""
LEVELS = ("imposture", "suspicious", "unproven", "authentic", "unrelated")
DAY = date(2025, 3, 14)
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("Tocsin reached for the network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture(autouse=True)
def _no_stall() -> Iterator[None]:
    def give_up(*_: Any) -> None:
        raise AssertionError(f"stalled for {PATIENCE_S} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def sound(verdict: Verdict, **fields: str) -> None:
    assert verdict.level in LEVELS
    for reason in verdict.reasons:
        if reason.span is not None:
            assert fields[reason.field][slice(*reason.span)] == reason.quote


anything = st.text(st.characters(exclude_categories=()), max_size=200)
pieces = st.lists(
    st.one_of(
        anything,
        st.sampled_from(
            [
                "Ameli",
                "CPAM :",
                "votre carte Vitale",
                "envoyez votre RIB",
                "rappelez le",
                "01 99 00 12 34",
                "http://",
                "ameli-x.example",
                "zéro huit",
                "\n\n",
                "\u202e",
                "\u200b",
                "\x00",
                "\ud800",
                "«",
                "____",
                "3646",
                "0,99 €",
                "اضغط",
                "j'ai reçu :",
                "> ",
                "a.m.e.l.i",
                "Moi :",
                "De :",
                "@",
                "[.]",
                "xn--",
                "r*b",
                "\U000e0041",
            ]
        ),
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    pieces,
    st.sampled_from(list(CHANNELS)),
    anything,
    anything,
    st.booleans(),
    st.sampled_from([True, False, None]),
)
def test_it_gives_a_sound_verdict_on_any_text(
    text: str, channel: ChannelId, sender: str, subject: str, inside: bool, solicited: bool | None
) -> None:
    verdict = check(
        text,
        channel=channel,
        sender=sender,
        subject=subject,
        received=DAY,
        inside_account=inside,
        solicited=solicited,
    )
    sound(verdict, text=text, sender=sender, subject=subject)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dates(max_value=date(2026, 1, 1)), st.sampled_from(["fr", "en"]), st.sampled_from(list(CHANNELS)))
def test_it_gives_a_sound_verdict_on_any_day(on: date, lang: str, channel: ChannelId) -> None:
    text = "Ameli : votre carte Vitale expire, ameli-vitale.example"
    sound(check(text, channel=channel, received=on, lang=lang), text=text)


SAME = {
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "dots": ".",
    "brackets": "(",
    "closing brackets": ")",
    "schemes": "http://",
    "stars": "*",
    "underscores": "_",
    "at": "@",
    "nul": "\x00",
    "right to left": "\u202e",
    "unseen": "\u200b",
    "half signs": "\udfff",
    "lines": "\n",
    "spaces": " ",
    "quotes": "« ",
    "arabic": "ا",
    "accents": "e\u0301",
    "labels": "a.",
    "spaced": "a ",
    "mails": "a@b.fr ",
    "numbers": "01 99 00 12 34 ",
    "number words": "quatre vingt dix neuf ",
    "money": "1 000 € ",
    "asks": "envoyez votre RIB ",
    "claims": "Ameli : ",
    "negations": "ne jamais ",
    "quoting": "> a\n",
    "punycode": "xn--a.fr ",
    "plus": "+33",
    "stars in words": "a*a",
    "cards": "votre carte Vitale ",
    "homoglyphs": "аmеli ",
    "payments": "payez 1 € ",
    "soft hyphens": "a\u00ad",
    "story": "Ameli : envoyez votre RIB sur ameli-x.example ou au 01 99 00 12 34. ",
}
A_MEGABYTE = (
    "letters",
    "digits",
    "dots",
    "brackets",
    "schemes",
    "nul",
    "right to left",
    "unseen",
    "lines",
    "half signs",
)


def full(name: str, size: int) -> str:
    return (SAME[name] * (size // len(SAME[name]) + 1))[:size]


@pytest.mark.parametrize("name", A_MEGABYTE)
def test_it_reads_a_megabyte_of_the_same(name: str) -> None:
    text = full(name, MEGABYTE)
    sound(check(text, received=DAY), text=text, sender="", subject="")


@pytest.mark.parametrize("name", sorted(set(SAME) - set(A_MEGABYTE)))
def test_it_reads_a_long_text_of_the_same(name: str) -> None:
    text = full(name, MEGABYTE // 20)
    sound(check(text, received=DAY), text=text, sender="", subject="")


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize("name", SAME)
def test_it_does_twice_the_work_on_twice_the_text(name: str) -> None:
    times = max(60, 600 // len(SAME[name]))

    def work(times: int) -> int:
        return count_lines(lambda: check(SAME[name] * times, received=DAY))

    work(times * 2)  # what is built once is built, also what only so long a text asks for
    small, large = work(times), work(times * 2)
    assert large <= 2.3 * small + 1000


def test_it_reads_a_hundred_thousand_links() -> None:
    text = "".join(f"http://h{i}.example/ " for i in range(100_000))
    sound(check(text, received=DAY), text=text)


def test_it_reads_a_hundred_thousand_links_beside_a_claim() -> None:
    text = "Ameli : votre carte Vitale " + "ameli-vitale.example " * 100_000
    verdict = check(text, received=DAY)
    sound(verdict, text=text)
    assert verdict.level == "imposture"


@pytest.mark.parametrize("name", SAME)
def test_it_reads_a_hostile_sender_and_subject(name: str) -> None:
    junk = full(name, 4000)
    sound(
        check("Ameli", channel="email", sender=junk, subject=junk, received=DAY),
        text="Ameli",
        sender=junk,
        subject=junk,
    )
