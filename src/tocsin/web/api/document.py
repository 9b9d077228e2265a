"""The OpenAPI document as it is served; the former page of the API leads to it."""

from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from tocsin.web.api import openapi
from tocsin.web.api.asked import Asked
from tocsin.web.api.reply import TEXT, Reply

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

PATH: Final = "/api/v1/openapi.json"
_FRESH: Final = ("Cache-Control", "max-age=300")


def give_document(_api: "Api", asked: Asked) -> Reply:
    """The OpenAPI document."""
    asked.request.query()
    return Reply(_document(), headers=(_FRESH,))


def lead_to_document(_api: "Api", asked: Asked) -> Reply:
    """A redirect to the document: ``type`` of every refusal has this address, and others link to it."""
    asked.request.query()
    return Reply(b"", TEXT, 303, (_FRESH, ("Location", PATH)))


@cache
def _document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.document()), indent=1)
