"""An operator makes a key for a partner, looks at the keys, and takes one back."""

import json
from functools import partial

import pytest

from tests.cli.conftest import Tocsin
from tests.web.api.wire import NOON, Client
from tocsin.web.api import api_keys


@pytest.fixture
def run(store, tmp_path):
    """``tocsin`` with the store, on 2 May 2024."""
    environ = {"TOCSIN_DATABASE_URL": store, "TOCSIN_STORY": f"{NOON:%Y-%m-%dT%H:%M:%SZ}@1"}
    return partial(Tocsin(tmp_path), **environ)


def test_a_key_is_made_shown_once_used_and_taken_back(run, client: Client):
    made = run("api-key", "new", "help desk", "--limit", "120", "--expires", "2024-12-31")
    assert made.status == 0
    key = made.out.strip()
    assert len(key) == api_keys.LENGTH
    assert "help desk: check; 120 a minute, until 31 December 2024" in made.err
    client.key = key
    assert client.check().headers["RateLimit-Limit"] == "120"

    listed = run("api-key", "list")
    assert key not in listed.out
    head, row = listed.out.splitlines()
    assert head.split()[:2] == ["name", "scopes"]
    assert "help desk  check" in row
    assert row.endswith("open until 2025-01-01 00:00 UTC")
    assert " 2024-05-02 " in row

    assert (
        "is revoked: workers that know it refuse it within 30 seconds"
        in run("api-key", "revoke", "help desk").out
    )
    assert "was revoked before" in run("api-key", "revoke", "help desk").out
    client.service.callers.keys._known.clear()
    assert client.check().kind == "unknown_key"
    assert "revoked 2024-05-02" in run("api-key", "list").out


def test_the_list_as_json(run):
    run("api-key", "new", "laboratory 12", "--scope", "intake", "--scope", "check", "--expires", "90d")
    (one,) = run("api-key", "list", "--json").lines
    assert (one["name"], one["scopes"], one["per_minute"]) == ("laboratory 12", ["check", "intake"], 6000)
    assert one["expires"].startswith("2024-07-31T10:00")
    assert (one["revoked"], one["used_on"]) == (None, None)
    assert "digest" not in json.dumps(one)


def test_a_name_is_used_once(run):
    assert run("api-key", "new", "help desk").status == 0
    again = run("api-key", "new", "help desk")
    assert (again.status, again.out) == (64, "")
    assert "There is a key of this name already" in again.err


def test_without_keys_the_list_says_how_to_make_one(run):
    assert run("api-key", "list").out == "There is no key: tocsin api-key new NAME makes one.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", "x", "--limit", "0"], "not a number from 1 to"),
        (["new", ""], "expected 1 to 64 characters"),
        (["new", "a\nb"], "on one line"),
        (["new", "x", "--expires", "soon"], "neither a day such as"),
        (["new", "x", "--expires", "2020-01-01"], "over already"),
        (["new", "x", "--scope", "all"], "invalid choice"),
        ([], "ACTION"),
    ],
)
def test_what_is_wrong_is_said(run, words, said):
    got = run("api-key", *words)
    assert (got.status, got.out) == (64, "")
    assert said in got.err


def test_revoking_nothing_is_an_error(run):
    got = run("api-key", "revoke", "nobody")
    assert got.status == 66
    assert "There is no key of this name: nobody" in got.err


def test_without_a_store_it_says_so(run):
    got = run("api-key", "list", TOCSIN_DATABASE_URL="postgresql://nobody:geheim@127.0.0.1:1/none")
    assert got.status == 69
    assert "geheim" not in got.err
