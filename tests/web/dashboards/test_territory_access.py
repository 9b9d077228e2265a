"""Which territories somebody may look at, and where small counts are shown to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.metrics.surveillance.territory_aggregation import territory_tree
from tocsin.tracing.supervision.territory import find_departments
from tocsin.web.dashboards import territory_access
from tocsin.web.staff.staff_member import RoleGrant, StaffMember


def somebody(*grants):
    return StaffMember(
        1, "alix", "Alix Martin", "fr", tuple(RoleGrant(role, place) for role, place in grants)
    )


def codes(who):
    return [place.code for place in territory_access.list_territories(who)]


def test_a_grant_of_the_nation_is_everywhere():
    who = somebody(("epidemiologist", ""))
    assert codes(who)[0] == ""
    assert set(codes(who)) == {
        "",
        *territory_tree()[""],
        *(code for inside in territory_tree().values() for code in inside),
    } - {"?"}


def test_a_grant_of_a_region_is_the_region_and_its_départements():
    assert codes(somebody(("agent", "R94"))) == ["R94", "2A", "2B"]


def test_grants_of_all_départements_of_a_region_are_the_region():
    assert codes(somebody(("agent", "2A"), ("agent", "2B"))) == ["R94", "2A", "2B"]


def test_a_region_of_one_département_is_both():
    assert codes(somebody(("agent", "974"))) == ["R04", "974"]


def test_a_role_that_has_no_boards_has_no_territory():
    assert codes(somebody(("administrator", ""))) == []


def test_small_counts_are_shown_where_the_role_that_may_see_them_is():
    who = somebody(("supervisor", "75"), ("communication", ""))
    assert territory_access.may_see_small_counts(who, "75")
    assert not any(territory_access.may_see_small_counts(who, code) for code in ("", "R11", "13"))


@given(
    st.sets(st.sampled_from(["75", "77", "2A", "2B", "974", "13"])),
    st.sampled_from(["", "R94", "R11", "R04", "75"]),
)
def test_a_territory_is_covered_by_all_its_départements_and_by_no_fewer(held, code):
    inside = find_departments(code)
    assert territory_access.covers_territory(tuple(held), code) == (
        inside is not None and set(inside) <= held
    )


@pytest.mark.parametrize(
    ("asked", "found"), [({}, "R94"), ({"t": "2B"}, "2B"), ({"t": "75"}, None), ({"t": ""}, None)]
)
def test_what_is_asked_for_is_one_of_theirs_or_nothing(rf, asked, found):
    assert territory_access.find_requested_territory(rf(asked), somebody(("supervisor", "R94"))) == found


@pytest.fixture
def rf():
    from django.test import RequestFactory

    return lambda asked: RequestFactory().get("/tableau", asked)
