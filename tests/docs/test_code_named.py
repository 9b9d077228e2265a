"""Files, modules and names of the code that a page mentions are there."""

import importlib
import re
from functools import reduce

from .paper import DOCS, ROOT, pages

FILE = re.compile(r"`((?:src|tests|deploy|evals|docs|benchmarks)/[\w./-]*\w)`")
DOTTED = re.compile(r"(?<![\w./:@-])(tocsin(?:_simulation)?(?:\.\w+)+)")
IMPORT = re.compile(r"^(?:>>> )?from (tocsin(?!_client)\S*) import (\w+(?:, \w+)*)$", re.M)
"""The generated client (``./dev clients``) is tried elsewhere."""
OTHERS = re.compile(
    r"tocsin\.(?:po|mo|pot|json|example|extensions|security|conf|rules|sieve|service|target|yaml|toml|local|backup)\b"
)
"""Hosts, units, files, a logger and a group of entry points that begin as a module does."""
NAMES = [path.relative_to(ROOT).as_posix() for path in pages() if path.name != "CHANGELOG.md"]


def is_there(dotted: str) -> bool:
    """Whether a dotted name leads to a module, or to what is in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError as missing:
            if not (missing.name or "").startswith("tocsin"):
                return True  # it is there, and the extra that it needs is not
            continue
        try:
            reduce(getattr, parts[length:], module)
        except AttributeError:
            return False
        return True
    return False


def test_what_a_page_names_of_the_code_is_there() -> None:
    for name in NAMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [file for file in FILE.findall(text) if not (ROOT / file).exists()] == [], name
        named = {dotted for dotted in DOTTED.findall(text) if not OTHERS.match(dotted)}
        named |= {f"{module}.{one}" for module, ones in IMPORT.findall(text) for one in ones.split(", ")}
        assert sorted(dotted for dotted in named if not is_there(dotted)) == [], name


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert not is_there("tocsin.nowhere")
    assert not is_there("tocsin.check.nowhere")
    assert is_there("tocsin.check")
    assert DOCS.exists()
