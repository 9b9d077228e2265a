"""What the API is told by its environment, read once when a worker starts."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from tocsin.store.database import URL as STORE
from tocsin.web.api import webhook_accounts
from tocsin.web.api.webhook_accounts import WebhookAccount

ANONYMOUS: Final = "TOCSIN_API_ANONYMOUS"
ORIGINS: Final = "TOCSIN_API_ORIGINS"
PROXIES: Final = "TOCSIN_API_PROXIES"
GATEWAYS: Final = "TOCSIN_HTTP_GATEWAYS"
METRICS: Final = "TOCSIN_METRICS"
LOG: Final = "TOCSIN_API_LOG"


__all__ = ["STORE", "ApiSettings", "BadSetting", "read_api_settings"]


class BadSetting(ValueError):
    """A setting of the environment does not hold what it should."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"{name}={found!r}: expected {expected}")


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
    log_all: bool = False
    """Whether each request gives a line of log; otherwise only those that fail."""


def read_api_settings(environ: Mapping[str, str] = os.environ) -> ApiSettings:
    """The settings. Raises BadSetting, or BadWebhookAccount for those of the gateways."""
    file = environ.get(GATEWAYS, "")
    return ApiSettings(
        store=None,
        anonymous=_read_number(environ, ANONYMOUS, 60, 100_000_000),
        origins=frozenset(map(_read_origin, environ.get(ORIGINS, "").split())),
        proxies=_read_number(environ, PROXIES, 0, 10),
        gateways=webhook_accounts.read_webhook_accounts(Path(file), environ) if file else {},
        metrics_here=_read_choice(environ, METRICS, ("key", "here")) == "here",
        log_all=_read_choice(environ, LOG, ("failures", "all")) == "all",
    )


def _read_number(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    given = environ.get(name, "") or str(default)
    if not given.isdecimal() or int(given) > most:
        raise BadSetting(name, given, f"a number from 0 to {most}")
    return int(given)


def _read_choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    given = environ.get(name, "") or choices[0]
    if given not in choices:
        raise BadSetting(name, given, " or ".join(choices))
    return given


def _read_origin(given: str) -> str:
    parts = urlsplit(given)
    if given != "*" and (
        parts.scheme not in ("https", "http") or given != f"{parts.scheme}://{parts.netloc}"
    ):
        raise BadSetting(ORIGINS, given, "origins such as https://www.service.example, or *")
    return given
