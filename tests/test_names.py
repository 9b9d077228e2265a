"""Names say to a stranger what a thing is: the rules of ``docs/design.md``, "Names", held against the whole code."""

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.migrated_tables import list_migrated_tables

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path
    for package in ("tocsin", "tocsin_simulation")
    for path in (ROOT / "src" / package).rglob("*.py")
    if "migrations" not in path.parts
)

FRAMEWORK = {"Meta", "Migration", "Command"}
"""Class names that a framework asks for."""

WITHOUT_OBJECT = {
    "be", "do", "fared", "go", "hear", "heard", "here", "keep", "kept", "known", "made", "meet", "named", "need",
    "of", "own", "put", "run", "said", "seen", "settle", "show", "shown", "stand", "take", "taken", "tell", "told",
    "turn", "went",
}  # fmt: skip
"""What a function is not called alone: nobody can tell what it does to what."""

WHOLE_IN_ONE_WORD = {"authenticate", "check", "forbidden", "judge", "main", "query", "translate"}
"""Functions of one word: entry points (``main``, ``tocsin.check``), a view's name in Django, and verbs whose object is
the only one that there is. Tags of templates are words of a language of their own, and not looked at."""

LIBRARY_METHODS = {"run"}
"""Methods that a library calls by this name (a thread's ``run``)."""

FROM_LIBRARIES = {"BrokenProcessPool", "IMAPClientError", "IncompleteReadError", "NoReverseMatch"}
"""Exceptions of libraries that docstrings name."""

IRREGULAR = {
    "Begun", "Bound", "Brought", "Built", "Done", "Drawn", "Found", "Given", "Gone", "Heard", "Held", "Kept", "Known",
    "Laid", "Left", "Lent", "Made", "Meant", "Met", "Paid", "Put", "Read", "Said", "Seen", "Sent", "Set", "Shown",
    "Sought", "Spoken", "Taken", "Thought", "Told", "Understood", "Written",
}  # fmt: skip
"""Past participles that do not end in -ed: a class is a thing, and these name none."""


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Every class of a module, classes within classes too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function with the name of its class, or an empty one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.Module):
            owner = node.name if isinstance(node, ast.ClassDef) else ""
            yield from (
                (owner, one) for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
            )


def is_exception(node: ast.ClassDef) -> bool:
    """An exception is named after what is wrong: a condition may be a participle."""
    return any("Error" in ast.unparse(base) or "Exception" in ast.unparse(base) for base in node.bases)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """The whole code, by path from the root."""
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in SOURCES}


def test_no_two_classes_share_a_name(trees: dict[str, ast.Module]) -> None:
    homes = defaultdict(list)
    for path, tree in trees.items():
        for node in classes(tree):
            if node.name not in FRAMEWORK:
                homes[node.name].append(f"{path}:{node.lineno}")
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_no_class_is_called_by_what_was_done_to_it(trees: dict[str, ast.Module]) -> None:
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        for node in classes(tree)
        if (
            node.name.lstrip("_") in IRREGULAR
            or (node.name.endswith("ed") and node.name.lstrip("_").istitle())
        )
        and not is_exception(node)
    ]
    assert wrong == []


def test_a_function_says_what_it_does_to_what(trees: dict[str, ast.Module]) -> None:
    wrong = [
        f"{path}:{node.lineno} {owner}.{node.name}"
        for path, tree in trees.items()
        for owner, node in functions(tree)
        if node.name.lstrip("_") in WITHOUT_OBJECT - (LIBRARY_METHODS if owner else set())
    ]
    assert wrong == []


def test_a_public_function_has_an_object_unless_its_field_has_one_word_for_it(
    trees: dict[str, ast.Module],
) -> None:
    wrong = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        if not path.endswith("templatetags/site.py")
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and "_" not in node.name and node.name not in WHOLE_IN_ONE_WORD
    ]
    assert wrong == []


def test_a_function_or_a_class_has_one_name(trees: dict[str, ast.Module]) -> None:
    """Whoever looks for where it is used finds every place; a module or a constant may be told from another."""
    wrong = [
        f"{path}:{node.lineno} {one.name} as {one.asname}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tocsin")
        for one in node.names
        if one.asname not in (None, one.name) and one.name not in {"application"} and not one.name.isupper()
        if not (folder := ROOT / "src" / (node.module or "").replace(".", "/") / one.name).is_dir()
        if not folder.with_suffix(".py").is_file()
    ]
    assert wrong == []


def test_what_a_docstring_says_is_raised_exists(trees: dict[str, ast.Module]) -> None:
    known = {node.name for tree in trees.values() for node in classes(tree)} | set(dir(builtins))
    wrong = [
        f"{path}: Raises {name}"
        for path, tree in trees.items()
        for docstring in _docstrings(tree)
        for told in re.findall(r"\bRaises ((?:[A-Z]\w+(?:, | and )?)+)", docstring)
        for name in re.findall(r"\w*[a-z][A-Z]\w*|\b[A-Z][a-z]+\b", told)
        if name not in known | FROM_LIBRARIES
    ]
    assert wrong == []


def test_a_package_leads_to_modules_that_it_has(trees: dict[str, ast.Module]) -> None:
    """Its docstring is the way through a room: each ``name`` in it is a module or a file beside it, or is in the code."""
    wrong = []
    for path, tree in trees.items():
        if not path.endswith("__init__.py"):
            continue
        room = (ROOT / path).parent
        for name in re.findall(r"``([\w./]+)``", (ast.get_docstring(tree) or "").replace("NAME", "base")):
            places = (
                room / name,
                room / f"{name}.py",
                room.parent / name,
                ROOT / "src" / "tocsin" / name,
                ROOT / name,
            )
            if not any(place.exists() for place in places) and name not in _identifiers_of(room, trees):
                wrong.append(f"{path}: {name}")
    assert wrong == []


def _docstrings(tree: ast.Module) -> Iterator[str]:
    """Texts that stand by themselves: of modules, classes, functions and fields."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value


def _identifiers_of(room: Path, trees: dict[str, ast.Module]) -> set[str]:
    """What the modules of a room define, and the fields of its classes."""
    inside = str(room.relative_to(ROOT)) + "/"
    nodes = [node for path, tree in trees.items() if path.startswith(inside) for node in ast.walk(tree)]
    defined = {node.name for node in nodes if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    fields = {
        node.target.id
        for node in nodes
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return defined | fields


def test_the_names_of_the_glossary_exist(trees: dict[str, ast.Module]) -> None:
    """The last column of the glossary: classes, their fields, modules, and tables."""
    known = {name for tree in trees.values() for node in classes(tree) for name in _names_of(node)}
    known |= set(list_migrated_tables())
    rows = [
        line.rsplit("|", 2)[1]
        for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
        if "|" in line
    ]
    told = {name for row in rows for name in re.findall(r"`([\w.]+)`", row)}
    assert len(told) > 80
    assert {name for name in told if name not in known and not _is_module(name)} == set()


def test_the_flows_of_the_design_lead_from_module_to_module() -> None:
    design = (ROOT / "docs" / "design.md").read_text()
    flows = design.partition("## Where things happen")[2].partition("\n## ")[0]
    told = re.findall(r"\b[a-z_]+(?:\.[a-z_]+)+\b", flows)
    assert len(told) > 40
    assert [name for name in told if not _is_module(name)] == []


def _names_of(node: ast.ClassDef) -> Iterator[str]:
    yield node.name
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            yield f"{node.name}.{one.target.id}"


def _is_module(name: str) -> bool:
    path = ROOT / "src" / "tocsin" / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()
