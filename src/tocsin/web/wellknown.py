"""Charters as data at a well-known address, with their signature where there is a key to make one.

``/.well-known/tocsin/NAME.json``, ``.json.sig`` (64 bytes of Ed25519), ``.json.jws`` (detached),
``keys.json``, ``key.pem``, and ``/.well-known/tocsin/``, which lists them. ``charter.json`` is the first
institution's. ``texts.json`` is what its SMS say at this moment, where the site belongs to a service.
"""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from msgspec import Struct

from tocsin.charter.load import load
from tocsin.charter.publish import document
from tocsin.charter.schema import Charter
from tocsin.verdict.check import DEFAULT
from tocsin.web import ours, signature, store
from tocsin.web.choices import institutions

ROOT = "/.well-known/tocsin/"
FIRST = "charter"
"""Name of the first institution's file, which whoever knows only the site asks for."""
TEXTS = "texts"
"""Name of the file of the texts that our SMS say."""
_CACHED = "public, max-age=3600"
_BRIEFLY = "public, max-age=60"
"""Of texts, which change at a moment: data and signature, fetched one after the other, belong together."""


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
    return _files(FIRST if charter.id == DEFAULT else charter.id)


def texts_files() -> Files:
    """The same, of the texts that our SMS say."""
    return _files(TEXTS)


def _files(name: str) -> Files:
    data = f"{ROOT}{name}.json"
    if signer() is None:
        return Files(data, "", "", "")
    return Files(data, f"{data}.sig", f"{data}.jws", f"{ROOT}keys.json")


def index(request: HttpRequest) -> HttpResponse:
    """What there is, for machines."""
    found = [
        {"institution": name, "version": load(name).version, **_present(files(load(name)))}
        for name in institutions()
    ]
    texts = {"texts": _present(texts_files())} if ours.has_store() else {}
    return _json({"charters": found, **texts, "signed": signer() is not None})


def file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files; 404 where there is none of that name, or nothing to sign it with."""
    key = signer()
    if name == "keys.json" and key:
        return _json(key.keys)
    if name == "key.pem" and key:
        return _sent(key.pem, "application/x-pem-file")
    stem, _, kind = name.partition(".")
    if stem == TEXTS and ours.has_store():
        return _texts(kind, key)
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


def _texts(kind: str, key: signature.Signer | None) -> HttpResponse:
    """What our SMS say, or what proves it."""
    if kind not in ("json", "json.sig", "json.jws") or (key is None and kind != "json"):
        return HttpResponseNotFound("no such file\n", content_type="text/plain; charset=utf-8")
    try:
        data = ours.document()
    except store.Away:
        said = "the store is away: try again in a minute\n"
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")
    if kind == "json" or key is None:
        return _sent(data, "application/json", _BRIEFLY)
    if kind == "json.sig":
        return _sent(key.raw(data), "application/octet-stream", _BRIEFLY)
    return _sent(key.jws(data).encode() + b"\n", "application/jose", _BRIEFLY)


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


def _sent(body: bytes, kind: str, cached: str = _CACHED) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = cached
    # Public data, for a page of anybody to read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
