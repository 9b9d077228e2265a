"""The pages on the store: every table is in the reference, and what the how-to shows is what happens."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.apps import apps

from tests import forked
from tests.docs.paper import blocks, page
from tocsin.store import embedded, schema

ROW = re.compile(r"^\| `(tracing_\w+)` \| ([^|]+) \|([^|]*)\|([^|]*)\|$", re.M)


def written():
    rows = ROW.findall(page("reference/store.md"))
    return {table: (_names(sealed), _names(blind)) for table, _, sealed, blind in rows}


def _names(cell):
    return set(re.findall(r"`(\w+)`", cell))


def there():
    schema.list_code_migrations()  # sets Django up
    found = {}
    for model in apps.get_app_config("tracing").get_models():
        binary = {f.name for f in model._meta.fields if f.get_internal_type() == "BinaryField"}
        blind = {name for name in binary if name.endswith("_index")}
        found[model._meta.db_table] = (binary - blind - {"digest", "signature"}, blind)
    return found


def test_every_table_is_in_the_reference_with_what_is_sealed():
    assert written() == there()


def test_no_table_is_there_twice():
    assert len(ROW.findall(page("reference/store.md"))) == len(written())


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
