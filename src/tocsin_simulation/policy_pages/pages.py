"""The pages of the twin: the form, and what came of it."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from tocsin.charter.words import translate_wording
from tocsin.web import error_pages, language, page_rendering, page_urls
from tocsin.web.language import Lang
from tocsin.web.page_route import PageRoute
from tocsin.web.sentences import page_sentences
from tocsin_simulation.policies import report, words
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policy_pages.comparison_form import (
    LAST_SEED,
    MOST,
    SIZES,
    ComparisonForm,
    parse_comparison_form,
)
from tocsin_simulation.policy_pages.comparison_jobs import ComparisonJobs, ComparisonRunning

bench: Final = ComparisonJobs()
_SIZES: Final = {"small": "size_small", "larger": "size_larger"}
AGAIN: Final = 2
"""Seconds after which a browser without scripts looks again."""


def show_comparison_form(request: HttpRequest) -> HttpResponse:
    """The form; sent, the comparison begins."""
    if request.method in ("GET", "HEAD"):
        return _render_form(request, ComparisonForm())
    if request.method != "POST":
        return error_pages.render_error_page(request, 405, allow="GET, HEAD, POST")
    choices = parse_comparison_form(request.POST)
    if choices.problems:
        return _render_form(request, choices, choices.problems, 422)
    try:
        token = bench.start_comparison(choices.plan)
    except ComparisonRunning:
        return _render_form(request, choices, {"busy": "problem_busy"}, 503)
    return page_urls.redirect_to_page(request, "twin.result", token=token)


def show_comparison(request: HttpRequest, token: str) -> HttpResponse:
    """The comparison, or how far it is."""
    lang = language.request_language(request)
    kept = bench.read_finished(token)
    if kept is not None:
        body = "\n".join(report.render_body(kept.plan, kept.found, lang))
        return page_rendering.render_page(
            request, "twin.show", template="twin/result.html", body=SafeString(body),
            day=words.day(kept.plan.day, lang),
        )  # fmt: skip
    standing = bench.read_progress(token)
    if standing is None and not bench.was_started(token):
        raise Http404
    return page_rendering.render_page(
        request, "twin.show", template="twin/waiting.html", standing=standing, token=token, again=AGAIN
    )


def _render_form(
    request: HttpRequest, choices: ComparisonForm, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    lang = language.request_language(request)
    return page_rendering.render_page(
        request, "twin.show", choices=choices, problems=problems or {}, most=MOST, last_seed=LAST_SEED,
        policies=[
            (one.name, translate_wording(one.title, lang), one.name in choices.policies) for one in load_shipped_policies().policies
        ],
        sizes=_size_options(choices, lang),
        status_code=status,
    )  # fmt: skip


def _size_options(choices: ComparisonForm, lang: Lang) -> list[tuple[str, str, bool]]:
    t = page_sentences("twin.show", lang)
    return [
        (name, t[_SIZES[name]].format(people=people * seeds, seeds=seeds), name == choices.size)
        for name, (people, seeds) in SIZES.items()
    ]


PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("twin.show", "jumeau", "twin", show_comparison_form, "twin.compare"),
    PageRoute("twin.result", "jumeau/<slug:token>", "twin/<slug:token>", show_comparison, "twin.compare"),
)
