"""What had somebody to do that day? The instructions, as they were then."""

import json

from tocsin.protocol.load import list_diseases

COLD = """disease: cold
name: {fr: "Rhume", en: "Cold"}
version: 2026-01-01
onset_is: {fr: "le premier jour", en: "the first day"}
counting: Day 0 is the anchor.
emergency: {fr: "Appelez le 15.", en: "Call 15."}
rules:
  - id: C1
    who: contact
    in_force: {from: 2020-01-01}
    page_changed: null
    isolation: [{days: 7, from: last_contact}]
    summary: {fr: "7 jours.", en: "7 days."}
    sources: [https://note.example/cold]
    confidence: high
"""


def test_the_diseases_are_listed(tocsin):
    assert [line.split()[0] for line in tocsin("protocol", "list").out.splitlines()] == [*list_diseases()]


def test_what_is_not_sourced_is_said_to_be_the_operators(tocsin):
    linted = tocsin("protocol", "lint")
    assert linted.status == 1
    assert "tuberculosis.yaml, line" in linted.out
    assert "retention: the operator's to confirm" in linted.out
    assert linted.out.splitlines()[-1].startswith(f"{len(list_diseases())} protocols, ")
    assert tocsin("protocol", "lint", "nothing").status == 66


def test_the_rules_of_a_day_are_shown_with_their_dates_and_sources(tocsin, golden):
    for lang in ("fr", "en"):
        ran = tocsin("protocol", "show", "--on", "2021-03-04", "--lang", lang)
        assert ran.status == 0
        golden(f"protocol-show-{lang}", ran.out)


def test_a_day_without_a_rule_says_so(tocsin):
    assert "Aucune consigne ce jour-là." in tocsin("protocol", "show", "--on", "2019-01-01").out


def test_a_plan_goes_day_by_day_and_names_the_rule_of_each_line(tocsin, golden):
    for lang in ("fr", "en"):
        ran = tocsin(
            *("protocol", "plan", "contact", "--no-household", "--last-contact", "2021-03-01"),
            *("--on", "2021-03-04", "--lang", lang),
        )
        assert ran.status == 0
        golden(f"protocol-plan-{lang}", ran.out)


def test_another_day_gives_another_plan(tocsin):
    def end(on: str, sample: str) -> str:
        case = ("--sample", sample, "--no-symptoms", "--on", on, "--json")
        lines = json.loads(tocsin("protocol", "plan", "case", *case).out)["lines"]
        return next(line["day"] for line in lines if line["kind"] == "leave")

    assert end("2020-09-10", "2020-09-09") == "2020-09-19"
    assert end("2020-09-11", "2020-09-09") == "2020-09-16"


def test_what_is_not_known_goes_to_a_human_instead_of_being_guessed(tocsin):
    ran = tocsin("protocol", "plan", "contact", "--on", "2021-03-04", "--json")
    assert [line["kind"] for line in ran.json["lines"]] == ["ask_human", "emergency"]
    assert ran.json["lines"][0]["only_if"] == ["household"]


def test_a_protocol_of_one_s_own(tocsin):
    name = tocsin.file("cold.yaml", COLD)
    ran = tocsin("protocol", "plan", "contact", "--last-contact", "2020-03-01", "--on", "2020-03-02",
                 "--disease", name, "--lang", "en")  # fmt: skip
    assert "Isolate through Sunday 8 March 2020" in ran.out
    assert "(rule C1)" in ran.out


def test_a_mistake_in_it_is_named_with_its_line(tocsin):
    name = tocsin.file("cold.yaml", COLD.replace("days: 7", "days: seven"))
    ran = tocsin("protocol", "show", "--disease", name)
    assert ran.status == 65
    assert "cold.yaml, line 12, rules[0].isolation[0].days: Expected `int`, got `str`" in ran.err


def test_a_disease_without_protocol_is_named_with_those_that_have_one(tocsin):
    ran = tocsin("protocol", "show", "--disease", "plague")
    assert (ran.status, ran.out) == (66, "")
    assert "no protocol for 'plague'; there is one for covid19, measles" in ran.err


def test_a_file_that_is_not_there_is_named(tocsin):
    ran = tocsin("protocol", "show", "--disease", "nowhere.yaml")
    assert ran.status == 66
    assert "nowhere.yaml" in ran.err
