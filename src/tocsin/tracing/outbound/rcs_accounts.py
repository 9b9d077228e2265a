"""The RCS providers of lanes: ``rcs`` under a lane in the YAML file that ``$TOCSIN_SMPP`` names.

Such a lane writes by RCS where a telephone takes it, and by its account of SMPP everywhere else. The provider's webhooks
are the site's, under the name of an account of ``$TOCSIN_HTTP_GATEWAYS``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tocsin.config import read_named_secret, read_settings
from tocsin.sms.http_provider import InsecureAddress, UnknownTemplateName, check_provider
from tocsin.sms.rcs_provider import RcsProvider
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, read_lanes


class RcsAccount(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One account with an RCS provider."""

    provider: RcsProvider
    webhooks: str
    """The account of ``$TOCSIN_HTTP_GATEWAYS`` under which the site takes this provider's webhooks."""
    secrets: dict[str, str] = {}
    """What the templates of the provider may name; ``$NAME`` stands in the environment."""

    def __repr__(self) -> str:
        return f"RcsAccount({self.provider.messages.url})"


def load_rcs_accounts(environ: Mapping[str, str] | None = None) -> dict[str, RcsAccount]:
    """Lane -> its account with an RCS provider, for lanes that have one. Raises BadSmppAccount."""
    given = read_settings(environ).smpp.split()
    if len(given) != 1 or "://" in given[0]:
        return {}
    path = Path(given[0])
    return {
        lane: _build_account(fields["rcs"], environ, f"{path}: lanes.{lane}.rcs")
        for lane, fields in read_lanes(path).items()
        if "rcs" in fields
    }


def _build_account(fields: Any, environ: Mapping[str, str] | None, place: str) -> RcsAccount:
    try:
        account = msgspec.convert(fields, RcsAccount)
    except msgspec.ValidationError as error:
        raise BadSmppAccount(place, str(error)) from None
    secrets = {}
    for name, value in account.secrets.items():
        secrets[name] = read_named_secret(value[1:], environ) if value.startswith("$") else value
        if secrets[name] is None:
            raise BadSmppAccount(f"{place}.secrets.{name}", f"{value} is not set")
    account = msgspec.structs.replace(account, secrets=secrets)
    try:
        check_provider(account.provider.messages, account.secrets)
    except (InsecureAddress, UnknownTemplateName) as error:
        raise BadSmppAccount(f"{place}.provider.messages", str(error)) from None
    return account
