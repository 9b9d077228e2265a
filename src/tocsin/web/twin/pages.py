"""The pages of the twin: the form, and what came of it."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString

from tocsin.charter.words import said
from tocsin.twin import report, words
from tocsin.twin.policy import shipped
from tocsin.web import addresses, failures, language, render
from tocsin.web import words as sentences
from tocsin.web.language import Lang
from tocsin.web.page import Page
from tocsin.web.twin.bench import Bench, Busy
from tocsin.web.twin.choices import LAST_SEED, MOST, SIZES, Choices, read

bench: Final = Bench()
_SIZES: Final = {"small": "size_small", "larger": "size_larger"}
AGAIN: Final = 2
"""Seconds after which a browser without scripts looks again."""


def show(request: HttpRequest) -> HttpResponse:
    """The form; sent, the comparison begins."""
    if request.method in ("GET", "HEAD"):
        return _form(request, Choices())
    if request.method != "POST":
        return failures.refused(request, 405, allow="GET, HEAD, POST")
    choices = read(request.POST)
    if choices.problems:
        return _form(request, choices, choices.problems, 422)
    try:
        token = bench.start(choices.plan)
    except Busy:
        return _form(request, choices, {"busy": "problem_busy"}, 503)
    return HttpResponseRedirect(addresses.of("twin.result", language.of(request), token=token))


def result(request: HttpRequest, token: str) -> HttpResponse:
    """The comparison, or how far it is."""
    lang = language.of(request)
    kept = bench.kept(token)
    if kept is not None:
        body = "\n".join(report.body(kept.plan, kept.found, lang))
        return render.page(
            request, "twin.show", template="twin/result.html", body=SafeString(body),
            day=words.day(kept.plan.day, lang),
        )  # fmt: skip
    standing = bench.standing(token)
    if standing is None and not bench.known(token):
        raise Http404
    return render.page(
        request, "twin.show", template="twin/waiting.html", standing=standing, token=token, again=AGAIN
    )


def _form(
    request: HttpRequest, choices: Choices, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    lang = language.of(request)
    response = render.page(
        request, "twin.show", choices=choices, problems=problems or {}, most=MOST, last_seed=LAST_SEED,
        policies=[
            (one.name, said(one.title, lang), one.name in choices.policies) for one in shipped().policies
        ],
        sizes=_sizes(choices, lang),
    )  # fmt: skip
    response.status_code = status
    return response


def _sizes(choices: Choices, lang: Lang) -> list[tuple[str, str, bool]]:
    t = sentences.of("twin.show", lang)
    return [
        (name, t[_SIZES[name]].format(people=people * seeds, seeds=seeds), name == choices.size)
        for name, (people, seeds) in SIZES.items()
    ]


PAGES: Final[tuple[Page, ...]] = (
    Page("twin.show", "jumeau", "twin", show, "twin.compare"),
    Page("twin.result", "jumeau/<slug:token>", "twin/<slug:token>", result, "twin.compare"),
)
