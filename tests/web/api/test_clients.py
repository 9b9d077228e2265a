"""The clients that ``./dev clients`` generates, against the running API."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import build_clients

PYTHON = """
import sys
from tocsin_client import Client
from tocsin_client.api.default import check, number
from tocsin_client.models import RequestRow

client = Client(base_url=sys.argv[1])
sms = RequestRow(channel="sms", sender="AMELI", text="AMELI : payez 0,99 euro : ameli-vitale.example")
answer = check.sync(client=client, body=sms, lang="en")
print(answer.verdict, answer.charter.id, answer.reasons[0].clause, *answer.reasons[0].span)
print(number.sync("0899033646", client=client).shown)
print(check.sync(client=client, body=RequestRow(text="Bonjour", channel="fax")).kind)
"""
TYPESCRIPT = """
declare const process: { argv: string[] };
import { connect, type Answer, type Message } from "./index.js";

const message: Message = { channel: "sms", sender: "AMELI", text: "AMELI : payez 0,99 euro : ameli-vitale.example" };
const tocsin = connect(process.argv[2]!);
const { data } = await tocsin.POST("/api/v1/check", { params: { query: { lang: "en" } }, body: message });
const answer = data as Answer;
console.log(answer.verdict, answer.charter.id, answer.reasons[0]!.clause);
const refused = await tocsin.GET("/api/v1/numbers/{number}", { params: { path: { number: "none" } } });
console.log(refused.response.status, refused.error!.kind);
"""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return build_clients.read_openapi_document()


@pytest.fixture(scope="module")
def python_client(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clients") / "python"
    build_clients.build_python_client(document, folder)
    return folder


def test_the_python_client_checks_a_message(python_client, site, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PYTHON, site], capture_output=True, text=True, timeout=300,
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(python_client)},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    verdict, number, refused = done.stdout.splitlines()
    assert verdict.startswith("imposture assurance_maladie ")
    assert (number, refused) == ("0 899 033 646", "bad_field")


def test_every_request_but_those_of_many_lines_is_in_the_python_client(document, python_client):
    made = {file.stem for file in (python_client / "tocsin_client/api/default").glob("[!_]*.py")}
    said = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert said - made == {"batch"}


@pytest.mark.skipif(not shutil.which("npm"), reason="node and npm are not on this machine")
def test_the_typescript_client_checks_a_message(document, site, tmp_path):
    folder = tmp_path / "typescript"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "try.ts").write_text(TYPESCRIPT)  # compiled with the client: its types are held too
    try:
        build_clients.build_typescript_client(document, folder)
    except build_clients.PackagesNotFetched as error:
        pytest.skip(f"npm could not fetch the packages: {error}")

    done = subprocess.run(["node", "dist/try.js", site], cwd=folder, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("imposture assurance_maladie ")
    assert done.stdout.splitlines()[1].startswith("4")


def test_where_npm_is_not_the_python_client_is_made(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(build_clients, "build_python_client", lambda document, folder: folder.mkdir())

    build_clients.main(str(tmp_path))

    assert [path.name for path in Path(tmp_path).iterdir()] == ["python"]
    assert build_clients.NO_NODE in capsys.readouterr().err
