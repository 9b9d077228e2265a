"""How an institution contacts people, as a page: on any day, each rule with its dates and who says so."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from tests.web.public.reading import plain
from tocsin.charter.diff import get_clause_state, list_change_days
from tocsin.charter.loading import load_charter
from tocsin.charter.questions import list_turning_days
from tocsin.charter.view import view_as_of
from tocsin.web.charter_view import view_charter
from tocsin.web.query_params import institution_names

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SPRING = date(2021, 3, 4)


def page(visitor, address):
    found = visitor.get(address)
    assert found.status_code == 200
    return plain(found)


def anchors(text):
    return re.findall(r'<article class="clause" id="([^"]+)"', text)


# ---- the rules of a day


DAYS = ["2016-01-01", "2021-03-04", "2022-11-11", "2026-11-26", "2100-01-01"]


@pytest.mark.parametrize(("place", "name"), list(enumerate(institution_names())))
def test_every_rule_of_the_day_is_on_the_page_and_no_other(visitor, place, name):
    """The first institution on all days, each other on two in turn, which is the same view; once in each language."""
    for turn, on in enumerate(DAYS if place == 0 else (DAYS[place % 5], DAYS[(place + 2) % 5])):
        address = ("/nos-contacts", "/en/how-we-contact-you")[(place + turn) % 2]
        text = page(visitor, f"{address}?on={on}&institution={name}")
        view = view_as_of(load_charter(name), date.fromisoformat(on))
        assert sorted(anchors(text)) == sorted(clause.id for clause in view.clauses), on


@pytest.mark.parametrize(("address", "lang"), [("/nos-contacts", "fr"), ("/en/how-we-contact-you", "en")])
def test_each_rule_says_what_since_when_and_who_says_so(visitor, address, lang):
    text = page(visitor, f"{address}?on=2021-03-04")
    for clause in view_as_of(load_charter("assurance_maladie"), SPRING).clauses:
        words = clause.wording.en if lang == "en" else clause.wording.fr
        assert words in text
        assert all(source.url in text for source in clause.sources)


def test_what_is_never_asked_comes_first(visitor):
    text = page(visitor, "/nos-contacts")
    assert text.index("Ce qu'on ne vous demande jamais") < text.index("Carte bancaire, code au dos")
    assert text.index("Carte bancaire, code au dos") < text.index("Numéros et expéditeurs")


def test_the_founding_document_can_be_read_from_the_page_of_its_day(visitor):
    text = page(visitor, "/en/how-we-contact-you?on=2021-03-04")
    for said in ("38663", "3646", "05 53 35 62 37", "never asks"):
        assert said in text
    assert "As of 4 March 2021" in text


def test_a_rule_whose_dates_are_not_known_is_said_to_be_perhaps(visitor):
    assert "<strong>Peut-être</strong>" in page(visitor, "/nos-contacts?on=2026-11-26")
    doubtful = [
        one.id
        for part in view_charter(load_charter("assurance_maladie"), SPRING, "fr").parts
        for one in (*part.senders, *part.never, *part.perhaps)
        if one.doubtful
    ]
    view = view_as_of(load_charter("assurance_maladie"), SPRING)
    states = {clause.id: get_clause_state(clause, view) for clause in view.clauses}
    assert doubtful
    assert {states[id] for id in doubtful} == {"perhaps"}


@pytest.mark.parametrize("wrong", ["hier", "2021-02-30", "0001-01-01", "<b>", "9999-99-99"])
def test_a_day_that_is_none_is_said_and_today_is_shown(visitor, wrong):
    text = page(visitor, f"/nos-contacts?on={wrong}")
    assert f"« {wrong} » n'est pas une date" in text


def test_days_are_read_as_people_type_them(visitor):
    assert "Au 4 mars 2021" in page(visitor, "/nos-contacts?on=04/03/2021")


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/nos-contacts?on=2021-03-04&x=1", "/en/how-we-contact-you?on=2021-03-04"),
        (
            "/en/how-we-contact-you/changes?from=2021-03-04&to=2022-01-01",
            "/nos-contacts/changements?from=2021-03-04&to=2022-01-01",
        ),
        ("/numero/38663?on=2021-03-04&institution=dgfip", "/en/number/38663?on=2021-03-04&institution=dgfip"),
    ],
)
def test_the_other_language_shows_the_same_day(visitor, address, other):
    assert f'<a href="{other}" lang=' in page(visitor, address)


def test_an_institution_that_is_not_there_gives_the_first(visitor):
    assert "l'Assurance Maladie vous contacte" in page(visitor, "/nos-contacts?institution=nobody")


def test_no_address_stands_twice_as_an_anchor(visitor):
    text = page(visitor, "/nos-contacts")
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


# ---- what changed


@pytest.mark.parametrize("address", ["/nos-contacts/changements", "/en/how-we-contact-you/changes"])
def test_every_day_on_which_something_changed_is_there(visitor, address):
    text = page(visitor, address)
    charter = load_charter("assurance_maladie")
    days = [day.on.isoformat() for day in list_change_days(charter, date.today())]
    assert re.findall(r'id="d(\d{4}-\d\d-\d\d)"', text) == days
    assert set(days) <= {day.isoformat() for day in list_turning_days(charter)}
    assert days == sorted(days, reverse=True)


def test_between_two_days_what_begins_and_ends_is_told(visitor):
    text = page(visitor, "/nos-contacts/changements?from=2021-03-04&to=2023-02-01")
    assert "Entre le 4 mars 2021 et le 1er février 2023" in text
    begun, ended = text.split("<h3>Finit</h3>")
    assert "point.phone.tracing.2022" not in begun
    assert "Jusqu'en mars" not in begun
    assert "les SMS du suivi des cas contacts étaient envoyés par le 38663" in ended


def test_days_given_the_wrong_way_round_are_turned(visitor):
    one = page(visitor, "/en/how-we-contact-you/changes?from=2023-02-01&to=2021-03-04")
    assert "Between 4 March 2021 and 1 February 2023" in one


def test_days_between_which_nothing_changed(visitor):
    text = page(visitor, "/nos-contacts/changements?from=2025-03-01&to=2025-03-01")
    assert "Rien n'a changé" in text


def test_a_day_that_is_none_is_not_compared(visitor):
    text = page(visitor, "/nos-contacts/changements?from=hier&to=2021-03-04")
    assert "« hier » n'est pas une date" in text
    assert "Entre le" not in text


def test_history_holds_every_change_of_the_charter_and_nothing_twice():
    charter = load_charter("assurance_maladie")
    days = list_change_days(charter, date(2026, 11, 26))
    standing = {c.id for c in charter.clauses if c.in_force.earliest_start == date.min}
    for day in reversed(days):
        begun = {change.clause.id for change in day.begun}
        ended = {change.clause.id for change in day.ended}
        assert not begun & standing
        assert ended <= standing
        standing = (standing | begun) - ended
    now = {c.id for c in view_as_of(charter, date(2026, 11, 26)).clauses}
    assert now == standing


# ---- the feed


@pytest.mark.parametrize(
    ("address", "lang", "title"),
    [
        ("/nos-contacts/changements.atom", "fr", "Ce qui a changé"),
        ("/en/how-we-contact-you/changes.atom", "en", "What changed"),
    ],
)
def test_the_feed_is_atom_with_an_entry_for_each_day(visitor, address, lang, title):
    found = visitor.get(address)
    assert found.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(found.content)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == lang
    assert root.findtext("a:title", None, ATOM).startswith(title)
    for needed in ("a:id", "a:updated", "a:author/a:name"):
        assert root.findtext(needed, None, ATOM)
    entries = root.findall("a:entry", ATOM)
    assert len(entries) == len(list_change_days(load_charter("assurance_maladie"), date.today()))
    ids = [entry.findtext("a:id", None, ATOM) for entry in entries]
    assert len(ids) == len(set(ids))
    for entry in entries:
        assert entry.findtext("a:title", None, ATOM)
        assert entry.findtext("a:content", None, ATOM)
    links = {entry.find("a:link", ATOM).attrib["href"].partition("#")[0] for entry in entries}
    for link in links:
        assert visitor.get(link.removeprefix("http://localhost")).status_code == 200


def test_the_feed_tells_nothing_of_days_to_come(visitor):
    text = visitor.get("/en/how-we-contact-you/changes.atom").content.decode()
    assert all(day <= date.today().isoformat() for day in re.findall(r"<updated>([\d-]{10})T", text))
