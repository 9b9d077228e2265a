"""The way in by the identity provider: there, and back.

The session's cookie is ``SameSite=Strict``: a browser that comes back from the provider would not send it
with the page that follows a redirect. So the answer to the way back is a page of ours, which leads on. What
must survive the way there and back (state, nonce, verifier) is a signed cookie of ten minutes,
``SameSite=Lax``.
"""

import base64
import hashlib
import hmac
import logging
import secrets
from typing import Final
from urllib.parse import urlencode

import msgspec
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.privacy.vault import NotSealedHere
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.runtime.logs import log_event
from tocsin.web import error_pages, language, page_rendering, page_urls, rate_limits, store_pool
from tocsin.web.accounts import browser_session, sessions
from tocsin.web.accounts.oidc import account_linking, provider_client
from tocsin.web.accounts.oidc.id_token import (
    InsufficientAcr,
    InvalidIdToken,
    verify_id_token,
    verify_userinfo,
)
from tocsin.web.accounts.oidc.provider_client import IdentityProviderError, fetch_metadata
from tocsin.web.accounts.oidc.provider_settings import IdentityProvider, load_identity_provider
from tocsin.web.security_events import log_security_event
from tocsin.web.staff import time_zone
from tocsin.web.store_pool import StoreUnavailable

COOKIE: Final = "tocsin_provider"
LASTS: Final = 600
"""Seconds for the way there and back."""
_SALT: Final = "tocsin provider"
_LOG: Final = logging.getLogger("tocsin.web")


def redirect_to_provider(request: HttpRequest) -> HttpResponse:
    given = load_identity_provider()
    if given is None:
        return page_urls.redirect_to_page(request, "inside.enter")
    if request.method != "GET":
        return error_pages.render_error_page(request, 405, allow="GET")
    now = time_zone.real_now()
    if wait := rate_limits.take_page_quota("enter", rate_limits.client_pseudonym(request, now), now):
        return error_pages.render_error_page(request, 429, retry=wait.seconds)
    try:
        where = provider_client.fetch_metadata(given).authorization_endpoint
    except IdentityProviderError as error:
        return _refuse_login(request, "away", error)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urlencode(_build_query(request, given, state, nonce, challenge))
    response = HttpResponseRedirect(f"{where}{'&' if '?' in where else '?'}{query}")
    kept = [
        state,
        nonce,
        verifier,
        browser_session.read_next_address(request),
        language.request_language(request),
    ]
    response.set_cookie(
        COOKIE, signing.dumps(kept, salt=_SALT), max_age=LASTS, httponly=True, secure=request.is_secure(),
        samesite="Lax", path="/",
    )  # fmt: skip
    return response


def _build_query(
    request: HttpRequest, given: IdentityProvider, state: str, nonce: str, challenge: str
) -> dict[str, str]:
    query = {
        "response_type": "code", "client_id": given.client, "redirect_uri": _callback_address(request),
        "scope": " ".join(given.scopes), "state": state, "nonce": nonce,
    }  # fmt: skip
    if given.profile.sends_pkce:
        query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    if given.profile.sends_language:
        query["ui_locales"] = language.request_language(request)
    if given.acr and given.profile.acr_as_claim:
        claims = {"id_token": {"acr": {"essential": True, "values": given.acr}}}
        query["claims"] = msgspec.json.encode(claims).decode()
    elif given.acr:
        query["acr_values"] = " ".join(given.acr)
    return query


def handle_callback(request: HttpRequest) -> HttpResponse:
    """And back: a session for somebody whom the provider names, and who has an account here."""
    given = load_identity_provider()
    if given is None:
        return page_urls.redirect_to_page(request, "inside.enter")
    if request.method != "GET":
        return error_pages.render_error_page(request, 405, allow="GET")
    try:
        state, nonce, verifier, next, lang = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return _refuse_login(request, "again")
    if not hmac.compare_digest(request.GET.get("state", "").encode(), state.encode()):
        return _refuse_login(request, "again")
    if request.GET.get("error"):
        return _refuse_login(request, "declined")
    try:
        return _complete_login(request, given, nonce, verifier, next, lang)
    except (IdentityProviderError, InvalidIdToken) as error:
        return _refuse_login(request, _name_refusal(error), error)


def _complete_login(
    request: HttpRequest, given: IdentityProvider, nonce: str, verifier: str, next: str, lang: str
) -> HttpResponse:
    described, now = provider_client.fetch_metadata(given), time_zone.real_now()
    issuer = request.GET.get("iss", "" if described.authorization_response_iss_parameter_supported else None)
    if issuer is not None and issuer != given.issuer:
        raise InvalidIdToken("it comes from another provider")  # RFC 9207
    tokens = provider_client.exchange_code(
        given, request.GET.get("code", "")[:4096], verifier, _callback_address(request)
    )
    said = verify_id_token(given, tokens.id_token, nonce, now)
    if given.profile.signed_userinfo:
        said = verify_userinfo(
            given, provider_client.fetch_userinfo(given, tokens.access_token), said["sub"], now
        )
    with store_pool.store_connection() as connection:
        try:
            who = account_linking.authenticate_subject(
                connection, given, said, read_clock_from_environment().now()
            )
        except account_linking.UnknownSubject:
            return _refuse_login(request, "unknown", subject=said["sub"])
        onward = browser_session.keep_own_address(next) or page_urls.page_url("inside.home", who.lang)
        page = page_rendering.render_page(request, "inside.onward", onward=onward, who_is=who.name)
        page.delete_cookie(COOKIE, samesite="Lax", path="/")
        kept = tokens.id_token if given.profile.ends_session else ""
        return browser_session.start_session(request, page, connection, who, now, kept)


def _name_refusal(error: Exception) -> str:
    if isinstance(error, IdentityProviderError):
        return "away"
    return "weak" if isinstance(error, InsufficientAcr) else "again"


def _callback_address(request: HttpRequest) -> str:
    """Where the provider sends people back; it must be told this address beforehand."""
    return request.build_absolute_uri(page_urls.page_url("inside.back", "fr"))


def _refuse_login(
    request: HttpRequest, why: str, error: Exception | None = None, *, subject: str = ""
) -> HttpResponse:
    log_security_event("provider_refused", request, why=why)
    if error is not None:
        log_event(_LOG, "provider", level=logging.WARNING, error=type(error).__name__, why=str(error)[:200])
    status = 503 if why == "away" else 403
    response = page_rendering.render_page(
        request, "inside.provider", why=why, subject=subject, status_code=status
    )
    response.delete_cookie(COOKIE, samesite="Lax", path="/")
    return response


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
