"""Pages and API as WSGI, ready before the first request comes. Bodies are there when they are asked for
(``asgi``).
"""

import os
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve

from tocsin.charter.loading import list_charter_names
from tocsin.verdict.check import check
from tocsin.web import query_params

application: Final = get_wsgi_application()  # first: it makes Django ready


_NOBODY: Final = "192.0.2.1"
"""An address for documentation (RFC 5737): what is drawn at the start counts against no visitor."""
_EXAMPLE: Final = "AMELI : payez 1 euro, https://ameli.example"


def _warm_up() -> None:
    """Load what the first visitor would wait a second for: tables, templates and the state of the API."""
    from tocsin.web.api.service import get_api_service

    get_api_service()
    for name in list_charter_names():
        check(_EXAMPLE, charter=name, received=query_params.today_in_paris())
    for template in ("sheet.html", "shared.html", "error.html"):
        get_template(template)
    # Whose message it is, every address and the whole answer are found and drawn once, for nobody.
    host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    request = RequestFactory(SERVER_NAME=host, REMOTE_ADDR=_NOBODY).post(
        "/", {"text": _EXAMPLE, "view": "example"}
    )
    request.resolver_match = resolve("/")
    request.resolver_match.func(request)


_warm_up()
