"""Compile tables, catalogues and the reader of words into the wheel, so that neither YAML nor a compiler is needed
there; and pack the ledger of measurements, which a page of the site shows."""

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):
    """Write ``tocsin/_tables.msgpack``, the ``.mo`` of every language and the kernel before the wheel is packed.

    The kernel needs no header of Python, so that a wheel is for a platform and any Python. Without a C compiler,
    or with ``TOCSIN_KERNEL=plain``, it is for any platform, and reads words in Python.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the tables for a real wheel; an editable install compiles them at first use."""
        if version == "editable":
            return
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from tocsin.charter.compiled_tables import build_tables_file
        from tocsin.locale.catalogues import compile_all_catalogues

        target = build_tables_file()
        build_data["force_include"][str(target)] = "tocsin/_tables.msgpack"
        ledger = Path(self.root) / "evals" / "LEDGER.ndjson"
        build_data["force_include"][str(ledger)] = "tocsin/evaluation/LEDGER.ndjson"
        for catalogue in compile_all_catalogues():
            build_data["force_include"][str(catalogue)] = catalogue.relative_to(source).as_posix()
        self._include_kernel(build_data)

    def _include_kernel(self, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from tools.build_kernel import LIBRARY, build_kernel

        if os.environ.get("TOCSIN_KERNEL") == "plain" or build_kernel():
            return
        build_data["force_include"][str(LIBRARY)] = f"tocsin/evidence/{LIBRARY.name}"
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
