"""YAML is read at one place, which names file, line and field of what is wrong."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def test_nothing_else_reads_yaml_by_itself():
    found = {
        path.name
        for path in SOURCE.rglob("*.py")
        if "yaml" in (code := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import) and any(name.name == "yaml" for name in node.names)
    }
    assert found == {"yaml_document.py"}
