"""Pages and API as WSGI, ready before the first request comes. Bodies are there when they are asked for
(``asgi``).
"""

import os
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template

from tocsin.charter.loading import list_charter_names
from tocsin.verdict.check import check
from tocsin.web import check_form

application: Final = get_wsgi_application()  # first: it makes Django ready


def _warm_up() -> None:
    """Load what the first visitor would wait a second for: tables, templates and the state of the API."""
    from tocsin.web.api.service import get_api_service

    get_api_service()
    for name in list_charter_names():
        check(
            "AMELI : payez 1 euro, https://ameli.example", charter=name, received=check_form.today_in_paris()
        )
    for template in ("check.html", "check_result.html", "sheet.html", "shared.html", "error.html"):
        get_template(template)


_warm_up()
