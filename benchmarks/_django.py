"""The same check behind Django's middleware, for `./dev bench api`."""

import os
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tocsin.charter.loading import load_charter
from tocsin.verdict.batch_check import RowJudge, parse_row
from tocsin.verdict.check import DEFAULT
from tocsin.verdict.verdict_json import append_json_line

JUDGE = RowJudge(load_charter(DEFAULT), "fr", date.today())


def check(request: HttpRequest) -> HttpResponse:
    """One message, one verdict."""
    out = bytearray()
    append_json_line(JUDGE.answer_row(parse_row(request.body)), out)
    return HttpResponse(bytes(out), content_type="application/json")


urlpatterns = [path("api/v1/check", check), path("healthz", lambda request: HttpResponse(b"{}"))]
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
