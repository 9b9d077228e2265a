"""What changed in a charter: between two days, or day by day; the same as a feed."""

from django.http import HttpRequest, HttpResponse

from tocsin.charter.diff import Change, Day, diff, history
from tocsin.charter.schema import Charter
from tocsin.charter.words import day
from tocsin.web import addresses, feed, language, ours, render, words
from tocsin.web.choices import chosen_charter, elsewhere, read_day, short_name, today
from tocsin.web.language import Lang
from tocsin.web.lines import Line, line

_Group = tuple[str, list[Line]]
"""Title of a kind of change, and its clauses."""


def show(request: HttpRequest) -> HttpResponse:
    """Between two days where they are given, else every day on which something changed."""
    lang = language.of(request)
    charter = chosen_charter(request)
    before = read_day(request.GET.get("from", ""), today())
    after = read_day(request.GET.get("to", ""), today())
    if before.given and after.given and before.day > after.day:
        before, after = after, before
    wrong = before.wrong or after.wrong
    name = short_name(charter, lang)
    found = diff(charter, before.day, after.day) if before.given and not wrong else None
    t = words.of("changes", lang)
    return render.page(
        request,
        "changes",
        other=elsewhere(request),
        charter=charter,
        title=t["title"].format(name=name),
        wrong=wrong,
        before=before,
        after=after,
        between=t["between"].format(before=day(before.day, lang), after=day(after.day, lang)),
        found=_groups(Day(after.day, found.begun, found.ended, found.surer), lang, t) if found else None,
        days=[] if found or wrong else _days(charter, lang, t),
        texts=[] if found or wrong else _texts(charter, lang),
    )


def atom(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed (RFC 4287)."""
    lang = language.of(request)
    charter = chosen_charter(request)
    t = words.of("changes", lang)
    query = f"?institution={charter.id}" if request.GET.get("institution") else ""
    page = request.build_absolute_uri(addresses.of("changes", lang) + query)
    colon = " : " if lang == "fr" else ": "
    entries = [
        feed.Entry(
            on=one.on,
            title=f"{day(one.on, lang)}{colon}{summary(one, t)}",
            address=f"{page}#d{one.on}",
            lines=tuple(
                f"{title}{colon}{said.text}" for title, lines in _groups(one, lang, t) for said in lines
            ),
        )
        for one in history(charter, today())
    ]
    entries += [
        feed.Entry(
            on=on,
            title=f"{day(on, lang)}{colon}{t['texts']}",
            address=f"{page}#t{on}",
            lines=tuple(ours.line(one, lang) for one in changes),
            what="texts",
        )
        for on, changes in ours.days(charter)
    ]
    entries.sort(key=lambda one: one.on, reverse=True)
    text = feed.atom(
        title=t["title"].format(name=short_name(charter, lang)),
        charter=charter,
        here=request.build_absolute_uri(),
        page=page,
        lang=lang,
        entries=entries,
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def summary(one: Day, t: words.Sentences) -> str:
    """What changed on a day, as counts."""
    parts = []
    for count, single, several in (
        (len(one.begun), "one_begun", "many_begun"),
        (len(one.ended), "one_ended", "many_ended"),
    ):
        if count:
            parts.append(t[single] if count == 1 else t[several].format(count=count))
    if one.surer and not parts:
        parts.append(t["some_surer"].format(count=len(one.surer)))
    return ", ".join(parts)


def _days(charter: Charter, lang: Lang, t: words.Sentences) -> list[tuple[str, str, list[_Group]]]:
    """Every day on which something changed: in words, as ISO, and what changed."""
    return [
        (day(one.on, lang), one.on.isoformat(), _groups(one, lang, t)) for one in history(charter, today())
    ]


def _texts(charter: Charter, lang: Lang) -> list[tuple[str, str, list[str]]]:
    """Every day on which the words of our SMS changed: in words, as ISO, and what they say since."""
    return [
        (day(on, lang), on.isoformat(), [ours.line(one, lang) for one in changes])
        for on, changes in ours.days(charter)
    ]


def _groups(one: Day, lang: Lang, t: words.Sentences) -> list[_Group]:
    """Title of a kind of change, and its clauses; kinds without one are left out."""
    kinds = ((t["begun"], one.begun), (t["ended"], one.ended), (t["surer"], one.surer))
    return [(title, _lines(changes, lang)) for title, changes in kinds if changes]


def _lines(changes: tuple[Change, ...], lang: Lang) -> list[Line]:
    return [line(change.clause, lang) for change in changes]
