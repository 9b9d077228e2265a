"""Units that an operator copies: systemd takes them, and what they run is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.units import FOLDER, INSTALLED, SERVICES, commands, read, whole
from tocsin.cli import exit_status
from tocsin.cli.command_parser import build_parser
from tocsin.config import VARIABLES

EXPOSED = 2.0
"""Of 10, as "systemd-analyze security" counts: what is left is that they speak with the network."""
INSTANCES = {"tocsin-engine@": "1", "tocsin-gateway@": "38663", "tocsin-chores@": "1"}
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed"
)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_a_command_that_there_is_with_options_that_there_are(unit):
    found = commands(unit)
    assert found, f"{unit.name} runs nothing of ours"
    for words in found:
        assert build_parser(words[0]).parse_args(words).command == words[0]


def test_every_way_of_running_has_its_unit():
    run = {words[0] for unit in SERVICES for words in commands(unit)}
    assert run == {"worker", "serve", "site", "mail-in", "db"}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_no_secret_stands_in_a_unit_and_each_credential_is_a_variable_that_is_read(unit):
    read_by_us = set(VARIABLES)
    settings = whole(unit)
    credentials = [value.partition(":") for value in settings["Service.LoadCredential"]]
    assert {name for name, _, _ in credentials} <= read_by_us
    assert all(path.startswith("/etc/tocsin/credentials/") for _, _, path in credentials)
    for line in settings["Service.Environment"]:
        assert not re.search(r"SECRET|DATABASE_URL|SMPP|SMTP|IMAP", line), line
        assert set(re.findall(r"\b(TOCSIN_\w+)=", line)) <= read_by_us


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_who_watches_is_told_and_who_dies_is_begun_again(unit):
    settings = whole(unit)
    if settings["Service.Type"] == ["oneshot"]:
        return
    assert settings["Service.Type"] == ["notify"]
    assert settings["Service.Restart"] == ["on-failure"]
    assert settings["Unit.StartLimitIntervalSec"] == ["0"]
    never = {int(word) for word in settings["Service.RestartPreventExitStatus"][0].split()}
    assert never == {exit_status.USAGE, exit_status.BAD_DATA, exit_status.NO_SUCH_FILE}
    assert exit_status.UNAVAILABLE not in never  # a store that is away comes back


def test_a_backup_that_fails_is_not_begun_again_and_again():
    (backup,) = (unit for unit in SERVICES if unit.stem == "tocsin-backup")
    assert whole(backup)["Service.Restart"] == ["no"]


def test_only_what_reads_no_keys_has_another_user():
    users = {unit.stem: whole(unit)["Service.User"] for unit in SERVICES}
    assert users.pop("tocsin-mail-in") == ["tocsin-mail"]
    assert set(map(tuple, users.values())) == {("tocsin",)}
    (mail,) = (unit for unit in SERVICES if unit.stem == "tocsin-mail-in")
    assert not [line for line in whole(mail)["Service.LoadCredential"] if "DATABASE_URL" in line]
    (environment,) = whole(mail)["Service.Environment"]
    assert "TOCSIN_KEYS" not in environment
    assert "HOME=/var/lib/tocsin-mail" in environment, "a user that systemd makes up has no home of its own"


def test_where_the_store_is_its_own_no_address_of_another_is_asked_for():
    """A credential whose file is not there stops a service, unless the unit has a default for it."""
    for unit in SERVICES:
        if unit.stem in ("tocsin-serve", "tocsin-site", "tocsin-backup"):
            wanted = {line.partition(":")[0] for line in whole(unit)["Service.LoadCredential"]}
            default = {line.partition(":")[0] for line in whole(unit)["Service.SetCredential"]}
            assert "TOCSIN_DATABASE_URL" not in wanted - default, unit.name


def test_only_the_sysusers_file_makes_the_user():
    assert (FOLDER / "sysusers.conf").read_text().splitlines()[-1].startswith("u tocsin ")


def test_the_backup_follows_the_erasure():
    from tocsin.jobs.job_list import CHORES

    (calendar,) = read(FOLDER / "tocsin-backup.timer")["Timer.OnCalendar"]
    hour = int(re.search(r" (\d\d):", calendar)[1])
    assert "Europe/Paris" in calendar
    assert hour > CHORES["erase"].when.hour


# ---- what systemd itself says


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The units in a folder, with a program that is here."""
    folder = tmp_path_factory.mktemp("units")
    program = folder / "tocsin"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tocsin "$@"\n')
    program.chmod(0o755)
    for file in FOLDER.rglob("*"):
        if file.is_file():
            target = folder / file.relative_to(FOLDER)
            target.parent.mkdir(exist_ok=True)
            target.write_text(file.read_text(encoding="utf-8").replace(INSTALLED, str(program)))
    return folder


def analyze(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}:/usr/lib/systemd/system"}
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, env=environment)


def names(folder: Path) -> list[str]:
    """Units, templates with an instance."""
    files = [*folder.glob("tocsin*.service"), *folder.glob("tocsin*.socket"), *folder.glob("tocsin*.t*")]
    return sorted(f"{f.stem}{INSTANCES.get(f.stem, '')}{f.suffix}" for f in files)


@needs_systemd
def test_systemd_understands_every_unit(installed):
    units = names(installed)
    assert len(units) == len(SERVICES) + 3
    done = analyze(installed, "verify", "--man=no", *units)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_systemd_finds_no_service_more_exposed_than_it_must_be(installed):
    for unit in names(installed):
        if unit.endswith(".service"):
            words = ("--offline=true", f"--threshold={int(EXPOSED * 10)}", "--no-pager", unit)
            done = analyze(installed, "security", *words)
            assert not done.returncode, f"{unit}: {done.stdout.splitlines()[-1:]}{done.stderr}"


@needs_systemd
def test_a_unit_that_is_wrong_would_be_found(installed, tmp_path):
    shutil.copytree(installed, tmp_path / "wrong")
    site = tmp_path / "wrong" / "tocsin-site.service"
    site.write_text(site.read_text().replace("[Service]", "[Service]\nProtectSystm=strict\nType=notifi"))
    done = analyze(tmp_path / "wrong", "verify", "--man=no", "tocsin-site.service")
    assert "ProtectSystm" in done.stdout + done.stderr
