"""Whatever is typed while a flow is tried out, the conversation goes on."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.cli.paper import Paper
from tocsin.cli.phone import Phone, told, written
from tocsin.cli.rehearsal import Rehearsal
from tocsin.conversation.flow.load import flows, load
from tocsin.conversation.play import Player, facts_of, moment
from tocsin.conversation.session import Call, Closed, Heard, Learned, Named, Noted

NOW = moment("2021-03-04 09:00", "Europe/Paris")
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
    flow = load(name)
    player = Player(flow, facts_of(flow, flow.example.facts), NOW, lang=lang)
    return Rehearsal(player, Phone(Paper(out, width=width), flow.sender, "Europe/Paris", lang), lang), out


@given(st.sampled_from(flows()), st.lists(st.sampled_from(ORDERS) | st.text(max_size=40), max_size=8))
def test_nothing_that_is_typed_ends_it(name, lines):
    tried, _ = rehearsal(name)
    for line in lines:
        assert tried.take(line.strip()) == (line.strip().partition(" ")[0] != "/quit")


@given(st.text(max_size=200), st.integers(20, 100))
def test_frames_are_whole_whatever_is_in_them(text, width):
    tried, out = rehearsal(width=width)
    tried.phone.wrote(NOW, text)
    lines = out.getvalue().splitlines()
    assert sum(line.lstrip().startswith("╭") for line in lines) == sum(
        line.lstrip().startswith("╰") for line in lines
    )
    assert all(line.endswith("│") for line in lines if line.lstrip().startswith("│"))


def test_a_day_is_written_once_until_it_changes():
    tried, out = rehearsal()
    tried.take("oui")
    tried.take("non")
    tried.take("")
    days = [line.strip() for line in out.getvalue().splitlines()]
    assert days.count("jeudi 4 mars 2021") == days.count("mardi 9 mars 2021") == 1


@pytest.mark.parametrize(
    ("action", "fr", "en"),
    [
        (
            Call(reason="silent", urgent=False, not_before=NOW),
            "un conseiller appelle : silent",
            "an adviser calls: silent",
        ),
        (Learned("help", True), "appris : help = true", "learned: help = true"),
        (Learned("help", None), "appris : help = aucun", "learned: help = none"),
        (Named((), confirmed=True), "personnes confirmées : aucun", "people confirmed: none"),
        (
            Named((Noted(""),), confirmed=False),
            "personnes notées : ? sans numéro",
            "people noted: ? no number",
        ),
        (Closed("done"), "conversation terminée : done", "conversation over: done"),
        (Heard("bonjour"), "", ""),
        (Heard("STOP", ("stop",)), "remarqué : stop ; gardé comme : STOP", "noticed: stop; kept as: STOP"),
    ],
)
def test_what_no_telephone_shows_is_said_in_both_languages(action, fr, en):
    assert (told(action, "fr"), told(action, "en")) == (fr, en)


def test_a_number_that_is_known_is_written_as_it_is():
    assert (written(0, "fr"), written(False, "fr"), written("", "fr")) == ("0", "false", "aucun")
