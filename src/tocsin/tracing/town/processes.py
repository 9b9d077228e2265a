"""The processes of a show: the town's network, and the service with the story's clock."""

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from tocsin.tracing.clock import VARIABLE
from tocsin.tracing.town.numbers import SIMULATED
from tocsin.tracing.town.people import Town

PATIENCE: Final = 30.0
"""Seconds that a process has to end."""
_PDEATHSIG: Final = 1


STORY: Final = "story"
"""File in the folder of a show that holds its clock while it runs: everybody tells the time by it."""
HAND: Final = "labo"
"""Socket in that folder at which telephones of the town are lent to who looks."""


class Died(RuntimeError):
    """A process of the show ended by itself:"""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(f"{self.__doc__} {name}. Its last words: {said}")


class Process:
    """One of them, with what it says in a file."""

    def __init__(self, name: str, module: list[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self._log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *module],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if name == "network" else out,
                stderr=out,
                start_new_session=True,  # Ctrl-C is ours to take: everybody is stopped in order
                preexec_fn=_end_with_parent,
            )

    def first_line(self) -> str:
        """The first line that it says. Raises Died."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode().strip()
        if not line:
            self._process.wait(PATIENCE)
            self.check()
        return line

    def check(self) -> None:
        """Raises Died where it has ended."""
        if self._process.poll() is not None:
            raise Died(self.name, self.last_words())

    def last_words(self) -> str:
        """The end of what it said."""
        return self._log.read_text("utf-8", "replace").strip()[-600:] or "none"

    def stop(self) -> None:
        """End it: told to, and killed where it does not."""
        with suppress(OSError):
            self._process.send_signal(signal.SIGTERM)
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def network(town: Town, folder: Path) -> tuple[Process, int]:
    """The town's network, and the port on which it listens."""
    module = ["tocsin.tracing.town.network", "--people", str(town.people), "--seed", str(town.chance.seed)]
    if not town.big:
        module += ["--hand", str(folder / HAND)]
    process = Process("network", module, environment(folder) | _simulated(town), folder / "network.log")
    return process, int(process.first_line())


def service(town: Town, folder: Path, url: str, port: int) -> Process:
    """The whole service, on the store of the show and with the town's network."""
    theirs = environment(folder) | _simulated(town)
    theirs |= {"TOCSIN_DATABASE_URL": url, "TOCSIN_SMPP": account(port)}
    module = ["tocsin", "serve", "--inbox", str(folder / "results")]
    return Process("tocsin serve", module, theirs, folder / "service.log")


def account(port: int) -> str:
    """The account with the town's network."""
    return f"smpp://tocsin:secret@127.0.0.1:{port}/38663?rate=1000&burst=200&window=200"


def environment(folder: Path) -> dict[str, str]:
    """What every process of the show is told."""
    return {**os.environ, VARIABLE: f"file:{folder / STORY}", "TOCSIN_KEYS": str(folder / "keys.json")}


def _simulated(town: Town) -> dict[str, str]:
    return SIMULATED if town.big else {}


def _end_with_parent() -> None:
    """A show that is killed leaves no process behind, where the system can see to it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
