"""Charters as data at a well-known address, with their signature where there is a key to make one.

``/.well-known/tocsin/NAME.json``, ``.json.sig`` (64 bytes of Ed25519), ``.json.jws`` (detached),
``keys.json``, ``key.pem``, and ``/.well-known/tocsin/``, which lists them. ``charter.json`` is the first
institution's, ``charters.json`` has all of them. ``texts.json`` is what its SMS say at this moment, where the site belongs to a service.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from msgspec import Struct

from tocsin.charter.json_export import export_charter, export_charters
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web import data_signing, message_texts, store_pool
from tocsin.web.query_params import institution_names
from tocsin.web.site_operator import read_contact_addresses, read_site_operator

ROOT = "/.well-known/tocsin/"
FIRST = "charter"
"""Name of the first institution's file, which whoever knows only the site asks for."""
ALL = "charters"
"""Name of the file of all charters."""
TEXTS = "texts"
"""Name of the file of the texts that our SMS say."""
_CACHED = "public, max-age=3600"
_BRIEFLY = "public, max-age=60"
"""Of texts, which change at a moment: data and signature, fetched one after the other, belong together."""


class DataFileUrls(Struct, frozen=True):
    data: str
    sig: str
    """Empty where nothing is signed, as the others that follow."""
    jws: str
    keys: str


@cache
def data_signer() -> data_signing.DataSigner | None:
    """What this process signs with. Raises BadSigningKey."""
    return data_signing.signer_from_environment()


def charter_file_urls(charter: Charter) -> DataFileUrls:
    """Addresses of the data of a charter, and of what proves them."""
    return _data_file_urls(FIRST if charter.id == DEFAULT else charter.id)


def all_charters_urls() -> DataFileUrls:
    return _data_file_urls(ALL)


def texts_file_urls() -> DataFileUrls:
    """The same, of the texts that our SMS say."""
    return _data_file_urls(TEXTS)


def _data_file_urls(name: str) -> DataFileUrls:
    data = f"{ROOT}{name}.json"
    if data_signer() is None:
        return DataFileUrls(data, "", "", "")
    return DataFileUrls(data, f"{data}.sig", f"{data}.jws", f"{ROOT}keys.json")


def serve_index(request: HttpRequest) -> HttpResponse:
    found = [
        {
            "institution": name,
            "version": load_charter(name).version,
            **_existing_urls(charter_file_urls(load_charter(name))),
        }
        for name in institution_names()
    ]
    texts = {"texts": _existing_urls(texts_file_urls())} if message_texts.has_store() else {}
    whole = {"all": _existing_urls(all_charters_urls())}
    return _json_response({"charters": found, **whole, **texts, "signed": data_signer() is not None})


def serve_data_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files; 404 where there is none of that name, or nothing to sign it with."""
    key = data_signer()
    if name == "keys.json" and key:
        return _json_response(key.jwk_set)
    if name == "key.pem" and key:
        return _cacheable_response(key.public_key_pem, "application/x-pem-file")
    stem, _, kind = name.partition(".")
    if stem == TEXTS and message_texts.has_store():
        return _serve_texts(kind, key)
    data = _read_charters_document(stem)
    if data is not None and kind == "json":
        return _cacheable_response(data, "application/json")
    if data is not None and key and kind == "json.sig":
        return _cacheable_response(key.sign_raw(data), "application/octet-stream")
    if data is not None and key and kind == "json.jws":
        return _cacheable_response(key.sign_jws(data).encode() + b"\n", "application/jose")
    unsigned = data is not None and key is None and kind in ("json.sig", "json.jws")
    unsigned = unsigned or (key is None and name in ("keys.json", "key.pem"))
    said = "this site has no key: its data are not signed\n" if unsigned else "no such file\n"
    return HttpResponseNotFound(said, content_type="text/plain; charset=utf-8")


def _serve_texts(kind: str, key: data_signing.DataSigner | None) -> HttpResponse:
    """What our SMS say, or what proves it."""
    if kind not in ("json", "json.sig", "json.jws") or (key is None and kind != "json"):
        return HttpResponseNotFound("no such file\n", content_type="text/plain; charset=utf-8")
    try:
        data = message_texts.render_texts_document()
    except store_pool.StoreUnavailable:
        said = "the store is away: try again in a minute\n"
        return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")
    if kind == "json" or key is None:
        return _cacheable_response(data, "application/json", _BRIEFLY)
    if kind == "json.sig":
        return _cacheable_response(key.sign_raw(data), "application/octet-stream", _BRIEFLY)
    return _cacheable_response(key.sign_jws(data).encode() + b"\n", "application/jose", _BRIEFLY)


@cache
def _read_charters_document(stem: str) -> bytes | None:
    """The data of one charter, or of all, by the name of the file; None where there is no such file."""
    if stem == ALL:
        return export_charters(load_charter(name) for name in institution_names())
    name = DEFAULT if stem == FIRST else stem
    return export_charter(load_charter(name)) if name in institution_names() else None


def _existing_urls(found: DataFileUrls) -> dict[str, str]:
    named = {"data": found.data, "sig": found.sig, "jws": found.jws, "keys": found.keys}
    return {name: address for name, address in named.items() if address}


def _json_response(data: object) -> HttpResponse:
    return _cacheable_response(json.dumps(data, indent=1).encode() + b"\n", "application/json")


def _cacheable_response(body: bytes, kind: str, cached: str = _CACHED) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = cached
    # Public data, for a page of anybody to read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


# ``/.well-known/security.txt`` (RFC 9116): to whom somebody who found a weakness of this site says so.
#
# ``TOCSIN_SECURITY_CONTACT`` is a ``mailto:`` or ``https://`` address of whoever runs the site; several are
# separated by commas, the best one first. Without it there is no such file: an address that nobody reads is
# worse than none.

VARIABLE: Final = "TOCSIN_SECURITY_CONTACT"
ADDRESS: Final = "/.well-known/security.txt"
VALID: Final = timedelta(days=30)
"""The file is made anew at every request, so that whoever keeps a copy soon asks again."""


def serve_security_txt(request: HttpRequest) -> HttpResponse:
    """The file, or 404 where nobody is named."""
    contacts = read_contact_addresses(VARIABLE)
    if not contacts:
        said = "nobody is named for this site: TOCSIN_SECURITY_CONTACT is not set\n"
        return HttpResponseNotFound(said, content_type="text/plain; charset=utf-8")
    until = (datetime.now(UTC) + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(ADDRESS)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


# ``/robots.txt`` (RFC 9309): search engines may read the public pages of a site whose operator is named.
#
# A trial is kept out of them: somebody who looks for help must not find it. Shared results say ``noindex``
# themselves, which only whoever may read them sees.

ROBOTS: Final = "/robots.txt"
CLOSED: Final = ("/api/v1/", "/healthz", "/readyz", "/metrics")
"""What programs ask for, and nobody looks for."""


def serve_robots_txt(request: HttpRequest) -> HttpResponse:
    closed = CLOSED if read_site_operator().name else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
