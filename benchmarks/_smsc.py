"""The simulated SMSC as a process of its own, and the SMS that benchmarks send it."""

import asyncio
import subprocess
import sys

from tocsin_simulation.sms.network import SimulatedNetwork

TEXT = (
    "Assurance Maladie : votre test est positif. Puis-je vous poser 3 questions ? OUI ou NON. Ref. K7QF-2M9D"
)


def start_smsc():
    """The process, which ends with its input, and its port."""
    smsc = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return smsc, int(smsc.stdout.readline())


async def serve():
    """Say the port, then work until the input closes."""
    network = SimulatedNetwork()
    network.keep_taken = False
    server = await network.serve()
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
