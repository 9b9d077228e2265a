"""The processes of a show: the town's network, and the service with the story's clock."""

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from tocsin_simulation.simulated_clock import VARIABLE
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.town_numbers import SIMULATED

PATIENCE: Final = 30.0
"""Seconds that a process has to end."""
_PDEATHSIG: Final = 1


STORY: Final = "story"
"""File in the folder of a show that holds its clock while it runs: everybody tells the time by it."""
HAND: Final = "labo"
"""Socket in that folder at which telephones of the town are lent to who looks."""


class ProcessDied(RuntimeError):
    """A process of the show ended by itself:"""

    def __init__(self, name: str, said: str) -> None:
        super().__init__(f"{self.__doc__} {name}. Its last words: {said}")


class TownProcess:
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

    def read_first_line(self) -> str:
        """The first line that it says. Raises ProcessDied."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode().strip()
        if not line:
            self._process.wait(PATIENCE)
            self.check_alive()
        return line

    def check_alive(self) -> None:
        """Raises ProcessDied where it has ended."""
        if self._process.poll() is not None:
            raise ProcessDied(self.name, self.read_log_end())

    def read_log_end(self) -> str:
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


def start_network(town: Town, folder: Path) -> tuple[TownProcess, int]:
    """The town's network, and the port on which it listens."""
    module = [
        "tocsin_simulation.town.network_process",
        "--people",
        str(town.people),
        "--seed",
        str(town.chance.seed),
    ]
    if not town.big:
        module += ["--hand", str(folder / HAND)]
    process = TownProcess(
        "network", module, process_environment(folder) | _simulated_numbers(town), folder / "network.log"
    )
    return process, int(process.read_first_line())


def start_service(town: Town, folder: Path, url: str, port: int) -> TownProcess:
    """The whole service, on the store of the show and with the town's network."""
    theirs = process_environment(folder) | _simulated_numbers(town)
    theirs |= {"TOCSIN_DATABASE_URL": url, "TOCSIN_SMPP": account_url(port)}
    module = ["tocsin", "serve", "--inbox", str(folder / "results")]
    return TownProcess("tocsin serve", module, theirs, folder / "service.log")


def account_url(port: int) -> str:
    """The account with the town's network."""
    return f"smpp://tocsin:secret@127.0.0.1:{port}/38663?rate=1000&burst=200&window=200"


def process_environment(folder: Path) -> dict[str, str]:
    return {**os.environ, VARIABLE: f"file:{folder / STORY}", "TOCSIN_KEYS": str(folder / "keys.json")}


def _simulated_numbers(town: Town) -> dict[str, str]:
    return SIMULATED if town.big else {}


def _end_with_parent() -> None:
    """A show that is killed leaves no process behind, where the system can see to it."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
