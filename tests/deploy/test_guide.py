"""The guide of the deployment, done line by line on a machine made for it.

The machine is this one with layers above its /etc, /opt, /usr and /var (overlayfs in a mount namespace),
thrown away at the end; systemctl and the like work on its files, as in an image, since no systemd runs
in it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.units import whole
from tests.docs.paper import ROOT, blocks, page
from tests.library.test_wheel import carried, uv_environment  # noqa: F401  # fixture

GUIDE = page("operate/deploy.md")
LAYERED = ("etc", "opt", "usr", "var")
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PASSWORD = "eine-geheime-Losung"
UV = Path(sys.executable).with_name("uv")
SHOWS_ITSELF = """#!/bin/sh
id -un
tr '\\0' ' ' < /proc/$$/cmdline; echo
env
"""
"""A program that says as whom, with what command line and with what environment it runs."""
TOOLS = ("unshare", "setpriv", "systemd-sysusers", "systemd-tmpfiles", "systemctl", "systemd-analyze")


def lines(title: str) -> list[str]:
    """The shell lines of a chapter of the guide, in their order."""
    chapter = re.split(r"^## ", GUIDE.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return [line for _, kind, body in blocks(chapter) if kind == "sh" for line in body.splitlines() if line]


class MadeMachine:
    """A machine on which the guide can be followed; ``run`` does some lines of it as root."""

    def __init__(self, folder: Path, dist: Path) -> None:
        self.folder = folder
        self.here = folder / "carried"
        self.here.mkdir()
        (self.here / "dist").symlink_to(dist)
        (self.here / "deploy").symlink_to(ROOT / "deploy")
        tools = folder / "tools"
        tools.mkdir()
        for name, does in (("sudo", 'exec "$@"'), ("systemctl", 'exec /usr/bin/systemctl --root=/ "$@"')):
            (tools / name).write_text(f"#!/bin/sh\n{does}\n")
            (tools / name).chmod(0o755)
        mounts = []
        for name in LAYERED:
            for part in ("above", "scratch"):
                (folder / part / name).mkdir(parents=True)
            layers = f"lowerdir=/{name},upperdir={folder}/above/{name},workdir={folder}/scratch/{name}"
            mounts.append(f"mount -t overlay overlay -o {layers} /{name}")
        self._enter = "\n".join([*mounts, f"export PATH={tools}:$PATH", f"cd {self.here}"])

    def run(self, script: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        whole = f"set -e\n{self._enter}\n{script}"
        return subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", whole],
            input=typed, capture_output=True, text=True, env={"PATH": SYSTEM_PATH} | environment, timeout=600,
        )  # fmt: skip

    def does(self, script: str, typed: str = "") -> str:
        done = self.run(script, typed)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def path(self, name: str) -> Path:
        """Where a file of the machine lies, as seen from outside."""
        return self.folder / "above" / name.lstrip("/")


@pytest.fixture(scope="module")
def machine(carried: Path) -> Iterator[MadeMachine]:  # noqa: F811
    """The machine once chapter 2 of the guide was followed, up to its keys."""
    if os.geteuid() or not all(map(shutil.which, TOOLS)):
        pytest.skip("needs root and the tools of systemd: the guide is not followed here")
    with tempfile.TemporaryDirectory(prefix="tocsin-guide-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = MadeMachine(folder, carried)
        tried = made.run("true")
        if tried.returncode:
            pytest.skip(f"no layered file system can be mounted here: {tried.stderr.strip()}")
        for line in lines("2. Each machine"):
            if "-m venv" in line:  # Debian's own Python comes without pip
                made.does(line.replace("-m venv", "-m venv --without-pip"))
            elif "pip install" in line:  # the same wheels, out of the cache of the project's own tool
                words = line.replace("sudo /opt/tocsin/bin/pip", f"{UV} pip")
                line = words.replace("--require", "--python /opt/tocsin/bin/python --require", 1)
                done = made.run(line, **uv_environment())
                assert done.returncode == 0, done.stderr
                # pip compiles what it installs, and the user of the service could keep nothing of it: each of its
                # commands would compile Django anew.
                made.run("/opt/tocsin/bin/tocsin deploy check --for engine")
            elif line.startswith("sudo tocsin"):
                break
            else:
                address = "postgresql://tocsin:" + PASSWORD + "@127.0.0.1:1/tocsin\n"
                made.does(line, typed=address if "DATABASE_URL" in line else "")
        yield made


def test_there_is_a_user_a_folder_of_its_own_and_a_place_for_secrets(machine):
    assert machine.does("stat -c '%U %a' /var/lib/tocsin /etc/tocsin/credentials").split() == [
        "tocsin", "700", "root", "700",
    ]  # fmt: skip
    assert machine.does("stat -c '%U %a' /etc/tocsin/credentials/*").split() == ["root", "600"] * 2
    assert len(machine.path("/etc/tocsin/credentials/SITE_SECRET").read_text().strip()) >= 32


def test_the_command_is_on_the_path_runs_as_the_service_and_knows_its_secrets(machine):
    said = machine.run("sudo tocsin deploy check --for site")
    assert "store: no store answers" in said.stdout or "127.0.0.1" in said.stdout, said.stdout + said.stderr
    assert PASSWORD not in said.stdout + said.stderr
    assert "TOCSIN_SITE_SECRET is not set" not in said.stdout
    machine.path("/etc/tocsin/environment").write_text(
        '# one\nTOCSIN_SITE="https://verifier.example"\n; two\n'
    )
    program = machine.path("/opt/tocsin/bin/tocsin")
    real = program.read_bytes()
    program.write_text(SHOWS_ITSELF)
    told = machine.does("sudo tocsin status").splitlines()
    program.write_bytes(real)
    machine.path("/etc/tocsin/environment").unlink()
    assert told[0] == "tocsin"
    assert PASSWORD not in told[1], "a command line can be read by everybody"
    variables = dict(line.partition("=")[::2] for line in told[2:])
    assert PASSWORD in variables["TOCSIN_DATABASE_URL"]
    assert variables["TOCSIN_SITE"] == "https://verifier.example"
    assert variables["TOCSIN_KEYS"] == "/var/lib/tocsin/keys.json"


def test_who_is_not_root_is_told_so(machine):
    said = machine.run("setpriv --reuid=65534 --regid=65534 --clear-groups /usr/local/bin/tocsin status")
    assert (said.returncode, "sudo tocsin" in said.stderr) == (77, True)


def test_keys_and_tables_are_made_as_the_guide_says(machine):
    """On a real store: the one that comes along, started as the user of the service."""
    keys, migrate = (line for line in lines("2. Each machine") if line.startswith("sudo tocsin"))
    machine.does(keys)
    assert machine.does("stat -c '%U %a' /var/lib/tocsin/keys.json").split() == ["tocsin", "600"]
    address = machine.path("/etc/tocsin/credentials/DATABASE_URL")
    written = address.read_text()
    address.unlink()
    asked = "sudo tocsin deploy check --for engine || true"
    done = machine.does("\n".join(["sudo tocsin db start", migrate, asked, "sudo tocsin db stop"]))
    address.write_text(written)
    address.chmod(0o600)
    assert "migrations were applied" in done
    assert "keys: /var/lib/tocsin/keys.json: 100 of days" in done


def test_what_is_enabled_comes_back_after_a_reboot(machine):
    """From the default target of a server to each unit, link by link."""
    for line in lines("3. Start"):
        if line.startswith("sudo systemctl enable"):
            machine.does(line.replace("--now ", ""))
    wants = {
        link.name: link.parent.name.removesuffix(".wants")
        for link in machine.path("/etc/systemd/system").glob("*.wants/*")
    }
    assert wants["tocsin.target"] == "multi-user.target"
    assert wants["tocsin-site.socket"] == "sockets.target"
    assert wants["tocsin-backup.timer"] == "timers.target"
    started = {name for name, target in wants.items() if target == "tocsin.target"}
    assert started == {
        "tocsin-engine@1.service", "tocsin-engine@2.service", "tocsin-chores@1.service",
        "tocsin-gateway@38663.service", "tocsin-site.service",
    }  # fmt: skip


def test_systemd_takes_every_unit_where_it_was_put(machine):
    names = " ".join(
        sorted(path.name for path in (ROOT / "deploy/systemd").glob("tocsin*.*") if path.is_file())
    )
    names = names.replace("@.service", "@38663.service")
    done = machine.run(f"systemd-analyze verify --man=no {names}")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_each_credential_of_an_enabled_unit_was_made_or_is_in_the_table(machine):
    table = set(re.findall(r"^\| `([A-Z][\w-]+)` \|", GUIDE, re.MULTILINE))
    for unit in (ROOT / "deploy/systemd").glob("*.service"):
        for value in whole(unit)["Service.LoadCredential"]:
            assert value.rpartition("/")[2].replace("%i", "38663") in table, unit.name


def test_mail_has_a_user_of_its_own_and_neither_store_nor_keys(machine):
    """Read as systemd reads it: a drop-in whose number is higher wins."""
    shown = machine.does("systemd-analyze cat-config --root=/ systemd/system/tocsin-mail-in.service")
    settings = [line for line in shown.splitlines() if "=" in line and not line.startswith("#")]
    last = {key: value for key, _, value in (line.partition("=") for line in settings)}
    assert last["User"] == "tocsin-mail"
    assert last["LoadCredential"].startswith("TOCSIN_SMTP:")
    assert last["StateDirectory"] == "tocsin-mail"
