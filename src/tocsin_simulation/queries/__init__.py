"""The statements of the simulation alone, by name, as :mod:`tocsin.store.queries` has those of the service."""

from functools import cache
from importlib.resources import files

from tocsin.store.queries import split_statements


def simulation_query(name: str) -> str:
    """One statement: ``simulation_query("town.counts")``. Raises KeyError."""
    file, _, statement = name.partition(".")
    return _load_statements(file)[statement]


@cache
def _load_statements(file: str) -> dict[str, str]:
    return split_statements(files(__package__).joinpath(f"{file}.sql").read_text(encoding="utf-8"))
