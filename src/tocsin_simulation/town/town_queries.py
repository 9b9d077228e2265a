"""The statements of ``town.sql``, by name."""

from functools import cache
from importlib.resources import files

from tocsin.store.queries import split_statements


@cache
def town_query(name: str) -> str:
    """One statement. Raises KeyError."""
    return split_statements(files(__package__).joinpath("town.sql").read_text(encoding="utf-8"))[name]
