"""The processes of a worker: started, watched, begun again where one died, stopped together.

An engine or a gateway may be killed at any instant: what it had not committed did not happen, and its shards
and messages go to others when its lease ends. The crew only sees to it that there are enough of them.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Final

from msgspec import Struct

from tocsin.runtime import logs

SOON: Final = 0.5
MOST: Final = 30.0
"""Seconds before one that died is begun again: doubled while it dies at once, up to this."""
STEADY: Final = 60.0
"""Seconds of life after which a death is no longer one of a row."""
_LOOK_EVERY: Final = 0.2
"""Seconds between two looks at the processes."""
PATIENCE: Final = 20.0
"""Seconds that one has to end what it is doing."""
_log = logging.getLogger("tocsin.crew")


class WorkerSpec(Struct, frozen=True):
    name: str
    module: str
    """What ``python -m`` runs."""
    arguments: tuple[str, ...] = ()


class _SupervisedProcess(Struct):
    post: WorkerSpec
    process: subprocess.Popen[bytes]
    since: float
    deaths: int = 0
    again_at: float | None = None


def make_worker_names(kind: str, count: int) -> list[str]:
    """Names that no other machine and no former run has: ``engine-host-1-3fa2``.

    A process that begins again takes another name, so that it never takes the leases of the one that died for
    its own.
    """
    host = socket.gethostname().split(".")[0][:24]
    return [f"{kind}-{host}-{number + 1}" for number in range(count)]


class ProcessSupervisor:
    def __init__(self, posts: Sequence[WorkerSpec], environment: dict[str, str] | None = None) -> None:
        self._environment = environment or dict(os.environ)
        self._held = [_SupervisedProcess(post, self._start_process(post), time.monotonic()) for post in posts]
        self.restarts = 0

    def list_pids(self) -> dict[str, int]:
        return {held.post.name: held.process.pid for held in self._held}

    def watch_processes(self, stop: threading.Event, told: Callable[[], None] | None = None) -> None:
        """Begin again what died, until ``stop`` is set; ``told`` is called at each look."""
        while not stop.wait(_LOOK_EVERY):
            for held in self._held:
                self._check_process(held)
            if told:
                told()

    def stop_processes(self) -> list[str]:
        """End everybody; the names of those who had to be killed."""
        for held in self._held:
            if held.process.poll() is None:
                held.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        killed = []
        for held in self._held:
            try:
                held.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                held.process.kill()
                held.process.wait()
                killed.append(held.post.name)
        return killed

    def _check_process(self, held: _SupervisedProcess) -> None:
        status = held.process.poll()
        if status is None:
            return
        now = time.monotonic()
        if held.again_at is None:
            held.deaths = 1 if now - held.since > STEADY else held.deaths + 1
            held.again_at = now + min(MOST, SOON * 2 ** (held.deaths - 1))
            logs.log_event(_log, "process died", level=logging.WARNING, post=held.post.name, status=status)
        elif now >= held.again_at:
            held.process, held.since, held.again_at = self._start_process(held.post), now, None
            self.restarts += 1

    def _start_process(self, post: WorkerSpec) -> subprocess.Popen[bytes]:
        name = f"{post.name}-{token_hex(2)}"
        command = [sys.executable, "-m", post.module, name, *post.arguments]
        return subprocess.Popen(
            command, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True
        )


def list_worker_specs(
    engines: int, lanes: Sequence[str], gateways: int, chores: int, *, checks: str = ""
) -> list[WorkerSpec]:
    """The posts of a worker: engines, for each lane its gateways, and chores.

    ``checks`` is the lane to which people forward strange messages: it is answered, and has no conversations.
    """
    return [
        *(WorkerSpec(name, "tocsin.tracing.conversations") for name in make_worker_names("engine", engines)),
        *(
            WorkerSpec(name, "tocsin.answering.sms" if lane == checks else "tocsin.tracing.outbound", (lane,))
            for lane in lanes
            for name in make_worker_names(f"{'checks' if lane == checks else 'gateway'}-{lane}", gateways)
        ),
        *(WorkerSpec(name, "tocsin.jobs") for name in make_worker_names("chores", chores)),
    ]
