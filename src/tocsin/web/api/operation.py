"""What a view of the API declares, once: who may ask, what it takes and gives. It is kept to, and documented.

A view is a function of an ``ApiCall``, of ``query`` where its address has parameters, and of the named parts of the address. Its
annotations say what the document says: ``query`` is a record of parameters, a part of the address has its meaning beside its type,
the return type is the record of its answer; and so does its docstring. A view that returns a response of Django is left out of the
document.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import msgspec
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from tocsin.web.api.api_keys import Scope
from tocsin.web.api.authentication import Door
from tocsin.web.api.call import ApiCall, ApiRequest
from tocsin.web.api.cors import reply_to_options
from tocsin.web.api.parameters import NoParameters, QueryReader
from tocsin.web.api.problem import KINDS, ApiProblem, Kind
from tocsin.web.api.request_body import (
    JSON,
    Environ,
    RequestBody,
    check_media_type,
)

NDJSON: Final = "application/x-ndjson"
TEXT: Final = "text/plain; charset=utf-8"

_encode: Final = msgspec.json.Encoder().encode
_OF_A_DOOR: Final[dict[Door, tuple[Kind, ...]]] = {
    "open": (),
    "limited": ("unknown_key", "no_key", "scope", "limit", "at_once", "no_store"),
    "key": ("unknown_key", "no_key", "scope", "limit", "at_once", "no_store"),
    "signed": ("no_signature", "bad_signature", "stale_call", "at_once", "no_store"),
    "here": ("unknown_key", "scope", "not_here", "at_once", "no_store"),
}


class EncodedJson[T]:
    """A record of this type that is JSON already."""

    __slots__ = ("body", "headers")

    def __init__(self, body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.body = body
        self.headers = headers


class JsonLines[T]:
    """Records of these types, a line each, as they are made."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces


class StreamedBody:
    """A body in pieces; what is held for it is let go at its end, however it ends."""

    def __init__(self, pieces: Iterable[bytes], done: Callable[[], None]) -> None:
        self._pieces = iter(pieces)
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """The client has left, or has everything."""
        if done := self._done:
            self._done = None
            done()

    def __del__(self) -> None:
        self.close()


class ApiOperation:
    """One method of one address: a view of Django that answers within what it declares."""

    def __init__(
        self,
        view: Callable[..., Any],
        method: str,
        *,
        door: Door,
        scope: Scope,
        body: RequestBody | None,
        refusals: tuple[Kind, ...],
        media_type: str,
        cached_seconds: int,
    ) -> None:
        hints = get_type_hints(view, include_extras=True)
        self.view = view
        self.method = method
        self.door = door
        self.scope = scope
        """Of a key, where one is given."""
        self.body = body
        self.cached_seconds = cached_seconds
        self.streams = get_origin(hints["return"]) is JsonLines
        self.media_type = NDJSON if self.streams else media_type
        self.answer = _documented_type(hints["return"])
        """Type of the answer, or of each of its lines; None where the document does not tell of it."""
        self.path_parts = {
            name: str(get_args(hint)[1]) for name, hint in hints.items() if get_origin(hint) is Annotated
        }
        """Named parts of the address, and what each is."""
        self._has_query = "query" in hints
        self.query = QueryReader(hints.get("query", NoParameters))
        self._own_refusals = refusals
        self.allowed_methods = ", ".join(sorted({method, "OPTIONS", *(["HEAD"] if method == "GET" else [])}))
        """As ``Allow`` has them."""

    @property
    def title(self) -> str:
        """What it does, in a line."""
        return inspect.cleandoc(self.view.__doc__ or "").partition("\n")[0].removesuffix(".")

    @property
    def description(self) -> str:
        """What it does, in sentences."""
        return " ".join(inspect.cleandoc(self.view.__doc__ or "").partition("\n")[2].split())

    @property
    def refusals(self) -> tuple[Kind, ...]:
        """Every kind of refusal that it may give, in the order of ``KINDS``."""
        found: set[Kind] = {"bad_query", "not_acceptable", "internal", *_OF_A_DOOR[self.door]}
        found.update(self._own_refusals, self.body.refusals if self.body else ())
        found.update(kind for one in self.query.types.values() for kind in one.refusals)
        return tuple(kind for kind in KINDS if kind in found)

    def __call__(self, request: ApiRequest, **parts: str) -> HttpResponseBase:
        """Answer a request. Raises ApiProblem, StoreUnavailable."""
        call, environ = request.api_call, request.environ
        method = request.method
        if method == "OPTIONS":
            return reply_to_options(environ, call.service.settings.origins, self.allowed_methods)
        if method != self.method and not (method == "HEAD" and self.method == "GET"):
            raise ApiProblem(
                "method",
                f"one of {self.allowed_methods} is expected",
                headers=(("Allow", self.allowed_methods),),
            )
        if not accepts_media_type(environ, self.media_type):
            raise ApiProblem(
                "not_acceptable", f"{self.media_type.partition(';')[0]} is given", field="Accept"
            )
        call.caller = call.service.callers.authenticate(environ, self.door, self.scope, call.now)
        if self.door in ("limited", "key"):
            call.spend_quota()
            call.service.delete_expired_limits(call.now)
        if self.door == "open":
            return self._make_response(self._run_view(call, parts))
        return self._answer_in_slot(call, parts)

    def _answer_in_slot(self, call: ApiCall, parts: dict[str, str]) -> HttpResponseBase:
        """Run the view, unless its caller has too many requests under way."""
        service, caller = call.service, call.caller
        service.take_slot(caller)
        held = True
        try:
            given = self._run_view(call, parts)
            if isinstance(given, JsonLines):  # under way until the last of it is sent
                given.pieces = StreamedBody(given.pieces, lambda: service.release_slot(caller))
                held = False
            return self._make_response(given)
        finally:
            if held:
                service.release_slot(caller)

    def _run_view(self, call: ApiCall, parts: dict[str, str]) -> Any:
        if self.body:
            check_media_type(call.environ, self.body.media_types)
            call.body = self.body
        query = self.query.read_query(call.environ.get("QUERY_STRING", ""))
        return self.view(call, query=query, **parts) if self._has_query else self.view(call, **parts)

    def _make_response(self, given: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if isinstance(given, HttpResponseBase):
            response = given
        elif isinstance(given, JsonLines):
            response = StreamingHttpResponse(given.pieces, content_type=NDJSON)
        elif isinstance(given, EncodedJson):
            response = HttpResponse(given.body, content_type=self.media_type, headers=dict(given.headers))
        else:
            response = HttpResponse(_encode(given), content_type=self.media_type)
        if self.cached_seconds:
            response.headers["Cache-Control"] = f"max-age={self.cached_seconds}"
        return response


def api_operation(
    method: str,
    *,
    door: Door = "limited",
    scope: Scope = "check",
    body: RequestBody | None = None,
    refusals: tuple[Kind, ...] = (),
    media_type: str = JSON,
    cached_seconds: int = 0,
) -> Callable[[Callable[..., Any]], ApiOperation]:
    """Make a function a view of the API; ``refusals`` are those that it raises itself."""

    def decorate(view: Callable[..., Any]) -> ApiOperation:
        return ApiOperation(
            view, method, door=door, scope=scope, body=body, refusals=refusals, media_type=media_type,
            cached_seconds=cached_seconds,
        )  # fmt: skip

    return decorate


def _documented_type(returned: Any) -> Any:
    if get_origin(returned) in (EncodedJson, JsonLines):
        return get_args(returned)[0]
    return None if isinstance(returned, type) and issubclass(returned, HttpResponseBase) else returned


def accepts_media_type(environ: Environ, media_type: str) -> bool:
    """Whether what is asked for allows a type; a header that cannot be read allows everything.

    >>> accepts_media_type({"HTTP_ACCEPT": "text/html;q=0.9, application/*"}, "application/json")
    True
    >>> accepts_media_type({"HTTP_ACCEPT": "text/html, application/json;q=0"}, "application/json")
    False
    """
    asked = environ.get("HTTP_ACCEPT", "")
    if not asked or asked == "*/*":
        return True
    name = media_type.partition(";")[0]
    ranges = (name, name.partition("/")[0] + "/*", "*/*")
    best, allowed = len(ranges), False
    for part in asked[:1_000].lower().split(","):
        offered, _, parameters = part.partition(";")
        offered = offered.strip()
        if offered in ranges and ranges.index(offered) < best:
            best = ranges.index(offered)
            allowed = _quality_value(parameters) > 0
    return allowed


def _quality_value(parameters: str) -> float:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0
