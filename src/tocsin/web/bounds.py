"""How much may be sent to a page: more is refused, and never kept."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.web import failures

MOST: Final = MESSAGE_BYTES + 500_000
"""Bytes of a request: a message of the longest kind, and the form around it."""
_HEARD_OUT: Final = 40_000_000
"""Bytes of a request that is refused; whoever sends more is cut off."""
_PART: Final = 65_536


class Bounds:
    """Middleware: refuses what says that it is too long, and what turns out to be."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > MOST:
            return _too_much(request)
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django reads a form when a page asks for it, and refuses it then."""
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return _too_much(request)
        if isinstance(exception, UnreadablePostError):  # it was cut off, or came too slowly
            return failures.refused(request, 400)
        return None


def _too_much(request: HttpRequest) -> HttpResponseBase:
    """Hear the rest out, keep none of it, and refuse: a browser that is cut off shows its own error."""
    heard = 0
    while heard < _HEARD_OUT and (part := request.read(_PART)):
        heard += len(part)
    return failures.refused(request, 413)
