"""Why a request was not answered: one shape for every refusal (RFC 9457, ``application/problem+json``).

A problem has a ``kind``, a word that never changes and that programs compare; ``type`` is the same
as an address. Its words are in English: they are for those who write programs.
"""

from typing import ClassVar, Final, Literal

from msgspec import Struct

Kind = Literal[
    "bad_json", "bad_utf8", "bad_query", "bad_length", "incomplete",
    "no_key", "unknown_key", "no_signature", "bad_signature", "stale_call",
    "scope", "not_here",
    "no_route", "no_charter", "no_number", "no_account",
    "method",
    "not_acceptable",
    "slow",
    "too_large",
    "media_type", "encoding",
    "bad_field", "not_a_bundle",
    "limit", "at_once",
    "internal",
    "no_store", "not_kept",
]  # fmt: skip

MEDIA_TYPE: Final = "application/problem+json"
PLACE: Final = "/api/#"
"""Names a kind, followed by it; the address leads to the OpenAPI document."""

KINDS: Final[dict[Kind, tuple[int, str]]] = {
    "bad_json": (400, "The body is not JSON"),
    "bad_utf8": (400, "The body is not UTF-8"),
    "bad_query": (400, "A parameter of the address does not hold"),
    "bad_length": (400, "The length of the body is not a number"),
    "incomplete": (400, "The body ended too soon"),
    "no_key": (401, "A key is needed"),
    "unknown_key": (401, "The key is not known, has expired or was revoked"),
    "no_signature": (401, "The call is not signed"),
    "bad_signature": (401, "The signature is not one of ours"),
    "stale_call": (401, "The call is signed, and too old or ahead"),
    "scope": (403, "The key does not open this"),
    "not_here": (403, "This is for those who run the service"),
    "no_route": (404, "There is nothing at this address"),
    "no_charter": (404, "There is no charter of this name"),
    "no_number": (404, "This is not a number that can be rung or written to"),
    "no_account": (404, "There is no gateway account of this name"),
    "method": (405, "This address has no such method"),
    "not_acceptable": (406, "None of the types asked for is given here"),
    "slow": (408, "The body came too slowly"),
    "too_large": (413, "The body is too large"),
    "media_type": (415, "The body has another type than expected"),
    "encoding": (415, "A compressed body is not taken"),
    "bad_field": (422, "A field does not hold what it should"),
    "not_a_bundle": (422, "The body is not a FHIR Bundle"),
    "limit": (429, "The limit of this minute is reached"),
    "at_once": (429, "Too many requests at the same time"),
    "internal": (500, "An error of Tocsin"),
    "no_store": (503, "The store is not there"),
    "not_kept": (503, "It could not be stored"),
}  # fmt: skip
"""Kind -> status, title."""


class ProblemDetails(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A problem, as written."""

    schema_name: ClassVar[str] = "Body"

    type: str
    title: str
    status: int
    kind: Kind
    detail: str = ""
    """What was found, and what was expected."""
    field: str = ""
    """Where, as a path (``$.received_at``) or the name of a parameter or header."""
    instance: str = ""
    """Name of this request in the log of the service; only where it is an error of ours."""


class ApiProblem(Exception):
    """A request that is not answered: raised anywhere, written at one place."""

    def __init__(
        self, kind: Kind, detail: str = "", *, field: str = "", headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind: Kind = kind
        self.status, self.title = KINDS[kind]
        self.detail = detail
        self.field = field
        self.headers = headers
        """Headers that belong to it, such as ``Retry-After``."""

    def to_details(self, instance: str = "") -> ProblemDetails:
        """The problem as it is written."""
        return ProblemDetails(
            type=PLACE + self.kind, title=self.title, status=self.status, kind=self.kind,
            detail=self.detail, field=self.field, instance=instance,
        )  # fmt: skip
