"""Every address of the API: its name, its methods, who may ask, and what it gives."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tocsin.web.api import batch, check, desk, document, fhir, gateways, institutions, numbers, verify
from tocsin.web.api.asked import Asked
from tocsin.web.api.callers import Door
from tocsin.web.api.keys import Scope
from tocsin.web.api.reply import JSON, NDJSON, TEXT, Reply

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

Handler = Callable[["Api", Asked], Reply]


class Endpoint(Struct, frozen=True):
    """What one method does."""

    handler: Handler
    door: Door = "limited"
    scope: Scope = "check"
    """Of a key, where one is given."""
    gives: str = JSON


class Route(Struct, frozen=True):
    """One address."""

    name: str
    """In the metrics and the logs; never anything of a request."""
    path: str
    """``{...}`` stands for one part of it."""
    methods: dict[str, Endpoint]

    @property
    def allow(self) -> str:
        """Its methods, as ``Allow`` has them."""
        names = set(self.methods) | ({"HEAD"} if "GET" in self.methods else set()) | {"OPTIONS"}
        return ", ".join(sorted(names))


ROUTES: Final = (
    Route("check", "/api/v1/check", {"POST": Endpoint(check.check)}),
    Route("batch", "/api/v1/check/batch", {"POST": Endpoint(batch.batch, gives=NDJSON)}),
    Route("verify", "/api/v1/verify", {"POST": Endpoint(verify.verify)}),
    Route("number", "/api/v1/numbers/{number}", {"GET": Endpoint(numbers.number)}),
    Route("charters", "/api/v1/charters", {"GET": Endpoint(institutions.listing)}),
    Route("charter", "/api/v1/charter", {"GET": Endpoint(institutions.charter)}),
    Route("diff", "/api/v1/charter/diff", {"GET": Endpoint(institutions.difference)}),
    Route("fhir", "/api/v1/fhir", {"POST": Endpoint(fhir.intake, "key", "intake", fhir.FHIR)}),
    Route("receipts", "/api/v1/gateways/{account}/receipts", {"POST": Endpoint(gateways.receipts, "signed")}),
    Route("messages", "/api/v1/gateways/{account}/messages", {"POST": Endpoint(gateways.messages, "signed")}),
    Route("openapi", document.PATH, {"GET": Endpoint(document.give_document, "open")}),
    Route("page", "/api/", {"GET": Endpoint(document.lead_to_document, "open")}),
    Route("page", "/en/api/", {"GET": Endpoint(document.lead_to_document, "open")}),
    Route("healthz", "/healthz", {"GET": Endpoint(desk.alive, "open")}),
    Route("readyz", "/readyz", {"GET": Endpoint(desk.ready, "open")}),
    Route("metrics", "/metrics", {"GET": Endpoint(desk.metrics, "here", "metrics", TEXT)}),
)

_PLAIN: Final = {route.path: route for route in ROUTES if "{" not in route.path}
_NAMED: Final = tuple(
    (route.path.partition("{")[0], route.path.partition("}")[2], route)
    for route in ROUTES
    if "{" in route.path
)
_LONGEST: Final = 200


def is_ours(path: str) -> bool:
    """Whether an address belongs to the API, known or not."""
    return path.startswith(("/api/", "/en/api/")) or path in ("/healthz", "/readyz", "/metrics")


def find(path: str) -> tuple[Route | None, tuple[str, ...]]:
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
