"""What is noted of a file for epidemiology, on its own page: the fields, the days of follow-up, a death.

Whoever may ring notes all of it; an epidemiologist the fields that are theirs (``noted_by``), and no more.
"""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from tocsin.charter.words import translate_wording
from tocsin.privacy.noted_fields import FieldAuthor
from tocsin.protocol.wording import format_long_date
from tocsin.tracing.calls.death import NoDeathNoted, list_deaths, record_death, take_back_death
from tocsin.tracing.cases.amendments import Subject
from tocsin.tracing.people.noted_details import (
    BadFileDetail,
    list_follow_up_days,
    note_details,
    note_follow_up_day,
    read_details,
)
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.calls.agent_context import (
    AgentContext,
    load_page_sentences,
    log_file_access,
    open_agent_context,
    require_file_access,
)
from tocsin.web.calls.noted_fields_form import (
    list_day_outcomes,
    list_field_views,
    parse_fields,
    type_details,
)
from tocsin.web.staff import time_zone

ACTION: Final = "desk.details"
CALL: Final = "desk.call"
TAKE_BACK: Final = "desk.amend"
PAGE: Final = "desk.details"
WHY: Final = "desk.details"


class NotingRights(Struct, frozen=True):
    """What somebody may do on this page where the file is, beside noting fields."""

    call: bool
    """Note days of follow-up and a death, as whoever rings does."""
    take_back: bool

    @property
    def author(self) -> FieldAuthor:
        return "agent" if self.call else "epidemiologist"


@error_pages.allow_methods("GET", "HEAD", "POST")
def note_file(request: HttpRequest, subject: Subject, id: int) -> HttpResponse:
    """The fields of a file; and what was noted."""
    with open_agent_context(request) as at:
        territory = require_file_access(request, at, ACTION, subject, id)
        lang, t = language.request_language(request), load_page_sentences(request, PAGE)
        form, problem = request.POST.dict(), ""
        what = form.get("what", "") if request.method == "POST" else "look"
        may = NotingRights(at.who.may(CALL, territory), at.who.may(TAKE_BACK, territory))
        if request.method == "POST":
            problem = _apply_notes(at, subject, id, what, form, t, may)
            if not problem:
                log_file_access(at, ACTION, subject, id, territory, f"details: {what}")
                part = {"case": id} if subject == "case" else {"contact": id}
                page = "desk.details" if subject == "case" else "desk.details_contact"
                return page_urls.redirect_to_page(request, page, query="noted", **part)
        log_file_access(at, ACTION, subject, id, territory, "details: look")
        noted = read_details(at.connection, at.vault, subject, id)
        days = list_follow_up_days(at.connection, subject, id)
        outcomes = dict(list_day_outcomes(lang))
        return page_rendering.render_page(
            request,
            PAGE,
            subject=subject,
            id=id,
            problem=problem,
            noted="noted" in request.GET,
            fields=list_field_views(
                subject,
                form if what == "fields" else type_details(noted),
                lang,
                death=False,
                by=may.author,
            ),
            days=[
                (translate_wording(format_long_date(one.day), lang), outcomes[one.outcome], one.noted_by)
                for one in reversed(days)
            ],
            outcomes=list_day_outcomes(lang),
            typed=form,
            deaths=list_deaths(at.connection, subject, id),
            may_call=may.call,
            may_take_back=may.take_back,
            status_code=422 if problem else 200,
        )


def _apply_notes(
    at: AgentContext,
    subject: Subject,
    id: int,
    what: str,
    form: dict[str, str],
    t: Any,
    may: NotingRights,
) -> str:
    """Note what was typed; what stands in the way, or nothing."""
    by, clock = (at.who.login, at.now, WHY), time_zone.get_current_zone()
    problems: list[tuple[str, str]] = []
    try:
        with at.connection.transaction():
            match what:
                case "fields":
                    given = parse_fields(form, problems, may.author)
                    given.pop("died_on", None)
                    if not problems:
                        note_details(at.connection, at.vault, subject, id, given, *by, zone=clock)
                case "day" if may.call:
                    day = date.fromisoformat(form.get("day", "").strip())
                    outcome = form.get("day_outcome", "")
                    note_follow_up_day(at.connection, subject, id, day, outcome, *by, zone=clock)
                case "death" if may.call and form.get("sure") == "dead":
                    typed = form.get("died_on", "").strip()
                    record_death(
                        at.connection, at.vault, subject, id, at.who.login, at.now, why=WHY, zone=clock,
                        died_on=date.fromisoformat(typed) if typed else None,
                    )  # fmt: skip
                case "death" if may.call:
                    return str(t["confirm_death"])
                case "not_dead" if may.take_back:
                    take_back_death(at.connection, subject, id, at.who.login, at.now, WHY)
                case _:
                    return str(t["choose"])
    except BadFileDetail as error:
        return _describe_problem(str(error).partition(":")[0], t)
    except NoDeathNoted:
        return str(t["no_death"])
    except ValueError:
        return str(t["no_day"])
    return str(t["no_day"]) if problems else ""


def _describe_problem(field: str, t: Any) -> str:
    """A field that was refused, by the name that it has on the page."""
    return str(t.get(f"bad_{field}", t["bad_value"]))
