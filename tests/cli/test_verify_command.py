"""Camille has an SMS with a code, and asks whether it was really sent."""

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tocsin.evidence.issue_codes import format_issue_code
from tocsin.privacy.vault import Vault
from tocsin.register import PublishedTemplate, derive_register_keys, hash_recipient, issue_message
from tocsin.store.postgres_register import PostgresRegister

SECRET = b"a secret of the tests only"
CAMILLE = "+33639980003"
NOTICE = PublishedTemplate(
    "contact.notice",
    "2021-03-05",
    "fr",
    "Assurance Maladie : {first_name}, vous êtes cas contact. Restez chez vous jusqu'au {day}. Réf. {code}",
)
NOBODYS = format_issue_code("8PTX4HR")
KEYS = (
    "outcome code mistake issued sender template version genuine compared misuse over "
    "headline proves proves_not advice"
).split()


@pytest.fixture
def service(tocsin, store):
    """Where the register of the service is, and its keys, as the environment says it."""
    keys = tocsin.folder / "keys.json"
    Vault.load(keys, make=True)
    return {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(keys)}


@pytest.fixture
def sent(service):
    """The SMS that Camille received."""
    recipients = Vault.load(Path(service["TOCSIN_KEYS"])).register_keys.recipients
    with psycopg.connect(service["TOCSIN_DATABASE_URL"]) as connection:
        return issue_message(
            PostgresRegister(connection), derive_register_keys(SECRET).codes, message_id="camille/notice", template=NOTICE,
            values={"first_name": "Camille", "day": "12 mars"}, sender="38663", channel="sms",
            recipient=hash_recipient(recipients, CAMILLE), now=datetime(2021, 3, 5, 9, tzinfo=UTC),
        )  # fmt: skip


@pytest.fixture
def verify(tocsin, service, sent):
    def run(*arguments, **rest):
        return tocsin("verify", *arguments, **(service | rest))

    return run


@pytest.fixture
def asked(tocsin, service, sent):
    """A command that looks into the register."""

    def run(*arguments):
        return tocsin(*arguments, "--register", "store", **service)

    return run


def test_the_very_message_is_found_and_exits_with_0(verify, sent):
    ran = verify(
        sent.code, "--text", sent.text, "--sender", "38663", "--received", "2021-03-05",
        "--to", "06 39 98 00 03",
    )  # fmt: skip
    assert ran.status == 0
    assert ran.out.startswith("Oui : ce texte a été envoyé avec ce code.")
    assert ran.err == ""


def test_the_message_is_read_from_standard_input_too(verify, sent):
    assert verify(sent.code, "--text", "-", stdin=f"{sent.text}\r\n".encode()).status == 0
    assert verify(sent.code, "--text", "-", stdin=f"{sent.text}\r\n".encode("cp1252")).status == 0


def test_a_code_alone_exits_with_1_and_asks_for_the_text(verify, sent):
    ran = verify(sent.code)
    assert ran.status == 1
    assert "un code se recopie" in ran.out
    assert "--text" in ran.out


def test_its_code_on_another_text_exits_with_2_and_shows_the_genuine_wording(verify, sent):
    ran = verify(sent.code, "--text", sent.text.replace("12", "30"))
    assert ran.status == 2
    assert "Restez chez vous" in ran.out
    assert "Camille" not in ran.out


def test_a_message_sent_again_exits_with_1(verify, sent):
    for again in (["--sender", "38664"], ["--received", "2021-04-20"], ["--to", "0639980004"]):
        ran = verify(sent.code, "--text", sent.text, *again)
        assert ran.status == 1
        assert ran.out.startswith("Méfiance")


@pytest.mark.parametrize("code", [NOBODYS, "K7QF-2M8D", "K7QF", "K7QF-2M0D", "", "\x1b[31m"])
def test_a_code_that_is_not_known_exits_with_3(verify, code):
    ran = verify(code)
    assert ran.status == 3
    assert "\x1b" not in ran.out


def test_the_code_may_be_typed_in_any_way(verify, sent):
    assert verify(f"réf. {sent.code.replace('-', ' ').lower()}", "--text", sent.text).status == 0


# ---- what people read


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("story", ["matches", "copied", "differs", "found", "unknown", "mistyped"])
def test_the_whole_answer(verify, sent, golden, story, lang):
    told = {
        "matches": [sent.code, "--text", sent.text],
        "copied": [sent.code, "--text", sent.text, "--sender", "06 39 98 00 04", "--received", "2021-04-20"],
        "differs": [sent.code, "--text", "Assurance Maladie : payez 12 €. Réf. " + sent.code],
        "found": [sent.code],
        "unknown": [NOBODYS],
        "mistyped": ["K7QF-2M8D"],
    }
    golden(f"verify-{story}-{lang}", verify(*told[story], "--lang", lang).out)


# ---- JSON


def test_the_json_has_its_keys_and_nothing_of_the_person(verify, sent):
    ran = verify(sent.code, "--text", "x", "--json")
    assert ran.status == 2
    assert list(ran.json) == KEYS
    assert ran.json["outcome"] == "differs"
    assert ran.json["issued"] == "2021-03-05"
    assert "text_hash" not in ran.out
    assert "recipient" not in ran.json["compared"]


def test_the_json_of_a_mistyped_code_says_which_mistake(verify):
    found = verify("K7QF-2M9", "--json").json
    assert (found["outcome"], found["mistake"], found["code"]) == ("mistyped", "length", "K7QF-2M9")
    assert found["issued"] is found["genuine"] is None


# ---- what is missing


def test_without_a_store_it_says_so(tocsin):
    ran = tocsin("verify", "K7QF-2M9D", TOCSIN_HOME=str(tocsin.folder / "none"))
    assert (ran.status, ran.out) == (69, "")
    assert "tocsin:" in ran.err


def test_a_file_is_no_register(tocsin, sent):
    ran = tocsin("verify", sent.code, "--register", "register.jsonl")
    assert ran.status == 64
    assert "register.jsonl" in ran.err


def test_what_is_no_number_is_refused(verify, sent):
    ran = verify(sent.code, "--to", "Camille")
    assert ran.status == 64
    assert "'Camille' is not a telephone number" in ran.err


def test_an_empty_standard_input_is_refused(verify, sent):
    assert verify(sent.code, "--text", "-").status == 65


# ---- check and scan


def test_check_asks_the_register(asked, sent):
    common = ("--sender", "38663", "--received", "2021-03-06")
    ran = asked("check", sent.text, *common)
    assert ran.status == 0
    assert "a été envoyé avec ce code" in ran.out
    ran = asked("check", sent.text.replace("12", "30"), *common)
    assert ran.status == 2
    assert "Le vrai texte" in ran.out
    assert "source : registre des messages envoyés, modèle contact.notice" in " ".join(ran.out.split())


def test_check_does_not_compare_a_day_that_was_not_given(asked, sent):
    ran = asked("check", sent.text, "--sender", "38663", "--json")
    assert "code_reused" not in {reason["kind"] for reason in ran.json["reasons"]}
    assert "registered" in {reason["kind"] for reason in ran.json["reasons"]}


def test_check_without_a_register_is_what_it_was(tocsin, service, sent):
    plain = tocsin("check", sent.text, "--received", "2021-03-06", "--json", **service)
    assert plain.json["verdict"] == "unproven"


def test_check_says_that_the_register_is_missing(tocsin):
    ran = tocsin("check", "Bonjour", "--register", "store", TOCSIN_HOME=str(tocsin.folder / "none"))
    assert (ran.status, ran.out) == (69, "")


@pytest.mark.parametrize(("jobs", "times"), [("1", 4), ("2", 300)])  # of fewer, one process reads nearly all
def test_scan_asks_the_register_for_each_line(tocsin, asked, sent, jobs, times):
    row = {"channel": "sms", "sender": "38663", "received_at": "2021-03-06", "text": sent.text}
    rows = [
        row,
        row | {"text": sent.text.replace("12", "30")},
        row | {"received_at": "2021-04-20"},
        row | {"text": f"Assurance Maladie : restez chez vous. Réf. {NOBODYS}"},
        {key: value for key, value in row.items() if key != "received_at"},
    ] * times
    ran = asked("scan", tocsin.rows(*rows), "--jobs", jobs)
    levels = ["authentic", "imposture", "suspicious", "suspicious"]
    found = [answer["verdict"] for answer in ran.lines]
    assert [found[at::5] for at in range(4)] == [[level] * times for level in levels]
    last = {reason["kind"] for reason in ran.lines[4]["reasons"]}
    assert "registered" in last
    assert "code_reused" not in last


def test_scan_and_check_say_the_same(tocsin, asked, sent):
    row = {"channel": "sms", "sender": "38663", "received_at": "2021-03-06", "text": sent.text}
    (scanned,) = asked("scan", tocsin.rows(row)).lines
    checked = asked("check", sent.text, "--sender", "38663", "--received", "2021-03-06", "--json")
    assert json.loads(checked.out) == scanned


@pytest.mark.parametrize("kind", ["registered", "registered_text_differs", "code_reused", "code_unknown"])
def test_explain_knows_what_the_register_says(tocsin, kind):
    ran = tocsin("explain", f"register.{kind}", "--lang", "en")
    assert ran.status == 0
    assert ran.out.startswith(f"Answer of the register of the messages sent: {kind}")
    assert tocsin("explain", f"sign.{kind}").status == 64
