"""The API on the real server: what a proxy, a script and somebody who means harm do to it."""

import gzip
import json
import re
import socket
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from tests.web.api.wire import SMS
from tests.web.conftest import running
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.web.api import batch_check
from tocsin.web.rate_limits import BUCKETS

HEAD = b"POST /api/v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def ask(address, path, body=None, media="application/json", **headers):
    """Status, headers and body, whatever the status is."""
    given = {"Content-Type": media, **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = urllib.request.Request(
        address + path, data=body, headers=given if body is not None else headers
    )
    try:
        with urllib.request.urlopen(request, timeout=300) as got:
            return got.status, got.headers, got.read()
    except urllib.error.HTTPError as got:
        return got.code, got.headers, got.read()


def raw(address, sent, *, wait=20.0):
    """What comes back to bytes as they are."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=wait) as line:
        line.sendall(sent)
        found = b""
        while part := line.recv(65_536):
            found += part
            if b"\r\n\r\n" in found:
                break
        return found


def test_the_api_and_the_site_are_one_address(served):
    status, headers, body = ask(served, "/api/v1/check", json.dumps(SMS).encode())
    assert (status, json.loads(body)["verdict"]) == (200, "imposture")
    assert headers["RateLimit-Limit"] == "100000"
    assert ask(served, "/")[0] == 200
    assert ask(served, "/api/nothing")[0] == 404
    assert b'"openapi": "3.1.0"' in ask(served, "/en/api/")[2]


def test_a_number_may_be_written_with_signs(served):
    for written in ("0899%2003%2036%2046", "%2B33899033646", "0899.03.36.46"):
        status, _, body = ask(served, f"/api/v1/numbers/{written}")
        assert (status, json.loads(body)["number"]) == (200, "+33899033646")


def test_a_body_in_chunks_is_read_to_its_end(served):
    body = json.dumps(SMS).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:10], body[10:])) + b"0\r\n\r\n"
    got = raw(served, HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks)
    assert got.startswith(b"HTTP/1.1 200")


def test_more_than_is_taken_in_first_is_answered_while_it_comes(served):
    """A client that sends and takes at the same time gets a line for each of its lines."""
    line = b'{"text": "Bonjour"' + b" " * 30_000 + b"}\n"  # it is the length that counts
    count = 9_000_000 // len(line)
    parts = urlsplit(served)
    head = b"POST /api/v1/check/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    with (
        socket.create_connection((parts.hostname, parts.port), timeout=300) as sock,
        ThreadPoolExecutor(1) as pool,
    ):
        sent = pool.submit(
            sock.sendall,
            head + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % (count * len(line)) + line * count,
        )
        found = b"".join(iter(lambda: sock.recv(1 << 20), b""))
        sent.result()
    assert found.startswith(b"HTTP/1.1 200")
    assert found.count(b'"verdict":"unrelated"') == count


# ---- somebody who means harm


def test_a_bomb_is_not_unfolded(served):
    bomb = gzip.compress(b'{"text": "' + b"a" * 5_000_000 + b'"}')
    status, headers, body = ask(served, "/api/v1/check", bomb, Content_Encoding="gzip")
    assert (status, json.loads(body)["kind"]) == (415, "encoding")
    assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "head", [b"X-A: " + b"a" * 600_000, b"\r\n".join(b"X-%d: a" % n for n in range(1_000))]
)
def test_headers_beyond_all_sense_are_refused(served, head):
    assert raw(served, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n").startswith(
        b"HTTP/1.1 431"
    )


def test_what_is_announced_as_too_large_is_refused_before_it_comes(served):
    got = raw(served, HEAD + b"Content-Length: 99999999999\r\n\r\n{")
    assert got.startswith(b"HTTP/1.1 413")


def test_what_grows_too_large_without_saying_so_is_refused(served):
    """Sent in chunks, nobody knows how long it will be."""
    parts = urlsplit(served)
    with socket.create_connection((parts.hostname, parts.port), timeout=300) as line:
        line.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        part = b"%x\r\n" % (1 << 20) + b"a" * (1 << 20) + b"\r\n"
        try:
            for _ in range(40):
                line.sendall(part)
        except OSError:
            pass  # it had heard enough
        line.settimeout(120)
        try:
            got = line.recv(4_000)
        except ConnectionResetError:
            got = b""
    assert not got or got.startswith(b"HTTP/1.1 413")
    assert ask(served, "/healthz")[0] == 200


def test_two_lengths_are_no_way_to_hide_a_second_request(served):
    smuggled = b"0\r\n\r\nGET /api/v1/charters HTTP/1.1\r\nHost: localhost\r\n\r\n"
    got = raw(served, HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled)
    assert got.startswith(b"HTTP/1.1 400")


SLOW = (
    (b"/en/", b"application/x-www-form-urlencoded", 100, b"text=A"),
    (b"/api/v1/check", b"application/json", 100, b'{"te'),
    (b"/api/v1/check/batch", b"application/x-ndjson", 100, b'{"te'),
    # so much that its answer begins while it comes
    (b"/api/v1/check/batch", b"application/x-ndjson", 9_000_000, b"a" * (batch_check.WHOLE + 1)),
)


def test_slow_clients_of_every_kind_do_not_keep_the_others_waiting(served_by_two):
    """Idle lines, on two workers: when the last has been told, and its line has ended, all are served."""
    with ExitStack() as lines:
        parts = urlsplit(served_by_two)
        slow = []
        for path, media, length, begun in SLOW * 12:
            line = lines.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=120))
            head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            with suppress(OSError):  # refused while it was sent
                line.sendall(head % (path, media, length) + begun)
            slow.append(line)
        assert served_all(served_by_two)
        told = [_answer(line) for line in slow]
        assert set(told) <= {b"HTTP/1.1 400", b"HTTP/1.1 408", b"HTTP/1.1 429", b"HTTP/1.1 200", b""}
        assert told.count(b"HTTP/1.1 408") >= 4
        assert served_all(served_by_two)


def served_all(address):
    """Whether both workers answer, each with more requests than it has threads."""
    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(lambda _: ask(address, "/healthz")[0], range(100))) == {200} and {
            ask(address, "/")[0] for _ in range(4)
        } == {200}


def reach_store(address):
    """Whether both workers have their connections to the store."""
    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(lambda _: ask(address, "/readyz")[0], range(16))) == {200}


def _answer(line):
    try:
        got = line.recv(12)
        while line.recv(65_536):
            pass
    except ConnectionResetError:
        got = b""
    return got


# ---- several workers


NEARLY = """
insert into tracing_pageuse (bucket, digest, until)
select 'check', digest, now() + %(window)s::interval + interval '1 hour'
from tracing_pageuse where bucket = 'call'
"""
"""Whoever asked for a call has no check left."""


def test_the_limits_hold_with_several_workers_and_several_machines(store, tmp_path):
    """Two servers, one of two workers, and one store: as many answers as the limit, and no more.

    Of codes that are said, of messages that are checked, and of the API, which counts apart from the pages.
    """
    keys = tmp_path / "keys.json"
    Vault.load(keys, make=True)
    settings = {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(keys), "TOCSIN_API_ANONYMOUS": "100"}
    settings["TOCSIN_STORY"] = f"2024-05-02T10:00:00Z@0.001@{time.time():.6f}"  # nothing is given back
    with (
        running("--workers", "2", **settings) as (first, _),
        running(**settings) as (second, _),
        ThreadPoolExecutor(2) as pool,
    ):
        while not (reach_store(first) and reach_store(second)):
            pass  # a worker that cannot have a connection in two seconds counts for itself alone
        form = "application/x-www-form-urlencoded"
        both = [first, second] * 9
        calls = list(pool.map(lambda n: ask(both[n], "/en/call", b"code=%06d" % n, form)[0], range(18)))
        with open_connection(store) as connection:
            connection.execute(NEARLY, {"window": BUCKETS["check"].window})
        # Whatever time this takes, nothing is given back: all of it was taken until an hour from now.
        checks = list(pool.map(lambda n: ask(both[n], "/en/", b"text=AMELI+%d" % n, form)[0], range(12)))
        tries = [first, second] * 100
        statuses = list(pool.map(lambda where: ask(where, "/api/v1/charters")[0], tries))
    assert (calls.count(200), calls.count(429)) == (BUCKETS["call"].most, 18 - BUCKETS["call"].most)
    assert checks == [429] * 12
    assert set(statuses) == {200, 429}
    assert 80 <= statuses.count(200) <= 100


def test_whichever_worker_is_asked_tells_what_all_have_done(served_by_two):
    body = json.dumps(SMS).encode()
    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(lambda _: ask(served_by_two, "/api/v1/check", body)[0], range(60)))
    assert statuses <= {200, 429}
    told = {ask(served_by_two, "/metrics")[2] for _ in range(6)}
    counts = {re.search(rb'tocsin_api_checks_total\{verdict="imposture"\} (\S+)', one)[1] for one in told}
    assert len(counts) == 1
    assert float(counts.pop()) > 30


def test_a_setting_that_does_not_hold_is_said_before_anything_starts(tmp_path):
    from tests.cli.conftest import Tocsin

    run = Tocsin(tmp_path)
    got = run("site", "--port", "0", TOCSIN_API_ORIGINS="www.service.example")
    assert got.status == 64
    assert (
        "TOCSIN_API_ORIGINS='www.service.example': expected origins such as https://www.service.example"
        in got.err
    )
    got = run("site", "--port", "0", TOCSIN_HTTP_GATEWAYS=str(tmp_path / "none.yaml"))
    assert (got.status, "none.yaml" in got.err) == (64, True)
