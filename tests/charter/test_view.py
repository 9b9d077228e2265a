"""The charter as of a day: the published precedence, told twice and compared."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.schema import (
    AskClause,
    Charter,
    ContentClause,
    InstitutionLexicon,
    ListingClause,
    ProgrammeClause,
    ValidityPeriod,
)
from tocsin.charter.view import DatedCharter, view_as_of

from .water import WORDING, ask, charter_of, content, days, listing, point

TODAY = date(2024, 6, 1)
DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> ValidityPeriod:
    """Any period, with certain or uncertain ends."""
    a, b, c, d = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    return ValidityPeriod(earliest_start=a, latest_start=b, earliest_end=c, latest_end=d)


@st.composite
def asks(draw: st.DrawFn) -> list[AskClause]:
    """Some asks about bank cards, in any circumstance."""
    flag = st.sampled_from([None, True, False])
    made = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "in_force": periods(),
                    "allowed": st.sampled_from(["never", "only_if", "yes", "unknown"]),
                    "completeness": st.sampled_from(["any", "full", "partial"]),
                    "inside_account": flag,
                    "solicited": flag,
                    "programme": st.sampled_from(["", "leaks"]),
                    "quality": st.sampled_from(["verbatim", "inferred"]),
                }
            ),
            max_size=6,
        )
    )
    return [ask(f"ask.{i}", **fields) for i, fields in enumerate(made)]


@dataclass
class Situation:
    """What is asked, and how."""

    partial: bool
    inside: bool
    solicited: bool | None
    programme: str

    def fits(self, clause: AskClause) -> bool:
        """Told again from the published rules, and not from the code."""
        if clause.completeness == "partial" and not self.partial:
            return False
        if clause.completeness == "full" and self.partial:
            return False
        if clause.inside_account is True and not self.inside:
            return False
        if clause.inside_account is False and self.inside:
            return False
        if clause.solicited is True and self.solicited is not True:
            return False
        if clause.solicited is False and self.solicited is True:
            return False
        return not clause.programme or clause.programme == self.programme


SITUATIONS = st.builds(
    Situation,
    partial=st.booleans(),
    inside=st.booleans(),
    solicited=st.sampled_from([None, True, False]),
    programme=st.sampled_from(["", "leaks"]),
)


def counts(clause: AskClause | ContentClause, day: date) -> bool:
    period = clause.in_force
    return period.surely_holds(day) if clause.allowed == "never" else period.possibly_holds(day)


def beats(one: AskClause, other: AskClause) -> bool:
    """Whether a clause comes before another, read from the list in docs/reference/charter-format.md."""

    def circumstances(clause: AskClause) -> int:
        return (clause.inside_account is not None) + (clause.solicited is not None)

    for better in (
        lambda c: bool(c.programme),
        circumstances,
        lambda c: c.completeness != "any",
        lambda c: c.quality != "inferred",
        lambda c: c.allowed == "never",
        lambda c: c.in_force.latest_start,
    ):
        if better(one) != better(other):
            return bool(better(one) > better(other))
    return False


@given(asks(), DAYS, SITUATIONS)
def test_the_clause_that_answers_is_beaten_by_no_other(
    clauses: list[AskClause], day: date, s: Situation
) -> None:
    view = DatedCharter(charter_of(*clauses), day)
    found = view.find_ask(
        "card",
        "sms",
        partial=s.partial,
        inside_account=s.inside,
        solicited=s.solicited,
        programme=s.programme,
    )
    fit = [c for c in clauses if s.fits(c) and counts(c, day)]
    if not fit:
        assert found is None
    else:
        assert found in fit
        assert not any(beats(other, found) for other in fit)


@given(asks(), DAYS, SITUATIONS)
def test_never_is_never_answered_on_a_day_of_doubt(clauses: list[AskClause], day: date, s: Situation) -> None:
    found = DatedCharter(charter_of(*clauses), day).find_ask(
        "card", "sms", partial=s.partial, programme=s.programme
    )
    assert found is None or found.allowed != "never" or found.in_force.surely_holds(day)


@given(asks(), DAYS, st.sampled_from(["email", "call", "letter"]))
def test_a_clause_of_another_channel_never_answers(clauses: list[AskClause], day: date, channel: str) -> None:
    assert DatedCharter(charter_of(*clauses), day).find_ask("card", channel) is None  # type: ignore[arg-type]


@given(periods(), DAYS)
def test_a_lone_content_answers_as_long_as_it_counts(period: ValidityPeriod, day: date) -> None:
    for allowed in ("never", "yes"):
        clause = content("c", in_force=period, allowed=allowed)
        found = DatedCharter(charter_of(clause), day).find_content("attachment", "sms")
        assert (found is clause) == counts(clause, day)


def test_silence_is_no_answer() -> None:
    view = view_as_of(charter_of(), TODAY)
    assert view.find_ask("card", "sms") is None
    assert view.find_content("attachment", "sms") is None
    assert view.find_closed_listing("phone", "they_contact_you", "sms") is None


def test_the_exception_of_a_programme_beats_the_rule_and_only_where_it_is_invoked() -> None:
    rule = ask("rule", items=("nir",))
    exception = ask("exception", items=("nir",), allowed="yes", programme="tracing")
    view = view_as_of(charter_of(rule, exception), TODAY)
    assert view.find_ask("nir", "sms", programme="tracing") is exception
    assert view.find_ask("nir", "sms") is rule


def test_a_part_may_be_asked_where_the_whole_may_not() -> None:
    whole = ask("whole", items=("iban",), completeness="full")
    part = ask("part", items=("iban",), completeness="partial", allowed="only_if")
    view = view_as_of(charter_of(whole, part), TODAY)
    assert view.find_ask("iban", "sms") is whole
    assert view.find_ask("iban", "sms", partial=True) is part


def test_what_is_said_beats_what_is_inferred() -> None:
    said = ask("said", allowed="yes")
    inferred = ask("inferred", quality="inferred")
    assert view_as_of(charter_of(inferred, said), TODAY).find_ask("card", "sms") is said


def test_a_code_is_normal_only_where_the_person_started() -> None:
    never = content("never", contents=("code",))
    login = content("login", contents=("code",), allowed="yes", solicited=True)
    view = view_as_of(charter_of(never, login), TODAY)
    assert view.find_content("code", "sms", solicited=True) is login
    assert view.find_content("code", "sms", solicited=None) is never
    assert view.find_content("code", "sms", solicited=False) is never


def test_a_clause_replaced_is_gone_from_the_day_the_other_surely_holds() -> None:
    old = ask("old", allowed="yes")
    new = ask(
        "new",
        supersedes=("old",),
        in_force=ValidityPeriod(earliest_start=date(2024, 5, 1), latest_start=date(2024, 7, 1)),
    )
    charter = charter_of(old, new)
    assert old in view_as_of(charter, date(2024, 6, 30)).clauses
    assert old not in view_as_of(charter, date(2024, 7, 1)).clauses


def test_a_value_may_be_a_number_to_ring_and_a_number_shown() -> None:
    ring = point("ring", direction="you_contact_them")
    shown = point("shown", in_force=days("2020-01-01", "2022-12-31"))
    charter = charter_of(ring, shown)
    before, after = view_as_of(charter, date(2022, 12, 31)), view_as_of(charter, date(2023, 1, 1))
    assert before.find_point("phone", "+33199001234", "they_contact_you") is shown
    assert before.find_point("phone", "+33199001234", "you_contact_them") is ring
    assert after.find_point("phone", "+33199001234", "they_contact_you") is None
    assert after.find_point("phone", "+33199001234") is ring
    assert set(before.iterate_points("phone")) == {ring, shown}
    assert set(after.iterate_points("phone")) == {ring}


def test_a_value_that_looks_alike_is_another_value() -> None:
    view = view_as_of(charter_of(point("p", medium="web_host", value="water.example")), TODAY)
    assert view.find_point("web_host", "xwater.example") is None
    assert view.find_point("mail_domain", "water.example") is None


def test_a_retired_number_is_told_from_an_unknown_one() -> None:
    gone = point("gone", in_force=days("2020-01-01", "2020-12-31"))
    view = view_as_of(charter_of(gone), TODAY)
    assert view.find_retired_point("phone", "+33199001234") is gone
    assert view.find_retired_point("phone", "+33199009999") is None
    assert view_as_of(charter_of(gone), date(2020, 6, 1)).find_retired_point("phone", "+33199001234") is None


def test_a_list_is_closed_only_for_sure_and_on_its_own_channel() -> None:
    doubtful = ValidityPeriod(earliest_start=date(2024, 1, 1), latest_start=date(2024, 7, 1))
    closed = listing("closed", in_force=doubtful)
    charter = charter_of(closed)
    assert (
        view_as_of(charter, date(2024, 6, 30)).find_closed_listing("phone", "they_contact_you", "sms") is None
    )
    assert (
        view_as_of(charter, date(2024, 7, 1)).find_closed_listing("phone", "they_contact_you", "sms")
        is closed
    )
    assert (
        view_as_of(charter, date(2024, 7, 1)).find_closed_listing("phone", "they_contact_you", "call") is None
    )
    assert (
        view_as_of(charter, date(2024, 7, 1)).find_closed_listing("phone", "you_contact_them", "sms") is None
    )
    assert (
        view_as_of(charter, date(2024, 7, 1)).find_closed_listing("web_host", "they_contact_you", "sms")
        is None
    )


def test_an_open_list_opens_whatever_closes() -> None:
    charter = charter_of(listing("closed"), listing("open", closed=False))
    assert view_as_of(charter, TODAY).find_closed_listing("phone", "they_contact_you", "sms") is None


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_closed_lists_the_institution_s_own_is_cited(turned: bool) -> None:
    own, ours = listing("own"), listing("ours", quality="inferred", in_force=days("2022-01-01"))
    clauses = (ours, own) if turned else (own, ours)
    assert (
        view_as_of(charter_of(*clauses), TODAY).find_closed_listing("phone", "they_contact_you", "sms") is own
    )


def test_a_programme_is_known_after_its_end() -> None:
    over = ProgrammeClause(
        id="tracing",
        direction="they_contact_you",
        channels=("sms",),
        wording=WORDING,
        in_force=days("2020-01-01", "2020-12-31"),
        seen=ask("x").seen,
        sources=ask("x").sources,
        name=WORDING,
    )
    view = view_as_of(charter_of(over), TODAY)
    assert view.find_programme("tracing") is over
    assert view.find_programme("other") is None


def test_views_of_the_same_day_are_kept_and_of_two_charters_are_not_mixed() -> None:
    one, other = charter_of(ask("a")), charter_of(ask("b"))
    assert view_as_of(one, TODAY) is view_as_of(one, TODAY)
    assert view_as_of(one, TODAY).charter is one
    assert view_as_of(other, TODAY).charter is other


@given(asks(), DAYS)
def test_a_view_holds_only_what_may_be_in_force(clauses: list[AskClause], day: date) -> None:
    view = DatedCharter(
        Charter(
            id="w", name=WORDING, version="2024", clauses=tuple(clauses), lexicon=InstitutionLexicon(names=())
        ),
        day,
    )
    assert all(c.in_force.possibly_holds(day) for c in view.clauses)
    assert {c.id for c in clauses if c.in_force.possibly_holds(day)} == {c.id for c in view.clauses}


@given(st.lists(st.tuples(st.booleans(), periods()), max_size=5), DAYS)
def test_a_list_is_closed_when_one_closes_it_and_none_opens_it(
    made: list[tuple[bool, ValidityPeriod]], day: date
) -> None:
    clauses: list[ListingClause] = [listing(f"l{i}", closed=c, in_force=p) for i, (c, p) in enumerate(made)]
    found = DatedCharter(charter_of(*clauses), day).find_closed_listing("phone", "they_contact_you", "sms")
    holding = [c for c in clauses if c.in_force.surely_holds(day)]
    assert (found is not None) == (bool(holding) and all(c.closed for c in holding))


@pytest.mark.parametrize(
    ("on", "possibly", "surely"),
    [
        ("2021-02-28", False, False),
        ("2021-03-01", True, False),
        ("2021-03-09", True, False),
        ("2021-03-10", True, True),
        ("2021-04-01", True, True),
        ("2021-04-02", True, False),
        ("2021-04-11", True, False),
        ("2021-04-12", False, False),
    ],
)
def test_all_days_between_two_uncertain_ends_are_included(on: str, possibly: bool, surely: bool) -> None:
    period = ValidityPeriod(
        earliest_start=date(2021, 3, 1), latest_start=date(2021, 3, 10),
        earliest_end=date(2021, 4, 1), latest_end=date(2021, 4, 11),
    )  # fmt: skip
    day = date.fromisoformat(on)
    assert (period.possibly_holds(day), period.surely_holds(day)) == (possibly, surely)


@given(asks(), st.lists(DAYS, min_size=2, max_size=8))
def test_a_view_that_days_share_is_that_of_each_of_them(clauses: list[AskClause], some: list[date]) -> None:
    charter = charter_of(*clauses)
    edges = [
        day + timedelta(days=apart)
        for clause in clauses
        for day in (clause.in_force.latest_start, clause.in_force.latest_end, clause.in_force.earliest_end)
        for apart in (0, 1)
    ]
    for day in (*some, *edges):
        kept, fresh = view_as_of(charter, day), DatedCharter(charter, day)
        assert (kept.on, kept.clauses) == (day, fresh.clauses)
        assert kept.find_ask("card", "sms") == fresh.find_ask("card", "sms")


def test_days_on_which_nothing_changes_share_what_hangs_on_the_clauses_alone() -> None:
    charter = charter_of(ask("ask.1", in_force=days("2023-01-01", "2023-12-31")))
    summer, autumn, later = (
        view_as_of(charter, date(*day)) for day in ((2023, 7, 1), (2023, 10, 1), (2024, 1, 1))
    )
    assert summer.period is autumn.period is not later.period
