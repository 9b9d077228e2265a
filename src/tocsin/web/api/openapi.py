"""The OpenAPI 3.1 document, made from the types that requests are read and answers written with."""

from functools import cache
from typing import Any, Final

import msgspec

from tocsin import __version__
from tocsin.charter.channels import CHANNELS
from tocsin.charter.loading import list_charter_names
from tocsin.message.message_reader import RequestRow
from tocsin.verdict.verdict_json import AdviceEntry, LineRefusal, VerdictRecord
from tocsin.web.api import problem
from tocsin.web.api.code_verification import CodeQuestion
from tocsin.web.api.field_descriptions import add_field_descriptions
from tocsin.web.api.operation import ApiOperation
from tocsin.web.api.operations import OPERATIONS
from tocsin.web.api.reply import NDJSON

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

_PUBLISHED_NAMES: Final = {
    "AdviceEntry": "Advice",
    "AnswerChange": "Turned",
    "AppliedCharter": "CharterUsed",
    "AttestationDates": "Seen",
    "CharterDifference": "Difference",
    "CharterOnDay": "CharterAt",
    "CharterSummary": "Listed",
    "ClauseOnDay": "ClauseAt",
    "ClauseSource": "Source",
    "ClauseStateChange": "Moved",
    "CodeQuestion": "Question",
    "DatedTariff": "Price",
    "DispositionCount": "Count",
    "LineProblem": "Problem",
    "LineRefusal": "Refusal",
    "LivenessReport": "Health",
    "NumberAnswer": "Number",
    "NumberClause": "Named",
    "NumberPlanRange": "Part",
    "NumberUsage": "Used",
    "OutcomeCoding": "Coding",
    "OutcomeConcept": "Concept",
    "OutcomeIssue": "Issue",
    "PeriodDates": "Dates",
    "ProblemDetails": "Body",
    "ReadinessReport": "Ready",
    "SimilarNumber": "Like",
    "VerdictReason": "Reason",
    "VerdictRecord": "Answer",
    "VerificationRecord": "Record",
    "WebhookAcknowledgement": "Taken",
}
"""What the document calls a type whose class is named otherwise: readers generate their own code by it."""


@cache
def build_openapi_document() -> dict[str, Any]:
    """The document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _with_published_names(
            _operation_object(operation)
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tocsin", "version": __version__, "description": _WHAT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _build_schemas(),
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


def _build_schemas() -> dict[str, Any]:
    types = [o.answer for o in OPERATIONS if o.answer] + [
        RequestRow,
        CodeQuestion,
        LineRefusal,
        AdviceEntry,
        problem.ProblemDetails,
    ]
    _, found = msgspec.json.schema_components(types, ref_template=_REF)
    row = found["RequestRow"]["properties"]
    row["channel"] = {"anyOf": [{"enum": list(CHANNELS)}, {"type": "null"}], "default": None}
    when = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    row["received_at"] = {"anyOf": [when, {"type": "null"}], "default": None}
    found["RequestRow"]["anyOf"] = [
        {"required": [name], "properties": {name: {"type": "string"}}} for name in ("text", "html", "eml")
    ]
    found["RequestRow"]["description"] = RequestRow.__doc__ or ""
    answer = found["VerdictRecord"]["properties"]
    answer["advice"] = {"type": "array", "items": {"$ref": _REF.format(name="AdviceEntry")}}
    add_field_descriptions(found)
    for name, text in _OF_A_MESSAGE.items():
        row[name] = row[name] | {"description": text}
    published = {_PUBLISHED_NAMES.get(name, name): _with_published_names(found[name]) for name in found}
    return {
        name: published[name] | ({"title": name} if "title" in published[name] else {})
        for name in sorted(published)
    }


def _with_published_names(value: Any) -> Any:
    """The same part of the document, each reference to a type by its published name."""
    if isinstance(value, list):
        return [_with_published_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _REF.format(name=_PUBLISHED_NAMES.get(name := one.rpartition("/")[2], name))
        if key == "$ref" and isinstance(one, str)
        else _with_published_names(one)
        for key, one in value.items()
    }


def _operation_object(operation: ApiOperation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.title,
        "description": operation.what,
        "responses": {"200": _success_response(operation), **_problem_responses(operation)},
    }
    if operation.parameters:
        said["parameters"] = [_parameter_object(one) for one in operation.parameters]
    if operation.takes:
        said["requestBody"] = {
            "required": True,
            "content": {media: _request_schema(operation) for media in operation.takes},
        }
    if operation.key:
        said["security"] = [{"key": [operation.scope]}]
    elif operation.scope:
        said["security"] = [{}, {"key": [operation.scope]}]
    elif "bad_signature" in operation.problems:
        said["security"] = [{"signature": []}]
    return said


def _parameter_object(one: Any) -> dict[str, Any]:
    schema = one.schema | {"enum": list(list_charter_names())} if one.name == "institution" else one.schema
    return {
        "name": one.name, "in": one.where, "required": one.required, "schema": schema,
        "description": one.what,
    }  # fmt: skip


def _request_schema(operation: ApiOperation) -> dict[str, Any]:
    if operation.body is None:  # lines, each of which is looked at by itself
        return {"x-itemSchema": {"$ref": _REF.format(name="RequestRow")}, "example": operation.example}
    schema = msgspec.json.schema_components([operation.body], ref_template=_REF)[0][0]
    return {"schema": schema, "example": msgspec.json.decode(operation.example)}


def _success_response(operation: ApiOperation) -> dict[str, Any]:
    if operation.gives == NDJSON:
        lines = {"anyOf": [{"$ref": _REF.format(name=t.__name__)} for t in (VerdictRecord, LineRefusal)]}
        return {
            "description": "One object a line",
            "content": {NDJSON: {"schema": {"type": "string"}, "x-itemSchema": lines}},
        }
    schema = msgspec.json.schema_components([operation.answer], ref_template=_REF)[0][0]
    return {"description": operation.title, "content": {operation.gives: {"schema": schema}}}


def _problem_responses(operation: ApiOperation) -> dict[str, Any]:
    """The refusals by status, with the kinds that each may have."""
    by_status: dict[int, list[str]] = {}
    for kind in (*operation.problems, "internal"):
        by_status.setdefault(problem.KINDS[kind][0], []).append(kind)
    return {str(status): _problem_response(status, kinds) for status, kinds in sorted(by_status.items())}


def _problem_response(status: int, kinds: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": ", ".join(kinds),
        "content": {problem.MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="ProblemDetails")}}},
    }
    if status in (429, 503):
        said["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return said
