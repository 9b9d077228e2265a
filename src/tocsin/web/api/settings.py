"""What the API is told by its environment, read once when a worker starts; the gateway accounts
whose webhooks are taken."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.config import BadSetting, read_named_secret, read_settings
from tocsin.sms.http_provider import WebhookFormat
from tocsin.sms.receipt_parsing import Form

# HTTP gateway accounts whose webhooks are taken: what they are signed with, and how they are written.
#
# A file of YAML, one account a name::
#
# accounts:
# provider-1:
# signing: [$PROVIDER_1_SECRET]
# hearing: {remote_id: id, state: status, states: {DELIVERED: delivered, FAILED: undeliverable}}

NAME: Final = 32
"""Characters of the name of an account, as the store keeps it."""
SHORTEST: Final = 16
"""Characters of a signing secret, at least."""


class BadWebhookAccount(ValueError):
    """The file of the HTTP gateways is not written as it should be."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")


class WebhookAccount(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One account with an HTTP provider, as its webhooks need it."""

    signing: tuple[str, ...]
    """Secrets that its calls may be signed with; two while one takes the place of the other."""
    hearing: WebhookFormat = WebhookFormat()
    """How to read what it says (``tocsin.sms.http_provider``)."""
    receipts_in: Form = "same"
    """How its receipts write a reference, as in the accounts of SMPP."""

    def __repr__(self) -> str:
        return f"Account({len(self.signing)} secrets)"


class _WebhookAccountFile(Struct, frozen=True, forbid_unknown_fields=True):
    accounts: dict[str, WebhookAccount]


def read_webhook_accounts(path: Path, environ: Mapping[str, str] | None = None) -> dict[str, WebhookAccount]:
    """The accounts of a file; a secret written ``$NAME`` stands in the environment.

    Raises BadWebhookAccount.
    """
    try:
        read = msgspec.yaml.decode(path.read_bytes(), type=_WebhookAccountFile)
    except (OSError, msgspec.DecodeError) as error:
        raise BadWebhookAccount(str(path), str(error)) from None
    return {name: _check_account(name, account, environ, path) for name, account in read.accounts.items()}


def _check_account(
    name: str, account: WebhookAccount, environ: Mapping[str, str] | None, path: Path
) -> WebhookAccount:
    place = f"{path}: accounts.{name}"
    if not 1 <= len(name) <= NAME or "/" in name:
        raise BadWebhookAccount(place, f"a name has 1 to {NAME} characters, and no /")
    if not account.signing:
        raise BadWebhookAccount(f"{place}.signing", "at least one secret is expected")
    found = []
    for number, secret in enumerate(account.signing):
        where = f"{place}.signing[{number}]"
        if secret.startswith("$"):
            resolved = read_named_secret(secret[1:], environ)
            if resolved is None:
                raise BadWebhookAccount(where, f"{secret} is not set")
            secret = resolved
        if len(secret) < SHORTEST:
            raise BadWebhookAccount(where, f"a secret has {SHORTEST} characters at least")
        found.append(secret)
    return msgspec.structs.replace(account, signing=tuple(found))


class ApiSettings(Struct, frozen=True, kw_only=True):
    """How the API behaves."""

    store: str | None = ""
    """Address of the store; empty where there is none, None where it is that of the pages."""
    anonymous: int = 60
    """Checks a minute for a client without a key; 0: a key is needed for everything."""
    origins: frozenset[str] = frozenset()
    """Origins whose pages may use the API from a browser; ``*`` for all."""
    proxies: int = 0
    """Servers of our own in front, each of which adds to ``X-Forwarded-For``."""
    gateways: dict[str, WebhookAccount] = {}
    """HTTP gateway accounts by name, whose webhooks are taken."""
    metrics_here: bool = False
    """Whether this machine reads the metrics without a key. A proxy on it looks like itself: whoever opens
    them says that there is none, or that it keeps them in."""
    taxii: TrafficLight | None = None
    """Who may be told the campaigns that ``/taxii2/`` hands over; None: it hands over none."""
    producer: str = ""
    """Who hands them over."""
    log_all: bool = False
    """Whether each request gives a line of log; otherwise only those that fail."""


def read_api_settings(environ: Mapping[str, str] | None = None) -> ApiSettings:
    """The settings. Raises BadSetting, or BadWebhookAccount for those of the gateways."""
    said = read_settings(environ)
    if said.taxii and not said.operator_name:
        raise BadSetting("TOCSIN_TAXII", said.taxii, "TOCSIN_OPERATOR_NAME, who hands campaigns over")
    if said.taxii and find_spec("stix2") is None:
        raise BadSetting("TOCSIN_TAXII", said.taxii, "the extra exchange of Tocsin, which is not installed")
    return ApiSettings(
        store=None,
        anonymous=said.api_anonymous,
        origins=frozenset(map(_read_origin, said.api_origins)),
        proxies=said.api_proxies,
        gateways=read_webhook_accounts(said.http_gateways, environ) if said.http_gateways else {},
        metrics_here=said.metrics == "here",
        log_all=said.api_log == "all",
        taxii=said.taxii,
        producer=said.operator_name,
    )


def _read_origin(given: str) -> str:
    parts = urlsplit(given)
    if given != "*" and (
        parts.scheme not in ("https", "http") or given != f"{parts.scheme}://{parts.netloc}"
    ):
        raise BadSetting("TOCSIN_API_ORIGINS", given, "origins such as https://www.service.example, or *")
    return given
