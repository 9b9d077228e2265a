"""The legal base says how long data are kept: known ones, one of the operator's own, and none that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.config import BadSetting
from tocsin.privacy.erasure_statement import describe_rule
from tocsin.privacy.legal_base import find_legal_base, load_legal_bases
from tocsin.privacy.retention import add_months, find_last_due_day

OWN = """\
name: {fr: "Base", en: "Base"}
text: {fr: "Décret", en: "Decree"}
since: 2026-12-01
periods:
  - {category: identified, months: 2, grade: own, source: "decree, article 3"}
"""
DAY = date(2026, 11, 30)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Set the base: a name, or the text of a file."""

    def say(value: str) -> str:
        if "\n" in value:
            path = tmp_path / f"base{len(list(tmp_path.iterdir()))}.yaml"
            path.write_text(value, encoding="utf-8")
            value = str(path)
        monkeypatch.setenv("TOCSIN_LEGAL_BASE", value)
        return value

    return say


def test_the_bases_that_are_known_have_terms_and_sources():
    known = load_legal_bases()
    assert {key: base.months for key, base in known.bases.items()} == {
        "epidemic_law_2020": 3,
        "laboe_si_2023": 1,
    }
    assert all(period.source for base in known.bases.values() for period in base.periods)
    assert not known.bases["epidemic_law_2020"].is_in_force(DAY)
    assert known.bases["laboe_si_2023"].is_in_force(DAY)


def test_without_one_it_is_the_three_months_of_2020(say):
    say("")
    assert (find_legal_base().months, add_months(DAY)) == (3, date(2027, 2, 28))
    assert load_legal_bases().bases["laboe_si_2023"].months == 1


def test_one_month_is_one_month_everywhere(say):
    say("laboe_si_2023")
    assert add_months(DAY) == date(2026, 12, 30)
    assert find_last_due_day(date(2026, 12, 30)) == DAY
    assert describe_rule(find_legal_base().months) == "one calendar month after the day of collection"


def test_a_base_of_the_operator_s_own(say):
    say(OWN)
    assert (find_legal_base().months, add_months(DAY)) == (2, date(2027, 1, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("law_of_2021", "one of epidemic_law_2020, laboe_si_2023, or a file"),
        ("/nowhere/base.yaml", "that can be read"),
        (OWN.replace("months: 2", "months: 0"), "line 5, periods[0].months"),
        (OWN.replace("months: 2", "months: null"), "the erasure runs by it"),
        (OWN.replace("identified", "pseudonymised"), "identified is expected once"),
        (OWN.replace('source: "decree, article 3"', 'source: " "'), "a source is expected"),
        (OWN.replace(', en: "Decree"', ""), "words in fr and in en"),
        (OWN + "until: 2026-11-01\n", "a day after `since`"),
        (OWN + "month: 2\n", "month"),
        (OWN.replace("since: 2026-12-01", "since: soon"), "line 3, since"),
    ],
)  # fmt: skip
def test_a_wrong_one_names_its_line_and_field(say, text: str, expected: str):
    value = say(text)
    with pytest.raises(BadSetting) as error:
        find_legal_base()
    assert "TOCSIN_LEGAL_BASE" in str(error.value)
    assert expected in str(error.value), (value, str(error.value))
