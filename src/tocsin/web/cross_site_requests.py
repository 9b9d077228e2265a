"""A form that another site sends in a visitor's browser is refused.

There is nothing here that such a form could take or change: no page knows who its visitor is. But it would
use a visitor's browser, and the share of answers that it may ask for, without the visitor's will. Every
browser since 2023 says ``Sec-Fetch-Site``; ``Origin`` is no use, as a page that sends no referrer sends
``Origin: null`` with its own forms.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tocsin.web import error_pages


class CrossSiteRequestMiddleware:
    """Middleware: 403 for a form that comes from elsewhere."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        elsewhere = request.headers.get("Sec-Fetch-Site", "") in ("cross-site", "same-site")
        if request.method == "POST" and elsewhere:
            return error_pages.render_error_page(request, 403)
        return self._answer(request)
