"""The OpenAPI 3.1 document: made of the addresses, and of the types that their views read and write."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_args

import msgspec
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver
from msgspec import Struct
from msgspec.structs import fields

from tocsin import __version__
from tocsin.charter.channels import CHANNELS
from tocsin.message.message_reader import RequestRow
from tocsin.verdict.verdict_json import AdviceEntry, VerdictRecord
from tocsin.web.api import problem
from tocsin.web.api.call import ApiCall
from tocsin.web.api.middleware import URLS
from tocsin.web.api.operation import NDJSON, TEXT, ApiOperation, api_operation
from tocsin.web.api.request_body import JSON, RequestBody


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


PATH: Final = "/api/v1/openapi.json"
FRESH: Final = 300
"""Seconds for which a client may keep the document."""
_REF: Final = "#/components/schemas/{name}"
_WHAT: Final = (
    "Tocsin holds a message against the dated contact charter of a public institution, and says what it "
    "is, why, and what to "
    "do. Nothing that is sent to be checked is kept or written to a log."
)
_OF_A_MESSAGE: Final = {
    "received_at": "Day, or day and time; the charter is applied as of that day. Default: today in France.",
    "subject": "Subject of an e-mail.",
    "inside_account": "Whether it was read inside the secured account.",
    "solicited": "Whether the person had asked for it; null: not known.",
    "eml": "Source of an e-mail in base64, instead of `text`.",
}
"""Where the record says nothing, or what only holds on the command line."""


@api_operation("GET", door="open", cached_seconds=FRESH)
def serve_document(_call: ApiCall) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(_encoded_document(), content_type=JSON)


@api_operation("GET", door="open", cached_seconds=FRESH)
def lead_to_document(_call: ApiCall) -> HttpResponse:
    """A redirect to the document: ``type`` of every refusal has this address, and others link to it."""
    return HttpResponse(content_type=TEXT, status=303, headers={"Location": PATH})


@cache
def _encoded_document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(build_openapi_document()), indent=1)


def list_operations() -> Iterator[tuple[str, str, ApiOperation]]:
    """Address, name and view of each operation, in the order of ``urls``."""
    for pattern in get_resolver(URLS).url_patterns:
        assert isinstance(pattern, URLPattern)
        assert isinstance(pattern.callback, ApiOperation)
        yield re.sub(r"<str:(\w+)>", r"{\1}", f"/{pattern.pattern}"), pattern.name or "", pattern.callback


@cache
def build_openapi_document() -> dict[str, Any]:
    """The document, of every view that says what it answers."""
    paths: dict[str, dict[str, Any]] = {}
    told = [one for one in list_operations() if one[2].answer is not None]
    for path, name, operation in told:
        paths.setdefault(path, {})[operation.method.lower()] = _operation_object(path, name, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tocsin", "version": __version__, "description": _WHAT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _build_schemas([operation for _, _, operation in told]),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "tocsin api-key new"},
                "signature": {
                    "type": "apiKey", "in": "header", "name": "X-Signature",
                    "description": "HMAC-SHA256, in hexadecimal, of the timestamp, a dot and the body; "
                    "names of the "
                    "headers as the account says.",
                },
            },
        },
    }  # fmt: skip


def _build_schemas(operations: list[ApiOperation]) -> dict[str, Any]:
    types = [one for operation in operations for one in _answer_types(operation)]
    types += [operation.body.schema for operation in operations if operation.body]
    _, found = msgspec.json.schema_components(
        [*types, AdviceEntry, problem.ProblemDetails], ref_template=_REF
    )
    row = found[RequestRow.__name__]["properties"]
    row["channel"] = {"anyOf": [{"enum": list(CHANNELS)}, {"type": "null"}], "default": None}
    when = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    row["received_at"] = {"anyOf": [when, {"type": "null"}], "default": None}
    found[RequestRow.__name__]["anyOf"] = [
        {"required": [name], "properties": {name: {"type": "string"}}} for name in ("text", "html", "eml")
    ]
    found[RequestRow.__name__]["anyOf"].append(
        {"required": ["answers"], "properties": {"answers": {"type": "object", "minProperties": 1}}}
    )
    found[RequestRow.__name__]["description"] = RequestRow.__doc__ or ""
    answer = found[VerdictRecord.__name__]["properties"]
    answer["advice"] = {"type": "array", "items": {"$ref": _REF.format(name=AdviceEntry.__name__)}}
    add_field_descriptions(found)
    for name, text in _OF_A_MESSAGE.items():
        row[name] = row[name] | {"description": text}
    published = {component_name(name): _publish_references(schema) for name, schema in found.items()}
    return {name: published[name] | {"title": name} for name in sorted(published)}


def _answer_types(operation: ApiOperation) -> tuple[Any, ...]:
    """Types of an answer: of lines each of those that one may have."""
    return get_args(operation.answer) if operation.streams else (operation.answer,)


def _publish_references(schema: Any) -> Any:
    """A schema whose references have the published names."""
    if isinstance(schema, dict):
        return {
            key: _REF.format(name=component_name(value.rpartition("/")[2])) if key == "$ref"
            else _publish_references(value)
            for key, value in schema.items()
        }  # fmt: skip
    return [_publish_references(one) for one in schema] if isinstance(schema, list) else schema


def _schema_of(type: Any) -> Any:
    return _publish_references(msgspec.json.schema_components([type], ref_template=_REF)[0][0])


def _operation_object(path: str, name: str, operation: ApiOperation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": name,
        "summary": operation.title,
        "description": operation.description,
        "responses": {"200": _success_response(operation), **_problem_responses(operation)},
    }
    if parameters := [*_path_parameters(path, operation), *_query_parameters(operation)]:
        said["parameters"] = parameters
    if operation.body:
        content = _request_schema(operation.body)
        said["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(operation.body.media_types, content),
        }
    if operation.door in ("limited", "key"):
        key = {"key": [operation.scope]}
        said["security"] = [key] if operation.door == "key" else [{}, key]
    elif operation.door == "signed":
        said["security"] = [{"signature": []}]
    return said


def _path_parameters(path: str, operation: ApiOperation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", path):
        yield {
            "name": name, "in": "path", "required": True, "schema": {"type": "string"},
            "description": operation.path_parts[name],
        }  # fmt: skip


def _query_parameters(operation: ApiOperation) -> Iterator[dict[str, Any]]:
    record = operation.query.record
    meanings = read_field_descriptions(record)
    for one in fields(record):
        default = {"default": one.default} if isinstance(one.default, str) else {}
        yield {
            "name": one.name, "in": "query", "required": one.required,
            "schema": operation.query.types[one.name].describe_schema() | default,
            "description": meanings[one.name],
        }  # fmt: skip


def _request_schema(body: RequestBody) -> dict[str, Any]:
    if body.most is None:  # lines, each of which is looked at by itself
        return {"x-itemSchema": _schema_of(body.schema), "example": body.example}
    return {"schema": _schema_of(body.schema), "example": msgspec.json.decode(body.example)}


def _success_response(operation: ApiOperation) -> dict[str, Any]:
    if operation.streams:
        lines = {"anyOf": [_schema_of(one) for one in _answer_types(operation)]}
        return {
            "description": "One object a line",
            "content": {NDJSON: {"schema": {"type": "string"}, "x-itemSchema": lines}},
        }
    content = {operation.media_type: {"schema": _schema_of(operation.answer)}}
    return {"description": operation.title, "content": content}


def _problem_responses(operation: ApiOperation) -> dict[str, Any]:
    """The refusals by status, with the kinds that each may have."""
    by_status: dict[int, list[str]] = {}
    for kind in operation.refusals:
        by_status.setdefault(problem.KINDS[kind][0], []).append(kind)
    return {str(status): _problem_response(status, kinds) for status, kinds in sorted(by_status.items())}


def _problem_response(status: int, kinds: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": ", ".join(kinds),
        "content": {problem.MEDIA_TYPE: {"schema": _schema_of(problem.ProblemDetails)}},
    }
    if status in (429, 503):
        said["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return said
