"""The data that comes with Tocsin: whole, sourced, and alike for every day."""

from datetime import date, timedelta

import pytest

from tocsin.protocol.load import list_diseases, load_protocol
from tocsin.protocol.rule_choice import list_rules_in_force
from tocsin.protocol.rules_summary import summarise_rules

COVID = load_protocol("covid19")
RULES = {rule.id: rule for rule in COVID.rules}
FIRST, LAST = date(2020, 5, 11), date(2023, 2, 28)


def every_day():
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


@pytest.mark.parametrize("disease", list_diseases())
def test_the_file_bears_the_name_of_its_disease(disease):
    assert load_protocol(disease).disease == disease


@pytest.mark.parametrize("disease", list_diseases())
def test_every_rule_has_sources_and_words_in_two_languages(disease):
    for rule in load_protocol(disease).rules:
        assert rule.sources
        assert rule.summary.fr
        assert rule.summary.en
        assert rule.summary.fr != rule.summary.en


def test_every_rule_of_the_facts_is_there():
    """R1 to R19 of the collected facts; a rule with cases is told apart by what follows the number."""
    numbers = {"".join(c for c in r.id.split("-")[0] if c.isdecimal()) for r in COVID.rules}
    assert numbers == {str(n) for n in range(1, 20)}


def test_each_day_has_rules_for_cases_and_contacts():
    for day in every_day():
        assert {r.who for r in list_rules_in_force(COVID, day)} == {"case", "contact"}, day


def test_before_the_first_rule_there_is_none():
    assert list_rules_in_force(COVID, date(2020, 5, 10)) == ()


def test_conflicts_between_sources_are_kept():
    assert any("14 days" in c for c in RULES["R1"].conflicts)
    assert any("antigen" in c for c in RULES["R13"].conflicts)
    assert RULES["R5a"].not_specified


def test_the_two_clocks_are_told_apart():
    rule = RULES["R15b"]
    assert rule.in_force.start == rule.page_changed == date(2022, 1, 12)
    assert RULES["R7"].page_changed is None


@pytest.mark.parametrize("on", ["2020-05-11", "2021-02-14", "2022-01-03", "2023-02-01"])
def test_what_is_shown_is_plain_data_of_that_day(on):
    day = date.fromisoformat(on)
    shown = summarise_rules(COVID, day)
    assert shown["on"] == on
    assert [r["id"] for r in shown["rules"]] == [r.id for r in list_rules_in_force(COVID, day)]
    assert all(r["sources"] and r["in_force"]["from"] <= on for r in shown["rules"])


def test_no_disease_is_known_by_name_to_the_code():
    import inspect

    from tocsin.protocol import load as loader
    from tocsin.protocol import person_facts, plan, rule_choice, schema, wording

    for module in (person_facts, plan, rule_choice, schema, wording, loader):
        source = inspect.getsource(module).lower()
        assert not [d for d in ("covid", "measles", "rougeole") if d in source]
