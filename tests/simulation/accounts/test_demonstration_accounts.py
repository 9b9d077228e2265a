"""A stranger looks at the inside of a demonstration, as anybody who works there."""

import argparse
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.simulation.town.test_page import SCENE
from tests.web.inside import come_in
from tocsin.web.accounts import staff_accounts
from tocsin.web.staff.staff_member import ROLES
from tocsin_simulation.cli import town_command
from tocsin_simulation.cli.town.page import render_page
from tocsin_simulation.town import demonstration_accounts

BEGINS = datetime(2021, 3, 4, 6, tzinfo=UTC)


def test_there_is_somebody_of_every_role_and_their_password_is_drawn(with_store, db, monkeypatch, key_file):
    monkeypatch.setenv("TOCSIN_STAFF_SECOND_FACTOR", "off")
    password = demonstration_accounts.create_demonstration_accounts(db, BEGINS)
    assert [role for _, role in demonstration_accounts.PEOPLE.values()] == list(ROLES)
    for login in demonstration_accounts.PEOPLE:
        client = Client(SERVER_NAME="localhost")
        assert come_in(client, login, password).headers["Location"] == "/service"
    again = demonstration_accounts.create_demonstration_accounts(db, BEGINS)
    assert again != password
    assert staff_accounts.authenticate(db, "auditeur", again, BEGINS)


def test_the_screen_of_the_town_says_how_to_come_in():
    shown = render_page(SCENE, 120, "fr", inside="Le service : http://127.0.0.1:8080/entrer · mot de passe x")
    assert "http://127.0.0.1:8080/entrer" in shown.splitlines()[2]
    assert "entrer" not in render_page(SCENE, 120, "fr")


@pytest.mark.parametrize("address", ["http://tocsin.example/", "8080", "http://10.0.0.1:8080"])
def test_no_accounts_are_made_for_a_site_that_others_reach(address):
    parser = argparse.ArgumentParser(exit_on_error=False)
    town_command.add_arguments(parser)
    with pytest.raises(argparse.ArgumentError, match="not an address on this machine"):
        parser.parse_args(["--inside", address])
