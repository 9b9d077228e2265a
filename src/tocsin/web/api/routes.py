"""Every address of the API: its name, its methods, who may ask, and what it gives."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tocsin.web.api import (
    batch_check,
    charters,
    code_verification,
    document,
    fhir_intake,
    gateway_webhooks,
    health,
    message_check,
    number_lookup,
)
from tocsin.web.api.api_keys import Scope
from tocsin.web.api.authentication import Door
from tocsin.web.api.context import ApiContext
from tocsin.web.api.reply import JSON, NDJSON, TEXT, ApiReply

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

Handler = Callable[["ApiApplication", ApiContext], ApiReply]


class ApiEndpoint(Struct, frozen=True):
    """What one method does."""

    handler: Handler
    door: Door = "limited"
    scope: Scope = "check"
    """Of a key, where one is given."""
    gives: str = JSON


class ApiRoute(Struct, frozen=True):
    """One address."""

    name: str
    """In the metrics and the logs; never anything of a request."""
    path: str
    """``{...}`` stands for one part of it."""
    methods: dict[str, ApiEndpoint]

    @property
    def allowed_methods(self) -> str:
        """Its methods, as ``Allow`` has them."""
        names = set(self.methods) | ({"HEAD"} if "GET" in self.methods else set()) | {"OPTIONS"}
        return ", ".join(sorted(names))


ROUTES: Final = (
    ApiRoute("check", "/api/v1/check", {"POST": ApiEndpoint(message_check.check_message)}),
    ApiRoute("batch", "/api/v1/check/batch", {"POST": ApiEndpoint(batch_check.check_batch, gives=NDJSON)}),
    ApiRoute("verify", "/api/v1/verify", {"POST": ApiEndpoint(code_verification.verify_code)}),
    ApiRoute("number", "/api/v1/numbers/{number}", {"GET": ApiEndpoint(number_lookup.look_up_number)}),
    ApiRoute("charters", "/api/v1/charters", {"GET": ApiEndpoint(charters.list_charters)}),
    ApiRoute("charter", "/api/v1/charter", {"GET": ApiEndpoint(charters.show_charter)}),
    ApiRoute("diff", "/api/v1/charter/diff", {"GET": ApiEndpoint(charters.compare_charter)}),
    ApiRoute(
        "fhir",
        "/api/v1/fhir",
        {"POST": ApiEndpoint(fhir_intake.take_in_bundle, "key", "intake", fhir_intake.FHIR)},
    ),
    ApiRoute(
        "receipts",
        "/api/v1/gateways/{account}/receipts",
        {"POST": ApiEndpoint(gateway_webhooks.receive_delivery_receipts, "signed")},
    ),
    ApiRoute(
        "messages",
        "/api/v1/gateways/{account}/messages",
        {"POST": ApiEndpoint(gateway_webhooks.receive_inbound_sms, "signed")},
    ),
    ApiRoute("openapi", document.PATH, {"GET": ApiEndpoint(document.give_document, "open")}),
    ApiRoute("page", "/api/", {"GET": ApiEndpoint(document.lead_to_document, "open")}),
    ApiRoute("page", "/en/api/", {"GET": ApiEndpoint(document.lead_to_document, "open")}),
    ApiRoute("healthz", "/healthz", {"GET": ApiEndpoint(health.report_liveness, "open")}),
    ApiRoute("readyz", "/readyz", {"GET": ApiEndpoint(health.report_readiness, "open")}),
    ApiRoute("metrics", "/metrics", {"GET": ApiEndpoint(health.report_metrics, "here", "metrics", TEXT)}),
)

_PLAIN: Final = {route.path: route for route in ROUTES if "{" not in route.path}
_NAMED: Final = tuple(
    (route.path.partition("{")[0], route.path.partition("}")[2], route)
    for route in ROUTES
    if "{" in route.path
)
_LONGEST: Final = 200


def is_api_path(path: str) -> bool:
    """Whether an address belongs to the API, known or not."""
    return path.startswith(("/api/", "/en/api/")) or path in ("/healthz", "/readyz", "/metrics")


def find_route(path: str) -> tuple[ApiRoute | None, tuple[str, ...]]:
    """The route of an address, and what stands for its named part."""
    route = _PLAIN.get(path)
    if route is not None or len(path) > _LONGEST:
        return route, ()
    for before, after, named in _NAMED:
        if path.startswith(before) and path.endswith(after):
            part = path[len(before) : len(path) - len(after)]
            if part and "/" not in part:
                return named, (part,)
    return None, ()
