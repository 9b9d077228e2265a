"""The plans of people from May 2020 to February 2023, as they would have been told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.protocol.rule_choice import choose_rule

COVID, MEASLES = load_protocol("covid19"), load_protocol("measles")


def day(text):
    return date.fromisoformat(text)


def days(**facts):
    """Facts with their days written as text."""
    return PersonFacts(
        **{k: day(v) if isinstance(v, str) and k not in ("role", "variant") else v for k, v in facts.items()}
    )


STORIES = [
    # Alice, with symptoms on 1 June 2020, not at risk, then at risk.
    ("2020-06-03", days(role="case", onset="2020-06-01", fragile=False), "R1", "2020-06-09", []),
    ("2020-06-03", days(role="case", onset="2020-06-01", fragile=True), "R1", "2020-06-11", []),
    ("2020-06-03", days(role="case", sample="2020-06-02", symptoms=False), "R1", "2020-06-12", []),
    # Bob, her contact, at work; Chloé, her daughter.
    (
        "2020-06-03",
        days(role="contact", last_contact="2020-06-01", household=False),
        "R2",
        "2020-06-15",
        ["2020-06-08"],
    ),
    (
        "2020-06-03",
        days(role="contact", last_contact="2020-06-01", household=True),
        "R2",
        "2020-06-15",
        ["2020-06-03"],
    ),
    # The day before and the day of the change to 7 days.
    ("2020-09-10", days(role="case", sample="2020-09-09", symptoms=False), "R1", "2020-09-19", []),
    ("2020-09-11", days(role="case", sample="2020-09-09", symptoms=False), "R3", "2020-09-16", []),
    (
        "2020-09-11",
        days(role="contact", last_contact="2020-09-10", household=False),
        "R4",
        "2020-09-17",
        ["2020-09-17"],
    ),
    # Same home, once the page said so.
    (
        "2020-12-01",
        days(role="contact", household=True, index_recovery="2020-12-05"),
        "R5",
        "2020-12-12",
        ["2020-12-01", "2020-12-12"],
    ),
    # Variants of February 2021: the control test moved within days.
    (
        "2021-02-12",
        days(role="contact", household=False, variant="501Y.V2", last_contact="2021-02-10"),
        "R6-contact-a",
        "2021-02-20",
        ["2021-02-12", "2021-02-20"],
    ),
    (
        "2021-02-18",
        days(role="contact", household=False, variant="501Y.V2", last_contact="2021-02-16"),
        "R6-contact-b",
        "2021-02-26",
        ["2021-02-18", "2021-02-23"],
    ),
    (
        "2021-02-18",
        days(role="case", onset="2021-02-16", variant="501Y.V3"),
        "R6-case",
        "2021-02-26",
        ["2021-02-26"],
    ),
    # 22 February 2021: ten days for everybody.
    ("2021-03-04", days(role="case", onset="2021-03-01"), "R7", "2021-03-11", []),
    (
        "2021-03-04",
        days(role="contact", household=False, last_contact="2021-03-01"),
        "R8",
        "2021-03-08",
        ["2021-03-04", "2021-03-08"],
    ),
    (
        "2021-03-04",
        days(role="contact", household=True, index_onset="2021-03-01"),
        "R9",
        "2021-03-18",
        ["2021-03-04", "2021-03-18"],
    ),
    # 23 July 2021: vaccinated contacts.
    (
        "2021-07-22",
        days(role="contact", household=False, vaccinated=True, last_contact="2021-07-21"),
        "R8",
        "2021-07-28",
        ["2021-07-22", "2021-07-28"],
    ),
    (
        "2021-07-23",
        days(role="contact", vaccinated=True, immunosuppressed=False, last_contact="2021-07-21"),
        "R10",
        None,
        ["2021-07-23", "2021-07-28"],
    ),
    (
        "2021-07-23",
        days(role="contact", household=False, vaccinated=False, last_contact="2021-07-21"),
        "R8-unvaccinated",
        "2021-07-28",
        ["2021-07-23", "2021-07-28"],
    ),
    # Infected in July, contact in September: no measure.
    (
        "2021-09-01",
        days(role="contact", infected_on="2021-07-20", last_contact="2021-08-30"),
        "R11",
        None,
        [],
    ),
    # Omicron in December.
    (
        "2021-12-05",
        days(
            role="contact",
            household=False,
            vaccinated=True,
            immunosuppressed=False,
            variant="omicron",
            last_contact="2021-12-04",
        ),
        "R12",
        "2021-12-11",
        ["2021-12-05", "2021-12-11"],
    ),
    (
        "2021-12-05",
        days(
            role="contact",
            household=False,
            vaccinated=True,
            immunosuppressed=False,
            last_contact="2021-12-04",
        ),
        "R10",
        None,
        ["2021-12-05", "2021-12-11"],
    ),
    # January 2022.
    ("2022-01-04", days(role="case", onset="2022-01-03", vaccinated=True), "R13", "2022-01-10", []),
    ("2022-01-04", days(role="case", onset="2022-01-03", age=8), "R13", "2022-01-10", []),
    ("2022-01-04", days(role="case", onset="2022-01-03", age=30, vaccinated=False), "R14", "2022-01-13", []),
    (
        "2022-01-11",
        days(role="contact", vaccinated=True, last_contact="2022-01-10", informed="2022-01-11"),
        "R15a",
        None,
        ["2022-01-11", "2022-01-12", "2022-01-14"],
    ),
    (
        "2022-01-12",
        days(role="contact", vaccinated=True, last_contact="2022-01-10", informed="2022-01-12"),
        "R15b",
        None,
        ["2022-01-12", "2022-01-14", "2022-01-16"],
    ),
    (
        "2022-02-01",
        days(role="contact", household=False, vaccinated=False, age=30, last_contact="2022-01-31"),
        "R16",
        "2022-02-07",
        ["2022-02-07"],
    ),
    ("2022-02-28", days(role="contact", vaccinated=True, informed="2022-02-28"), "R17", None, ["2022-03-02"]),
    # The end of isolation for contacts, then for everybody.
    ("2022-03-21", days(role="contact", informed="2022-03-21"), "R18", None, ["2022-03-23"]),
    ("2023-01-31", days(role="case", onset="2023-01-30", vaccinated=True), "R13", "2023-02-06", []),
    ("2023-02-01", days(role="case", onset="2023-01-30", vaccinated=True), "R19-case", None, []),
    ("2023-02-01", days(role="contact", last_contact="2023-01-30"), "R19-contact", None, []),
]


@pytest.mark.parametrize(
    ("on", "facts", "rule", "end", "tests"), STORIES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_what_each_person_was_told(on, facts, rule, end, tests):
    told = make_plan(COVID, facts, day(on))
    assert told.rule == rule
    assert told.isolation_end == (day(end) if end else None)
    assert [d.isoformat() for d in told.test_days] == tests
    assert not told.needs_human
    assert all(line.rule in (rule, "") for line in told.lines)


def test_a_plan_keeps_the_rules_of_the_day_it_was_made():
    """Told on 20 February 2021, two days before ten days became the rule: seven days, and not a day more."""
    story = days(role="case", onset="2021-02-19")
    assert make_plan(COVID, story, day("2021-02-21")).isolation_end == day("2021-02-26")
    assert make_plan(COVID, story, day("2021-02-22")).isolation_end == day("2021-03-01")


def test_the_exit_test_is_offered_and_not_asked():
    told = make_plan(COVID, days(role="case", onset="2022-01-03", vaccinated=True), day("2022-01-04"))
    offered = [line for line in told.lines if line.kind == "test"]
    assert [(t.day, t.optional) for t in offered] == [(day("2022-01-08"), True)]
    assert "48 h" in offered[0].text.fr
    assert told.test_days == ()


def test_a_vaccinated_contact_waits_for_the_first_result():
    told = make_plan(COVID, STORIES[16][1], day("2021-07-23"))
    assert [line.kind for line in told.lines][:2] == ["isolate", "test"]
    assert "négatif" in told.lines[0].text.fr


def test_what_is_not_known_gives_every_length_that_is_left():
    told = make_plan(COVID, days(role="case", sample="2021-03-02"), day("2021-03-03"))
    ends = [(line.day, line.only_if) for line in told.lines if line.kind == "leave"]
    assert ends == [(day("2021-03-12"), ("symptoms",)), (None, ("symptoms",))]
    assert told.isolation_end is None
    assert "si vous n'avez pas de symptômes" in told.lines[1].text.fr


@pytest.mark.parametrize(
    ("on", "facts", "missing"),
    [
        (
            "2021-12-05",
            days(role="contact", last_contact="2021-12-04"),
            {"household", "vaccinated", "immunosuppressed"},
        ),
        ("2022-01-04", days(role="case", onset="2022-01-03"), {"vaccinated", "age"}),
        ("2021-03-04", days(role="contact", household=False), {"last_contact"}),
        ("2021-03-04", days(role="case", symptoms=False), {"sample"}),
    ],
)
def test_where_a_fact_would_decide_a_human_is_asked_and_told_which(on, facts, missing):
    told = make_plan(COVID, facts, day(on))
    assert told.needs_human
    assert {f for line in told.lines if line.kind == "ask_human" for f in line.only_if} == missing


@pytest.mark.parametrize(
    ("on", "facts"),
    [
        ("2020-10-01", days(role="contact", household=True, index_recovery="2020-10-01")),
        ("2021-02-15", days(role="contact", household=True, variant="501Y.V2", index_recovery="2021-02-15")),
        (
            "2021-08-01",
            days(
                role="contact",
                household=False,
                vaccinated=True,
                immunosuppressed=True,
                last_contact="2021-07-31",
            ),
        ),
        (
            "2022-02-01",
            days(role="contact", household=True, vaccinated=False, age=30, last_contact="2022-01-31"),
        ),
        ("2020-05-01", days(role="case", onset="2020-05-01")),
    ],
)
def test_what_the_sources_do_not_specify_is_never_guessed(on, facts):
    told = make_plan(COVID, facts, day(on))
    assert told.needs_human
    assert told.isolation_end is None
    assert told.test_days == ()


def test_an_unknown_fact_that_changes_nothing_is_not_asked():
    """A child's vaccination does not matter: under twelve is enough."""
    assert (
        choose_rule(COVID, days(role="contact", age=8, informed="2022-03-01"), day("2022-03-01")).rule.id
        == "R17"
    )


def test_a_late_plan_says_what_is_over():
    told = make_plan(COVID, days(role="case", onset="2021-03-01"), day("2021-04-01"))
    assert [line.kind for line in told.lines if line.day] == ["no_isolation"]
    late = make_plan(
        COVID, days(role="contact", household=False, last_contact="2021-03-01"), day("2021-03-10")
    )
    assert (
        "dès que possible"
        in next(line for line in late.lines if line.kind == "test" and "prévu" in line.text.fr).text.fr
    )


def test_measles_by_the_same_code():
    told = make_plan(MEASLES, days(role="case", onset="2024-01-01"), day("2024-01-02"))
    assert told.isolation_end == day("2024-01-06")
    contact = days(
        role="contact", vaccinated=False, immunosuppressed=False, age=30, first_contact="2024-01-01"
    )
    act = next(line for line in make_plan(MEASLES, contact, day("2024-01-02")).lines if line.kind == "act")
    assert act.day == day("2024-01-04")
    late = make_plan(MEASLES, contact, day("2024-01-05"))
    assert not [line for line in late.lines if line.kind == "act"]
    assert any("délai est passé" in line.text.fr for line in late.lines)
    infant = days(role="contact", age=0, vaccinated=False, immunosuppressed=False)
    assert make_plan(MEASLES, infant, day("2024-01-02")).needs_human


FLAG = st.sampled_from([True, False, None])
DAY = st.one_of(st.none(), st.dates(day("2020-05-01"), day("2023-02-28")))
FACTS = st.builds(
    PersonFacts,
    role=st.sampled_from(["case", "contact"]),
    household=FLAG,
    vaccinated=FLAG,
    immunosuppressed=FLAG,
    fragile=FLAG,
    symptoms=FLAG,
    age=st.one_of(st.none(), st.integers(0, 100)),
    variant=st.sampled_from(["", "omicron", "501Y.V2"]),
    **dict.fromkeys(
        (
            "infected_on",
            "onset",
            "sample",
            "first_contact",
            "last_contact",
            "informed",
            "index_onset",
            "index_recovery",
        ),
        DAY,
    ),
)


@given(FACTS, st.dates(day("2020-04-01"), day("2023-03-31")), st.sampled_from([COVID, MEASLES]))
def test_every_plan_is_whole(facts, on, protocol):
    """Whatever is known: each line names its rule, no line lies in the past, and something is always said."""
    told = make_plan(protocol, facts, on)
    rules = {rule.id: rule for rule in protocol.rules}
    assert told.lines
    assert any(line.kind == "emergency" for line in told.lines)
    for line in told.lines:
        assert line.text.fr
        assert line.text.en
        assert line.rule or line.kind in ("emergency", "ask_human")
        if line.rule:
            rule = rules[line.rule]
            assert rule.who == facts.role
            assert rule.in_force.start <= on <= rule.in_force.until
        if line.day and line.kind != "leave":
            assert line.day >= on
    assert [line.day for line in told.lines if line.day] == sorted(
        line.day for line in told.lines if line.day
    )
    assert sum(len(lines) for _, lines in told.group_by_day()) == sum(1 for line in told.lines if line.day)
    assert bool(told.rule) or told.needs_human


@given(FACTS, st.dates(day("2020-05-11"), day("2023-02-28")))
def test_knowing_more_never_contradicts(facts, on):
    """A rule that decides with an unknown fact decides the same whatever that fact turns out to be."""
    rule = choose_rule(COVID, facts, on).rule
    if rule is None:
        return
    from msgspec.structs import replace

    for name in ("household", "vaccinated", "immunosuppressed", "fragile"):
        if getattr(facts, name) is None:
            for value in (True, False):
                assert choose_rule(COVID, replace(facts, **{name: value}), on).rule == rule
