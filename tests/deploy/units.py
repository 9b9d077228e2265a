"""The units of systemd, read as far as the tests ask for it."""

import re
import shlex
from collections import defaultdict
from pathlib import Path

from tests.docs.paper import ROOT

FOLDER = ROOT / "deploy" / "systemd"
COMMON = FOLDER / "tocsin-.service.d" / "10-common.conf"
INSTALLED = "/opt/tocsin/bin/tocsin"
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
    """A service with what it has in common with the others: drop-ins are read after the unit itself."""
    both: dict[str, list[str]] = defaultdict(list, read(service))
    for key, values in read(COMMON).items():
        both[key] = [*both[key], *values]
    return both


def commands(unit: Path) -> list[list[str]]:
    """The command lines of ours that a service runs, ``tocsin`` left out; ``%i`` and variables filled in."""
    lines = [line for key, values in read(unit).items() if key.startswith("Service.Exec") for line in values]
    found = []
    for line in lines:
        for inner in re.findall(r"/opt/tocsin/bin/tocsin ([^']+)", line):
            text = re.sub(r"\$\{\w+\}", "value@mail.example", inner.replace("$$", "$").replace("%%", "%"))
            found.append(shlex.split(text.replace("%i", "1")))
    return found
