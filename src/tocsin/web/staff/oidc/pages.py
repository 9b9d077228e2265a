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

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.tracing.clock import from_environment
from tocsin.tracing.logs import event
from tocsin.web import addresses, failures, language, limits, render, store
from tocsin.web.security_events import tell
from tocsin.web.staff import entering, moment
from tocsin.web.staff.oidc import people
from tocsin.web.staff.oidc import provider as asked
from tocsin.web.staff.oidc.provider import Unanswered
from tocsin.web.staff.oidc.settings import Provider, provider
from tocsin.web.staff.oidc.token import NotBelieved, claims

COOKIE: Final = "tocsin_provider"
LASTS: Final = 600
"""Seconds for the way there and back."""
_SALT: Final = "tocsin provider"
_LOG: Final = logging.getLogger("tocsin.web")


def there(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    given = provider()
    if given is None:
        return HttpResponseRedirect(addresses.of("inside.enter", language.of(request)))
    if request.method != "GET":
        return failures.refused(request, 405, allow="GET")
    now = moment.now()
    if wait := limits.allowed("enter", limits.client_of(request, now), now):
        return failures.refused(request, 429, retry=wait.seconds)
    try:
        where = asked.described(given).authorization_endpoint
    except Unanswered as error:
        return _refused(request, "away", error)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urlencode(
        {
            "response_type": "code", "client_id": given.client, "redirect_uri": _back(request),
            "scope": "openid profile", "state": state, "nonce": nonce, "code_challenge": challenge,
            "code_challenge_method": "S256", "ui_locales": language.of(request),
        }
        | ({"acr_values": " ".join(given.acr)} if given.acr else {})
    )  # fmt: skip
    response = HttpResponseRedirect(f"{where}{'&' if '?' in where else '?'}{query}")
    kept = [state, nonce, verifier, entering.wanted(request), language.of(request)]
    response.set_cookie(
        COOKIE, signing.dumps(kept, salt=_SALT), max_age=LASTS, httponly=True, secure=request.is_secure(),
        samesite="Lax", path="/",
    )  # fmt: skip
    return response


def back(request: HttpRequest) -> HttpResponse:
    """And back: a session for somebody whom the provider names, and who has an account here."""
    given = provider()
    if given is None:
        return HttpResponseRedirect(addresses.of("inside.enter", language.of(request)))
    if request.method != "GET":
        return failures.refused(request, 405, allow="GET")
    try:
        state, nonce, verifier, next, lang = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return _refused(request, "again")
    if not hmac.compare_digest(request.GET.get("state", "").encode(), state.encode()):
        return _refused(request, "again")
    if request.GET.get("error"):
        return _refused(request, "declined")
    try:
        return _come_in(request, given, nonce, verifier, next, lang)
    except (Unanswered, NotBelieved) as error:
        return _refused(request, "away" if isinstance(error, Unanswered) else "again", error)
    except store.Away:
        return failures.refused(request, 503)


def _come_in(
    request: HttpRequest, given: Provider, nonce: str, verifier: str, next: str, lang: str
) -> HttpResponse:
    described, now = asked.described(given), moment.now()
    issuer = request.GET.get("iss", "" if described.authorization_response_iss_parameter_supported else None)
    if issuer is not None and issuer != given.issuer:
        raise NotBelieved("it comes from another provider")  # RFC 9207
    token = asked.exchanged(given, request.GET.get("code", "")[:4096], verifier, _back(request))
    said = claims(given, token, nonce, now)
    with store.connection() as connection:
        try:
            who = people.known(connection, given, said, from_environment().now())
        except people.Unknown:
            return _refused(request, "unknown", subject=said["sub"])
        onward = entering.safe(next) or addresses.of("inside.home", who.lang)
        page = render.page(request, "inside.onward", onward=onward, who_is=who.name)
        page.delete_cookie(COOKIE, samesite="Lax", path="/")
        return entering.begun(request, page, connection, who, now)


def _back(request: HttpRequest) -> str:
    """Where the provider sends people back; it must be told this address beforehand."""
    return request.build_absolute_uri(addresses.of("inside.back", "fr"))


def _refused(
    request: HttpRequest, why: str, error: Exception | None = None, *, subject: str = ""
) -> HttpResponse:
    tell("provider_refused", request, why=why)
    if error is not None:
        event(_LOG, "provider", level=logging.WARNING, error=type(error).__name__, why=str(error)[:200])
    response = render.page(request, "inside.provider", why=why, subject=subject)
    response.status_code = 503 if why == "away" else 403
    response.delete_cookie(COOKIE, samesite="Lax", path="/")
    return response
