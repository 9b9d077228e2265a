"""docs/operate/run-in-containers.md: the files that make containers, held to the code. The images themselves take
minutes to build and are not built here."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.docs.paper import ROOT
from tocsin.cli.command_parser import build_parser
from tocsin.config import VARIABLES

FOLDER = ROOT / "deploy" / "container"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_may_write_its_root_or_gain_rights(name):
    one = SERVICES[name]
    assert one["read_only"]
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["image"].split(":")[0] in ("tocsin", "tocsin-postgres")
    assert one["pull_policy"] == "never"


@pytest.mark.parametrize("name", [name for name, one in SERVICES.items() if "command" in one])
def test_what_a_container_runs_is_a_command_that_there_is(name):
    command = SERVICES[name]["command"]
    assert build_parser(command[0]).parse_args(command).command == command[0]


def test_secrets_and_settings_are_variables_that_there_are():
    said = {name for one in SERVICES.values() for name in (*one["secrets"], *one.get("environment", {}))}
    assert said - {"POSTGRES_PASSWORD"} <= set(VARIABLES)
    assert {name for one in SERVICES.values() for name in one["secrets"]} == set(COMPOSE["secrets"])


@pytest.mark.parametrize("name", ["build", "tocsin", "postgres"])
def test_the_scripts_are_read_by_a_shell(name):
    assert os.access(FOLDER / name, os.X_OK)
    assert subprocess.run(["sh", "-n", FOLDER / name]).returncode == 0


def test_what_reads_pictures_is_found_without_the_environment():
    # It is started isolated (-I): a PYTHONPATH would be ignored, and no picture read.
    assert "PYTHONPATH=" not in (FOLDER / "tocsin").read_text(encoding="utf-8")
    assert "dist-packages/tocsin.pth" in (FOLDER / "build").read_text(encoding="utf-8")


def test_without_a_wheel_the_build_says_what_to_do_first(tmp_path):
    folder = tmp_path / "deploy" / "container"
    folder.mkdir(parents=True)
    shutil.copy(FOLDER / "build", folder)
    done = subprocess.run(
        [folder / "build"], capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert (done.returncode, done.stderr) == (66, "build: first ./dev wheel\n")


def test_without_its_tools_the_build_names_them(tmp_path):
    folder = tmp_path / "deploy" / "container"
    folder.mkdir(parents=True)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "tocsin-0.1.0-py3-none-any.whl").touch()
    shutil.copy(FOLDER / "build", folder)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "basename", "ls", "head", "cut"):
        (tools / tool).symlink_to(Path(shutil.which(tool) or ""))
    done = subprocess.run([folder / "build"], capture_output=True, text=True, env={"PATH": str(tools)})
    assert done.returncode == 69
    assert "mmdebstrap is not installed (apt-get install mmdebstrap)" in done.stderr
