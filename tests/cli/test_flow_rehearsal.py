"""Whatever is typed while a flow is tried out, the conversation goes on."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.cli.flow_rehearsal import FlowRehearsal
from tocsin.cli.phone_drawing import PhoneDrawing, describe_action, format_fact_value
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.conversation.script_player import ScriptPlayer, parse_facts, parse_local_time
from tocsin.conversation.session import (
    CloseConversation,
    ListedContact,
    RecordContacts,
    RecordFact,
    RecordReply,
    RequestCall,
)

NOW = parse_local_time("2021-03-04 09:00", "Europe/Paris")
ORDERS = [
    "",
    "oui",
    "non",
    "/wait 1d",
    "/wait 999d",
    "/wait 9999d",
    "/facts",
    "/json",
    "/help",
    "/undelivered",
    "/ended",
]
ORDERS += [
    "/corrected isolation_end=9999-12-31",
    "/corrected isolation_end=0001-01-01",
    "/corrected",
    "/",
    "/?",
]


def rehearsal(name="contact", lang="fr", width=80):
    out = io.StringIO()
    flow = load_flow(name)
    player = ScriptPlayer(flow, parse_facts(flow, flow.example.facts), NOW, lang=lang)
    return FlowRehearsal(
        player, PhoneDrawing(TerminalWriter(out, width=width), flow.sender, "Europe/Paris", lang), lang
    ), out


@given(st.sampled_from(list_flows()), st.lists(st.sampled_from(ORDERS) | st.text(max_size=40), max_size=8))
def test_nothing_that_is_typed_ends_it(name, lines):
    tried, _ = rehearsal(name)
    for line in lines:
        assert tried.take_line(line.strip()) == (line.strip().partition(" ")[0] != "/quit")


@given(st.text(max_size=200), st.integers(20, 100))
def test_frames_are_whole_whatever_is_in_them(text, width):
    tried, out = rehearsal(width=width)
    tried.phone.draw_reply(NOW, text)
    lines = out.getvalue().splitlines()
    assert sum(line.lstrip().startswith("╭") for line in lines) == sum(
        line.lstrip().startswith("╰") for line in lines
    )
    assert all(line.endswith("│") for line in lines if line.lstrip().startswith("│"))


def test_a_day_is_written_once_until_it_changes():
    tried, out = rehearsal()
    tried.take_line("oui")
    tried.take_line("non")
    tried.take_line("")
    days = [line.strip() for line in out.getvalue().splitlines()]
    assert days.count("jeudi 4 mars 2021") == days.count("mardi 9 mars 2021") == 1


@pytest.mark.parametrize(
    ("action", "fr", "en"),
    [
        (
            RequestCall(reason="silent", urgent=False, not_before=NOW),
            "un conseiller appelle : silent",
            "an adviser calls: silent",
        ),
        (RecordFact("help", True), "appris : help = true", "learned: help = true"),
        (RecordFact("help", None), "appris : help = aucun", "learned: help = none"),
        (RecordContacts((), confirmed=True), "personnes confirmées : aucun", "people confirmed: none"),
        (
            RecordContacts((ListedContact(""),), confirmed=False),
            "personnes notées : ? sans numéro",
            "people noted: ? no number",
        ),
        (CloseConversation("done"), "conversation terminée : done", "conversation over: done"),
        (RecordReply("bonjour"), "", ""),
        (
            RecordReply("STOP", ("stop",)),
            "remarqué : stop ; gardé comme : STOP",
            "noticed: stop; kept as: STOP",
        ),
    ],
)
def test_what_no_telephone_shows_is_said_in_both_languages(action, fr, en):
    assert (describe_action(action, "fr"), describe_action(action, "en")) == (fr, en)


def test_a_number_that_is_known_is_written_as_it_is():
    assert (format_fact_value(0, "fr"), format_fact_value(False, "fr"), format_fact_value("", "fr")) == (
        "0",
        "false",
        "aucun",
    )
