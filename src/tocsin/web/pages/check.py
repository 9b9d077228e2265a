"""The first page: a message, and what it is, why, and what to do."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tocsin.charter import words as charter_words
from tocsin.charter.load import available, load
from tocsin.charter.schema import CHANNELS, Charter
from tocsin.charter.view import as_of
from tocsin.evidence.extract import extract
from tocsin.evidence.model import Host
from tocsin.message.model import Message
from tocsin.verdict.check import DEFAULT, judge
from tocsin.web import (
    addresses,
    asked,
    codes,
    doubt,
    failures,
    language,
    limits,
    render,
    shared,
    words,
)
from tocsin.web.asked import Asked, Mistake
from tocsin.web.shown import shown
from tocsin.web.typeset import typeset


def show(request: HttpRequest) -> HttpResponse:
    """The form; with a message sent to it, the verdict before the form."""
    today = asked.today()
    if request.method in ("GET", "HEAD"):
        return _page(request, Asked(received=today), today)
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    now = datetime.now(UTC)
    if wait := limits.allowed("check", limits.client_of(request, now), now):
        return failures.refused(request, 429, retry=wait.seconds)
    wanted, mistakes = asked.read(request.POST, request.FILES, today)
    if request.POST.get("view") == "correct":
        return _page(request, wanted, today, mistakes=mistakes)
    if mistakes:
        return _refused(request, wanted, today, mistakes)
    if number := wanted.lone_number():
        return _to_number(request, wanted, number)
    message = wanted.message(today)
    if len(message.text) > asked.MOST_TEXT:
        return _refused(request, wanted, today, (Mistake("file" if wanted.eml else "text", "too_long"),))
    sheet = request.POST.get("view") == "sheet"
    told = _told(request, wanted, message, today, sheet=sheet)
    # The form under an answer is empty: nothing of one message may slip into the check of the next.
    return _page(request, Asked(received=today), today, "sheet" if sheet else "check", **told)


def _to_number(request: HttpRequest, wanted: Asked, digits: str) -> HttpResponse:
    """To the page of the number, which is all that was given; as of the day and for the institution asked."""
    query: dict[str, str] = {}
    if wanted.dated:
        query["on"] = wanted.received.isoformat()
    if wanted.institution != DEFAULT:
        query["institution"] = wanted.institution
    address = addresses.of("number", language.of(request), number=digits)
    address += f"?{urlencode(query)}" if query else ""
    if render.is_part(request):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def _refused(request: HttpRequest, wanted: Asked, today: date, mistakes: tuple[Mistake, ...]) -> HttpResponse:
    page = _page(request, wanted, today, mistakes=mistakes)
    page.status_code = 422
    return page


def _told(
    request: HttpRequest, wanted: Asked, message: Message, today: date, *, sheet: bool
) -> dict[str, Any]:
    """What a template says of the message."""
    lang = language.of(request)
    charter = load(wanted.institution)
    now = datetime.now(UTC)
    known, unanswered = codes.known(
        message,
        dated=wanted.dated or message.channel == "email",
        client=limits.client_of(request, now),
        now=now,
    )
    verdict = judge(message, charter, lang=lang, known=known)
    if not request.POST.get("view"):  # printed, or shown in another way: it was counted
        doubt.count(message)
    link = shared.write(shared.of_verdict(verdict, message.channel, today), settings.SECRET_KEY)
    guessed = wanted.channel is None and not wanted.eml
    found = shown(message, verdict, charter, lang, guessed=guessed, sheet=sheet)
    said = words.of("check", lang)
    return {
        "result": found,
        "address": _address(message, charter, lang),
        "sender_said": said["from"].format(sender=found.sender) if found.sender else said["from_unknown"],
        "received_said": charter_words.day(found.received, lang),
        "more": sum(len(group.reasons) for group in found.groups) - len(found.first),
        "site": request.get_host(),
        "unanswered": unanswered,
        "carried": wanted.carried(),
        "correctable": not wanted.eml,
        "link": request.build_absolute_uri(addresses.of("shared", lang, token=link)),
        "days": shared.DAYS,
    }


def _address(message: Message, charter: Charter, lang: language.Lang) -> tuple[str, ...]:
    """What an address is, in sentences, where a message is one address and nothing else; else nothing."""
    if message.subject or len(message.text.split()) != 1:
        return ()
    found = extract(message, as_of(charter, message.received))
    host = next((e.about for e in found if e.kind == "link" and isinstance(e.about, Host)), None)
    if host is None:
        return ()
    said = words.of("check", lang)
    name = charter_words.said(charter.name, lang)
    told = [said[f"address_{host.standing}"].format(name=name, imitates=host.imitates)]
    if host.standing != "official":
        told.insert(0, said["address_leads"].format(domain=host.domain))
    return tuple(typeset(one, lang) for one in told)


def _page(
    request: HttpRequest,
    wanted: Asked,
    today: date,
    name: str = "check",
    *,
    mistakes: tuple[Mistake, ...] = (),
    **context: Any,
) -> HttpResponse:
    lang = language.of(request)
    template = "check_part.html" if name == "check" and render.is_part(request) else ""
    return render.page(
        request,
        name,
        template=template,
        asked=wanted,
        today=today,
        mistakes=mistakes,
        wrong={mistake.field: mistake.name for mistake in mistakes},
        channels=[(channel, charter_words.channel(channel, lang)) for channel in CHANNELS],
        usual=DEFAULT,
        institutions=[(one, _capital(charter_words.said(load(one).name, lang))) for one in available()],
        most_sender=asked.MOST_SENDER,
        **context,
    )


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
