"""A protocol that makes no sense is refused with its file, its line and its field."""

import pytest

from tocsin.protocol.load import (
    ProtocolError,
    UnknownDiseaseError,
    list_diseases,
    load_protocol,
    load_protocol_file,
    parse_protocol,
)

GOOD = """\
disease: cold
name: {fr: "Rhume", en: "Cold"}
version: 2026-01-01
onset_is: {fr: "x", en: "x"}
counting: day 0 is the anchor
emergency: {fr: "15", en: "15"}
rules:
  - id: C1
    who: case
    in_force: {from: 2020-01-01, until: 2020-12-31}
    page_changed: null
    isolation:
      - {days: 3, from: onset}
    tests:
      - {day: 3, from: onset}
    summary: {fr: "3 jours", en: "3 days"}
    sources: [https://example.org/]
    confidence: high
"""


def test_a_good_protocol_is_read():
    protocol = parse_protocol(GOOD, "cold.yaml")
    assert protocol.rules[0].isolation[0].days == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("days: 3, from: onset}", "days: many, from: onset}", 13, "rules[0].isolation[0].days"),
        ("who: case", "who: doctor", 9, "rules[0].who"),
        ("from: onset}\n    tests", "from: birth}\n    tests", 13, "rules[0].isolation[0].from"),
        ("until: 2020-12-31", "until: 2019-12-31", 10, "rules[0].in_force.until"),
        ("until: 2020-12-31", "until: 2020-13-31", 10, "rules[0].in_force.until"),
        ("confidence: high", "confidence: sure", 18, "rules[0].confidence"),
        ("    confidence: high\n", "", 8, "rules[0]"),
        ('summary: {fr: "3 jours", en: "3 days"}', 'summary: {fr: "3 jours"}', 16, "rules[0].summary"),
        ("[https://example.org/]", "[]", 17, "rules[0].sources"),
        ("[https://example.org/]", "[my memory]", 17, "rules[0].sources"),
        ("    page_changed: null\n", "    page_changed: null\n    colour: red\n", 12, "rules[0].colour"),
        ("    page_changed: null\n", "    page_changed: null\n    beats: [C9]\n", 12, "rules[0].beats[0]"),
        ("    page_changed: null\n", "    page_changed: null\n    beats: [C1]\n", 12, "rules[0].beats[0]"),
        (
            "    page_changed: null\n",
            "    page_changed: null\n    not_specified: true\n",
            12,
            "rules[0].not_specified",
        ),
        (
            "    page_changed: null\n",
            "    page_changed: null\n    unless_negative: true\n",
            12,
            "rules[0].unless_negative",
        ),
        ("    page_changed: null\n", "    page_changed: null\n    who: contact\n", 12, "rules[0].who"),
        ("{day: 3, from: onset}", "{day: 3}", 15, "rules[0].tests[0]"),
        ("{day: 3, from: onset}", "{day: -3, from: onset}", 15, "rules[0].tests[0].day"),
        ("days: 3, from: onset}", "days: -3, from: onset}", 13, "rules[0].isolation[0].days"),
        ("disease: cold", "disease: [cold", 2, "YAML"),
        ("disease: cold\n", "", 1, "document"),
    ],
)
def test_a_bad_entry_is_named(old, new, line, field):
    assert old in GOOD
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(GOOD.replace(old, new, 1), "cold.yaml")
    error = caught.value
    assert (error.file, error.field) == ("cold.yaml", field)
    assert abs(error.line - line) <= 1, str(error)
    assert str(error).startswith(f"cold.yaml, line {error.line}, {field}: ")


def test_two_rules_of_one_name_are_refused():
    twice = GOOD + GOOD[GOOD.index("  - id") :]
    with pytest.raises(ProtocolError, match=r"rules\[1\]\.id: C1 is given twice"):
        parse_protocol(twice, "cold.yaml")


def test_an_empty_file_is_refused():
    with pytest.raises(ProtocolError):
        parse_protocol("", "empty.yaml")


def test_a_file_of_one_s_own(tmp_path):
    (tmp_path / "cold.yaml").write_text(GOOD)
    assert load_protocol_file(tmp_path / "cold.yaml").disease == "cold"


def test_an_unknown_disease_names_the_known_ones():
    with pytest.raises(UnknownDiseaseError, match="covid19, measles"):
        load_protocol("plague")
    assert list_diseases() == ("covid19", "measles", "mpox", "pertussis", "tuberculosis")
