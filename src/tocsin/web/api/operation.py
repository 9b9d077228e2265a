"""One method of one address, as the OpenAPI document tells of it."""

from typing import Any, Literal

from msgspec import Struct

from tocsin.web.api.problem import Kind
from tocsin.web.api.reply import JSON

Where = Literal["path", "query"]


class OperationParameter(Struct, frozen=True):
    """A parameter of an address."""

    name: str
    schema: dict[str, Any]
    what: str
    where: Where = "query"
    required: bool = False


class ApiOperation(Struct, frozen=True, kw_only=True):
    """What one method of one address does."""

    id: str
    method: Literal["get", "post"]
    path: str
    title: str
    what: str
    scope: Literal["", "check", "intake", "metrics"] = ""
    """Of the key: needed where ``key``, else possible."""
    key: bool = False
    parameters: tuple[OperationParameter, ...] = ()
    takes: tuple[str, ...] = ()
    body: Any = None
    """Type of the body."""
    example: str = ""
    """A body, as it is sent."""
    gives: str = JSON
    answer: Any = None
    problems: tuple[Kind, ...] = ()
