"""Compile tables and catalogues into the wheel, so that starting needs no YAML and speaking no compiler; and
pack the ledger of measurements, which a page of the site shows."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):
    """Write ``tocsin/_tables.msgpack`` and the ``.mo`` of every language before the wheel is packed."""

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
        ledger = Path(self.root) / "evals" / "LEDGER.jsonl"
        build_data["force_include"][str(ledger)] = "tocsin/evaluation/LEDGER.jsonl"
        for catalogue in compile_all_catalogues():
            build_data["force_include"][str(catalogue)] = catalogue.relative_to(source).as_posix()
