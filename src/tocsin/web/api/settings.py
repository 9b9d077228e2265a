"""What the API is told by its environment, read once when a worker starts."""

from collections.abc import Mapping
from importlib.util import find_spec
from urllib.parse import urlsplit

from msgspec import Struct

from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.config import BadSetting, read_settings
from tocsin.web.api import webhook_accounts
from tocsin.web.api.webhook_accounts import WebhookAccount


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
        gateways=webhook_accounts.read_webhook_accounts(said.http_gateways, environ)
        if said.http_gateways
        else {},
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
