"""Charters by name or from a folder.

>>> "assurance_maladie" in available()
True
"""

from pathlib import Path
from typing import cast

from tocsin.charter import tables
from tocsin.charter.errors import NoSuchCharter
from tocsin.charter.schema import Charter


def available() -> tuple[str, ...]:
    """Names of the charters that come with Tocsin."""
    return tables.names("charters")


def load(name_or_path: str | Path) -> Charter:
    """A charter that comes with Tocsin, by name, or one from a folder of YAML files.

    Raises NoSuchCharter, or another CharterError that names file, line, field and what was expected.
    """
    name = str(name_or_path).replace("-", "_")
    if name in available():
        return cast(Charter, tables.get(f"charters/{name}"))
    folder = Path(name_or_path)
    if not folder.is_dir():
        raise NoSuchCharter(found=str(name_or_path), expected="a folder, or one of " + ", ".join(available()))
    from tocsin.charter.folder import charter  # YAML is read only here: starting must stay fast

    return charter(folder.resolve())
