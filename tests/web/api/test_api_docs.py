"""What the pages on the API show is done, and what the API has is on the pages."""

import os
import re
import shutil
import stat
import subprocess
import sys
from typing import get_args

import pytest

from tests.docs.paper import ROOT, blocks, page
from tests.store.migrated_tables import list_migrated_tables
from tests.web.conftest import running
from tocsin.privacy.vault import Vault
from tocsin.web import rate_limits
from tocsin.web.api import (
    api_keys,
    batch_check,
    code_verification,
    fhir_intake,
    message_check,
    openapi,
    problem,
)
from tocsin.web.api.worker_metrics import WorkerMetrics

HOW_TO = page("integrate/use-the-api.md")
REFERENCE = page("reference/http-api.md")
HERE = "http://127.0.0.1:8080"


@pytest.fixture(scope="module")
def shell(server, template, tmp_path_factory):
    """A folder with what the page speaks of, and a site on a store; runs commands as the page has them."""
    from tests.store import databases

    name = databases.new(server, template)
    folder = tmp_path_factory.mktemp("api")
    (folder / "docs").symlink_to(ROOT / "docs")
    (account,) = [body for _, kind, body in blocks(HOW_TO) if kind == "yaml"]
    (folder / "http.yaml").write_text(account)
    command = folder / "bin" / "tocsin"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m tocsin "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    environ = {
        "TOCSIN_DATABASE_URL": databases.database(server, name),
        "TOCSIN_KEYS": str(folder / "keys.json"),
        "TOCSIN_HTTP_GATEWAYS": str(folder / "http.yaml"),
        "PROVIDER_SECRET": "a secret of this page only",
    }
    Vault.load(folder / "keys.json", make=True)
    with running(**environ) as (address, _):
        path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"

        def run(script):
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script.replace(HERE, address)],
                cwd=folder, env=os.environ | environ | {"PATH": path},
                capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            return done.stdout

        yield run, folder
    databases.drop(server, name)


@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("openssl"), reason="needs curl and openssl")
def test_the_examples_do_what_the_page_says(shell):
    """In their order, in one shell: a command, then what it prints; three dots stand for the rest."""
    run, folder = shell
    script, expected = [], []
    for _, kind, body in blocks(HOW_TO):
        if kind == "sh":
            script.append(body if "TOCSIN_KEY=" in body else f"{{ {body.rstrip()}\n}} > shown.txt 2>&1")
        for line in body.splitlines() if kind == "console" else ():
            if not line.startswith("$ "):
                expected.append(line)
            elif line.startswith(("$ curl", "$ printf")):  # an answer has no end of line
                script.append(f"{line[2:]} > part.txt\ncat part.txt; echo")
            else:
                script.append(line[2:])
    shown = [line.rstrip("\r") for line in run("\n".join(script)).splitlines() if line.strip()]
    assert len(shown) == len(expected), shown
    for line, said in zip(shown, expected, strict=True):
        parts = [re.escape(part) for part in said.split("...")]
        assert re.fullmatch(".*".join(parts), line), line
    assert (folder / "verdicts.jsonl").read_text().count('"verdict":"imposture"') == 30


def test_what_is_said_of_half_a_minute_is_so():
    assert api_keys.KNOWN_FOR == 30.0
    assert "half a minute" in HOW_TO


# ---- the reference


def rows(head):
    """The first cells of a table, without their code marks."""
    table = REFERENCE.split(f"| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return [line.split(" | ")[0].strip("|` ") for line in table if line.startswith("|")]


def test_every_address_is_in_the_reference():
    found = {one.strip("` ") for cell in rows("address") for one in cell.split(", ")}
    assert {f"{one.method} {path}" for path, _, one in openapi.list_operations()} == found


def test_every_refusal_is_in_the_reference_with_its_status():
    table = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", REFERENCE, re.M))
    assert table == {kind: str(status) for kind, (status, _) in problem.KINDS.items()}
    assert set(problem.KINDS) == set(get_args(problem.Kind))
    assert rows("key of a refusal") == list(problem.ProblemDetails.__struct_fields__)


def test_every_scope_is_in_the_reference():
    assert set(rows("scope")) == set(api_keys.SCOPES)


def test_every_bound_is_in_the_reference():
    for bound in (
        message_check.MOST,
        batch_check.WHOLE,
        batch_check.LINE,
        fhir_intake.MOST,
        code_verification.MOST,
    ):
        assert f"{bound:,}" in REFERENCE
    assert f"{rate_limits.BLOCKS}th" in REFERENCE


def test_every_metric_is_in_the_reference():
    from tocsin.metrics.reach.measurement import measure_service  # noqa: F401  # the figures are those of status
    from tocsin.web.api import health

    made = set(re.findall(r'"(tocsin_\w+)"', open(health.__file__).read()))  # noqa: PTH123, SIM115
    registry = WorkerMetrics()._registry
    made |= {metric.name + ("_total" if metric.type == "counter" else "") for metric in registry.collect()}
    assert set(rows("metric")) == made


def test_every_column_of_a_key_is_in_the_reference():
    columns = list_migrated_tables("api_")["api_apikey"].keys() - {"id"}
    assert columns <= set(re.findall(r"`(\w+)`", REFERENCE))


def test_every_table_of_the_api_is_in_the_page_on_the_store():
    assert set(re.findall(r"^\| `(api_\w+)` \|", page("reference/store.md"), re.M)) == set(
        list_migrated_tables("api_")
    )
