"""A text with variables, filled in, and the way back to the template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.variable_bounds import find_variable_bound, is_allowed_value

names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
plain = st.text(st.characters(exclude_characters="{}"), max_size=20)
pieces = st.lists(st.tuples(plain, names, plain), max_size=5)


@given(pieces, plain)
def test_every_place_leads_back_into_the_template(parts, end):
    text = "".join(f"{before}{{{name}}}{after}" for before, name, after in parts) + end
    template = DraftTemplate(text)
    filled = template.fill({name: value for value, name, _ in parts})
    for start in range(len(filled.text)):
        low, high = filled.to_template_span(start, start + 1)
        assert 0 <= low < high <= len(text)
        own = text[low:high]
        assert own == filled.text[start] or own.startswith("{")


@given(plain)
def test_a_text_without_variables_is_itself(text):
    template = DraftTemplate(text)
    assert (
        template.filled_at_worst.text
        == template.filled_with_markers.text
        == template.text_without_variables
        == text
    )
    assert template.filled_at_worst.to_template_span(0, len(text)) == (0, len(text))


@given(pieces)
def test_rewriting_leaves_the_variables(parts):
    template = DraftTemplate("".join(f"{before}{{{name}}}{after}" for before, name, after in parts))
    assert DraftTemplate(template.rewrite_text(lambda text: text.replace("a", "e"))).names == template.names


def test_a_variable_that_is_touched_is_covered_whole():
    filled = DraftTemplate("Appelez le {tel} vite.").fill({"tel": "01 99 00 12 34"})
    assert filled.to_template_span(14, 16) == (11, 16)
    assert filled.to_template_span(8, 27) == (8, 18)


def test_an_unknown_value_is_left_as_it_stands():
    assert DraftTemplate("{a} et {b}").fill({"a": "un"}).text == "un et {b}"


@pytest.mark.parametrize("text", ["{", "}", "{}", "{ a }", "{1}", "a } b {"])
def test_a_brace_alone_is_no_variable(text):
    assert DraftTemplate(text).names == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("prenom", "name"),
        ("first_name", "name"),
        ("nom_cas", "case"),
        ("caseName", "case"),
        ("case_name", "case"),
        ("lien", "link"),
        ("lien_parente", "tie"),
        ("relation", "tie"),
        ("url", "link"),
        ("numero", "phone"),
        ("phone", "phone"),
        ("fin_numero", "digits"),
        ("nb_contacts", "count"),
        ("date", "date"),
        ("date_test", "test_date"),
        ("end_date", "test_date"),
        ("date_contact", "contact_date"),
        ("lieu", "place"),
        ("lieu_test", "site"),
        ("heure", "time"),
        ("code", "code"),
        ("contacts", "people"),
        ("zzz", "other"),
    ],
)
def test_a_name_says_what_a_variable_stands_for(name, kind):
    assert find_variable_bound(name).kind == kind


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("prenom", "Marie-Ange", True),
        ("prenom", "N'Guyen", True),
        ("prenom", "x" * 41, False),
        ("prenom", "voir https://suite.example", False),
        ("prenom", "suite.example", False),
        ("fin_numero", "34", True),
        ("fin_numero", "trente", False),
        ("lien", "https://www.ameli.fr", False),
        ("date_test", "mardi 9 mars", True),
    ],
)
def test_a_value_may_be_put_in_where_the_ruling_holds_for_it(name, value, fits):
    assert is_allowed_value(name, value) is fits
