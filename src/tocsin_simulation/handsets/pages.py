"""The pages of the handsets: all of them, one of them, and what is done on them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse

from tocsin.phone_numbers.e164 import to_e164
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import error_pages, language, page_rendering, page_urls, store_pool
from tocsin.web.page_urls import PageRoute, View
from tocsin.web.service_keys import load_vault
from tocsin_simulation.handsets import handset_view
from tocsin_simulation.handsets.demonstration import open_handsets
from tocsin_simulation.town.controlled_handsets import BadSmsLength, NotTownNumber, TooManyHandsets
from tocsin_simulation.town.handset_server import NetworkNotRunning
from tocsin_simulation.town.phone_record import NotFictionNumber, PhoneRecord, read_phone_record

AHEAD: Final = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "12h": timedelta(hours=12)}
"""By how much the story can be moved on at once."""
SPEEDS: Final = {"slow": 1.0, "minute": 60.0, "fast": 240.0}
"""How fast it can be told."""
_AHEAD_SAID: Final = {"10m": "ahead_10m", "1h": "ahead_1h", "12h": "ahead_12h"}
_SPEED_SAID: Final = {"slow": "speed_slow", "minute": "speed_minute", "fast": "speed_fast"}
_LONGEST: Final = 40


def _handset_page(show: Callable[..., HttpResponse], method: str = "GET") -> View:
    """A page of the handsets: refused by other methods, and put off while the town does not run."""

    @wraps(show)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method not in (("GET", "HEAD") if method == "GET" else (method,)):
            return error_pages.render_error_page(
                request, 405, allow="GET, HEAD" if method == "GET" else method
            )
        try:
            return show(request, **parts)
        except (NotTownNumber, NotFictionNumber):
            return error_pages.render_error_page(request, 404)
        except (NetworkNotRunning, store_pool.StoreUnavailable):
            response = page_rendering.render_page(request, "lab_waiting", status_code=503)
            response.headers["Retry-After"] = "3"
            if page_rendering.is_partial_request(request):  # what was last seen stays there
                response.headers["HX-Reswap"] = "none"
            return response

    return answer


def _list_handsets(request: HttpRequest, wrong: str = "", typed: str = "") -> HttpResponse:
    lang = language.request_language(request)
    if request.GET.get("part") == "clock":
        return HttpResponse(
            handset_view.format_story_time(read_clock_from_environment().now(), lang),
            content_type="text/plain; charset=utf-8",
        )
    phones = [handset_view.handset_row(one, lang) for one in open_handsets().list_handsets()]
    seen = {"phones": _content_hash(phones)}
    if _is_unchanged(request, seen):
        return _unchanged_response()
    return page_rendering.render_page(
        request, "lab", phones=phones, seen=seen, wrong=wrong, typed=typed, **_clock_values(lang)
    )


def _show_handset(request: HttpRequest, digits: str, wrong: str = "", typed: str = "") -> HttpResponse:
    """One of them: its SMS, an answer, and what the service knows."""
    lang, number = language.request_language(request), handset_view.number_from_digits(digits)
    held, exchanged = open_handsets().read_handset(number)
    found, now = _read_phone_record(number)
    bubbles, files = (
        handset_view.sms_bubbles(exchanged, found, lang),
        handset_view.file_views(found, now, lang),
    )
    seen = {"thread": _content_hash(bubbles), "files": _content_hash(files)}
    if _is_unchanged(request, seen):
        return _unchanged_response()
    return page_rendering.render_page(
        request,
        "lab_phone",
        phone=handset_view.handset_row(held, lang),
        bubbles=bubbles,
        to=handset_view.reply_recipient(exchanged),
        files=files,
        seen=seen,
        wrong=wrong,
        typed=typed,
        **_clock_values(lang),
    )


def _take_handset(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("number", "")[:_LONGEST]
    number = to_e164(typed)
    try:
        open_handsets().take_handset(number or "")
    except NotTownNumber:
        return _with_status(_list_handsets(request, "no_number", typed), 422)
    except TooManyHandsets:
        return _with_status(_list_handsets(request, "too_many", typed), 422)
    return _redirect_to(request, "lab_phone", digits=handset_view.address_digits(number or ""))


def _write_sms(request: HttpRequest, digits: str) -> HttpResponse:
    number, typed = handset_view.number_from_digits(digits), request.POST.get("text", "")
    _, exchanged = open_handsets().read_handset(number)
    try:
        open_handsets().write_sms(number, handset_view.reply_recipient(exchanged), typed)
    except BadSmsLength:
        return _with_status(_show_handset(request, digits, "nothing", typed), 422)
    return _redirect_to(request, "lab_phone", digits=digits)


def _move_time(request: HttpRequest) -> HttpResponse:
    """Let time pass, or the story be told faster or slower."""
    open_handsets().move_time(
        AHEAD.get(request.POST.get("ahead", ""), timedelta(0)), SPEEDS.get(request.POST.get("speed", ""))
    )
    number = to_e164(request.POST.get("number", "")[:_LONGEST])
    return (
        _redirect_to(request, "lab_phone", digits=handset_view.address_digits(number))
        if number
        else _redirect_to(request, "lab")
    )


def _read_phone_record(number: str) -> tuple[PhoneRecord, datetime]:
    now = read_clock_from_environment().now()
    with store_pool.store_connection() as connection:
        return read_phone_record(connection, load_vault(), number, now), now


def _content_hash(what: list[Any]) -> str:
    """The same as long as the same is shown."""
    return sha256(msgspec.json.encode(what)).hexdigest()[:16]


def _is_unchanged(request: HttpRequest, seen: Mapping[str, str]) -> bool:
    """Whether a part that is open shows what there is already."""
    return page_rendering.is_partial_request(request) and request.GET.get("seen") == seen.get(
        request.GET.get("part", ""), "-"
    )


def _unchanged_response() -> HttpResponse:
    """Leaves a part as it is: whoever has it read aloud does not hear it again."""
    response = HttpResponse()
    response.headers["HX-Reswap"] = "none"
    return response


def _clock_values(lang: language.Lang) -> dict[str, Any]:
    clock = read_clock_from_environment()
    speed = min(SPEEDS, key=lambda name: abs(SPEEDS[name] - clock.speed))
    return {
        "clock": handset_view.format_story_time(clock.now(), lang),
        "speed": speed,
        "speeds": list(_SPEED_SAID.items()),
        "ahead": list(_AHEAD_SAID.items()),
    }


def _with_status(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response


def _redirect_to(request: HttpRequest, page: str, **parts: Any) -> HttpResponse:
    response = page_urls.redirect_to_page(request, page, **parts)
    response.status_code = 303
    return response


PAGES: Final = (
    PageRoute("lab", "labo", "lab", _handset_page(_list_handsets)),
    PageRoute("lab_take", "labo/prendre", "lab/take", _handset_page(_take_handset, "POST")),
    PageRoute("lab_move", "labo/temps", "lab/time", _handset_page(_move_time, "POST")),
    PageRoute("lab_phone", "labo/<str:digits>", "lab/<str:digits>", _handset_page(_show_handset)),
    PageRoute("lab_write", "labo/<str:digits>/ecrire", "lab/<str:digits>/write", _handset_page(_write_sms, "POST")),
)  # fmt: skip
"""There only where a site is one of a demonstration."""
