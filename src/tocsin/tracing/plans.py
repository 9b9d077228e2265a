"""How PostgreSQL would run our statements: on a hot path no table may be read from end to end."""

import re
from importlib.resources import files

import psycopg
from psycopg import errors

from tocsin.tracing.queries import statements

_PARAMETER = re.compile(r"%\((\w+)\)s")
_NO_PLAN = re.compile(r"^(?:copy|create|analyze) |\{\w+\}", re.MULTILINE)
_SCAN = re.compile(r"Seq Scan on (?:\w+\.)?(\w+)")


def numbered(statement: str) -> str:
    """A statement with ``$1`` for ``%(name)s``, as the server itself knows parameters."""
    names: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return names.setdefault(found[1], f"${len(names) + 1}")

    return _PARAMETER.sub(number, statement).replace("%%", "%")


def plan(connection: psycopg.Connection, statement: str, *, avoid_scans: bool = True) -> str | None:
    """The plan of a statement for values that are not known; needs PostgreSQL 16.

    None where PostgreSQL cannot tell the types without the values. With ``avoid_scans`` a table is read from
    end to end only where no index can serve, however few rows it has now: the small store of a test is
    judged like a large one.
    """
    explained = f"explain (generic_plan, costs off) {numbered(statement)}"
    try:
        with connection.transaction(force_rollback=True):
            if avoid_scans:
                connection.execute("set local enable_seqscan = off")
            return "\n".join(row[0] for row in connection.execute(explained.encode()).fetchall())
    except (errors.AmbiguousFunction, errors.UndefinedFunction, errors.IndeterminateDatatype):
        return None
    except (errors.DatatypeMismatch, errors.AmbiguousParameter):
        return None


def scanned(shown: str) -> list[str]:
    """Tables that a plan reads from end to end."""
    return sorted(set(_SCAN.findall(shown)))


def all_named() -> dict[str, str]:
    """Every statement that has a plan, by its full name, ``engine.claim``.

    A ``copy`` has none, nor has a statement whose table is named when it runs.
    """
    ours = sorted(
        path.name for path in files("tocsin.tracing.queries").iterdir() if path.name.endswith(".sql")
    )
    stems = [name.removesuffix(".sql") for name in ours]
    found = {f"{stem}.{name}": text for stem in stems for name, text in statements(stem).items()}
    return {name: text for name, text in found.items() if not _NO_PLAN.search(text)}
