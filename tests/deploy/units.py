"""The units of systemd, read as far as the tests ask for it."""

import re
import shlex
from collections import defaultdict
from pathlib import Path

from tests.docs.paper import ROOT

FOLDER = ROOT / "deploy" / "systemd"
COMMON = FOLDER / "tocsin-.service.d" / "10-common.conf"
INSTALLED = "/opt/tocsin/bin/tocsin"
ONCE = {"Service.Restart", "Service.User", "Service.Group", "Service.WorkingDirectory"}
"""Settings of which the last one stands."""
SERVICES = sorted(FOLDER.glob("*.service"))


def read(unit: Path) -> dict[str, list[str]]:
    """``Section.Key`` -> its values, in order; an empty one takes those before it away, as systemd has it."""
    found: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in unit.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", ";")):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            continue
        key, equals, value = line.partition("=")
        assert equals, f"{unit.name}: {line!r} is no setting"
        if value:
            found[f"{section}.{key}"].append(value)
        else:
            found[f"{section}.{key}"] = []
    return found


def whole(service: Path) -> dict[str, list[str]]:
    """A service as systemd has it: its drop-ins, the common one first, are read after the unit itself.

    A setting that stands once has its last value; one that is a list grows, and is emptied by an empty line.
    """
    both: dict[str, list[str]] = defaultdict(list, read(service))
    for file in (COMMON, *sorted(FOLDER.glob(f"{service.name}.d/*.conf"))):
        for key, values in read(file).items():
            both[key] = values if key in ONCE or key in emptied(file) else [*both[key], *values]
    return both


def emptied(file: Path) -> set[str]:
    """The settings that a file takes back first: ``Key=`` with nothing behind it."""
    section, found = "", set()
    for line in file.read_text(encoding="utf-8").splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        if line.endswith("=") and not line.startswith("#"):
            found.add(f"{section}.{line[:-1]}")
    return found


def commands(unit: Path) -> list[list[str]]:
    """The command lines of ours that a service runs, ``tocsin`` left out; ``%i`` and variables filled in."""
    lines = [line for key, values in read(unit).items() if key.startswith("Service.Exec") for line in values]
    found = []
    for line in lines:
        for inner in re.findall(r"/opt/tocsin/bin/tocsin ([^']+)", line):
            text = re.sub(r"\$\{\w+\}", "value@mail.example", inner.replace("$$", "$").replace("%%", "%"))
            found.append(shlex.split(text.replace("%i", "1")))
    return found
