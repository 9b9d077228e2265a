"""The process as it is started: ``python -m tocsin.jobs NAME``."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from tests.tracing.calls.people import LEA, People
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

LONG = 60


@pytest.fixture
def environment(store, tmp_path):
    """Of a service whose day passes in two minutes."""
    vault = Vault.load(tmp_path / "keys.json", make=True)
    with stores.open_connection(store) as db:
        People(db, vault).case("Léa", LEA)
    (tmp_path / "inbox").mkdir()
    return {
        **os.environ,
        "TOCSIN_DATABASE_URL": store,
        "TOCSIN_KEYS": str(tmp_path / "keys.json"),
        "TOCSIN_INBOX": str(tmp_path / "inbox"),
        "TOCSIN_REPORTS": str(tmp_path / "reports"),
        "TOCSIN_STORY": "2021-03-04T08:30:00Z@720",
    }


def test_a_day_of_the_service_leaves_its_reports_and_a_log_without_names(environment, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin.jobs", "chores-1"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    patience = threading.Timer(LONG, process.kill)
    patience.start()
    log = []
    try:
        seen: set[str] = set()
        for line in process.stderr:
            log.append(line)
            event = json.loads(line)
            assert event["event"] != "chore_failed", line
            seen.add(event.get("chore", ""))
            if seen >= {"calls", "outlook", "folder", "erase", "report", "export", "tidy"}:
                break
        process.send_signal(signal.SIGTERM)
        log += process.stderr.readlines()
        assert process.wait(LONG) == 0
    finally:
        patience.cancel()
        process.kill()
        process.wait()
        process.stderr.close()
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert names[0] == "day-counts-2021-03-04.csv"
    assert names[1].startswith("status-2021-03-04T")
    written = "".join(log)
    assert "Léa" not in written
    assert "639981201" not in written
    assert environment["TOCSIN_DATABASE_URL"].split(":")[2].split("@")[0] not in written, "the password"
