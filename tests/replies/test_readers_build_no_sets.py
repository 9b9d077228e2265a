"""Readers look words up in sets that were built once: a union of closed lists, built again for each word of each reply, was a
twelfth of what it costs to read one."""

import ast
from pathlib import Path

import pytest

import tocsin.conversation.reading

MODULES = sorted(Path(tocsin.conversation.reading.__file__).parent.glob("*.py"))


def is_constant(node):
    match node:
        case ast.Name(id=name):
            return len(name) > 1 and name.isupper()
        case ast.Set(elts=elements):
            return all(isinstance(one, ast.Constant) for one in elements)
        case ast.BinOp(left=left, op=ast.BitOr() | ast.Sub(), right=right):
            return is_constant(left) and is_constant(right)
        case _:
            return False


def list_sets_built_when_called(tree):
    """Unions and differences of constants in functions that are run more than once."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and not function.decorator_list:
            for node in ast.walk(function):
                if isinstance(node, ast.BinOp) and is_constant(node):
                    yield ast.unparse(node)


def test_a_union_of_constants_in_a_function_is_found():
    tree = ast.parse("def is_kin(word):\n    return word in KIN | GROUPS")
    assert list(list_sets_built_when_called(tree)) == ["KIN | GROUPS"]


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.stem)
def test_a_reader_builds_no_set_of_constants(module):
    assert list(list_sets_built_when_called(ast.parse(module.read_text("utf-8")))) == []
