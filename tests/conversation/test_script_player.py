"""Scripts: read, played, and written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.people import PARIS, example
from tocsin.conversation.flow.load import load_flow
from tocsin.conversation.script_player import (
    BadScript,
    ScriptPlayer,
    parse_facts,
    parse_local_time,
    play_script,
    read_script,
    write_transcript,
)
from tocsin.conversation.session import CorrectionEvent, DeliveryFailureEvent, ExternalEndEvent, ReplyEvent

SCRIPT = """\
# Léa says yes
flow: follow_up
at: 2021-03-04 12:00
zone: Europe/Paris
lang: fr
given_name: Léa
check_day: 2021-03-08
isolation_end: 2021-03-13

2021-03-08 10:20 > oui
2021-03-08 10:30 ! corrected isolation_end=2021-03-15
2021-03-08 10:40 > non
"""


def played(text):
    script = read_script(text, "s.txt")
    return write_transcript(script, play_script(load_flow(script.flow), script))


def test_a_script_plays_and_its_transcript_is_its_script():
    once = played(SCRIPT)
    assert "2021-03-08 10:00 < Assurance Maladie : bonjour Léa." in once
    assert "2021-03-08 10:20 * learned: isolating = true" in once
    assert "2021-03-08 10:40 < Assurance Maladie : bonjour Léa. La date a changé" in once
    assert "2021-03-15 10:00 * closed: done" in once
    assert played(once) == once


def test_times_are_those_of_the_person():
    here = played(SCRIPT)
    there = played(SCRIPT.replace("Europe/Paris", "Pacific/Noumea"))
    assert there == here.replace("Europe/Paris", "Pacific/Noumea")


@pytest.mark.parametrize(
    ("change", "line", "problem"),
    [
        (("flow: follow_up\n", ""), 1, "does not say 'flow:'"),
        (("at: 2021-03-04 12:00\n", ""), 1, "does not say 'at:'"),
        (("2021-03-08 10:20 > oui", "tomorrow > oui"), 10, "neither 'key: value' nor"),
        (("2021-03-08 10:40 > non", "lang: en"), 12, "neither 'key: value' nor"),
    ],
)
def test_a_bad_line_is_named(change, line, problem):
    with pytest.raises(BadScript, match=rf"s.txt, line {line}: {problem}") as bad:
        read_script(SCRIPT.replace(*change), "s.txt")
    assert bad.value.line == line


@pytest.mark.parametrize(
    ("name", "written", "problem"),
    [
        ("help", "yes", "neither true nor false"),
        ("check_day", "mardi", "is not a day such as"),
        ("shoe", "43", "the flow follow_up knows given_name"),
    ],
)
def test_a_bad_fact_is_named(name, written, problem):
    with pytest.raises(ValueError, match=problem):
        parse_facts(load_flow("follow_up"), {name: written})


def test_an_event_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="none of undelivered, corrected, ended"):
        played(SCRIPT.replace("! corrected", "! forgotten"))


def test_what_happens_from_outside_is_written_down():
    flow = load_flow("follow_up")
    player = ScriptPlayer(flow, example("follow_up"), parse_local_time("2021-03-04 12:00", PARIS))
    player.apply_event(CorrectionEvent(player.now, {"isolation_end": "2021-03-15"}))
    player.apply_event(DeliveryFailureEvent(player.now))
    player.apply_event(ExternalEndEvent(player.now, "reached"))
    assert [line[17:] for line in player.lines if line[17] == "!"] == [
        "! corrected isolation_end=2021-03-15",
        "! undelivered",
        "! ended reached",
    ]
    assert player.session.next_due is None


def test_the_two_sides_play_on_a_clock_that_jumps():
    flow = load_flow("follow_up")
    player = ScriptPlayer(flow, example("follow_up"), parse_local_time("2021-03-04 12:00", PARIS))
    assert player.session.next_due is not None
    player.apply_event(ReplyEvent(parse_local_time("2021-03-08 10:05", PARIS), "non"))
    player.advance_to_end()
    assert player.session.next_due is None
    assert player.session.status == "closed"


@given(st.text(max_size=300))
def test_whatever_a_file_holds_it_is_a_script_or_is_refused(text):
    try:
        script = read_script(text, "s.txt")
    except BadScript:
        return
    assert script.flow is not None
