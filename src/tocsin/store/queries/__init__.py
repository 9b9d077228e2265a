"""Every statement of the message stream, by name: one place, set-based, read and explained as SQL.

A file ``engine.sql`` holds statements, each after a line ``-- name: claim``; what follows that line in
comments says what it does and what its parameters are.
"""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_PARAMETER = re.compile(r"%\((\w+)\)s")


class NoSuchQuery(KeyError):
    """There is no statement of this name."""


class DuplicateStatementName(ValueError):
    """Two statements of a file have the same name: the second would run in the place of the first."""


@cache
def load_statements(file: str) -> dict[str, str]:
    """The statements of ``<file>.sql``, by name. Raises DuplicateStatementName."""
    return split_statements(files(__package__).joinpath(f"{file}.sql").read_text(encoding="utf-8"))


def split_statements(text: str) -> dict[str, str]:
    """The statements of a text, by name. Raises DuplicateStatementName."""
    names = _NAME.split(text)[1:]
    found = dict(zip(names[::2], (body.strip() for body in names[1::2]), strict=True))
    if twice := sorted(name for name in found if names[::2].count(name) > 1):
        raise DuplicateStatementName(
            f"{str(DuplicateStatementName.__doc__).partition(':')[0]}: {', '.join(twice)}"
        )
    return found


def query(name: str) -> str:
    """One statement: ``query("engine.claim")``. Raises NoSuchQuery."""
    file, _, statement = name.partition(".")
    try:
        return load_statements(file)[statement]
    except (KeyError, FileNotFoundError):
        raise NoSuchQuery(name) from None


@cache
def list_parameters(name: str) -> tuple[str, ...]:
    """The parameters that a statement names, each once."""
    return tuple(dict.fromkeys(_PARAMETER.findall(query(name))))
