"""``tocsin charter new``: a folder that lints and says what to fill in."""

import re
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Final

from tocsin.charter import compiled_tables
from tocsin.charter.loading import list_charter_names
from tocsin.cli.exit_status import BadData, UsageError, failure_from_os_error

_TEMPLATE: Final = compiled_tables.ROOT / "charters" / "_template"
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,40}")


def write_new_charter(options: Namespace) -> int:
    """Write the folder, and say what comes next. Raises UsageError, BadData or what the system refused."""
    name: str = options.id
    if not _ID.fullmatch(name):
        raise UsageError("an id of letters, digits and _, such as eau_du_val", place="charter new")
    if name in list_charter_names():
        raise UsageError("an id that no charter of Tocsin has: tocsin charter list", place="charter new")
    folder = Path(options.folder) / name
    if folder.exists():
        raise BadData("it exists already", place=str(folder))
    filled = {
        "«id»": name,
        "«name»": name.replace("_", " ").title(),
        "«label»": name.replace("_", "-"),
        "«host»": f"{name.replace('_', '-')}.example",
        "«today»": date.today().isoformat(),
    }
    try:
        for file in sorted(_TEMPLATE.rglob("*.yaml")):
            target = folder / file.relative_to(_TEMPLATE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_fill_in(file.read_text(encoding="utf-8"), filled), encoding="utf-8")
            print(target)
    except OSError as error:
        raise failure_from_os_error(error, str(folder)) from error
    print(f"replace what is marked TODO, then: tocsin charter lint --charter {folder}")
    return 0


def _fill_in(text: str, filled: dict[str, str]) -> str:
    for blank, value in filled.items():
        text = text.replace(blank, value)
    return text
