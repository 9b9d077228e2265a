"""The HTTP API: ``handle(environ, start_response)`` answers what is its own, and gives None for the rest.

It is called before Django: what it needs is imported when it is first asked.
"""

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

_lock = threading.Lock()
_api: "ApiApplication | None" = None


def handle_api_request(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes] | None:
    """The answer to a request of the API; None where its address is not of the API."""
    return (_api or _get_or_create_api()).handle(environ, start_response)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The API alone, as a server calls it: every other address is a 404 of the API."""
    return (_api or _get_or_create_api())(environ, start_response)


def prepare_api() -> None:
    """Read what requests need, so that none waits for it. Raises BadSetting, BadWebhookAccount."""
    _get_or_create_api()


def _get_or_create_api() -> "ApiApplication":
    global _api
    with _lock:
        if _api is None:
            from tocsin.web.api.warm_up import create_warm_api

            _api = create_warm_api()
        return _api
