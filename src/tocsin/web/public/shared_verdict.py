"""A verdict that somebody shared, told again without its message."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.view import view_as_of
from tocsin.message.model import Message
from tocsin.verdict.verdict_from_link import rebuild_verdict
from tocsin.web import error_pages, language, page_rendering, query_params, verdict_link
from tocsin.web.verdict_view import view_verdict


@error_pages.allow_methods("GET", "HEAD")
def show_shared_verdict(request: HttpRequest, token: str) -> HttpResponse:
    """The verdict that the link holds, or why there is none."""
    try:
        said = verdict_link.read_link_token(token, settings.SECRET_KEY, query_params.today_in_paris())
    except verdict_link.BadVerdictLink:
        return _render_refusal(request, 404, "bad_link")
    except verdict_link.VerdictLinkExpired as error:
        return _render_refusal(request, 410, "old_link", made=error.made)
    if said.institution not in list_charter_names():
        return _render_refusal(request, 404, "bad_link")
    lang = language.request_language(request)
    charter = load_charter(said.institution)
    view = view_as_of(charter, said.received)
    verdict = rebuild_verdict(view, said.level, said.channel, said.reasons, lang, claimed=said.claimed)
    message = Message(channel=said.channel, text="", received=said.received)
    return page_rendering.render_page(
        request,
        "shared",
        said=said,
        result=view_verdict(message, verdict, charter, lang),
        changed=said.version != charter.version,
        version=charter.version,
    )


def _render_refusal(request: HttpRequest, status: int, why: str, **context: Any) -> HttpResponse:
    return page_rendering.render_page(
        request, "shared", why=why, days=verdict_link.DAYS, **context, status_code=status
    )
