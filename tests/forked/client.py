"""Asks the server for a copy of itself that takes this process's place, as far as a shell can tell.

``python -I -S client.py ADDRESS ARGUMENTS...``; it imports next to nothing, so that it starts at once.
"""

import os
import sys
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_SEQPACKET, SOL_SOCKET, socket
from array import array


def main(address: str, arguments: list[str]) -> int:
    """Ask, and wait: the exit status, as a shell tells it."""
    line = socket(AF_UNIX, SOCK_SEQPACKET)
    line.connect(address)
    words = [os.fsencode(word) for word in arguments]
    variables = [name + b"=" + value for name, value in os.environb.items()]
    told = b"\0".join(
        [os.getcwdb(), b"%d" % len(words), *words, *variables]  # noqa: PTH109  # nothing is imported for it
    )
    line.sendmsg([told], [(SOL_SOCKET, SCM_RIGHTS, array("i", (0, 1, 2)))])
    line.recv(64)  # its number
    status = int(line.recv(64))
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    os._exit(main(sys.argv[1], sys.argv[2:]))
