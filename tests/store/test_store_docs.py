"""The pages on the store: every table is in the reference, and what the how-to shows is what happens."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests import forked
from tests.docs.paper import blocks, page
from tests.store.migrated_tables import list_binary_columns, list_migrated_tables
from tocsin.store import embedded

ROW = re.compile(r"^\| `(tracing_\w+)` \| ([^|]+) \|([^|]*)\|([^|]*)\|$", re.M)
ANY_ROW = re.compile(r"^\| `([a-z]+_\w+)` \|", re.M)
COLUMN = re.compile(r"^\| `(\w+)\.(\w+)` \| \S", re.M)


def written():
    rows = ROW.findall(page("reference/store.md"))
    return {table: (_names(sealed), _names(blind)) for table, _, sealed, blind in rows}


def _names(cell):
    return set(re.findall(r"`(\w+)`", cell))


def there():
    found = {table: (set(), set()) for table in list_migrated_tables("tracing_")}
    for table, column in list_binary_columns():
        if column not in ("digest", "signature"):
            found[table][column.endswith("_index")].add(column)
    return found


def test_every_table_is_in_the_reference_with_what_is_sealed():
    assert written() == there()


def test_every_table_of_every_room_is_there_once():
    ours = {name for name in list_migrated_tables() if not name.startswith("procrastinate_")}
    assert sorted(ANY_ROW.findall(page("reference/store.md"))) == sorted(ours)


def test_every_column_that_is_explained_is_one_of_the_store():
    tables = list_migrated_tables()
    columns = {(table, name) for table, found in tables.items() for name in found}
    told = COLUMN.findall(page("reference/store-columns.md"))
    assert len(told) > 180
    assert [one for one in told if one not in columns] == []
    assert len(set(told)) == len(told)


def test_what_is_sealed_is_explained():
    told = set(COLUMN.findall(page("reference/store-columns.md")))
    clear = {("tracing_heard", "sealed"), ("tracing_stray", "sealed")}  # the row's own line says it all
    assert {one for one in list_binary_columns() if one[1] == "sealed"} - told == clear


def test_the_room_on_each_page_is_as_it_is_made(db):
    told = re.findall(r"(\d+) for `(tracing_\w+)`", page("reference/store.md"))
    made = db.execute("select relname, substring(reloptions::text from 'fillfactor=(\\d+)') from pg_class")
    assert {(table, percent) for percent, table in told} == {(table, fill) for table, fill in made if fill}


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="tocsin-docs-"))
    made.chmod(0o755)
    yield made
    for home in ("first", "second"):
        embedded.stop_store(made / home)
    shutil.rmtree(made)


def test_what_the_how_to_shows_is_what_happens(folder):
    forked.script(folder)
    env = {k: v for k, v in os.environ.items() if k != "TOCSIN_DATABASE_URL"}
    env |= {"PATH": f"{folder}{os.pathsep}{env['PATH']}", "TOCSIN_HOME": str(folder / "first")}
    ran = 0
    for _, kind, body in blocks(page("operate/run-the-store.md")):
        for part in body.split("$ ")[1:] if kind == "console" else ():
            line, _, shown = part.partition("\n")
            done = subprocess.run(["sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True)
            said = done.stdout + done.stderr
            assert done.returncode == 0, said
            assert [one for one in shown.splitlines() if one not in said] == [], said
            ran += 1
    assert ran == 13
