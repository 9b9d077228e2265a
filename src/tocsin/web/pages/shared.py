"""A verdict that somebody shared, told again without its message."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tocsin.charter.load import available, load
from tocsin.charter.view import as_of
from tocsin.message.model import Message
from tocsin.verdict.retell import retell
from tocsin.web import asked, failures, language, render, shared
from tocsin.web.shown import shown


def show(request: HttpRequest, token: str) -> HttpResponse:
    """The verdict that the link holds, or why there is none."""
    if request.method not in ("GET", "HEAD"):
        return failures.refused(request, 405, allow="GET, HEAD")
    try:
        said = shared.read(token, settings.SECRET_KEY, asked.today())
    except shared.NotOurs:
        return _refused(request, 404, "bad_link")
    except shared.TooOld as error:
        return _refused(request, 410, "old_link", made=error.made)
    if said.institution not in available():
        return _refused(request, 404, "bad_link")
    lang = language.of(request)
    charter = load(said.institution)
    view = as_of(charter, said.received)
    verdict = retell(view, said.level, said.channel, said.reasons, lang, claimed=said.claimed)
    message = Message(channel=said.channel, text="", received=said.received)
    return render.page(
        request,
        "shared",
        said=said,
        result=shown(message, verdict, charter, lang),
        changed=said.version != charter.version,
        version=charter.version,
    )


def _refused(request: HttpRequest, status: int, why: str, **context: Any) -> HttpResponse:
    page = render.page(request, "shared", why=why, days=shared.DAYS, **context)
    page.status_code = status
    return page
