"""Charters as data at a well-known address, with their signature where there is a key to make one.

``/.well-known/tocsin/NAME.json``, ``.json.sig`` (64 bytes of Ed25519), ``.json.jws`` (detached),
``keys.json``, ``key.pem``, and ``/.well-known/tocsin/``, which lists them. ``charter.json`` is the first
institution's.
"""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from msgspec import Struct

from tocsin.charter.load import load
from tocsin.charter.publish import document
from tocsin.charter.schema import Charter
from tocsin.verdict.check import DEFAULT
from tocsin.web import signature
from tocsin.web.choices import institutions

ROOT = "/.well-known/tocsin/"
FIRST = "charter"
"""Name of the first institution's file, which whoever knows only the site asks for."""
_CACHED = "public, max-age=3600"


class Files(Struct, frozen=True):
    """Where the data of a charter are."""

    data: str
    sig: str
    """Empty where nothing is signed, as the others that follow."""
    jws: str
    keys: str


@cache
def signer() -> signature.Signer | None:
    """What this process signs with. Raises BadKey."""
    return signature.from_environment()


def files(charter: Charter) -> Files:
    """Addresses of the data of a charter, and of what proves them."""
    data = f"{ROOT}{FIRST if charter.id == DEFAULT else charter.id}.json"
    if signer() is None:
        return Files(data, "", "", "")
    return Files(data, f"{data}.sig", f"{data}.jws", f"{ROOT}keys.json")


def index(request: HttpRequest) -> HttpResponse:
    """What there is, for machines."""
    found = [
        {"institution": name, "version": load(name).version, **_present(files(load(name)))}
        for name in institutions()
    ]
    return _json({"charters": found, "signed": signer() is not None})


def file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files; 404 where there is none of that name, or nothing to sign it with."""
    key = signer()
    if name == "keys.json" and key:
        return _json(key.keys)
    if name == "key.pem" and key:
        return _sent(key.pem, "application/x-pem-file")
    stem, _, kind = name.partition(".")
    charter = _charter(stem)
    if charter is not None and kind == "json":
        return _sent(_document(charter.id), "application/json")
    if charter is not None and key and kind == "json.sig":
        return _sent(key.raw(_document(charter.id)), "application/octet-stream")
    if charter is not None and key and kind == "json.jws":
        return _sent(key.jws(_document(charter.id)).encode() + b"\n", "application/jose")
    unsigned = charter is not None and key is None and kind in ("json.sig", "json.jws")
    unsigned = unsigned or (key is None and name in ("keys.json", "key.pem"))
    said = "this site has no key: its data are not signed\n" if unsigned else "no such file\n"
    return HttpResponseNotFound(said, content_type="text/plain; charset=utf-8")


def _charter(stem: str) -> Charter | None:
    name = DEFAULT if stem == FIRST else stem
    return load(name) if name in institutions() else None


@cache
def _document(name: str) -> bytes:
    return document(load(name))


def _present(found: Files) -> dict[str, str]:
    named = {"data": found.data, "sig": found.sig, "jws": found.jws, "keys": found.keys}
    return {name: address for name, address in named.items() if address}


def _json(data: object) -> HttpResponse:
    return _sent(json.dumps(data, indent=1).encode() + b"\n", "application/json")


def _sent(body: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = _CACHED
    # Public data, for a page of anybody to read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
