"""A mail filter, a telephone and a help desk ask for verdicts, and get what ``tocsin scan`` gives."""

import base64
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.campaigns.reporting import report
from tests.web.api.wire import NOON, SMS, Client, Clock
from tocsin.campaigns.campaign_desk import decide_campaign
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.cli.batch_judge import BatchJudge
from tocsin.store.postgres_register import PostgresRegister
from tocsin.verdict.batch_check import RowJudge
from tocsin.web.api import batch_check
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings

LINES = "application/x-ndjson"
PLACE = "/api/v1/check/batch"
EML = (
    b"From: AMELI <no-reply@ameli-vitale.example>\nSubject: Carte vitale\n"
    b"Date: Thu, 2 May 2024 10:00:00 +0200\n\nPayez ici."
)


def ours(lines, lang="fr"):
    """What the rooms below say of lines."""
    return RowJudge(None, lang, NOON.date()).judge_lines(lines, 1).output


# ---- one message


def test_a_scam_is_called_one(alone):
    got = alone.check()
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json")
    assert got.json["verdict"] == "imposture"
    assert got.json["charter"]["as_of"] == "2024-05-02"
    reason = got.json["reasons"][0]
    start, end = reason["span"]
    assert SMS["text"][start:end] == reason["quote"]


def test_a_number_alone_is_told(alone):
    got = alone.check({"text": "3646", "received_at": "2024-05-02"}).json
    assert got["verdict"] == "unrelated"
    assert got["about"] | {"said": []} == {
        "kind": "number",
        "value": "3646",
        "standing": "theirs",
        "said": [],
    }
    assert "about" not in alone.check().json


def test_it_is_the_answer_of_the_rooms_below_to_the_byte(alone):
    body = json.dumps(SMS | {"id": "m-1"}).encode()
    assert alone.check(body).body == ours(body)
    assert alone.post("/api/v1/check?lang=en", body).body == ours(body, "en")


@pytest.mark.parametrize("body", [SMS | {"recieved_at": "2024-05-02"}, SMS | {"lang": "en"}])
def test_a_key_that_is_not_known_is_refused_as_in_the_address(alone, body):
    got = alone.check(body)
    (unknown,) = set(body) - set(SMS)
    assert (got.status, got.kind) == (422, "bad_field")
    assert f"`{unknown}`" in got.json["detail"]
    (line,) = alone.post(PLACE, json.dumps(body).encode(), LINES).lines
    assert line["error"]["kind"] == "bad_field"
    assert unknown in line["error"]["message"]


def test_a_day_that_lies_ahead_is_refused(alone):
    got = alone.check(SMS | {"received_at": "2999-01-01"})
    assert (got.status, got.kind, got.json["field"]) == (422, "bad_field", "received_at")
    assert alone.check(SMS | {"received_at": "2024-05-03"}).status == 200


def test_a_mark_of_windows_is_read_over(alone):
    mark, body = b"\xef\xbb\xbf", json.dumps(SMS).encode()
    assert alone.check(mark + body).body == alone.check(body).body
    assert alone.post(PLACE, mark + body, LINES).body == alone.post(PLACE, body, LINES).body


@pytest.mark.parametrize("junk", [bytes(range(256)), b"\x00\xff\xfe", b"\x89PNG\r\n\x1a\n"])
def test_junk_instead_of_an_email_gets_a_verdict_with_a_defect(alone, junk):
    got = alone.check({"eml": base64.b64encode(junk).decode()})
    assert got.status == 200, got.body
    assert "headers: none that can be read" in got.json["defects"]


def test_it_is_what_the_command_line_prints(alone, tmp_path):
    rows = [SMS | {"id": n, "text": f"{SMS['text']} {n}"} for n in range(5)]
    body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    (tmp_path / "in.jsonl").write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "scan", tmp_path / "in.jsonl"], capture_output=True, check=True
    )
    assert alone.post(PLACE, body, LINES).body == done.stdout
    assert b"".join(alone.check(row).body for row in rows) == done.stdout


def test_without_a_day_it_came_today_in_france(clock):
    clock.at = NOON.replace(hour=23)
    client = Client(ApiService(ApiSettings(), clock=clock))
    row = {name: value for name, value in SMS.items() if name != "received_at"}
    assert client.check(row).json["charter"]["as_of"] == "2024-05-03"
    clock.pass_by(days=1)
    assert client.check(row).json["charter"]["as_of"] == "2024-05-04"


def test_an_email_comes_as_base64_and_its_text_goes_back(alone):
    got = alone.check({"eml": base64.b64encode(EML).decode()})
    assert got.status == 200
    assert got.json["text"].strip() == "Payez ici."


def test_another_institution(alone):
    got = alone.post(
        "/api/v1/check?institution=dgfip", {"text": "impots.gouv.fr : remboursement de 200 euros"}
    )
    assert got.json["charter"]["id"] == "dgfip"


def test_half_characters_are_read_and_written_whole(alone):
    got = alone.check(b'{"text": "AMELI \\ud83d payez", "id": "\\ud83d"}')
    assert got.status == 200
    assert got.json["id"] == "\ufffd"


def test_a_file_of_the_server_cannot_be_asked_for(alone, tmp_path):
    path = tmp_path / "mail.eml"
    path.write_bytes(EML)
    got = alone.check({"eml": str(path)})
    assert (got.status, got.kind) == (422, "bad_field")
    line = json.dumps({"eml": str(path)}).encode()
    assert alone.post(PLACE, line, LINES).lines[0]["error"]["kind"] == "bad_field"


def test_a_long_message_counts_as_several(alone):
    before = int(alone.check().headers["RateLimit-Remaining"])
    after = int(alone.check({"text": "a " * 200_000}).headers["RateLimit-Remaining"])
    assert before - after == 1 + 400_000 // 65_536


def test_what_a_message_says_is_not_written_anywhere(alone, caplog):
    marker = "zanzibar-7731"
    alone.check({"text": f"AMELI {marker}", "sender": "06 39 98 00 01"})
    alone.check(b'{"text": "' + marker.encode())
    alone.post(PLACE, f'{{"text": "{marker}"'.encode(), LINES)
    assert marker not in caplog.text
    assert marker.encode() not in alone.service.metrics.render_text()


# ---- the register


def test_a_message_that_was_really_sent_is_authentic(client, store):
    from tests.store.test_postgres_register import issued
    from tocsin.store.database import open_connection

    with open_connection(store) as connection:
        sent = issued(PostgresRegister(connection))
    row = {"channel": "sms", "sender": "38663", "received_at": "2021-03-05", "text": sent.text}
    assert client.check(row).json["verdict"] == "authentic"
    assert (
        client.check(row | {"text": sent.text + " Cliquez ici : ameli.example"}).json["verdict"]
        == "imposture"
    )
    lines = json.dumps(row).encode() + b"\n"
    assert client.post(PLACE, lines, LINES).lines[0]["verdict"] == "authentic"


def test_a_text_that_an_analyst_confirmed_is_named_here_and_on_the_command_line(
    client, store, db, monkeypatch
):
    words = "Rendez-vous demain devant la mairie pour la réunion du club de lecture, à vingt heures"
    report(db, words, day=NOON.date(), now=NOON)
    group_waiting_reports(db, NOON)
    decide_campaign(db, 1, "confirmed", "", "anais", NOON)
    db.commit()
    row = {"channel": "sms", "received_at": "2024-05-02", "text": words.replace("vingt", "20")}
    other = row | {"text": "La réunion du club de lecture est reportée, la mairie est fermée demain"}

    told = client.check(row)
    assert (told.json["verdict"], [r["kind"] for r in told.json["reasons"]]) == ("suspicious", ["circulates"])
    assert "circulates" not in [r["kind"] for r in client.check(other).json["reasons"]]
    lines = client.post(PLACE, json.dumps(row).encode() + b"\n", LINES).body
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    scan = BatchJudge(None, "fr", NOON.date(), circulating="store")
    assert scan.judge_lines(json.dumps(row).encode(), 1).output == lines == told.body


# ---- many messages


def test_lines_are_answered_in_their_order_and_a_bad_one_does_not_stop_them(alone):
    body = b'{"id": 1, "text": "AMELI"}\n\n  \n{"id": 2, "text": 3}\n{oops\n{"id": 5, "text": "fin"}'
    got = alone.post(PLACE, body, LINES)
    assert (got.status, got.headers["Content-Type"]) == (200, LINES)
    first, second, third, last = got.lines
    assert (first["id"], first["verdict"]) == (1, "unrelated")
    assert second == {
        "line": 4, "id": 2,
        "error": {"kind": "bad_field", "message": "Expected `str | null`, got `int`", "field": "text"},
    }  # fmt: skip
    assert (third["line"], third["error"]["kind"]) == (5, "bad_json")
    assert last["id"] == 5


def test_an_empty_body_has_an_empty_answer(alone):
    got = alone.post(PLACE, b"", LINES)
    assert (got.status, got.body) == (200, b"")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b'{"text": "AMELI"}', b"", b" ", b"{", b'{"text": "\\u2028"}', b"\xff", b'{"text": "a\rb"}']
        )
    ),
    st.booleans(),
)
def test_however_lines_are_cut_the_answer_is_that_of_a_scan(rows, ended):
    body = b"\n".join(rows) + (b"\n" if ended else b"")
    client = Client(ApiService(ApiSettings(anonymous=10_000), clock=Clock()))
    assert client.post(PLACE, body, LINES).body == ours(body)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.lists(st.integers(1, 7), max_size=30))
def test_lines_do_not_depend_on_the_pieces_that_come(body, sizes):
    pieces, at = [], 0
    for size in sizes:
        pieces.append(body[at : at + size])
        at += size
    pieces.append(body[at:])
    lines = [line for some in batch_check._split_lines(pieces, iter(())) for line in some]
    assert b"".join(line or b"" for line in lines) == body
    assert all(line and line.count(b"\n") == line.endswith(b"\n") for line in lines)
    assert all(line.endswith(b"\n") for line in lines[:-1])


def test_a_line_beyond_the_bound_is_refused_and_not_kept(alone, monkeypatch):
    monkeypatch.setattr(batch_check, "LINE", 1_000)
    body = b'{"text": "' + b"a" * 1_000 + b'"}\n{"id": 2, "text": "b"}\n' + b"x" * 1_001
    first, second, third = alone.post(PLACE, body, LINES).lines
    assert first == {
        "line": 1,
        "error": {"kind": "too_long", "message": "the line is longer than 1000 bytes"},
    }
    assert second["id"] == 2
    assert (third["line"], third["error"]["kind"]) == (3, "too_long")


def test_answers_come_while_messages_go(alone, monkeypatch):
    """Beyond what is taken in first, the body is read as the answer is taken: memory stays as it is."""
    monkeypatch.setattr(batch_check, "WHOLE", 50_000)
    line = b'{"text": "AMELI"}\n'
    read = 0

    class Endless:
        def read(self, size):
            nonlocal read
            read += size
            return (line * (size // len(line) + 1))[:size]

        readline = read

    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": PLACE, "CONTENT_TYPE": LINES, "wsgi.input_terminated": True,
        "wsgi.input": Endless(), "REMOTE_ADDR": "192.0.2.7", "HTTP_TRANSFER_ENCODING": "chunked",
    }  # fmt: skip
    answer = alone.api(environ, lambda status, headers: None)
    first = next(iter(answer))
    assert json.loads(first.splitlines()[0])["verdict"] == "unrelated"
    assert read <= 50_000 + 2 * 65_536
    answer.close()


def test_a_body_that_is_cut_short_says_so_in_a_line(alone):
    got = alone.post(PLACE, b'{"id": 1, "text": "a"}\n', LINES, CONTENT_LENGTH="9000000")
    assert got.kind == "incomplete"


def test_each_line_counts_and_the_run_ends_where_the_limit_is(clock):
    client = Client(ApiService(ApiSettings(anonymous=5), clock=clock))
    body = b'{"text": "a"}\n\n' * 8
    *judged, last = client.post(PLACE, body, LINES).lines
    assert [one["verdict"] for one in judged] == ["unrelated"] * 5
    assert (last["line"], last["error"]["kind"]) == (11, "limit")
    assert client.check().status == 429
    clock.pass_by(minutes=1)
    assert client.check().status == 200


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_language_is_that_asked_for(alone, lang):
    got = alone.post(f"{PLACE}?lang={lang}", json.dumps(SMS).encode(), LINES)
    assert got.lines[0]["headline"].startswith(
        {"fr": "C'est une imposture", "en": "This is an imposture"}[lang]
    )
