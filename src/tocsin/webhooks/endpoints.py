"""Who is told of what: the endpoints, in a file of YAML that ``TOCSIN_WEBHOOKS`` names::

endpoints:
  board:
    url: https://tableau.example/tocsin
    signing: [$BOARD_SECRET]                 # two during a change of secret: both sign
    events: [verdicts.counted, cases.late, charter.changed]
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tocsin.config import read_named_secret
from tocsin.webhooks.signature import BadWebhookSecret, read_secret

EventKind = Literal["verdicts.counted", "cases.late", "charter.changed"]
TEST_EVENT: Final = "webhook.test"
NAME: Final = 64
"""Characters of the name of an endpoint, as the store keeps it."""
MOST_SECRETS: Final = 4


class BadWebhookEndpoint(ValueError):
    """The file of the webhook endpoints is not written as it should be."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")


class WebhookEndpoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    url: str
    signing: tuple[str, ...]
    """Its secrets, as they are written."""
    events: tuple[EventKind, ...]
    private: bool = False
    """Whether its host may have an address of a private network, or of this machine. Without it a name that leads
    there is refused when it is called, whatever the file says: no event reaches what only we can reach."""

    def __repr__(self) -> str:
        return f"WebhookEndpoint({self.url}, {len(self.signing)} secrets)"

    def read_secrets(self) -> tuple[bytes, ...]:
        return tuple(map(read_secret, self.signing))


class _WebhookEndpointFile(Struct, frozen=True, forbid_unknown_fields=True):
    endpoints: dict[str, WebhookEndpoint]


def read_webhook_endpoints(
    path: Path, environ: Mapping[str, str] | None = None
) -> dict[str, WebhookEndpoint]:
    """The endpoints of a file; a secret written ``$NAME`` stands in the environment.

    Raises BadWebhookEndpoint, and OSError where the file cannot be read.
    """
    try:
        read = msgspec.yaml.decode(path.read_bytes(), type=_WebhookEndpointFile)
    except msgspec.DecodeError as error:
        raise BadWebhookEndpoint(str(path), str(error)) from None
    return {
        name: _check_endpoint(f"{path}: endpoints.{name}", name, one, environ)
        for name, one in read.endpoints.items()
    }


def _check_endpoint(
    place: str, name: str, endpoint: WebhookEndpoint, environ: Mapping[str, str] | None
) -> WebhookEndpoint:
    if not 1 <= len(name) <= NAME or not name.isprintable():
        raise BadWebhookEndpoint(place, f"a name has 1 to {NAME} characters")
    parts = urlsplit(endpoint.url)
    if not parts.hostname or parts.username or parts.fragment:
        raise BadWebhookEndpoint(f"{place}.url", "expected https://host/path, without a name or a password")
    if parts.scheme != "https" and not (endpoint.private and parts.scheme == "http"):
        raise BadWebhookEndpoint(f"{place}.url", "events go over https only; private: true lets http be")
    if not 1 <= len(endpoint.signing) <= MOST_SECRETS:
        raise BadWebhookEndpoint(f"{place}.signing", f"1 to {MOST_SECRETS} secrets are expected")
    return msgspec.structs.replace(
        endpoint, signing=tuple(_resolve_secret(place, one, environ) for one in endpoint.signing)
    )


def _resolve_secret(place: str, secret: str, environ: Mapping[str, str] | None) -> str:
    found = read_named_secret(secret[1:], environ) if secret.startswith("$") else secret
    if found is None:
        raise BadWebhookEndpoint(f"{place}.signing", f"{secret} is not set")
    try:
        read_secret(found)
    except BadWebhookSecret as error:
        raise BadWebhookEndpoint(f"{place}.signing", str(error)) from None
    return found
