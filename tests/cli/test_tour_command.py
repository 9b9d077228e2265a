"""Somebody sees Tocsin for the first time."""

import pytest


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_tour_shows_a_message_of_every_channel(tocsin, golden, lang):
    ran = tocsin("tour", "--lang", lang)
    assert ran.status == 0
    golden(f"tour-{lang}", ran.out)


def test_the_tour_has_every_channel_and_every_verdict_is_as_announced():
    from tocsin.charter.schema import CHANNELS
    from tocsin.cli.tour import stops
    from tocsin.verdict.check import judge

    found = [(stop.channel, judge(stop.message()).level) for stop in stops()]
    assert {channel for channel, _ in found} == set(CHANNELS)
    assert [level for _, level in found] == ["imposture"] * 5 + ["suspicious", "unproven"]


def test_the_tour_says_how_to_check_one_s_own(tocsin):
    assert "tocsin check message.eml" in tocsin("tour").out
