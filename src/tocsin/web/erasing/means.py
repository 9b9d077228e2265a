"""What pages that erase have at hand: a connection without the bound of a page, the proof as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
import psycopg
from django.http import HttpResponse

from tocsin.tracing import statement
from tocsin.tracing.statement import Kept
from tocsin.tracing.vault import Vault
from tocsin.web import store

LIMIT: Final = "set statement_timeout = '10min'"
"""A run may take minutes, a page may not: it has a connection of its own."""


@contextmanager
def own_connection() -> Iterator[psycopg.Connection[Any]]:
    """A connection without the bound of a page. Raises store.Away."""
    with store.OURS.alone() as connection:
        connection.execute(LIMIT)
        connection.commit()
        yield connection


def statement_answer(one: Kept, vault: Vault) -> HttpResponse:
    """A statement with its signature and the public key, to be kept elsewhere and checked by anybody."""
    said = {
        "statement": one.statement,
        "signature": one.signature.hex(),
        "public_key": statement.public(vault.ring.signing),
        "algorithm": "Ed25519 over the statement in UTF-8",
    }
    return json_file(msgspec.json.encode(said), f"tocsin-erasure-{one.id}.json")


def json_file(said: bytes, name: str) -> HttpResponse:
    """A file of JSON that the browser keeps and does not show."""
    response = HttpResponse(msgspec.json.format(said), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
