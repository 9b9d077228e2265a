"""All institutions on one page: what is known of each, what is not, and where that stands whole."""

import json

import pytest

from tests.web.public.reading import plain
from tocsin.charter.json_export import export_charter, export_charters
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.web.public.institution_pages import MEDIA, view_institution
from tocsin.web.query_params import institution_names, today_in_paris

ADDRESSES = [("/organismes", "fr"), ("/en/institutions", "en"), ("/pt/institutions", "pt")]


@pytest.mark.parametrize(("address", "lang"), ADDRESSES)
def test_every_institution_is_there_once_and_leads_to_its_page(visitor, address, lang):
    text = plain(visitor.get(address))
    for name in institution_names():
        assert text.count(f'<details class="institution" id="{name}">') == 1
        assert f'?institution={name}">' in text
        assert f"<summary>{view_institution(name, today_in_paris(), lang).name}</summary>" in text


def test_it_says_how_to_verify_and_where_to_report(visitor):
    text = plain(visitor.get("/organismes"))
    assert "composez vous-même le 3646" in text
    assert "33700 · signal-spam.fr" in text


@pytest.mark.parametrize("name", list_charter_names())
def test_of_each_it_says_what_is_known_and_what_is_not(name):
    found = view_institution(name, today_in_paris(), "fr")
    assert {kind for kind, _, _ in found.known}.isdisjoint(found.unknown)
    assert {kind for kind, _, _ in found.known} | set(found.unknown) <= set(MEDIA)
    assert found.verify


def test_a_charter_without_senders_says_that_they_are_not_known(visitor):
    assert "of_sms_sender" in view_institution("dgfip", today_in_paris(), "fr").unknown
    assert "de qui viennent ses SMS" in plain(visitor.get("/organismes"))


def test_it_says_what_was_looked_for_and_not_found(visitor):
    assert "Cherché sans le trouver" in plain(visitor.get("/organismes"))
    for address, lang in ADDRESSES[:2]:
        text = plain(visitor.get(address))
        for name in institution_names():
            for said in view_institution(name, today_in_paris(), lang).not_found:
                assert said.text.replace("\xa0", " ").replace("\u202f", " ") in text
    told = json.loads(export_charter(load_charter("netflix")))["not_found"]
    assert {"fr": "l'expéditeur de ses SMS", "en": "the sender of its SMS"} in told


def test_the_check_page_and_the_foot_of_every_page_lead_there(visitor):
    text = plain(visitor.get("/"))
    assert text.count('href="/organismes"') == 2


def test_all_charters_are_one_file(visitor):
    found = visitor.get("/.well-known/tocsin/charters.json")
    assert found.content == export_charters(map(load_charter, list_charter_names()))
    data = json.loads(found.content)
    assert data["format"] == "tocsin-charters/1"
    assert [one["institution"] for one in data["charters"]] == sorted(list_charter_names())
    alone = json.loads(export_charter(load_charter("dgfip")))
    assert next(one for one in data["charters"] if one["institution"] == "dgfip") == {
        key: value for key, value in alone.items() if key != "format"
    }
    assert visitor.get("/.well-known/tocsin/").json()["all"]["data"] == "/.well-known/tocsin/charters.json"
