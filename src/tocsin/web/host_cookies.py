"""Over TLS every cookie of ours has the prefix ``__Host-`` (RFC 6265bis, 4.1.3.2): a browser takes it from
this very host alone, over TLS. A neighbour under the same domain can plant none."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PREFIX: Final = "__Host-"
NAMED: Final = "tocsin_"


class HostCookiesMiddleware:
    """Middleware: pages read and set cookies by their plain names, and browsers hold them by the others."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.is_secure():
            return self._answer(request)
        given = request.COOKIES
        for name in [name for name in given if name.startswith(NAMED)]:
            del given[name]  # without the prefix anybody may have set it
        for name in [name for name in given if name.startswith(PREFIX + NAMED)]:
            given[name.removeprefix(PREFIX)] = given.pop(name)
        response = self._answer(request)
        for name in [name for name in response.cookies if name.startswith(NAMED)]:
            plain = response.cookies.pop(name)
            response.cookies[PREFIX + name] = plain.value
            named = response.cookies[PREFIX + name]
            named.update(plain)
            named["secure"], named["domain"], named["path"] = True, "", "/"
        return response
