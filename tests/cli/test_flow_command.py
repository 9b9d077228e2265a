"""Somebody writes a flow: checks it, shows it to a colleague, and tries both sides of it."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from tests.conversation.small import COLD
from tocsin.conversation.flow.load import list_flows

from .conftest import CLEAN, read_terminal


def without_the_guard(ran):
    """What lint found in the flow itself: its texts, of an invented fund, cannot please the guard."""
    return [line for line in ran.out.splitlines()[:-1] if "the guard" not in line]


class TestList:
    def test_each_flow_with_its_version_and_how_much_is_in_it(self, tocsin):
        lines = tocsin("flow", "list").out.splitlines()
        assert [line.split()[0] for line in lines] == list(list_flows())
        assert all(" version " in line and " states " in line and " texts " in line for line in lines)


class TestLint:
    def test_all_that_are_shipped_are_clean(self, tocsin):
        ran = tocsin("flow", "lint")
        assert (ran.status, ran.out, ran.err) == (0, f"{len(list_flows())} flows, 0 found\n", "")

    def test_one_can_be_named_and_a_file_too(self, tocsin, cold):
        ran = tocsin("flow", "lint", "case", cold)
        assert without_the_guard(ran) == []

    def test_the_guard_reads_every_text_where_it_stands(self, tocsin, cold):
        ran = tocsin("flow", "lint", cold)
        assert ran.status == 1
        assert re.search(
            r"cold.yaml:\d+: states.hello.say.fr: the guard blocks it: asks_medical \(.*toussez", ran.out
        )
        assert re.search(
            r"cold.yaml:\d+: states.hello.say.en: the guard blocks it: institution_missing", ran.out
        )

    def test_every_mistake_is_listed_with_file_line_and_field(self, tocsin):
        bad = COLD.replace("yes: rest", "yes: bed").replace("after: 4h", "after: soon")
        ran = tocsin("flow", "lint", tocsin.file("bad.yaml", bad))
        assert ran.status == 1
        assert without_the_guard(ran) == [
            "bad.yaml:21: states.hello.go.yes: no state bed",
            "bad.yaml:27: states.hello.silence[1].after: "
            "A duration is a number and m, h or d, such as 30m, 2h or 3d. Found 'soon'.",
            "bad.yaml:30: states.rest: cannot be reached",
        ]

    def test_what_is_no_fault_of_use_says_so(self, tocsin):
        bad = COLD.replace("  coughs: {", "  age: {kind: number, optional: true}\n  coughs: {")
        ran = tocsin("flow", "lint", tocsin.file("bad.yaml", bad))
        assert ran.status == 1
        assert "bad.yaml:13: facts.age: is never used (the flow can be used all the same)" in ran.out

    def test_a_former_version_is_held_against_it(self, tocsin, cold):
        new = tocsin.file("new.yaml", COLD.replace("rest", "sleep"))
        ran = tocsin("flow", "lint", new, "--against", cold)
        assert ran.status == 1
        assert "new.yaml:2: version: is not above 1, and yet the flow changed" in ran.out
        assert "renamed: state rest of version 1 is gone: say what it became" in ran.out

    def test_a_former_version_goes_with_one_flow(self, tocsin, cold):
        ran = tocsin("flow", "lint", "case", "contact", "--against", cold)
        assert (ran.status, ran.out) == (64, "")
        assert "--against compares one flow" in ran.err

    def test_the_flow_of_a_former_version_is_found_by_its_name(self, tocsin):
        ran = tocsin(
            "flow", "lint", "--against", tocsin.file("old.yaml", COLD.replace("flow: cold", "flow: case"))
        )
        assert ran.status == 1
        assert "case.yaml:" in ran.out
        assert "state hello of version 1 is gone" in ran.out

    def test_what_is_no_flow_is_refused_with_its_line_and_the_others_are_still_looked_at(self, tocsin):
        broken = tocsin.file("broken.yaml", COLD.replace("end: done", "end: [done]"))
        bad = tocsin.file("bad.yaml", COLD.replace("yes: rest", "yes: bed"))
        ran = tocsin("flow", "lint", broken, bad)
        assert ran.status == 65
        assert "broken.yaml, line 36, states.done.end: Expected `str`, got `array`" in ran.err
        assert "bad.yaml:21: states.hello.go.yes: no state bed" in ran.out

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"flow: [", "broken.yaml, line 1, YAML"),
            (b"", "Expected `object`, got `null`"),
            (b"\xff\xfe", "UTF-8"),
        ],
    )
    def test_what_cannot_be_read_at_all_is_named(self, tocsin, content, said):
        ran = tocsin("flow", "lint", tocsin.file("broken.yaml", content))
        assert ran.status == 65
        assert said in ran.err

    def test_a_file_that_is_not_there(self, tocsin):
        ran = tocsin("flow", "lint", "nowhere.yaml")
        assert ran.status == 66
        assert "nowhere.yaml" in ran.err

    def test_a_name_that_is_none_is_answered_with_those_that_are(self, tocsin):
        ran = tocsin("flow", "lint", "plague")
        assert ran.status == 66
        assert "'plague'; there are case, contact, follow_up" in ran.err

    def test_nothing_of_a_file_acts_on_the_terminal(self, tocsin):
        bad = COLD.replace("yes: rest", 'yes: "\\e[31mbed"')
        assert "no state ⟨U+001B⟩[31mbed" in tocsin("flow", "lint", tocsin.file("bad.yaml", bad)).out


class TestShow:
    def test_every_state_with_its_text_its_cost_and_where_it_leads(self, tocsin, cold, golden):
        for lang in ("fr", "en"):
            ran = tocsin("flow", "show", cold, "--lang", lang)
            assert ran.status == 0
            golden(f"flow-show-{lang}", ran.out[: ran.out.index("\n  again_date\n")])

    def test_the_cost_is_that_of_the_longest_name(self, tocsin):
        text = COLD.replace("toussez-vous ?", "toussez-vous, " + "beaucoup " * 8 + "?")
        ran = tocsin("flow", "show", tocsin.file("long.yaml", text), "--state", "hello")
        assert "signes au plus sur 306, 2 SMS" in ran.out

    def test_what_costs_more_for_one_character_is_said(self, tocsin):
        text = COLD.replace("Rest. Réf", "Rest 休 Réf")
        ran = tocsin("flow", "show", tocsin.file("ucs2.yaml", text), "--state", "rest", "--lang", "en")
        assert "of 70, 1 SMS, outside the GSM 7-bit alphabet" in ran.out

    @pytest.mark.parametrize(
        ("wait", "fr", "en"),
        [
            ("{until: day}", "attend le jour day à 10:00", "waits until the day day at 10:00"),
            (
                "{until: day, days: -1, at: '18:30'}",
                "attend 1 j avant day à 18:30",
                "waits until 1 d before day at 18:30",
            ),
            ("{until: day, days: 2}", "attend 2 j après day à 10:00", "waits until 2 d after day at 10:00"),
            ("{after: 3d}", "attend 3 jours", "waits 3 days"),
        ],
    )
    def test_a_pause_says_until_when(self, tocsin, wait, fr, en):
        text = COLD.replace("facts:\n  given", "facts:\n  day: {kind: day, optional: true}\n  given")
        text = text.replace("  done:\n", f"  pause:\n    wait: {wait}\n    next: done\n  done:\n")
        file = tocsin.file("pause.yaml", text.replace("next: done", "next: pause", 1))
        assert f"    {fr}\n" in tocsin("flow", "show", file, "--state", "pause").out
        assert f"    {en}\n" in tocsin("flow", "show", file, "--state", "pause", "--lang", "en").out

    def test_one_state_alone(self, tocsin, cold):
        out = tocsin("flow", "show", cold, "--state", "rest").out
        assert "rest  message" in out
        assert "hello" not in out

    def test_a_state_that_is_none_is_answered_with_those_that_are(self, tocsin, cold):
        ran = tocsin("flow", "show", cold, "--state", "bed")
        assert ran.status == 64
        assert "no state 'bed'; there are hello, rest, done" in ran.err

    def test_a_flow_that_cannot_be_used_is_refused(self, tocsin):
        ran = tocsin("flow", "show", tocsin.file("bad.yaml", COLD.replace("yes: rest", "yes: bed")))
        assert ran.status == 65
        assert "bad.yaml, line 30, states.rest: cannot be reached" in ran.err

    @pytest.mark.parametrize("name", list_flows())
    def test_each_that_is_shipped_can_be_shown(self, tocsin, name):
        assert tocsin("flow", "show", name).status == 0

    def test_the_graph_is_written_as_a_mermaid_diagram(self, tocsin, cold):
        ran = tocsin("flow", "show", cold, "--mermaid", "--lang", "en")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("flowchart TD\n  accTitle: A cold (cold)\n")
        assert '  s0 -->|"yes"| s1\n' in ran.out


class TestPlay:
    def play(self, tocsin, *typed, options=(), flow="cold.yaml"):
        stdin = "".join(f"{line}\n" for line in typed).encode()
        return tocsin("flow", "play", flow, *options, stdin=stdin)

    def test_both_sides_appear_as_on_a_telephone(self, tocsin, cold, golden):
        ran = self.play(tocsin, "Oui !")
        assert (ran.status, ran.err) == (0, "")
        golden("flow-play-fr", ran.out)

    def test_in_english_too(self, tocsin, cold):
        out = self.play(tocsin, "yes", options=("--lang", "en")).out
        assert "Monday 5 January 2026" in out
        assert "learned: coughs = true" in out
        assert "conversation over: done" in out

    def test_an_empty_line_lets_time_pass_to_what_happens_next(self, tocsin, cold):
        out = self.play(tocsin, "", "", "").out
        assert "38663 · 11:00" in out
        assert "· 15:00  un conseiller appelle : silent" in out
        assert "Rien n'arrivera plus de soi-même" in out

    def test_time_can_pass_without_anything_happening(self, tocsin, cold):
        out = self.play(tocsin, "/wait 30m", "oui").out
        assert "09:31" in out
        assert "11:00" not in out

    def test_everything_that_is_due_in_a_wait_happens_at_its_own_time(self, tocsin, cold):
        out = self.play(tocsin, "/wait 1d").out
        assert out.index("11:00") < out.index("15:00  un conseiller appelle")

    def test_a_time_and_a_zone_of_the_person_s_own(self, tocsin, cold):
        options = ("--at", "2021-03-04 21:30", "--zone", "America/Guadeloupe")
        out = self.play(tocsin, "oui", options=options).out
        assert "vendredi 5 mars 2021" in out
        assert "38663 · 08:00" in out
        assert "08:01" in out

    def test_another_person_than_the_example(self, tocsin, cold):
        assert "bonjour Zoé" in self.play(tocsin, options=("--fact", "given_name=Zoé")).out

    def test_what_is_known_can_be_looked_at(self, tocsin, cold):
        out = self.play(tocsin, "oui", "/facts").out
        assert "· given_name = Paul" in out
        assert "· coughs = true" in out

    def test_the_session_is_shown_as_json(self, tocsin, cold):
        out = self.play(tocsin, "/json", "/quit", "oui").out
        session = json.loads(out[out.index("\n{") :])
        assert (session["flow"], session["state"]) == ("cold", "hello")

    def test_quit_ends_at_once(self, tocsin, cold):
        assert "reposez-vous" not in self.play(tocsin, "/quit", "oui").out

    def test_people_who_are_named_are_seen_noted_and_confirmed(self, tocsin):
        out = self.play(tocsin, "oui", "Paul 06 39 98 12 34 et ma mère", "sans", "oui", flow="case").out
        assert "personnes notées : Paul +33639981234, mère sans numéro" in out
        assert "personnes confirmées : Paul +33639981234, mère sans numéro" in out

    def test_danger_is_seen_to_be_urgent(self, tocsin, cold):
        out = self.play(tocsin, "mon mari ne respire plus").out
        assert "un conseiller appelle tout de suite : emergency" in out

    def test_facts_can_change_under_way(self, tocsin):
        out = self.play(tocsin, "oui", "/corrected isolation_end=2021-03-12", flow="contact").out
        assert "événement : corrected" in out
        assert "appris : isolation_end = 2021-03-12" in out

    def test_an_sms_that_never_arrives(self, tocsin, cold):
        assert "un conseiller appelle : undelivered" in self.play(tocsin, "/undelivered").out

    def test_somebody_else_ends_it(self, tocsin, cold):
        assert "conversation terminée : reached" in self.play(tocsin, "/ended reached").out

    def test_what_is_no_order_is_answered_with_those_that_are(self, tocsin, cold):
        out = self.play(tocsin, "/sleep").out
        assert "Il n'y a pas de /sleep." in out
        assert "/wait 2h" in out

    @pytest.mark.parametrize("typed", ["/wait soon", "/wait", "/corrected age=3", "/corrected coughs=a lot"])
    def test_an_order_that_cannot_be_followed_changes_nothing(self, tocsin, cold, typed):
        ran = self.play(tocsin, typed, "oui")
        assert ran.status == 0
        assert "reposez-vous" in ran.out

    def test_a_secret_is_masked_where_it_is_kept(self, tocsin, cold):
        out = self.play(tocsin, "mon code est 4812, iban FR76 3000 6000 0112 3456 7890 189").out
        kept = next(line for line in out.splitlines() if "gardé comme" in line)
        assert "4812" not in kept
        assert "7890" not in kept

    def test_nothing_that_is_typed_acts_on_the_terminal(self, tocsin, cold):
        out = tocsin("flow", "play", cold, stdin=b"\x1b[31moui\xff\n").out
        assert "⟨U+001B⟩[31moui" in out
        assert "\x1b" not in out

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--fact", "age=3"), "the flow cold knows given_name, coughs"),
            (("--fact", "coughs=a lot"), "neither true nor false"),
            (("--fact", "coughs"), "is not NAME=VALUE"),
            (("--zone", "Europe/Atlantis"), "There is no time zone of this name. 'Europe/Atlantis'"),
            (("--at", "soon"), "is not a local time such as '2021-03-04 09:00'"),
            (("--at", "9999-12-31 23:59"), "is not a local time"),
        ],
    )
    def test_who_and_when_cannot_be_anything(self, tocsin, cold, options, said):
        ran = self.play(tocsin, options=options)
        assert (ran.status, ran.out) == (64, "")
        assert said in ran.err

    def test_what_the_flow_cannot_begin_without(self, tocsin):
        text = COLD.replace("optional: true, otherwise", "otherwise").replace(
            "    given_name: Paul", "    {}"
        )
        ran = self.play(tocsin, flow=tocsin.file("cold.yaml", text))
        assert ran.status == 64
        assert "The flow cannot begin without these facts. cold: given_name" in ran.err

    def test_a_flow_must_be_named(self, tocsin):
        ran = tocsin("flow", "play")
        assert ran.status == 64
        assert "name a flow, or --replay" in ran.err

    @pytest.mark.parametrize("name", list_flows())
    def test_each_that_is_shipped_can_be_played_with_its_example(self, tocsin, name):
        assert self.play(tocsin, "", "oui", flow=name).status == 0


class TestPlayOnATerminal:
    def test_the_person_is_asked_and_what_was_typed_is_not_written_twice(self, tocsin, cold):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "tocsin", "flow", "play", cold, "--lang", "en"]
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            cwd=tocsin.folder,
            env=CLEAN | {"TERM": "dumb", "COLUMNS": "80"},
        )
        os.close(theirs)
        os.write(ours, b"yes\n/quit\n")
        seen = read_terminal(ours).decode()
        assert process.wait(timeout=300) == 0
        assert "Write a reply; an empty line lets time pass." in seen
        assert "Reply > " in seen
        assert "│ yes │" not in seen
        assert "Trial fund: Rest." in seen
