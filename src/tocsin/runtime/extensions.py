"""Packages beside the product that add to it: commands, pages, another clock.

The product names none of them. A package says what it adds in an :class:`Extension`, under the entry point
group ``tocsin.extensions``; whatever it adds is imported when it is used, and is not there without it.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from msgspec import Struct

GROUP: Final = "tocsin.extensions"


class ExtensionCommand(Struct, frozen=True):
    help: str
    module: str
    """With ``add_arguments(parser)`` and ``run_command(options)``."""


class Extension(Struct, frozen=True, kw_only=True):
    commands: Mapping[str, ExtensionCommand] = {}
    """By name."""
    site: str = ""
    """Package with pages of the site (see :mod:`tocsin.web.site_extensions`); empty where it has none."""
    site_check: str = ""
    """``module:function``: given the host on which the site is to listen, why it must not; or nothing."""
    clock: str = ""
    """``module:function``: given an environment (None: that of the process), its clock; empty: the machine's."""
    rehearsal_variables: tuple[str, ...] = ()
    """Environment variables that no machine may have on which the service writes to real people."""


@cache
def load_extensions() -> tuple[Extension, ...]:
    from importlib.metadata import entry_points  # takes 30 ms, which most commands need not wait for

    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append(point.load())
        except ModuleNotFoundError as error:
            if error.name != point.module.partition(".")[0]:
                raise
            # its entry point came with the wheel, but whoever installed it has taken the package out
    return tuple(found)


def load_object(path: str) -> Any:
    """What ``module:name`` is."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
