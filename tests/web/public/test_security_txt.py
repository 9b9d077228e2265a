"""Somebody who found a weakness asks the site whom to tell (RFC 9116)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.docs.paper import ROOT
from tocsin.web import site_operator, well_known


def test_the_file_says_whom_to_write_to_until_when_and_where_it_belongs(visitor, monkeypatch):
    monkeypatch.setenv(
        well_known.VARIABLE, "mailto:securite@verifier.example, https://verifier.example/faille"
    )
    response = visitor.get(well_known.ADDRESS)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.partition(": ")[::2] for line in response.content.decode().splitlines()]
    assert [value for name, value in fields if name == "Contact"] == [
        "mailto:securite@verifier.example", "https://verifier.example/faille",
    ]  # fmt: skip
    once = dict(fields)
    until = datetime.fromisoformat(once["Expires"])
    assert timedelta(days=1) < until - datetime.now(UTC) < timedelta(days=365)
    assert once["Canonical"].endswith("/.well-known/security.txt")


def test_where_nobody_is_named_there_is_no_such_file(visitor, monkeypatch):
    monkeypatch.delenv(well_known.VARIABLE, raising=False)
    assert visitor.get(well_known.ADDRESS).status_code == 404


@pytest.mark.parametrize("value", ["somebody@verifier.example", "http://verifier.example/", "mailto:a\nX: y"])
def test_a_contact_that_is_none_is_refused(value, monkeypatch):
    monkeypatch.setenv(well_known.VARIABLE, value)
    with pytest.raises(site_operator.BadContactAddress, match="TOCSIN_SECURITY_CONTACT must be"):
        site_operator.read_contact_addresses(well_known.VARIABLE)


def test_the_policy_says_how_to_report_and_its_links_are_there():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "## Report a weakness" in text
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOT / link).exists(), link
