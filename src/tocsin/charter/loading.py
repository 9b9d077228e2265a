"""Charters by name or from a folder.

>>> "assurance_maladie" in list_charter_names()
True
"""

from pathlib import Path
from typing import cast

from tocsin.charter import compiled_tables
from tocsin.charter.errors import NoSuchCharter
from tocsin.charter.schema import Charter


def list_charter_names() -> tuple[str, ...]:
    return compiled_tables.list_table_names("charters")


def load_charter(name_or_path: str | Path) -> Charter:
    """A charter that comes with Tocsin, by name, or one from a folder of YAML files.

    The file of a shared layer gives an invented institution that has this layer and nothing else.
    Raises NoSuchCharter, or another CharterError that names file, line, field and what was expected.
    """
    name = str(name_or_path).replace("-", "_")
    if name in list_charter_names():
        return cast(Charter, compiled_tables.get_table(f"charters/{name}"))
    folder = Path(name_or_path)
    if folder.is_file():
        from tocsin.charter.folder_reader import read_layer_specimen

        return read_layer_specimen(folder.resolve())
    if not folder.is_dir():
        raise NoSuchCharter(str(name_or_path), list_charter_names())
    from tocsin.charter.folder_reader import (
        read_charter_folder,  # YAML is read only here: starting must stay fast
    )

    return read_charter_folder(folder.resolve())
