"""Anybody can read what our SMS say at this moment, word for word, and take it as signed data."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from tests.message_templates.people import ALICE, BRUNO, CHLOE, DAVID
from tests.web.public.test_published import decoded, signed  # noqa: F401  # fixture
from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import load_common_texts
from tocsin.message_templates import approval_workflow
from tocsin.message_templates.built_in_texts import load_built_in_texts
from tocsin.message_templates.rewording import OWN

DATA = "/.well-known/tocsin/texts.json"
BUILT_IN = load_common_texts().version
"""Version of the common texts that come with Tocsin."""
ATOM = {"a": "http://www.w3.org/2005/Atom"}
WORDS = Wording(
    "Assurance Maladie{to} : merci, {people} est bien noté. Réf. {code}",
    "Assurance Maladie{to}: thank you, we have noted {people}. Réf. {code}",
)


@pytest.fixture
def anybody(shared):
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode())).replace("\xa0", " ")


@pytest.fixture(scope="module")
def changed(shared):
    """One text was changed two days ago."""
    from tocsin.store import database as stores

    then = datetime.now(UTC) - timedelta(days=2)
    with stores.open_connection(shared, autocommit=True) as db:
        number = approval_workflow.propose_rewording(
            db, "common.people_added", WORDS, "Plus clair", ALICE, then
        )
        for person in (BRUNO, CHLOE):
            approval_workflow.approve_rewording(db, number, person, then)
        approval_workflow.activate_rewording(db, number, None, ALICE, then)
    return number


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nos-contacts", "Assurance Maladie : merci, [noms] est bien noté. Réf. [code]"),
        ("/en/how-we-contact-you", "Assurance Maladie: thank you, we have noted [names]. Réf. [code]"),
    ],
)
def test_the_page_on_our_contacts_says_each_text_as_it_is_sent_now(anybody, changed, address, said):
    page = read(anybody, address)
    assert said in page
    assert page.count("<li>Assurance Maladie") == len(load_built_in_texts())
    assert "{" not in page.partition('id="texts"')[2].partition('id="data"')[0]


def test_a_text_that_is_only_proposed_is_nobodys_business(anybody, db, changed):
    secret = Wording(WORDS.fr.replace("est bien noté", "est noté"), WORDS.en)
    approval_workflow.propose_rewording(db, "common.people_added", secret, "Essai", BRUNO, datetime.now(UTC))
    for address in ("/nos-contacts", "/nos-contacts/changements", "/nos-contacts/changements.atom", DATA):
        assert "merci, [noms] est noté" not in (page := read(anybody, address))
        assert "merci, {people} est noté" not in page
        assert "Bruno" not in read(anybody, address)


def test_another_day_and_another_institution_have_no_texts_of_ours(anybody, changed):
    assert 'id="texts"' not in read(anybody, "/nos-contacts?on=2021-03-04")
    assert 'id="texts"' not in read(anybody, "/nos-contacts?institution=dgfip")


def test_the_data_hold_every_text_with_its_version_and_since_when(anybody, changed):
    found = json.loads(read(anybody, DATA))
    assert (found["format"], found["institution"]) == ("tocsin-texts/1", "assurance_maladie")
    by_id = {one["id"]: one for one in found["texts"]}
    assert set(by_id) == set(load_built_in_texts())
    assert by_id["case.notice"] == {
        "id": "case.notice", "flows": ["case"], "senders": ["38663"], "version": "3", "since": None,
        "fr": load_built_in_texts()["case.notice"].wording.fr,
        "en": load_built_in_texts()["case.notice"].wording.en,
    }  # fmt: skip
    mine = by_id["common.people_added"]
    assert (mine["fr"], mine["version"]) == (WORDS.fr, f"{BUILT_IN}.{changed}")
    assert found["changed"] == mine["since"]
    assert mine["flows"] == ["case", "contact", "follow_up"]


def test_the_data_are_signed_by_the_key_of_the_charter(anybody, changed, signed):  # noqa: F811
    data = anybody.get(DATA).content
    key = json.loads(read(anybody, "/.well-known/tocsin/keys.json"))["keys"][0]
    public = Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
    signature = anybody.get(f"{DATA}.sig").content
    public.verify(signature, data)
    with pytest.raises(InvalidSignature):
        public.verify(signature, data.replace(b"merci", b"voici"))
    head, _, tail = anybody.get(f"{DATA}.jws").content.decode().strip().split(".")
    public.verify(decoded(tail), head.encode() + b"." + data)
    listed = json.loads(read(anybody, "/.well-known/tocsin/"))
    assert listed["texts"]["data"] == DATA
    assert f"{DATA}.sig" in read(anybody, "/nos-contacts")


@pytest.mark.parametrize("name", ["texts.json.sig", "texts.json.jws", "texts.txt", "texts"])
def test_what_is_not_there_is_not_found(anybody, changed, name):
    assert anybody.get(f"/.well-known/tocsin/{name}").status_code == 404


def test_the_changes_and_their_feed_follow(anybody, db, changed):
    approval_workflow.roll_back_text(db, "common.people_added", OWN, "Mieux avant", DAVID, datetime.now(UTC))
    page = read(anybody, "/en/how-we-contact-you/changes")
    assert "The SMS of contact tracing changed" in page
    assert (
        f"common.people_added {BUILT_IN}.{changed}: Assurance Maladie: thank you, we have noted [names]"
        in page
    )
    root = ET.fromstring(anybody.get("/nos-contacts/changements.atom").content)
    entries = root.findall("a:entry", ATOM)
    ids = [entry.findtext("a:id", "", ATOM) for entry in entries]
    ours = [entry for entry, id in zip(entries, ids, strict=True) if ":texts/" in id]
    assert len(set(ids)) == len(ids)
    assert len(ours) >= 2
    assert f"common.people_added {BUILT_IN}.{changed} : " in ours[-1].findtext("a:content", "", ATOM)
    assert root.findtext("a:updated", "", ATOM) == ours[0].findtext("a:updated", "", ATOM)
    again = read(anybody, "/nos-contacts")
    assert "merci, nous avons noté [noms]." in again


def test_a_site_without_a_store_has_no_texts_and_says_nothing_of_them(monkeypatch, tmp_path, anybody):
    monkeypatch.delenv("TOCSIN_DATABASE_URL")
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
    assert 'id="texts"' not in read(anybody, "/nos-contacts")
    assert anybody.get(DATA).status_code == 404
    assert "texts" not in json.loads(read(anybody, "/.well-known/tocsin/"))


def test_a_store_that_is_away_is_said(monkeypatch, anybody):
    from tocsin.web import store_pool

    monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://nobody@localhost:9/none")
    assert "ne peuvent pas être affichés pour le moment" in read(anybody, "/nos-contacts")
    assert anybody.get(DATA).status_code == 503
    assert "Les SMS du suivi des contacts ont changé" not in read(anybody, "/nos-contacts/changements")
    store_pool.STORE_POOL.forget_failure()
