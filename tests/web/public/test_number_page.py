"""Somebody has a number in front of them and types it into the page."""

import pytest

from tests.web.public.charter_numbers import list_charter_numbers
from tests.web.public.reading import plain
from tocsin.charter.loading import load_charter
from tocsin.web.query_params import institution_names


def page(visitor, address):
    found = visitor.get(address)
    return found.status_code, plain(found)


@pytest.mark.parametrize("typed", ["08 99 00 00 12", "+33 (0)8 99 00 00 12", "0899.00.00.12"])
def test_a_number_that_is_typed_leads_to_its_own_page(visitor, typed):
    found = visitor.get("/numero", {"n": typed})
    assert (found.status_code, found.headers["Location"]) == (302, "/numero/0899000012")


def test_the_day_that_was_chosen_is_kept(visitor):
    found = visitor.get("/en/number", {"n": "38663", "on": "2021-03-04"})
    assert found.headers["Location"] == "/en/number/38663?on=2021-03-04"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("08-99-00-00-12", "0899000012"), ("+33 899 000 012", "0899000012"), ("36 46", "3646"),
     ("0032470123456", "+32470123456"), ("+262262299123", "0262299123")],
)  # fmt: skip
@pytest.mark.parametrize("where", ["/numero/", "/en/number/"])
def test_other_ways_of_writing_it_lead_to_the_one_address(visitor, where, written, canonical):
    found = visitor.get(f"{where}{written}")
    assert (found.status_code, found.headers["Location"]) == (301, where + canonical)
    assert visitor.get(found.headers["Location"]).status_code == 200


@pytest.mark.parametrize(("where", "said"), [("/numero", "relisez-le"), ("/en/number", "read it again")])
def test_what_is_no_number_is_said_and_can_be_corrected(visitor, where, said):
    status, text = page(visitor, f"{where}?n=bonjour")
    assert status == 400
    assert said in text
    assert 'value="bonjour"' in text
    assert 'aria-invalid="true"' in text
    assert page(visitor, f"{where}/bonjour")[0] == 404


def test_html_in_a_number_is_shown_and_not_run(visitor):
    found = visitor.get("/numero", {"n": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in found
    assert "&lt;script&gt;alert(1)" in found


def test_a_premium_number_says_so_first_and_what_it_costs(visitor):
    _, text = page(visitor, "/numero/0899000012")
    assert text.index("Numéro surtaxé") < text.index("0,80 € la minute ou 3 € l'appel")
    assert "touche une part de ce que vous payez" in text
    assert "Arcep (decision 2012-0856)" in text


def test_a_look_alike_of_3646_is_unmasked(visitor):
    _, text = page(visitor, "/en/number/0899033646")
    assert 'href="tel:0' not in text
    assert "Beware: it looks like a number of the Assurance Maladie, but it is not theirs." in text
    assert "It ends in 36 46" in text
    assert 'href="/en/number/3646"' in text


def test_where_people_read_from_the_right_a_number_is_not_turned_round(visitor):
    text = visitor.get("/ar/number/0899033646").content.decode()
    assert '<h1><bdi dir="ltr">0 899 033 646</bdi></h1>' in text
    assert "36\xa046" in text
    assert "36 46" not in text.replace('<bdi dir="ltr">36 46', "")


def test_3646_is_rung_and_that_it_is_shown_proves_nothing(visitor):
    _, text = page(visitor, "/numero/3646")
    assert '<a href="tel:3646" rel="noreferrer"><bdi>36 46' in text
    assert "C'est un numéro de l'Assurance Maladie." in text
    assert "service gratuit + prix d'un appel" in text
    assert "un numéro affiché se falsifie" in text
    assert "ne prouve pas qui vous appelle" in text


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2021-03-04", ">Yes"),
        ("2026-11-26", ">Not any more on that day"),
        ("2019-01-01", ">Not yet on that day"),
    ],
)
def test_the_number_of_tracing_was_theirs_on_some_days(visitor, on, said):
    _, text = page(visitor, f"/en/number/38663?on={on}")
    assert said in text
    assert "from 3 November 2020, until 31 January 2023" in text


def test_of_an_unknown_number_we_say_that_we_do_not_know(visitor):
    _, text = page(visitor, "/numero/0199001234")
    assert "réservé aux films" in text
    _, text = page(visitor, "/en/number/+32470123456")
    assert "We do not know whose number this is." in text
    assert "your operator sets the price" in text
    assert "country: BE" in text


def test_where_to_report_is_what_the_charter_says(visitor):
    _, text = page(visitor, "/numero/33700")
    assert "sert à signaler une fraude ou à trouver de l'aide" in text
    assert "Transférez le SMS tel quel au 33700" in text


def test_a_wrong_day_is_said_and_today_is_shown(visitor):
    status, text = page(visitor, "/numero/3646?on=2021-02-30")
    assert status == 200
    assert "« 2021-02-30 » n'est pas une date" in text


def test_another_institution_answers_for_its_own_numbers(visitor):
    _, text = page(visitor, "/en/number/0809401401?institution=dgfip")
    assert "This is a number of the French tax office." in text


NUMBERED = [name for name in institution_names() if list_charter_numbers(load_charter(name))]
"""Institutions of which a number is known; some give none (Amazon, itsme)."""


@pytest.mark.parametrize("name", NUMBERED)
def test_every_number_of_every_charter_has_its_page_on_every_day(visitor, name):
    """In one language in turn: each number in both."""
    for place, digits in enumerate(list_charter_numbers(load_charter(name))):
        for turn, on in enumerate(("2016-01-01", "2021-03-04", "2026-11-26")):
            where = ("/numero/", "/en/number/")[(place + turn) % 2]
            status, text = page(visitor, f"{where}{digits}?on={on}&institution={name}")
            assert status == 200
            assert "{name}" not in text
            assert "{number}" not in text
