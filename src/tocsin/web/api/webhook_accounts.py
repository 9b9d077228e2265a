"""HTTP gateway accounts whose webhooks are taken: what they are signed with, and how they are written.

A file of YAML, one account a name::

    accounts:
      provider-1:
        signing: [$PROVIDER_1_SECRET]
        hearing: {remote_id: id, state: status, states: {DELIVERED: delivered, FAILED: undeliverable}}
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.config import read_named_secret
from tocsin.sms.http_provider import WebhookFormat
from tocsin.sms.receipt_parsing import Form

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
