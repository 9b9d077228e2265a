"""What the site says of itself: one line for an answer, with the name of the page and nothing of its visitor.

No address, no query, no agent, and of an exception only its type and the lines where it arose: what an
exception says may quote what was sent.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import PurePath
from time import perf_counter
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tocsin.runtime.logs import log_event
from tocsin.web import language

LOG: Final = logging.getLogger("tocsin.web")
_DEEPEST: Final = 8


class RequestLogMiddleware:
    """Middleware: says which page was answered, how, and in how many milliseconds."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self._answer(request)
        found = request.resolver_match
        log_event(
            LOG,
            "answered",
            page=(found.url_name or "").partition(".")[2] if found else "",
            lang=language.request_language(request),
            method=request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other",
            status=response.status_code,
            ms=round((perf_counter() - began) * 1000, 1),
        )
        return response


def log_page_failure(sender: Any, **_: Any) -> None:
    """Write down that a page failed: type and places, never the words of the exception."""
    kind, _error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    log_event(LOG, "failed", level=logging.ERROR, error=kind.__name__ if kind else "", at=places)
