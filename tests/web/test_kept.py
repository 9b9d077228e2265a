"""Nothing that a person sends is kept: not in the store, not in a log, not on a disk, not in a browser.

The real site runs with a store of its own and a folder of its own for whatever it might write. A word that
stands nowhere else is sent in every way there is; then it is looked for everywhere.
"""

import re
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.web.conftest import running

BOUNDARY = "----tocsin"


def multipart(fields: dict[str, str], name: str = "", content: bytes = b"") -> bytes:
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}'.encode() for k, v in fields.items()]
    if name:
        head = (
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: message/rfc822'
        )
        parts.append(head.encode() + b"\r\n\r\n" + content)
    lead = f"--{BOUNDARY}\r\n".encode()
    return b"".join(lead + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def post(site: str, body: bytes, kind: str) -> tuple[int, str, dict[str, str]]:
    connection = HTTPConnection(urlsplit(site).netloc, timeout=300)
    connection.request("POST", "/", body, {"Content-Type": kind})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), dict(answer.getheaders())


def get(site: str, address: str) -> int:
    connection = HTTPConnection(urlsplit(site).netloc, timeout=300)
    connection.request("GET", address)
    return connection.getresponse().status


def every_way(site: str, word: str) -> list[int]:
    """Send the word as a text, a sender, an e-mail, a long e-mail, and in ways that are refused."""
    form, parts = "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"
    email = (
        f"From: {word} <{word}@b.example>\nSubject: {word}\nDate: Tue, 4 Mar 2025 10:00:00\n\nCPAM {word}\n"
    )
    long = email.encode() + b"x" * 6_000_000
    sent = [
        (urlencode({"text": f"AMELI {word} payez 1 euro, réf. K7QF-2M9D", "sender": word}).encode(), form),
        (urlencode({"text": word, "view": "sheet"}).encode(), form),
        (urlencode({"text": word, "received": word}).encode(), form),
        (multipart({}, f"{word}.eml", email.encode()), parts),
        (multipart({"sender": word}, f"{word}.eml", long), parts),
        (multipart({}, f"{word}.png", b"\x89PNG" + word.encode()), parts),
        (multipart({"text": word * 1000}, f"{word}.eml", email.encode()), parts),
        (multipart({word: word, **{f"f{i}": word for i in range(80)}}), parts),
        (urlencode({"text": word + "x" * 5_000_000}).encode(), form),
    ]
    return [post(site, body, kind)[0] for body, kind in sent]


def in_store(url: str, word: str) -> list[str]:
    """Tables of the store in which the word stands."""
    with psycopg.connect(url) as db:
        tables = db.execute(
            "select schemaname, tablename from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert tables
        return [
            name
            for schema, name in tables
            if db.execute(
                sql.SQL("select 1 from {} t where t::text like %s limit 1").format(
                    sql.Identifier(schema, name)
                ),
                (f"%{word}%",),
            ).fetchone()
        ]


def in_files(folder: Path, word: str) -> list[str]:
    return [str(f) for f in folder.rglob("*") if f.is_file() and word.encode() in f.read_bytes()]


def open_files(process: int) -> list[str]:
    """What a process and those that it started have open, apart from what it was started with."""
    family = [
        process,
        *(int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()),
    ]
    opened = []
    for one in family:
        for fd in Path(f"/proc/{one}/fd").iterdir():
            try:
                opened.append(str(fd.readlink()))
            except FileNotFoundError:
                continue
    return [name for name in opened if name.startswith("/") and not name.startswith(("/dev", "/proc"))]


def test_nothing_that_is_sent_is_kept_anywhere_and_the_site_stops_cleanly(store, tmp_path):
    word = f"zoe{uuid4().hex}"
    folders = {name: str(tmp_path) for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME")}
    with running(TOCSIN_DATABASE_URL=store, **folders) as (site, process):
        statuses = every_way(site, word)
        looked = [get(site, f"/en/?secret={word}"), get(site, f"/{word}")]
        left = open_files(process.pid)
        found = in_files(tmp_path, word)  # also in the counts, which are there as long as the site
        process.terminate()
        log = process.stderr.read() if process.stderr else ""
        assert process.wait(timeout=300) == 0
    assert set(statuses) == {200, 413, 422}, statuses
    assert looked == [200, 404]
    for line in ('"event": "answered"', '"page": "check"', '"status": 404'):
        assert line in log
    assert word not in log
    assert "127.0.0.1" not in log
    assert in_store(store, word) == []
    assert found == in_files(tmp_path, word) == []
    ours = [name for name in left if "/tocsin-metrics-" not in name]
    assert [name for name in ours if str(tmp_path) in name or "(deleted)" in name] == []


def test_a_page_that_fails_says_nothing_of_what_was_sent(visitor, monkeypatch, caplog):
    word = f"zoe{uuid4().hex}"

    def fails(*_, **__):
        raise ValueError(f"cannot read {word}")

    monkeypatch.setattr("tocsin.web.public.message_check.judge", fails)
    page = visitor.post("/", {"text": word})
    said = [record for record in caplog.records if record.name == "tocsin.web"]
    assert page.status_code == 500
    assert word not in page.content.decode()
    assert [record.fields["error"] for record in said if record.getMessage() == "failed"] == ["ValueError"]
    assert word not in "".join(str(record.__dict__) for record in said)


def test_a_browser_is_told_to_keep_nothing_either(served):
    form = "application/x-www-form-urlencoded"
    _, page, headers = post(served, urlencode({"text": "AMELI payez"}).encode(), form)
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in {name.lower() for name in headers}
    assert '"historyCacheSize":0' in page


def test_what_is_typed_is_never_part_of_an_address(visitor):
    page = visitor.get("/").content.decode()
    assert set(re.findall(r'<form[^>]* method="(\w+)"', page)) == {"post"}
