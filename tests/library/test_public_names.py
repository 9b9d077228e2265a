"""The few names that a program needs."""

import inspect
import subprocess
import sys
from datetime import date

import pytest

import tocsin


def test_the_public_names_are_these():
    assert set(tocsin.__all__) == {"Message", "Verdict", "check", "judge", "load_charter", "read_eml"}


@pytest.mark.parametrize("name", tocsin.__all__)
def test_each_is_found_documented_and_listed(name):
    found = getattr(tocsin, name)
    assert inspect.getdoc(found)
    assert name in dir(tocsin)


def test_another_name_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        getattr(tocsin, "chekc")  # noqa: B009


def test_a_message_made_by_hand_is_judged():
    message = tocsin.Message(
        channel="call",
        text="Ici l'Assurance Maladie, donnez-moi votre numéro de carte bancaire.",
        sender="06 39 98 00 00",
        received=date(2025, 1, 7),
    )
    verdict = tocsin.judge(message, lang="en")
    assert verdict.level == "imposture"
    assert verdict.headline.startswith("This is an imposture")


def test_a_charter_is_loaded_once_and_used_for_many():
    charter = tocsin.load_charter("assurance_maladie")
    assert tocsin.check("On mange ensemble demain ?", charter=charter).level == "unrelated"


def test_the_types_are_seen_by_a_type_checker(tmp_path):
    program = tmp_path / "uses.py"
    program.write_text(
        "import tocsin\n"
        "verdict: tocsin.Verdict = tocsin.check('x', channel='sms')\n"
        "wrong: int = verdict.level\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(program)],
        capture_output=True,
        text=True,
    )
    assert "uses.py:3: error: Incompatible types" in done.stdout
    assert "uses.py:2" not in done.stdout
