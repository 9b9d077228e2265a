"""Everything is killed, again and again, while a hundred thousand people are written to: what is left of it.

The test of ``tests/faults`` at full size: engines, gateway, network and PostgreSQL are real processes
that get ``kill -9`` in turn, forty times, while conversations go on. Then time is moved past every deadline,
and the store is compared with what the network wrote down. It prints the figures and whatever does not hold,
of which there is to be nothing. ``COUNT`` and ``ROUNDS`` are for other sizes. Run it with
``./dev bench faults``.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _measure import machine

from tests.faults.service import Service

COUNT = int(os.environ.get("COUNT", 100_000))
ROUNDS = int(os.environ.get("ROUNDS", 10))
ORDER = ("engine-1", "gateway", "network", "postgres") * ROUNDS
WINDOW = 200


def main() -> int:
    """Print the figures; 1 where something does not hold."""
    print(machine())
    home = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    home.chmod(0o755)
    began = time.monotonic()

    def tell(said: str) -> None:
        print(f"{time.monotonic() - began:7.1f} s  {said}", flush=True)

    (home / "files").mkdir(mode=0o700)
    service = Service(home / "store", home / "files", COUNT, window=WINDOW)
    try:
        service.laboratory.begin(50)
        service.kill_one_after_the_other(ORDER, told=lambda what: tell(f"kill -9 {what}"))
        service.laboratory.all()
        tell("everybody alive; the rest of the conversations")
        service.drain()
        tell("every deadline is over")
        checks = service.checks()
        for name, figure in msgspec.structs.asdict(checks.figures()).items():
            print(f"{name:>12} {figure:>10,}")
        each = dict.fromkeys(("lease_ended", "line_dropped"), WINDOW * ROUNDS)
        broken = checks.broken(service.laboratory.cases, **each)
        print(f"{len(ORDER)} killed, {service.crew.restarts} begun again, window {WINDOW}")
        print("\n".join(["what does not hold:", *broken]) if broken else "everything holds")
        return int(bool(broken))
    finally:
        service.close()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
