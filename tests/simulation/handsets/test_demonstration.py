"""A site has handsets where it is one of a demonstration, and nowhere else."""

import os
import subprocess
import sys

import pytest

from tocsin.web import urls
from tocsin_simulation.handsets import demonstration
from tocsin_simulation.handsets.demonstration import is_demonstration, reason_not_to_serve

TOLD = {"TOCSIN_LABO": "/nowhere/labo", "TOCSIN_STORY": "file:/nowhere/story"}


@pytest.mark.parametrize("address", ["/labo", "/en/lab", "/labo/0639980001", "/labo/prendre", "/en/lab/time"])
def test_any_other_site_has_no_such_page(visitor, address):
    assert not is_demonstration()
    assert not [page for page in urls.PAGES if page.fr.startswith("labo")]
    assert visitor.get(address).status_code == 404
    assert visitor.post(address).status_code == 404


def test_it_is_on_where_a_simulated_network_is_named():
    assert is_demonstration(TOLD)
    assert not is_demonstration({"TOCSIN_LABO": ""})
    for host in demonstration.LOCAL:
        assert reason_not_to_serve(host, TOLD) == ""
    assert reason_not_to_serve("0.0.0.0", {}) == ""  # no handsets, nothing to refuse


@pytest.mark.parametrize(
    ("host", "more", "said"),
    [
        ("0.0.0.0", {}, "reached from elsewhere, at 0.0.0.0"),
        ("127.0.0.1", {"TOCSIN_SMPP": "smpp://a:b@smsc.example/38663"}, "an account with a network"),
        (
            "127.0.0.1",
            {"TOCSIN_HTTP_GATEWAYS": "accounts.yaml"},
            "TOCSIN_HTTP_GATEWAYS gives this site an account",
        ),
        ("127.0.0.1", {"TOCSIN_STORY": ""}, "no story is told"),
        ("127.0.0.1", {"TOCSIN_STORY": "2021-03-04T07:00:00Z@240"}, "expected TOCSIN_STORY=file:PATH"),
    ],
)
def test_a_site_that_could_be_a_real_one_has_none(host, more, said):
    reason = reason_not_to_serve(host, TOLD | more)
    assert reason.startswith("TOCSIN_LABO is for a demonstration on this machine alone: ")
    assert said in reason


def test_such_a_site_does_not_start():
    account = {"TOCSIN_SMPP": "smpp://a:b@smsc.example/38663"}
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "site", "--port", "0"],
        env=os.environ | TOLD | account, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 64
    assert "TOCSIN_SMPP gives this site an account with a network" in done.stderr
    assert "smsc.example" not in done.stderr
