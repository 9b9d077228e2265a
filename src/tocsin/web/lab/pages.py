"""The pages of the handsets: all of them, one of them, and what is done on them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tocsin.conversation.phones import e164
from tocsin.tracing.clock import from_environment
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.town.followed import Followed, NotFiction, follow
from tocsin.tracing.town.hand import NothingWritten, NotThere, TooMany
from tocsin.tracing.town.lend import Away
from tocsin.tracing.vault import Vault
from tocsin.web import addresses, failures, language, render, store
from tocsin.web.lab import shown
from tocsin.web.lab.demonstration import handsets
from tocsin.web.page import Page, View

AHEAD: Final = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1), "12h": timedelta(hours=12)}
"""By how much the story can be moved on at once."""
SPEEDS: Final = {"slow": 1.0, "minute": 60.0, "fast": 240.0}
"""How fast it can be told."""
_AHEAD_SAID: Final = {"10m": "ahead_10m", "1h": "ahead_1h", "12h": "ahead_12h"}
_SPEED_SAID: Final = {"slow": "speed_slow", "minute": "speed_minute", "fast": "speed_fast"}
_LONGEST: Final = 40


def _lent(show: Callable[..., HttpResponse], method: str = "GET") -> View:
    """A page of the handsets: refused by other methods, and put off while the town does not run."""

    @wraps(show)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.method not in (("GET", "HEAD") if method == "GET" else (method,)):
            return failures.refused(request, 405, allow="GET, HEAD" if method == "GET" else method)
        try:
            return show(request, **parts)
        except (NotThere, NotFiction):
            return failures.refused(request, 404)
        except (Away, store.Away, NoKeys, KeysDamaged, KeysExposed):
            response = render.page(request, "lab_waiting")
            response.status_code = 503
            response.headers["Retry-After"] = "3"
            if render.is_part(request):  # what was last seen stays there
                response.headers["HX-Reswap"] = "none"
            return response

    return answer


def _phones(request: HttpRequest, wrong: str = "", typed: str = "") -> HttpResponse:
    """All telephones in hand."""
    lang = language.of(request)
    if request.GET.get("part") == "clock":
        return HttpResponse(
            shown.clock(from_environment().now(), lang), content_type="text/plain; charset=utf-8"
        )
    phones = [shown.phone(one, lang) for one in handsets().held()]
    seen = {"phones": _mark(phones)}
    if _nothing_new(request, seen):
        return _nothing()
    return render.page(request, "lab", phones=phones, seen=seen, wrong=wrong, typed=typed, **_time(lang))


def _phone(request: HttpRequest, digits: str, wrong: str = "", typed: str = "") -> HttpResponse:
    """One of them: its SMS, an answer, and what the service knows."""
    lang, number = language.of(request), shown.whole(digits)
    held, exchanged = handsets().one(number)
    found, now = _followed(number)
    bubbles, files = shown.bubbles(exchanged, found, lang), shown.known(found, now, lang)
    seen = {"thread": _mark(bubbles), "files": _mark(files)}
    if _nothing_new(request, seen):
        return _nothing()
    return render.page(
        request,
        "lab_phone",
        phone=shown.phone(held, lang),
        bubbles=bubbles,
        to=shown.writes_to(exchanged),
        files=files,
        seen=seen,
        wrong=wrong,
        typed=typed,
        **_time(lang),
    )


def _take(request: HttpRequest) -> HttpResponse:
    """Take another telephone in hand."""
    typed = request.POST.get("number", "")[:_LONGEST]
    number = e164(typed)
    try:
        handsets().take(number or "")
    except NotThere:
        return _with(_phones(request, "no_number", typed), 422)
    except TooMany:
        return _with(_phones(request, "too_many", typed), 422)
    return _to(request, "lab_phone", digits=shown.digits(number or ""))


def _write(request: HttpRequest, digits: str) -> HttpResponse:
    """Write an SMS on a telephone."""
    number, typed = shown.whole(digits), request.POST.get("text", "")
    _, exchanged = handsets().one(number)
    try:
        handsets().write(number, shown.writes_to(exchanged), typed)
    except NothingWritten:
        return _with(_phone(request, digits, "nothing", typed), 422)
    return _to(request, "lab_phone", digits=digits)


def _move(request: HttpRequest) -> HttpResponse:
    """Let time pass, or the story be told faster or slower."""
    handsets().move(
        AHEAD.get(request.POST.get("ahead", ""), timedelta(0)), SPEEDS.get(request.POST.get("speed", ""))
    )
    number = e164(request.POST.get("number", "")[:_LONGEST])
    return _to(request, "lab_phone", digits=shown.digits(number)) if number else _to(request, "lab")


def _followed(number: str) -> tuple[Followed, datetime]:
    now = from_environment().now()
    with store.connection() as connection:
        return follow(connection, Vault.load(), number, now), now


def _mark(what: list[Any]) -> str:
    """The same as long as the same is shown."""
    return sha256(msgspec.json.encode(what)).hexdigest()[:16]


def _nothing_new(request: HttpRequest, seen: Mapping[str, str]) -> bool:
    """Whether a part that is open shows what there is already."""
    return render.is_part(request) and request.GET.get("seen") == seen.get(request.GET.get("part", ""), "-")


def _nothing() -> HttpResponse:
    """Leaves a part as it is: whoever has it read aloud does not hear it again."""
    response = HttpResponse()
    response.headers["HX-Reswap"] = "none"
    return response


def _time(lang: language.Lang) -> dict[str, Any]:
    clock = from_environment()
    speed = min(SPEEDS, key=lambda name: abs(SPEEDS[name] - clock.speed))
    return {
        "clock": shown.clock(clock.now(), lang),
        "speed": speed,
        "speeds": list(_SPEED_SAID.items()),
        "ahead": list(_AHEAD_SAID.items()),
    }


def _with(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response


def _to(request: HttpRequest, page: str, **parts: Any) -> HttpResponse:
    response = HttpResponseRedirect(addresses.of(page, language.of(request), **parts))
    response.status_code = 303
    return response


PAGES: Final = (
    Page("lab", "labo", "lab", _lent(_phones)),
    Page("lab_take", "labo/prendre", "lab/take", _lent(_take, "POST")),
    Page("lab_move", "labo/temps", "lab/time", _lent(_move, "POST")),
    Page("lab_phone", "labo/<str:digits>", "lab/<str:digits>", _lent(_phone)),
    Page("lab_write", "labo/<str:digits>/ecrire", "lab/<str:digits>/write", _lent(_write, "POST")),
)
"""There only where a site is one of a demonstration."""
