"""What the fields of a record mean: the sentences that stand below them in its class."""

import ast
import inspect
import textwrap
from functools import cache
from typing import Any

from msgspec import Struct


def read_field_descriptions(record: type[Struct]) -> dict[str, str]:
    """Field -> its meaning, for those that have one; of the classes above too.

    >>> from tocsin.web.api.code_verification import CodeQuestion
    >>> read_field_descriptions(CodeQuestion)["text"]
    'The whole message, to compare.'
    """
    found: dict[str, str] = {}
    for above in reversed(record.__mro__):
        if issubclass(above, Struct) and above is not Struct:
            found |= _descriptions_in_source(above)
    return {name: text for name, text in found.items() if name in record.__struct_fields__}


def _descriptions_in_source(record: type) -> dict[str, str]:
    try:
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    except (OSError, SyntaxError):  # where its source is not there, it has no sentences
        return {}
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and _is_string_literal(below)
        ):
            text = below.value.value  # type: ignore[attr-defined]
            found[field.target.id] = " ".join(inspect.cleandoc(text).split()).replace("``", "`")
    return found


def _is_string_literal(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def component_name(record: str) -> str:
    """The name that a record has in the published document: its own, unless it says another."""
    return _published_names().get(record, record)


@cache
def _published_names() -> dict[str, str]:
    names = ((one.__name__, vars(one).get("schema_name")) for one in _all_subclasses(Struct))
    return {record: published for record, published in names if published}


def add_field_descriptions(schemas: dict[str, Any]) -> None:
    """Write the meanings into schemas that are named after their records."""
    records = list(_all_subclasses(Struct))
    for name, schema in schemas.items():
        fields = set(schema.get("properties", ()))
        for record in records:
            if record.__name__ == name and fields <= {
                *record.__struct_encode_fields__,
                "resourceType",
                "clause",
            }:
                for field, text in read_field_descriptions(record).items():
                    if field in fields:
                        schema["properties"][field] = {"description": text} | schema["properties"][field]
                break


def _all_subclasses(record: type[Struct]) -> list[type[Struct]]:
    found = []
    for one in record.__subclasses__():
        found += [one, *_all_subclasses(one)]
    return found
