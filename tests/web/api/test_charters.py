"""A partner's program reads what the institution promises: today, on any day, and what changed in between."""

from datetime import date

import pytest

from tocsin.charter.diff import compare_charter_days
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.view import view_as_of

AM = load_charter("assurance_maladie")


def test_the_list_has_every_charter(alone):
    got = alone.get("/api/v1/charters")
    assert [one["id"] for one in got.json] == list(list_charter_names())
    assert [one["clauses"] for one in got.json if one["id"] == AM.id] == [len(AM.clauses)]


@pytest.mark.parametrize("on", ["2017-06-01", "2021-03-04", "2024-05-02", "2026-11-24"])
def test_a_charter_on_a_day_has_the_clauses_of_that_day(alone, on):
    got = alone.get(f"/api/v1/charter?on={on}")
    assert got.json["on"] == on
    assert {one["clause"] for one in got.json["clauses"]} == {
        c.id for c in view_as_of(AM, date.fromisoformat(on)).clauses
    }
    assert {one["state"] for one in got.json["clauses"]} <= {"in", "perhaps"}


def test_without_a_day_it_is_that_of_today(alone):
    assert alone.get("/api/v1/charter").json["on"] == "2024-05-02"


def test_every_clause_has_its_words_its_dates_and_its_sources(alone):
    for lang in ("fr", "en"):
        for clause in alone.get(f"/api/v1/charter?lang={lang}").json["clauses"]:
            of = next(c for c in AM.clauses if c.id == clause["clause"])
            assert clause["text"] == getattr(of.wording, lang)
            assert clause["sources"][0]["url"]
            assert "0001-01-01" not in str(clause["in_force"])
            assert "9999-12-31" not in str(clause["in_force"])


def test_a_point_has_its_value_and_its_price(alone):
    clauses = alone.get("/api/v1/charter?channel=call").json["clauses"]
    (point,) = [c for c in clauses if c.get("value") == "3646" and c["direction"] == "you_contact_them"]
    assert (point["kind"], point["medium"]) == ("point", "phone")
    assert point["tariffs"][0]["tariff"] == "standard"
    assert "items" not in point


def test_one_channel_only(alone):
    clauses = alone.get("/api/v1/charter?channel=letter").json["clauses"]
    assert clauses
    assert all("letter" in clause["channels"] for clause in clauses)
    got = alone.get("/api/v1/charter?channel=fax")
    assert (got.kind, got.json["field"]) == ("bad_query", "channel")


def test_what_changes_between_two_days(alone):
    got = alone.get("/api/v1/charter/diff?before=2019-01-01&after=2021-03-04&lang=en")
    found = compare_charter_days(AM, date(2019, 1, 1), date(2021, 3, 4))
    assert [one["clause"] for one in got.json["begun"]] == [one.clause.id for one in found.begun]
    assert [one["clause"] for one in got.json["ended"]] == [one.clause.id for one in found.ended]
    assert len(got.json["answers"]) == len(found.answers)
    assert all(one["before"] != one["after"] for one in got.json["answers"])


def test_between_a_day_and_itself_nothing_changes(alone):
    got = alone.get("/api/v1/charter/diff?before=2021-03-04&after=2021-03-04").json
    assert got["begun"] == got["ended"] == got["surer"] == got["answers"] == []


def test_what_may_be_kept_by_a_client_says_so(alone):
    assert alone.get("/api/v1/charter").headers["Cache-Control"] == "max-age=300"
    assert alone.check().headers["Cache-Control"] == "no-store"


# ---- a number


def number(client, written, more=""):
    got = client.get(f"/api/v1/numbers/{written}{more}")
    assert got.status == 200, got.body
    return got.json


@pytest.mark.parametrize("written", ["3646", "36 46", "36.46", "36-46"])
def test_the_number_of_the_institution(alone, written):
    got = number(alone, written)
    assert (got["number"], got["shown"], got["tariff"]) == ("3646", "36 46", "standard")
    assert got["named"] is True
    uses = {(one["direction"], one["channel"]): one["standing"] for one in got["uses"]}
    assert uses["you_contact_them", "call"] == "yes"
    assert got["looks_like"] == []


def test_a_dear_number_that_ends_as_the_real_one(alone):
    got = number(alone, "0899 03 36 46", "?lang=en")
    assert (got["number"], got["tariff"], got["named"]) == ("+33899033646", "premium", False)
    assert got["price"].startswith("Up to 0.80 euros")
    assert [one["how"] for one in got["looks_like"]] == ["ends"]


def test_a_number_for_fiction(alone):
    got = number(alone, "06 39 98 00 01")
    assert (got["fiction"], got["tariff"], got["country"]) == (True, "standard", "")


def test_a_number_from_abroad_is_not_priced(alone):
    got = number(alone, "+32 470 12 34 56")
    assert (got["country"], got["tariff"], got["part"], got["price"]) == ("BE", "unknown", None, None)


def test_a_number_on_a_day(alone):
    """The sender of the contact-tracing messages was in use in those years."""
    then = number(alone, "38663", "?on=2021-06-01")
    long_ago = number(alone, "38663", "?on=2017-06-01")
    assert next(use["standing"] for use in then["uses"] if use["direction"] == "they_contact_you") == "yes"
    assert (
        next(use["standing"] for use in long_ago["uses"] if use["direction"] == "they_contact_you") == "will"
    )
    assert then["uses"][0]["clauses"][0]["sources"][0]["url"]
