"""Two filters of e-mail on the same texts: SpamAssassin and rspamd, without the network.

Neither was made for French SMS: the comparison is of cost, and shows what a general filter sees.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0
NETWORKED = (
    *("antivirus", "arc", "asn", "bimi", "clickhouse", "contextal", "dcc", "dkim", "dkim_signing", "dmarc"),
    *("elastic", "external_relay", "external_services", "fuzzy_check", "gpt", "greylist", "hfilter"),
    *("history_redis", "known_senders", "metric_exporter", "mx_check", "neural", "p0f", "ratelimit", "rbl"),
    *("replies", "reputation", "rspamd_update", "spf", "url_redirector", "metadata_exporter"),
)
"""Modules of rspamd that ask a server; turned off."""


class Scanned(NamedTuple):
    """What a filter did with a set of messages."""

    cpu: float
    """CPU seconds of the scans, without the start."""
    caught: list[bool]
    """For each message, whether it would be marked as spam with the settings as shipped."""


def spamassassin(messages: Sequence[bytes]) -> Scanned | str:
    """Scan with SpamAssassin's own library, or say why not."""
    if not shutil.which("spamassassin") or not shutil.which("perl"):
        return "SpamAssassin is not installed (Debian: apt-get install spamassassin)"
    with tempfile.TemporaryDirectory() as folder:
        names = _written(messages, Path(folder))
        done = subprocess.run(
            ["perl", str(HERE / "_spamassassin.pl"), folder],
            input="\n".join(names),
            capture_output=True,
            text=True,
        )
    lines = done.stdout.splitlines()
    if done.returncode or not lines or not lines[-1].startswith("cpu "):
        return f"SpamAssassin could not be run: {done.stderr.strip()[-200:]}"
    return Scanned(float(lines[-1].split()[1]), [line.startswith("spam") for line in lines[:-1]])


def _written(messages: Sequence[bytes], folder: Path) -> list[str]:
    names = []
    for number, message in enumerate(messages):
        name = folder / f"{number:06}.eml"
        name.write_bytes(message)
        names.append(str(name))
    return names


def rspamd(messages: Sequence[bytes]) -> Scanned | str:
    """Scan with a rspamd of our own on a free port, or say why not."""
    if not shutil.which("rspamd"):
        return "rspamd is not installed (Debian: apt-get install rspamd)"
    with tempfile.TemporaryDirectory() as folder, _rspamd(Path(folder)) as (daemon, port):
        connection = _connected(port, daemon)
        if connection is None:
            return "rspamd could not be started"
        for message in messages[:20]:  # its first messages compile expressions
            _ask(connection, message)
        before = _cpu_of_family(daemon.pid)
        caught = [_ask(connection, message) for message in messages]
        return Scanned(_cpu_of_family(daemon.pid) - before, caught)


@contextmanager
def _rspamd(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    local = folder / "etc"
    (local / "local.d").mkdir(parents=True)
    (local / "override.d").mkdir()
    for name in NETWORKED:
        (local / "override.d" / f"{name}.conf").write_text("enabled = false;\n")
    normal = f'bind_socket = "127.0.0.1:{port}";\ncount = 1;\n'
    (local / "override.d" / "worker-normal.inc").write_text(normal)
    for name in ("controller", "proxy"):
        (local / "override.d" / f"worker-{name}.inc").write_text("enabled = false;\ncount = 0;\n")
    (local / "override.d" / "options.inc").write_text(
        'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.01s; retransmits = 1; }\n'
        'filters = "chartable,regexp";\n'
    )
    (local / "override.d" / "logging.inc").write_text('type = "console";\nlevel = "error";\n')
    places = [f"--var={name}={folder}" for name in ("RUNDIR", "DBDIR", "LOGDIR")]
    words = ["rspamd", "-f", "-i", *places, f"--var=LOCAL_CONFDIR={local}"]
    daemon = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield daemon, port
    finally:
        daemon.terminate()
        with suppress(subprocess.TimeoutExpired):
            daemon.wait(10)
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait()


def _connected(port: int, daemon: subprocess.Popen[bytes]) -> http.client.HTTPConnection | None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and daemon.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/ping")
            if connection.getresponse().read().strip() == b"pong":
                return http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        time.sleep(0.2)
    return None


def _ask(connection: http.client.HTTPConnection, message: bytes) -> bool:
    connection.request("POST", "/checkv2", message, {"Connection": "keep-alive"})
    found = json.loads(connection.getresponse().read())
    return found["action"] in ("add header", "rewrite subject", "reject")


def _cpu_of_family(pid: int) -> float:
    """CPU seconds of a process and of its children, from the system's table of processes."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            if int(entry.parent.name) == pid or int(fields[1]) == pid:
                total += (int(fields[11]) + int(fields[12])) / tick
    return total
