"""A register in a file outlives whoever writes in it."""

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.cli.exit_status import BadData, FileUnreadable, NotAFile, ReadWriteFailure
from tocsin.cli.file_register import FileRegister, NoRegister, NotOpenToWrite, RegisterInUse, register_path
from tocsin.register import (
    CodeTaken,
    PublishedTemplate,
    RegisterEntry,
    derive_register_keys,
    hash_recipient,
    issue_message,
)

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2021, 3, 5, 9, 30, tzinfo=UTC)
KEYS = derive_register_keys(b"a secret of the tests only")
NOTICE = PublishedTemplate(
    "notice", "1", "fr", "Assurance Maladie : restez chez vous jusqu'au {day}. Réf. {code}"
)
HEAD = b'{"kind":"register","format":1}\n'


def issued(journal, n=0):
    return issue_message(
        journal, KEYS.codes, message_id=f"message {n}", template=NOTICE, values={"day": "12 mars"},
        sender="38663", channel="sms", recipient=hash_recipient(KEYS.recipients, "+33639980001"), now=NOW,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "register.jsonl"


@pytest.fixture
def sent(path):
    with FileRegister.open_to_write(path) as journal:
        return issued(journal)


# ---- what is written is read again


def test_what_was_issued_is_found_by_the_next_process(path, sent):
    journal = FileRegister.open_to_read(path)
    assert journal.find(sent.code) == sent.entry
    assert journal.template("notice", "1", "fr") == NOTICE
    assert len(journal) == 1


def test_it_is_lines_of_json_that_begin_with_their_format(path, sent):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["register", "template", "entry"]
    assert lines[0]["format"] == 1
    assert lines[2]["issued"] == "2021-03-05T09:30:00Z"


def test_it_holds_no_number(path, sent):
    assert "39980001" not in path.read_text(encoding="utf-8")


def test_only_its_owner_may_read_it(path, sent):
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_it_only_ever_grows(path, sent):
    before = path.read_bytes()
    with FileRegister.open_to_write(path) as journal:
        issued(journal, 1)
    assert path.read_bytes().startswith(before)


def test_a_message_issued_again_is_written_once(path, sent):
    before = path.read_bytes()
    with FileRegister.open_to_write(path) as journal:
        assert issued(journal) == sent
    assert path.read_bytes() == before


def test_a_code_is_given_once(path, sent):
    with FileRegister.open_to_write(path) as journal, pytest.raises(CodeTaken, match=sent.code):
        journal.add(sent.entry)


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(st.text(), st.text(max_size=11), st.datetimes(timezones=st.just(UTC)))
def test_whatever_an_entry_holds_comes_back(tmp_path_factory, word, sender, when):
    path = tmp_path_factory.mktemp("journal") / "register.jsonl"
    word, sender = (text.encode("utf-8", "replace").decode() for text in (word, sender))
    template = PublishedTemplate("t", "1", "fr", word)
    entry = RegisterEntry("K7QF-2M9D", "t", "1", "fr", "0", when, "sms", sender, "", when)
    with FileRegister.open_to_write(path) as journal:
        journal.publish(template)
        journal.add(entry)
    again = FileRegister.open_to_read(path)
    assert (again.template("t", "1", "fr"), again.find("K7QF-2M9D")) == (template, entry)


def test_many_entries_are_read_without_trouble(path):
    codes = set()
    with FileRegister.open_to_write(path) as journal:
        journal.publish(NOTICE)
    line = b'{"kind":"entry","code":"%d","template":"notice","version":"1","lang":"fr","text_hash":"",'
    line += b'"issued":"2021-03-05T09:30:00Z","channel":"sms","sender":"38663","recipient":""}\n'
    with path.open("ab") as file:
        for n in range(50_000):
            file.write(line % n)
            codes.add(str(n))
    journal = FileRegister.open_to_read(path)
    assert len(journal) == len(codes)
    assert all(journal.find(code) for code in codes)


# ---- crashes

WRITER = """
import sys
from pathlib import Path
from tests.cli.test_file_register import FileRegister, issued
with FileRegister.open_to_write(Path(sys.argv[1])) as journal:
    for n in range(int(sys.argv[2]), 1_000_000):
        print(issued(journal, n).code, flush=True)
"""


def writer(path, first=0):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_after_a_kill_every_code_that_was_handed_out_stands(path):
    process = writer(path)
    handed_out = [process.stdout.readline().strip() for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    handed_out += process.stdout.read().split()
    process.wait()
    with FileRegister.open_to_write(path) as journal:
        assert [code for code in handed_out if journal.find(code) is None] == []
        assert [issued(journal, n).code for n in range(len(handed_out))] == handed_out


def test_only_one_process_writes_and_any_may_read(path):
    process = writer(path)
    code = process.stdout.readline().strip()
    try:
        with pytest.raises(RegisterInUse, match="Another process is writing"):
            FileRegister.open_to_write(path)
        assert FileRegister.open_to_read(path).find(code)
    finally:
        process.kill()
        process.communicate()
    FileRegister.open_to_write(path).close()


@pytest.mark.parametrize("kept", [1, 10, -2])
def test_a_last_line_cut_short_is_left_out_with_a_warning(path, sent, capfd, kept):
    whole = path.read_bytes()
    line = whole.splitlines()[-1]
    path.write_bytes(whole + line[:kept])
    journal = FileRegister.open_to_read(path)
    assert journal.find(sent.code)
    assert "the last line was cut short" in capfd.readouterr().err
    assert path.read_bytes() == whole + line[:kept]


def test_the_next_writer_cuts_it_off(path, sent, capfd):
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"kind":"entry","code":"K7')
    with FileRegister.open_to_write(path) as journal:
        issued(journal, 1)
    capfd.readouterr()
    assert len(FileRegister.open_to_read(path)) == 2
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("left", [b"", b'{"kind":"regis', HEAD[:-1]])
def test_a_register_that_was_cut_short_at_its_very_beginning_is_begun_again(path, left):
    path.parent.mkdir()
    path.write_bytes(left)
    with FileRegister.open_to_write(path) as journal:
        code = issued(journal).code
    assert path.read_bytes().startswith(HEAD)
    assert FileRegister.open_to_read(path).find(code)


@pytest.mark.parametrize("written", ["nothing", "half"])
def test_where_the_disk_is_full_nothing_may_leave(path, sent, monkeypatch, written):
    """What could not be kept is not handed out, and what stood before stands."""
    real = os.write

    def full(descriptor, line):
        if written == "nothing":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, line[:20])

    with FileRegister.open_to_write(path) as journal:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(ReadWriteFailure):
            issued(journal, 1)
        monkeypatch.undo()
        with pytest.raises(NotOpenToWrite):
            issued(journal, 1)
    with FileRegister.open_to_write(path) as journal:
        assert len(journal) == 1
        issued(journal, 1)
    assert len(FileRegister.open_to_read(path)) == 2


# ---- what is refused


def test_no_register_is_said_plainly(tmp_path):
    with pytest.raises(NoRegister, match=r"There is no register.*--register or \$TOCSIN_REGISTER"):
        FileRegister.open_to_read(tmp_path / "none.jsonl")


def test_a_folder_is_no_register(tmp_path):
    with pytest.raises(NotAFile):
        FileRegister.open_to_read(tmp_path)
    with pytest.raises(NotAFile):
        FileRegister.open_to_write(tmp_path)


def test_one_that_may_not_be_read_is_said_to_be(path, sent):
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    path.chmod(0)
    with pytest.raises(FileUnreadable):
        FileRegister.open_to_read(path)


ENTRY = (
    b'{"kind":"entry","code":"K7QF-2M9D","template":"notice","version":"1","lang":"fr","text_hash":"",'
    b'"issued":"2021-03-05T09:30:00Z","channel":"sms","sender":"38663","recipient":""}\n'
)
WORDING = b'{"kind":"template","id":"notice","version":"1","lang":"fr","text":"{code}"}\n'


@pytest.mark.parametrize(
    ("lines", "number", "said"),
    [
        ((b"SMS\n",), 1, "malformed"),
        ((b'{"id": 1, "text": "a scan, not a register"}\n',), 1, "kind"),
        ((WORDING,), 1, "begins with its format"),
        ((b'{"kind":"register","format":2}\n',), 1, "format 2 is not known"),
        ((HEAD, HEAD), 2, "begins with its format, once"),
        ((HEAD, ENTRY), 2, "not published"),
        ((HEAD, WORDING, ENTRY, ENTRY), 4, "already has this code"),
        ((HEAD, WORDING, ENTRY.replace(b"sms", b"pigeon")), 3, "pigeon"),
        ((HEAD, WORDING, ENTRY.replace(b"30:00Z", b"30:00")), 3, "timezone"),
        ((HEAD, WORDING, WORDING.replace(b"{code}", b"{code}!")), 3, "another wording"),
        ((HEAD, b"\n", WORDING), 2, "truncated"),
        ((HEAD, b"\xff\n"), 2, "malformed"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(path, lines, number, said):
    path.parent.mkdir()
    path.write_bytes(b"".join(lines))
    for opened in (FileRegister.open_to_read, FileRegister.open_to_write):
        with pytest.raises(BadData, match=said) as failure:
            opened(path)
        assert failure.value.place == f"{path}:{number}"
    assert path.read_bytes() == b"".join(lines)


def test_a_register_opened_to_read_takes_nothing(path, sent):
    with pytest.raises(NotOpenToWrite, match="opened to read"):
        issued(FileRegister.open_to_read(path), 1)


# ---- where it is


def test_it_is_where_it_is_said_to_be(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("TOCSIN_REGISTER", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert register_path(None) == tmp_path / ".local/state/tocsin/register.jsonl"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert register_path(None) == tmp_path / "state/tocsin/register.jsonl"
    monkeypatch.setenv("TOCSIN_REGISTER", "here.jsonl")
    assert str(register_path(None)) == "here.jsonl"
    assert str(register_path("there.jsonl")) == "there.jsonl"
