"""Whether this site is one of a demonstration, which alone has handsets.

``TOCSIN_LABO`` names the socket at which the network of a synthetic town lends its telephones, as ``./dev
start`` sets it. That is never a way into a real service: such a site refuses to start where it is reached
from elsewhere, where an account with a network is in its environment, and where no story is told; the pages
reach telephones of the simulated network alone; and only numbers kept for fiction are looked up in the store.
"""

from collections.abc import Mapping
from typing import Final

from tocsin.config import read_settings
from tocsin_simulation.simulated_clock import VARIABLE as CLOCK
from tocsin_simulation.town.handset_server import HandsetClient

VARIABLE: Final = "TOCSIN_LABO"
ACCOUNTS: Final = ("TOCSIN_SMPP", "TOCSIN_HTTP_GATEWAYS")
"""The environment variables that name accounts with networks: a site that has one may be a real one."""
LOCAL: Final = ("127.0.0.1", "::1", "localhost")


def is_demonstration(environment: Mapping[str, str] | None = None) -> bool:
    return read_settings(environment).labo is not None


def reason_not_to_serve(host: str, environment: Mapping[str, str] | None = None) -> str:
    """Why a site with handsets could be a real one, and must not listen on ``host``; empty where it may."""
    said = read_settings(environment)
    if not said.labo:
        return ""
    problems = [
        f"{one} gives this site an account with a network" for one in ACCOUNTS if said.find_value(one)
    ]
    if host not in LOCAL:
        problems.insert(0, f"this site is to be reached from elsewhere, at {host}")
    if not said.story.startswith("file:"):
        problems.append(f"no story is told; expected {CLOCK}=file:PATH")
    return f"{VARIABLE} is for a demonstration on this machine alone: {problems[0]}" if problems else ""


def open_handsets() -> HandsetClient:
    socket = read_settings().labo
    assert socket, "the pages of handsets are there only where a socket is named"
    return HandsetClient(socket)
