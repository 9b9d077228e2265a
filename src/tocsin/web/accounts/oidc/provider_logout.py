"""The way out of the identity provider as well, where it wants that (RP-Initiated Logout 1.0)."""

import logging
import secrets
from urllib.parse import urlencode

from django.http import HttpRequest

from tocsin.privacy.vault import NotSealedHere
from tocsin.runtime.logs import log_event
from tocsin.web import page_urls
from tocsin.web.accounts import sessions
from tocsin.web.accounts.oidc.provider_client import IdentityProviderError, fetch_metadata
from tocsin.web.accounts.oidc.provider_settings import load_identity_provider
from tocsin.web.store_pool import StoreUnavailable

_LOG = logging.getLogger("tocsin.web")


def build_logout_address(request: HttpRequest, connection: sessions.Connection, token: str) -> str:
    """Where the browser goes to end its session at the provider too; empty where that is not asked for.

    ``token`` is that of a session which is still open. Without the keys of the store nobody goes there.
    """
    provider = load_identity_provider()
    if provider is None or not provider.profile.ends_session:
        return ""
    try:
        hint = sessions.find_provider_token(connection, token)
        where = fetch_metadata(provider).end_session_endpoint if hint else ""
    except (NotSealedHere, IdentityProviderError, StoreUnavailable) as error:
        log_event(_LOG, "provider", level=logging.WARNING, error=type(error).__name__, why=str(error)[:200])
        return ""
    if not where:
        return ""
    query = urlencode(
        {
            "id_token_hint": hint,
            "state": secrets.token_urlsafe(32),  # wanted there; nothing here follows from the way back
            "post_logout_redirect_uri": request.build_absolute_uri(page_urls.page_url("inside.enter", "fr")),
        }
    )
    return f"{where}{'&' if '?' in where else '?'}{query}"
