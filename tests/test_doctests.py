"""Examples in docstrings give what they say, and every module can be imported."""

import doctest
from importlib import import_module
from pathlib import Path

import django
import pytest

SOURCE = Path(__file__).parents[1] / "src"
FILES = sorted(SOURCE.rglob("*.py"))
NOT_SET_UP = {"pyspark"}
"""Packages that `./dev test` does not bring: half a gigabyte, which `./dev bench spark` fetches."""


def name_module(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


SHOWN = [name_module(file) for file in FILES if ">>> " in file.read_text(encoding="utf-8")]


@pytest.fixture(scope="module", autouse=True)
def _django() -> None:
    django.setup()  # tags and templates can be imported only then


def test_examples_give_what_they_say() -> None:
    found = {name: doctest.testmod(import_module(name)) for name in SHOWN}
    assert [name for name, one in found.items() if not one.attempted] == [], "nothing was tried"
    assert [name for name, one in found.items() if one.failed] == [], "standard output says what"


def test_every_module_can_be_imported() -> None:
    failed = {}
    for name in map(name_module, FILES):
        try:
            import_module(name)
        except Exception as error:
            if getattr(error, "name", "") not in NOT_SET_UP:
                failed[name] = error
    assert failed == {}
