"""Pages and API as WSGI: what is asked often first, then the pages. Bodies are there when they are asked for
(``asgi``).

A handler looks at a request and gives an answer, or None where the address is not its own. The API comes
before Django's middleware, which would cost it more than a check does.
"""

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template

from tocsin.charter.loading import list_charter_names
from tocsin.verdict.check import check
from tocsin.web import check_form, static_files

Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes] | None]


def _handlers() -> tuple[Handler, ...]:
    found: list[Handler] = [static_files.serve_static_file]
    if find_spec("tocsin.web.api"):
        api = import_module("tocsin.web.api")
        api.prepare_api()
        found.append(api.handle_api_request)
    return tuple(found)


def _warm_up() -> None:
    """Load what the first visitor would wait a second for: tables and templates."""
    for name in list_charter_names():
        check(
            "AMELI : payez 1 euro, https://ameli.example", charter=name, received=check_form.today_in_paris()
        )
    for template in ("check.html", "check_result.html", "sheet.html", "shared.html", "error.html"):
        get_template(template)


HANDLERS: Final = _handlers()
PAGES: Final = get_wsgi_application()
_warm_up()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    for handle in HANDLERS:
        answer = handle(environ, start_response)
        if answer is not None:
            return answer
    return PAGES(environ, start_response)
