"""Every cell of the matrix: every action, role and territory; and the page that shows it."""

import os

import pytest

from tests.docs.paper import DOCS
from tests.web.inside import signed_in
from tocsin.web.sentences import page_sentences
from tocsin.web.staff.staff_member import (
    ROLES,
    RoleGrant,
    StaffMember,
    list_staff_actions,
    load_permission_matrix,
)
from tocsin.web.urls import INSIDE

PLACES = {"": "75", "75": "75", "R11": "75", "R94": "2B"}
"""Where a role is given -> a département in it."""
ELSEWHERE = {"": None, "75": "2B", "R11": "2B", "R94": "75"}
"""Where a role is given -> a département outside of it; None: there is none."""


def staff(role, territory):
    return StaffMember(1, "anne", "Anne Petit", "fr", (RoleGrant(role, territory),))


@pytest.mark.parametrize("action", list_staff_actions())
def test_every_cell(action):
    found = list_staff_actions()[action]
    for role in ROLES:
        for given, inside in PLACES.items():
            who, may = staff(role, given), role in found.roles
            if found.scope == "nation":
                expected = may and given == ""
                assert who.may(action) == who.may(action, inside) == expected, (role, given)
                assert who.allowed_territories(action) == (None if expected else ())
                continue
            assert who.may(action) == who.may(action, inside) == may, (role, given)
            assert who.may(action, "") == may, "a file whose place is unknown is everybody's"
            outside = ELSEWHERE[given]
            if outside is not None:
                assert who.may(action, outside) == (may and found.scope == "any"), (role, given)
                assert (outside in (who.allowed_territories(action) or ())) is False
            if may and given == "":
                assert who.allowed_territories(action) is None


def test_who_has_two_roles_has_both_each_where_it_was_given():
    who = StaffMember(1, "a", "A", "fr", (RoleGrant("agent", "75"), RoleGrant("supervisor", "R94")))
    assert who.allowed_territories("desk.call") == ("2A", "2B", "75")
    assert who.may("desk.correct", "2A")
    assert not who.may("desk.correct", "75")


def test_who_has_no_role_may_nothing():
    nobody = StaffMember(1, "a", "A", "fr", ())
    assert not any(nobody.may(action) or nobody.may(action, "75") for action in list_staff_actions())
    assert all(nobody.allowed_territories(action) == () for action in list_staff_actions())


def test_each_page_asks_for_an_action_that_there_is_and_each_is_named_in_both_languages():
    assert {page.action for page in INSIDE if page.action} <= set(list_staff_actions())
    assert all(action.fr and action.en and action.fr != action.en for action in list_staff_actions().values())


def test_what_changes_or_reads_files_is_never_open_without_a_place():
    assert [
        name
        for name, action in list_staff_actions().items()
        if action.file != "none" and action.scope == "any"
    ] == []


def render_matrix_markdown() -> str:
    heads = [load_permission_matrix().roles[role].en for role in ROLES]
    lines = ["| action | what | " + " | ".join(heads) + " | a person's file | where |"]
    lines.append("|" + "---|" * (len(heads) + 4))
    t = page_sentences("roles.matrix", "en")
    for name, action in load_permission_matrix().actions.items():
        marks = " | ".join("yes" if role in action.roles else "" for role in ROLES)
        file, scope = t[f"file_{action.file}"], t[f"scope_{action.scope}"]
        lines.append(f"| `{name}` | {action.en} | {marks} | {file} | {scope} |")
    return "\n".join(lines) + "\n"


def test_the_documentation_shows_the_matrix():
    page = DOCS / "reference" / "roles.md"
    said, _, table = page.read_text(encoding="utf-8").partition("<!-- from matrix.yaml -->\n")
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        page.write_text(f"{said}<!-- from matrix.yaml -->\n{render_matrix_markdown()}", encoding="utf-8")
        table = render_matrix_markdown()
    assert table == render_matrix_markdown(), "TOCSIN_GOLDEN=write writes it anew"


def test_everybody_inside_reads_it(with_store):
    page = signed_in(with_store, "agent", "75").get("/en/roles").content.decode()
    assert all(action.en.replace("'", "&#x27;") in page for action in list_staff_actions().values())
