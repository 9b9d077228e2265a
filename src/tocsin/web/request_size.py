"""How much may be sent to a page: more is refused, and never kept."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.web import error_pages
from tocsin.web.request_buffering import TooManyBodies

MOST: Final = MESSAGE_BYTES + 500_000
"""Bytes of a request: a message of the longest kind, and the form around it."""


class RequestSizeMiddleware:
    """Middleware: refuses what says that it is too long, and what turns out to be."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST:
            return error_pages.render_error_page(request, 413)
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django reads a form when a page asks for it, and refuses it then."""
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return error_pages.render_error_page(request, 413)
        if isinstance(exception, UnreadablePostError):  # it was cut off, or came too slowly
            if isinstance(exception.__cause__, TooManyBodies):
                return error_pages.render_error_page(request, 429, retry=1)
            return error_pages.render_error_page(request, 400)
        return None
