"""A relay hands its messages over, one JSON object a line."""

import base64
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import read_terminal
from tocsin.cli.line_chunks import LineReader

FRAUD = {
    "id": "f1",
    "channel": "sms",
    "sender": "AMELI",
    "received_at": "2024-05-02",
    "text": "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
}
FRIEND = {"id": 7, "channel": "sms", "text": "On mange ensemble demain ?"}


def test_each_line_gets_a_verdict_in_order(tocsin):
    ran = tocsin("scan", tocsin.rows(FRAUD, FRIEND, FRAUD))
    assert ran.status == 0
    assert [(row["id"], row["verdict"]) for row in ran.lines] == [
        ("f1", "imposture"),
        (7, "unrelated"),
        ("f1", "imposture"),
    ]
    assert ran.err == ""


def test_the_output_has_the_keys_of_the_contract(tocsin):
    (row,) = tocsin("scan", tocsin.rows(FRAUD)).lines
    assert row["claims"] == ["assurance_maladie"]
    assert row["charter"]["id"] == "assurance_maladie"
    assert row["charter"]["as_of"] == "2024-05-02"
    assert {"headline", "compatible", "proves", "advice"} <= set(row)
    for reason in row["reasons"]:
        assert {"kind", "clause", "span", "quote", "text", "field", "in_force", "source", "weight"} == set(
            reason
        )
        if reason["field"] == "text" and reason["span"]:
            start, end = reason["span"]
            assert FRAUD["text"][start:end] == reason["quote"]


def test_each_advice_is_said_once(tocsin):
    (row,) = tocsin("scan", tocsin.rows(FRAUD)).lines
    texts = [advice["text"] for advice in row["advice"]]
    assert len(texts) == len(set(texts))
    assert "received" in row["advice"][0]["when"]


def test_scan_and_check_write_the_same(tocsin):
    (row,) = tocsin("scan", tocsin.rows(FRAUD)).lines
    del row["id"]
    checked = tocsin("check", FRAUD["text"], "--sender", "AMELI", "--received", "2024-05-02", "--json")
    assert checked.json == row


def test_standard_input_to_standard_output(tocsin):
    ran = tocsin("scan", "-", stdin=json.dumps(FRAUD).encode())
    assert [row["verdict"] for row in ran.lines] == ["imposture"]


def test_the_language_is_chosen_once(tocsin):
    (row,) = tocsin("scan", tocsin.rows(FRAUD), "--lang", "en").lines
    assert row["headline"].startswith("This is an imposture")


def test_the_charter_of_another_institution(tocsin):
    text = "impots.gouv : remboursement de 412 €, donnez votre carte bancaire sur impots-remb.example"
    (row,) = tocsin("scan", tocsin.rows({"channel": "sms", "text": text}), "--charter", "dgfip").lines
    assert row["charter"]["id"] == "dgfip"
    assert "id" not in row


def test_unknown_keys_are_ignored(tocsin):
    (row,) = tocsin("scan", tocsin.rows(FRAUD | {"family": "x", "expect": {"a": [1]}})).lines
    assert row["verdict"] == "imposture"


def test_a_file_of_windows_begins_with_a_mark(tocsin):
    line = json.dumps(FRAUD).encode()
    ran = tocsin("scan", "-", stdin=b"\xef\xbb\xbf" + line + b"\n" + line)
    assert [row["verdict"] for row in ran.lines] == ["imposture", "imposture"]
    assert "could not be read" not in ran.err


# ---- many lines, many processes


@pytest.fixture(scope="module")
def thousands():
    """Several chunks for several processes; a friend's message is judged in a fifth of the time of a fraud."""
    rows = [(FRIEND if n % 30 else FRAUD) | {"id": n, "note": "x" * 80} for n in range(3000)]
    return ("\n".join(map(json.dumps, rows)) + "\n").encode()


def test_any_number_of_processes_gives_the_same_bytes(tocsin, thousands):
    name = tocsin.file("in.jsonl", thousands)
    one = tocsin("scan", name, "--jobs", "1")
    three = tocsin("scan", name, "--jobs", "3")
    assert one.out == three.out
    assert [row["id"] for row in one.lines] == list(range(3000))


def test_bad_lines_keep_their_number_in_every_process(tocsin, thousands):
    lines = thousands.split(b"\n")
    lines[1234] = b"{oops"
    lines[2345] = b""
    for jobs in "1", "2":
        ran = tocsin("scan", "-", "--jobs", jobs, stdin=b"\n".join(lines))
        assert [row["line"] for row in ran.lines if "error" in row] == [1235]
        assert len(ran.lines) == 2999


def test_an_answer_comes_before_the_next_question(tocsin):
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "scan", "-", "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    for _ in range(2):
        process.stdin.write(json.dumps(FRAUD).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["verdict"] == "imposture"
    process.stdin.close()
    assert process.wait(timeout=300) == 0


PEAKS = """
import re, sys
from tocsin.cli.main import run_cli
for name in sys.argv[1:]:
    assert run_cli(["scan", name, "--jobs", "1"]) == 0
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def test_memory_does_not_grow_with_the_input(tocsin):
    """A thousand lines take as much as four thousand more in the same process: they are eight chunks, so that
    the buffers have been full."""

    def write(first: int, last: int) -> str:
        rows = [(FRIEND if n % 30 else FRAUD) | {"id": n, "note": "x" * 1000} for n in range(first, last)]
        return tocsin.file(f"from{first}.jsonl", "\n".join(map(json.dumps, rows)))

    names = write(0, 1000), write(1000, 5000)
    done = subprocess.run(
        [sys.executable, "-c", PEAKS, *names], cwd=tocsin.folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=True,
    )  # fmt: skip
    some, more = map(int, done.stderr.split())
    assert more < some * 1.02, (some, more)  # kilobytes: each line remembered would be seen, and each answer
    assert more < 120_000


# ---- bad lines


@pytest.mark.parametrize(
    ("line", "kind", "field"),
    [
        (b"{oops", "bad_json", ""),
        (b"[1, 2]", "bad_field", ""),
        (b'{"channel": "pigeon", "text": "x"}', "bad_field", "channel"),
        (b'{"text": 12}', "bad_field", "text"),
        (b'{"text": "x", "received_at": "31/05/2024"}', "bad_field", "received_at"),
        (b'{"text": "x", "received_at": "2024-02-31"}', "bad_field", "received_at"),
        (b'{"text": "x", "received_at": "2999-01-01"}', "bad_field", "received_at"),
        (b'{"text": "x", "inside_account": "yes"}', "bad_field", "inside_account"),
        (b'{"text": "\xff"}', "bad_utf8", ""),
        (b"[" * 100_000, "bad_field", ""),
        (b'{"text": "\\ud83d', "bad_json", ""),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_run_goes_on(tocsin, line, kind, field):
    good = json.dumps(FRAUD).encode()
    ran = tocsin("scan", "-", stdin=b"\n".join([good, line, good]))
    assert ran.status == 0
    first, bad, last = ran.lines
    assert first["verdict"] == last["verdict"] == "imposture"
    assert bad["line"] == 2
    assert bad["error"]["kind"] == kind
    assert bad["error"].get("field", "") == field
    assert bad["error"]["message"]
    assert "1 of 3 lines could not be read" in ran.err


def test_a_bad_line_keeps_its_id(tocsin):
    (row,) = tocsin("scan", "-", stdin=b'{"id": "m-9", "channel": "pigeon"}').lines
    assert row["id"] == "m-9"


def test_strict_makes_a_bad_line_a_failure(tocsin):
    assert tocsin("scan", "-", "--strict", stdin=b"{oops").status == 65


def test_half_characters_are_read_and_replaced_one_for_one(tocsin):
    text = "\\ud83d AMELI : votre carte vitale expire : ameli-vitale.example"
    ran = tocsin("scan", "-", stdin=f'{{"text": "{text}", "received_at": "2024-05-02"}}'.encode())
    (row,) = ran.lines
    assert row["verdict"] == "imposture"
    link = next(r for r in row["reasons"] if r["kind"] == "lookalike_domain")
    assert (" " + text[6:])[slice(*link["span"])] == link["quote"]


def test_a_line_of_20_megabytes_is_refused_and_the_next_one_judged(tocsin):
    long = json.dumps({"text": "a" * 20_000_000}).encode()
    good = json.dumps(FRAUD).encode()
    for jobs in "1", "2":
        ran = tocsin("scan", "-", "--jobs", jobs, stdin=b"\n".join([good, long, good, long]))
        first, second, third, last = ran.lines
        assert first["verdict"] == third["verdict"] == "imposture"
        assert (second["line"], second["error"]["kind"]) == (2, "too_long")
        assert (last["line"], last["error"]["kind"]) == (4, "too_long")


def test_windows_line_ends_and_a_missing_last_one(tocsin):
    line = json.dumps(FRAUD).encode()
    ran = tocsin("scan", "-", stdin=line + b"\r\n\r\n" + line)
    assert [row["verdict"] for row in ran.lines] == ["imposture", "imposture"]


def test_an_empty_file_gives_nothing(tocsin):
    ran = tocsin("scan", tocsin.file("empty.jsonl", ""))
    assert (ran.status, ran.out) == (0, "")


# ---- e-mails

MAIL = b"""Authentication-Results: mx.camille.example; dkim=pass header.d=info.ameli.fr
Received: from out.ameli.example by mx.camille.example; Tue, 18 Mar 2025 09:12:44 +0100
From: Assurance Maladie <assurance-maladie@info.ameli.fr>
Subject: Information de paiement
Content-Type: text/html; charset=utf-8

<p>Un paiement a \xc3\xa9t\xc3\xa9 effectu\xc3\xa9.</p>
<p>Le voir dans votre compte ameli. L'Assurance Maladie</p>
"""


def test_an_email_in_base64_gives_its_visible_text(tocsin):
    (row,) = tocsin("scan", tocsin.rows({"id": "m", "eml": base64.b64encode(MAIL).decode()})).lines
    assert row["verdict"] == "unproven"
    assert row["text"].startswith("Un paiement a été effectué.")
    assert row["charter"]["as_of"] == "2025-03-18"


def test_an_email_is_found_beside_the_rows(tocsin):
    (tocsin.folder / "box").mkdir()
    tocsin.file("box/mail.eml", MAIL)
    rows = tocsin.rows({"eml": "mail.eml", "trust_host": "mx.camille.example"}, name="box/in.jsonl")
    assert [row["verdict"] for row in tocsin("scan", rows).lines] == ["authentic"]


@pytest.mark.parametrize("path", ["nowhere.eml", "/etc/passwd", "/dev/zero", ".", "", "a\0b"])
def test_nothing_but_an_email_is_read(tocsin, path):
    (row,) = tocsin("scan", tocsin.rows({"eml": path})).lines
    assert row["error"]["kind"] == "bad_field"
    assert row["error"]["field"] == "eml"
    assert "root:" not in json.dumps(row)


# ---- files


def test_out_is_written_whole(tocsin):
    ran = tocsin("scan", tocsin.rows(FRAUD, FRIEND), "--out", "verdicts.jsonl")
    assert (ran.status, ran.out) == (0, "")
    assert len((tocsin.folder / "verdicts.jsonl").read_text().splitlines()) == 2


def test_out_is_not_touched_by_a_run_that_is_stopped(tocsin):
    tocsin.file("verdicts.jsonl", "before")
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "scan", "-", "--out", "verdicts.jsonl", "--jobs", "2"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tocsin.folder,
    )
    process.stdin.write((json.dumps(FRAUD) + "\n").encode() * 3)
    process.stdin.flush()
    while not any(file.name.startswith(".verdicts") for file in tocsin.folder.iterdir()):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=300) == 130
    assert process.stderr.read() == b""
    assert [file.name for file in tocsin.folder.iterdir()] == ["verdicts.jsonl"]
    assert (tocsin.folder / "verdicts.jsonl").read_text() == "before"


STOPPED_WHILE_IT_STARTS = """
import os, signal, sys
from multiprocessing.context import ForkProcess
start = ForkProcess.start
def start_and_be_stopped(self):
    start(self)
    os.kill(os.getpid(), signal.SIGTERM)
ForkProcess.start = start_and_be_stopped
from tocsin.cli.main import run_cli
sys.exit(run_cli(["scan", "-", "--out", "verdicts.jsonl", "--jobs", "2"]))
"""


def test_a_stop_while_the_processes_start_leaves_none_for_whose_end_it_would_wait(tocsin):
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED_WHILE_IT_STARTS],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tocsin.folder,
    )
    process.stdin.write((json.dumps(FRAUD) + "\n").encode() * 3)
    process.stdin.flush()  # and not closed: it would read on
    try:
        assert process.wait(timeout=60) == 130
    finally:
        process.kill()
    assert process.stderr.read() == b""
    assert list(tocsin.folder.iterdir()) == []


def test_a_stop_that_comes_just_before_a_read_is_heard(monkeypatch):
    """The signal is raised while nothing has been read yet: the system would wait for bytes and hear nothing."""
    silent, other = os.pipe()
    looks = iter([False])

    def look(_: LineReader, seconds: float) -> bool:
        assert seconds <= 1
        if next(looks, None) is None:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(LineReader, "wait_until_readable", look)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("a read that nothing ends was begun"))
    with pytest.raises(KeyboardInterrupt):
        next(LineReader(silent, "standard input").chunks())
    os.close(silent)
    os.close(other)


def test_ctrl_c_is_quiet(tocsin):
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "scan", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdin.write(json.dumps(FRAUD).encode() + b"\n")
    process.stdin.flush()
    assert process.stdout.readline()  # it works, and waits for more
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=300) == 130
    assert process.stderr.read() == b""


def test_a_folder_or_an_unreadable_file_is_named(tocsin):
    (tocsin.folder / "in").mkdir()
    ran = tocsin("scan", "in")
    assert ran.status == 66
    assert "in: It is a folder" in ran.err
    assert tocsin("scan", tocsin.rows(FRAUD), "--out", "nowhere/out.jsonl").status == 66
    assert tocsin("scan", tocsin.rows(FRAUD), "--out", "in").status == 66


def test_a_full_disk_is_a_failure(tocsin):
    ran = tocsin("scan", tocsin.rows(FRAUD), "--out", "/dev/full")
    assert ran.status == 74
    assert "No space left" in ran.err


def test_a_reader_that_leaves_stops_the_run_quietly(tocsin, thousands):
    name = tocsin.file("in.jsonl", thousands)
    command = f"{sys.executable} -m tocsin scan {name} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tocsin.folder)
    assert done.stderr == b""


def test_the_progress_bar_is_for_terminals(tocsin, thousands):
    import pty

    name = tocsin.file("in.jsonl", thousands)
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "tocsin", "scan", name, "--jobs", "1"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=tocsin.folder,
    )
    os.close(theirs)
    seen = read_terminal(ours).decode()
    assert "[####" in seen
    assert "3,000 lines in" in seen
