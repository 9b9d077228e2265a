"""The OpenAPI document as it is served; the former page of the API leads to it."""

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from tocsin.web.api import openapi
from tocsin.web.api.context import ApiContext
from tocsin.web.api.reply import TEXT, ApiReply

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

PATH: Final = "/api/v1/openapi.json"
_FRESH: Final = ("Cache-Control", "max-age=300")


def give_document(_api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """The OpenAPI document."""
    asked.request.query_parameters()
    return ApiReply(_document(), headers=(_FRESH,))


def lead_to_document(_api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """A redirect to the document: ``type`` of every refusal has this address, and others link to it."""
    asked.request.query_parameters()
    return ApiReply(b"", TEXT, 303, (_FRESH, ("Location", PATH)))


@cache
def _document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.build_openapi_document()), indent=1)
