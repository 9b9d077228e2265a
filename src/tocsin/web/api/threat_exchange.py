"""``/taxii2/``: the campaigns that an analyst confirmed, for other fraud teams (TAXII 2.1, OASIS, June 2021), read only.

One API root with one collection. Who may be told is said once, by ``TOCSIN_TAXII``; without it there is no such server.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import uuid5

import msgspec
from django.http import HttpResponse
from msgspec import Struct

from tocsin.campaigns.exchange.sharing_terms import NAMESPACE, SharingTerms
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import api_operation
from tocsin.web.api.parameters import ParameterType
from tocsin.web.api.problem import ApiProblem

if TYPE_CHECKING:
    from tocsin.campaigns.exchange.shared_objects import SharedObject

TAXII: Final = "application/taxii+json;version=2.1"
STIX: Final = "application/stix+json;version=2.1"
ROOT: Final = "campaigns"
COLLECTION: Final = str(uuid5(NAMESPACE, "collection|confirmed"))
MOST: Final = 1_000
"""Objects of one page."""
FRESH: Final = 60.0
"""Seconds for which what was read of the store is given again."""

_encode: Final = msgspec.json.Encoder().encode


def _parse_moment(name: str, written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ApiProblem("bad_query", "expected a moment such as 2026-03-04T12:00:00Z", field=name)
    return moment.astimezone(UTC)


def _parse_limit(name: str, written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:9]) <= 999_999_999):
        raise ApiProblem("bad_query", "expected a number of objects, 1 or more", field=name)
    return min(int(written[:9]), MOST)


def _parse_page(name: str, written: str) -> tuple[str, str]:
    """The version and the name of the last object of the page before."""
    try:
        version, _, id = urlsafe_b64decode(written.encode("ascii")).decode().partition("|")
        datetime.fromisoformat(version)
    except ValueError:
        raise ApiProblem("bad_query", "expected the value of `next` of an answer", field=name) from None
    return version, id


def _parse_words(_name: str, written: str) -> frozenset[str]:
    return frozenset(written.split(","))


_MOMENT: Final = ParameterType(_parse_moment, lambda: {"type": "string", "format": "date-time"})
_LIMIT: Final = ParameterType(_parse_limit, lambda: {"type": "integer", "minimum": 1, "maximum": MOST})
_PAGE: Final = ParameterType(_parse_page, lambda: {"type": "string"})
_WORDS: Final = ParameterType(_parse_words, lambda: {"type": "string"})


class ObjectQuery(
    Struct,
    frozen=True,
    rename={
        "ids": "match[id]",
        "types": "match[type]",
        "versions": "match[version]",
        "spec_versions": "match[spec_version]",
    },
):
    """Which objects of a collection."""

    added_after: Annotated[datetime | None, _MOMENT] = None
    limit: Annotated[int, _LIMIT] = 100
    next: Annotated[tuple[str, str] | None, _PAGE] = None
    ids: Annotated[frozenset[str], _WORDS] = frozenset()
    types: Annotated[frozenset[str], _WORDS] = frozenset()
    versions: Annotated[frozenset[str], _WORDS] = frozenset()
    spec_versions: Annotated[frozenset[str], _WORDS] = frozenset()


_Collection = Annotated[str, "identifier of the collection"]
_Object = Annotated[str, "identifier of the object"]


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def discover_taxii(call: ApiCall) -> HttpResponse:
    """The API roots of this server."""
    terms = _read_terms(call)
    root = f"/taxii2/{ROOT}/"
    return _answer({"title": f"Tocsin, {terms.producer}", "default": root, "api_roots": [root]})


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def describe_taxii_root(call: ApiCall) -> HttpResponse:
    """What this API root is."""
    terms = _read_terms(call)
    return _answer({"title": terms.producer, "versions": [TAXII], "max_content_length": 1})


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def list_taxii_collections(call: ApiCall) -> HttpResponse:
    """The collections of this API root."""
    return _answer({"collections": [_describe_collection(_read_terms(call))]})


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def describe_taxii_collection(call: ApiCall, collection: _Collection) -> HttpResponse:
    """One collection."""
    _check_collection(collection)
    return _answer(_describe_collection(_read_terms(call)))


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def list_taxii_manifest(call: ApiCall, query: ObjectQuery, collection: _Collection) -> HttpResponse:
    """What a collection holds, without the objects themselves."""
    _check_collection(collection)
    return _answer_page(_select(_list_objects(call), query), query, _describe_version)


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def list_taxii_objects(call: ApiCall, query: ObjectQuery, collection: _Collection) -> HttpResponse:
    """The objects of a collection, those that became known first before the others."""
    _check_collection(collection)
    return _answer_page(_select(_list_objects(call), query), query, lambda one: one.content)


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def show_taxii_object(
    call: ApiCall, query: ObjectQuery, collection: _Collection, object_id: _Object
) -> HttpResponse:
    """One object of a collection."""
    _check_collection(collection)
    found = _find_object(call, object_id)
    return _answer_page(_select(found, query), query, lambda one: one.content)


@api_operation("GET", door="key", scope="exchange", media_type=TAXII)
def list_taxii_versions(call: ApiCall, collection: _Collection, object_id: _Object) -> HttpResponse:
    """The versions of one object: the newest alone is kept."""
    _check_collection(collection)
    found = _find_object(call, object_id)
    return _answer({"more": False, "versions": [_write_moment(one.version) for one in found]}, found)


# ---- what is handed over


def _read_terms(call: ApiCall) -> SharingTerms:
    settings = call.service.settings
    if settings.taxii is None:
        raise ApiProblem("no_route", "nothing is handed over here: TOCSIN_TAXII is not set")
    return SharingTerms(
        producer=settings.producer, made=call.now.astimezone(UTC), tlp=settings.taxii, least=1
    )


def _list_objects(call: ApiCall) -> "Sequence[SharedObject]":
    terms = _read_terms(call)
    # needs the extra exchange, which the settings look for where TOCSIN_TAXII is set
    from tocsin.campaigns.exchange.shared_objects import list_shared_objects

    def look() -> "Sequence[SharedObject]":
        with call.service.store.transaction() as connection:
            return list_shared_objects(connection, terms, call.now.date())

    return call.service.lately.get_or_compute("taxii", FRESH, look)


def _find_object(call: ApiCall, object_id: str) -> "Sequence[SharedObject]":
    found = [one for one in _list_objects(call) if one.id == object_id]
    if not found:
        raise ApiProblem("no_route", "there is no such object", field="object_id")
    return found


def _check_collection(collection: str) -> None:
    if collection != COLLECTION:
        raise ApiProblem("no_route", "there is no such collection", field="collection")


def _describe_collection(terms: SharingTerms) -> dict[str, Any]:
    return {
        "id": COLLECTION,
        "title": "confirmed campaigns",
        "description": f"Campaigns of false messages that a human has read and confirmed. TLP:{terms.tlp.upper()}",
        "can_read": True,
        "can_write": False,
        "media_types": [STIX],
    }


def _select(objects: "Sequence[SharedObject]", query: ObjectQuery) -> "list[SharedObject]":
    return [
        one
        for one in objects
        if (query.added_after is None or one.version > query.added_after)
        and (not query.ids or one.id in query.ids)
        and (not query.types or one.type in query.types)
        and (not query.spec_versions or "2.1" in query.spec_versions)
        and (
            not query.versions
            or not query.versions.isdisjoint(("first", "last", "all", _write_moment(one.version)))
        )
    ]


# ---- how it is written


def _answer_page(
    found: "list[SharedObject]", query: ObjectQuery, describe: "Callable[[SharedObject], dict[str, Any]]"
) -> HttpResponse:
    """One page of what was found; ``next`` names its last object, so that what comes meanwhile moves nothing."""
    if query.next is not None:
        version, id = datetime.fromisoformat(query.next[0]), query.next[1]
        found = [one for one in found if (one.version, one.id) > (version, id)]
    page = found[: query.limit]
    body: dict[str, Any] = {"more": len(found) > len(page)} if page else {}
    if body.get("more"):
        last = f"{page[-1].version.isoformat()}|{page[-1].id}"
        body["next"] = urlsafe_b64encode(last.encode()).decode()
    if page:
        body["objects"] = [describe(one) for one in page]
    return _answer(body, page)


def _describe_version(one: "SharedObject") -> dict[str, Any]:
    moment = _write_moment(one.version)
    return {"id": one.id, "date_added": moment, "version": moment, "media_type": STIX}


def _answer(body: dict[str, Any], told: "Iterable[SharedObject]" = ()) -> HttpResponse:
    moments = [one.version for one in told]
    headers = {}
    if moments:
        headers["X-TAXII-Date-Added-First"] = _write_moment(min(moments))
        headers["X-TAXII-Date-Added-Last"] = _write_moment(max(moments))
    return HttpResponse(_encode(body), content_type=TAXII, headers=headers)


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
