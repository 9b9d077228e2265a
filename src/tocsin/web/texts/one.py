"""One text: how it is sent now, everything that was said instead, and the way back to it."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.charter.words import said
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording import steps
from tocsin.tracing.wording.model import OWN, Person, Rewording
from tocsin.tracing.wording.overview import Spoken, spoken_one
from tocsin.tracing.wording.store import NoSuchRewording, history
from tocsin.tracing.wording.texts import NoSuchText
from tocsin.web import addresses, failures, language, render, store, words
from tocsin.web.language import Lang
from tocsin.web.staff import log
from tocsin.web.staff.door import need, staff
from tocsin.web.texts.shown import group, moment, phones, place
from tocsin.web.texts.stages import waits_for
from tocsin.web.words import Sentences

DONE = {"back": "done_back"}
"""What an address may say that was done."""


class Version(Struct, frozen=True):
    """A line of the history."""

    number: int
    version: str
    words: str
    by: str
    at: str
    why: str
    stage: str
    current: bool


class Earlier(Struct, frozen=True):
    """Words that one may go back to."""

    number: int
    name: str


def show(request: HttpRequest, text: str) -> HttpResponse:
    """The page of a text."""
    done = DONE.get(request.GET.get("done", ""), "")
    return _page(request, text, done=done)


def back(request: HttpRequest, text: str) -> HttpResponse:
    """Send earlier words again: one person, at once, with a reason."""
    if request.method != "POST":
        return failures.refused(request, 405, allow="POST")
    who, now, lang = need(request, "texts.activate"), from_environment().now(), language.of(request)
    to = request.POST.get("to", "")
    why = request.POST.get("why", "")
    try:
        with store.connection() as connection, connection.transaction():
            number = steps.roll_back(
                connection, text, int(to) if to.isdecimal() and len(to) < 18 else -1, why,
                Person(who.account_id, who.name), now,
            )  # fmt: skip
            log.write(
                connection, who, "texts.activate", subject="rewording", subject_id=number, now=now,
                why=f"rolled back: {text}",
            )  # fmt: skip
    except NoSuchText:
        raise Http404 from None
    except steps.NoReason:
        return _page(request, text, problem="no_reason")
    except steps.Unchanged:
        return _page(request, text, problem="back_unchanged")
    except (NoSuchRewording, steps.NotNow):
        return _page(request, text, problem="back_unknown")
    except steps.Refused:
        return _page(request, text, problem="back_refused")
    return HttpResponseRedirect(f"{addresses.of('texts.one', lang, text=text)}?done=back")


def _page(request: HttpRequest, id: str, *, problem: str = "", done: str = "") -> HttpResponse:
    lang, now, who = language.of(request), from_environment().now(), staff(request)
    t = words.of("texts.one", lang)
    with store.connection() as connection:
        try:
            found = spoken_one(connection, id, now)
        except NoSuchText:
            raise Http404 from None
        past = history(connection, id)
    answer = render.page(
        request,
        "texts.one",
        other=addresses.of("texts.one", language.other(lang), text=id),
        id=id,
        title=t["title"].format(id=id),
        group=group(found.text.group, found.text, lang, t),
        place=place(found.text, lang, t),
        phones=phones(found.text, found.words, found.judged, lang, now, t),
        aside=found.aside,
        version=found.version,
        since=t["since_day"].format(moment=moment(found.since, lang)) if found.since else t["since_always"],
        is_own=found.is_own,
        versions=[_version(one, found, now, lang, t) for one in past],
        earlier=_earlier(found, past, now, lang, t),
        may_propose=who.may("texts.propose"),
        may_go_back=who.may("texts.activate"),
        problem=t[problem] if problem else "",
        done=t[done] if done else "",
        longest=steps.LONGEST_WHY,
    )
    answer.status_code = 422 if problem else 200
    return answer


def _version(one: Rewording, now_in: Spoken, now: datetime, lang: Lang, t: Sentences) -> Version:
    return Version(
        one.id,
        one.version,
        said(one.text, lang),
        one.by.name,
        moment(one.at, lang),
        one.why,
        waits_for(one, now, lang, t),
        now_in.rewording is not None and now_in.rewording.id == one.id and not now_in.aside,
    )


def _earlier(found: Spoken, past: list[Rewording], now: datetime, lang: Lang, t: Sentences) -> list[Earlier]:
    """Other words than those of now, each once, the newest first; Tocsin's own last."""
    seen: dict[Wording, Any] = {found.words: None}
    for one in past:
        if one.stage(now) == "started" and not one.own:
            name = t["earlier"].format(version=one.version, moment=moment(one.starts_at or one.at, lang))
            seen.setdefault(one.text, Earlier(one.id, name))
    seen.setdefault(found.text.own, Earlier(OWN, t["earlier_own"]))
    return [one for one in seen.values() if one is not None]
