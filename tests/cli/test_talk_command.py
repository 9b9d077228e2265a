"""Somebody who has just cloned Tocsin watches one case and two contacts talk by SMS."""

import json
import os
import re
import subprocess
import sys

import pytest

SECRET = "a secret of this test, long enough"


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return tmp_path_factory.mktemp("talk") / "register.jsonl"


@pytest.fixture(scope="module")
def shown(register):
    """What the demonstration printed; it is run once."""
    ran = subprocess.run(
        [sys.executable, "-m", "tocsin", "talk", "--register", str(register)],
        capture_output=True, text=True, timeout=120, env=os.environ | {"TOCSIN_SECRET": SECRET},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return " ".join(ran.stdout.split())


def test_every_sms_passes_the_guard_is_in_the_register_and_is_found_authentic(shown):
    sent = re.findall(
        r"garde : (\w+), \d SMS · Réf\. ([0-9A-Z-]{9}) au registre · reçu et contrôlé : (\w+)", shown
    )
    assert len(sent) >= 15
    assert {(guarded, level) for guarded, _, level in sent} == {("passe", "authentique")}
    assert len({code for _, code, _ in sent}) == len(sent)


def test_all_that_left_by_smpp_arrived(shown, register):
    left, arrived = re.search(r"(\d+) SMS partis par SMPP, (\d+) remis", shown).groups()
    assert left == arrived
    entries = [json.loads(line) for line in register.read_text().splitlines()]
    assert int(left) == sum(entry["kind"] == "entry" for entry in entries)


def test_the_contacts_that_the_case_named_are_told_and_followed_to_the_end(shown):
    assert "confirmé : Karim +33639980102, Awa +33639980103" in shown
    for name in ("Léa", "Karim", "Awa"):
        assert f"{name} : fin de la conversation (done)" in shown


def test_doubt_is_answered_and_the_language_changes_on_demand(shown):
    assert "vous avez raison de vérifier" in shown
    assert "Is this clear?" in shown


def test_a_code_in_another_text_is_an_imposture_and_the_genuine_text_is_shown(shown):
    fraud = shown.partition("Et si un fraudeur")[2]
    assert "imposture" in fraud
    assert "il a été pris dans un autre message" in fraud


def test_a_code_can_be_verified_afterwards(shown, register, tocsin):
    (code,) = re.findall(r"tocsin verify ([0-9A-Z-]{9})", shown)
    said = tocsin("verify", code, "--register", str(register)).out
    assert "Ce code est vrai" in said
    assert "voici vos consignes" in said


def test_it_can_be_run_again_on_the_same_register(shown, register, monkeypatch, tocsin):
    before = register.read_bytes()
    monkeypatch.setenv("TOCSIN_SECRET", SECRET)
    assert tocsin("talk", "--lang", "en", "--register", str(register)).status == 0
    assert register.read_bytes().startswith(before)
