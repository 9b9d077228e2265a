"""The few names that a program needs."""

import inspect
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

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


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"channel": "fax"}, ValueError, "channel: 'fax' is none of sms, email"),
        ({"lang": "de"}, ValueError, "lang: 'de' is none of fr, en"),
        ({"received": "2024-05-02"}, TypeError, "received: expected a datetime.date"),
        ({"received": datetime(2024, 5, 2, 10, tzinfo=UTC)}, TypeError, "received: expected a datetime.date"),
        ({"received": 0}, TypeError, "received: expected a datetime.date"),
        ({"received": date(2999, 1, 1)}, ValueError, "received: 2999-01-01 lies ahead"),
        ({"text": b"Bonjour"}, TypeError, "text: expected str, got bytes; tocsin.read_eml takes bytes"),
        ({"sender": 38663}, TypeError, "sender: expected str, got int"),
        ({"subject": None}, TypeError, "subject: expected str, got NoneType"),
        ({"charter": "cpam"}, ValueError, "cpam"),
    ],
)
def test_what_cannot_be_is_said_in_words(given, kind, said):
    text = given.pop("text", "Bonjour, ici la CPAM, donnez-moi votre RIB complet.")
    with pytest.raises(kind, match=re.escape(said)):
        tocsin.check(text, **given)


def test_the_day_that_has_begun_elsewhere_is_taken():
    assert tocsin.check("Bonjour", received=date.today() + timedelta(days=1)).level == "unrelated"


@pytest.mark.parametrize(
    ("given", "said"), [({"channel": "fax"}, "channel"), ({"received": "2024-05-02"}, "received")]
)
def test_a_message_made_by_hand_is_held_to_the_same(given, said):
    known = {"channel": "sms", "text": "Bonjour", "received": date(2024, 5, 2)} | given
    with pytest.raises((ValueError, TypeError), match=said):
        tocsin.judge(tocsin.Message(**known))


def test_a_mark_of_windows_before_a_text_is_read_over():
    text = "AMELI : payez 0,99 euro : ameli-vitale.example"
    plain = tocsin.check(text, received=date(2024, 5, 2))
    assert tocsin.check("\ufeff" + text, received=date(2024, 5, 2)) == plain


@pytest.mark.parametrize(
    "source", [bytes(range(256)) * 4, b"\x00\xff\xfe" * 100, b"\x89PNG\r\n\x1a\n\x00", b""]
)
def test_junk_instead_of_an_email_gets_a_verdict_with_a_defect(source):
    message = tocsin.read_eml(source, today=date(2024, 5, 2))
    assert "headers: none that can be read" in message.defects
    assert tocsin.judge(message).level == "unrelated"
