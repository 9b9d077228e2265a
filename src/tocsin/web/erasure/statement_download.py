"""What pages that erase have at hand: a connection without the bound of a page, the proof as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg
from django.http import HttpResponse

from tocsin.privacy import erasure_statement
from tocsin.privacy.erasure_statement import ErasureRecord
from tocsin.privacy.vault import Vault
from tocsin.web import store_pool

LIMIT: Final = "set statement_timeout = '10min'"
"""A run may take minutes, a page may not: it has a connection of its own."""


@contextmanager
def open_unbounded_connection() -> Iterator[psycopg.Connection[Any]]:
    """A connection without the bound of a page. Raises store.StoreUnavailable."""
    with store_pool.STORE_POOL.open_own_connection() as connection:
        connection.execute(LIMIT)
        connection.commit()
        yield connection


def build_statement_response(one: ErasureRecord, vault: Vault) -> HttpResponse:
    """A statement with its signature and the public key, to be kept elsewhere and checked by anybody."""
    said = {
        "statement": one.statement,
        "signature": one.signature.hex(),
        "public_key": erasure_statement.derive_public_key(vault.ring.signing),
        "algorithm": "Ed25519 over the statement in UTF-8",
    }
    return build_json_download(msgspec.json.encode(said), f"tocsin-erasure-{one.id}.json")


def build_json_download(said: bytes, name: str) -> HttpResponse:
    """A file of JSON that the browser keeps and does not show."""
    response = HttpResponse(msgspec.json.format(said), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
