"""A comparison as one HTML file that needs nothing else: plots, a table beside each, sources."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Final

from tocsin.charter.words import said
from tocsin.twin import plots, words
from tocsin.twin.compare import Comparison
from tocsin.twin.figures import known
from tocsin.twin.measure import STEPS
from tocsin.twin.plan import Plan
from tocsin.twin.words import Lang

_BARS: Final = ("reached", "contacts", "r", "cost")


def html(plan: Plan, found: Comparison, lang: Lang) -> str:
    """The whole file."""
    title = _say("title", lang, day=words.day(plan.day, lang))
    head = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body><main><h1>{title}</h1>"
    )
    return "\n".join([head, *body(plan, found, lang), "</main></body></html>", ""])


def body(plan: Plan, found: Comparison, lang: Lang) -> Iterator[str]:
    """What stands in it, for a page that has a head of its own."""
    titles = [said(policy.title, lang) for policy in plan.policies]
    size = _say(
        "size", lang, people=words.number(found.people, lang), seeds=plan.seeds,
        scale=words.number(plan.country * plan.days * plan.seeds / max(1, found.people), lang),
    )  # fmt: skip
    yield f"<p>{size}</p><p>{_say('honest', lang)}</p>"
    if len(titles) > 1:
        yield f"<h2>{_say('who', lang)}</h2><ul>"
        yield from (f"<li>{line}</li>" for line in winners(plan, found, lang))
        yield "</ul>"
    yield f"<h2>{_say('policies', lang)}</h2><ul class='key'>"
    yield from (f"<li>{plots.key(n)}<span>{escape(title)}</span></li>" for n, title in enumerate(titles))
    yield "</ul>"
    yield from _curve(found, titles, lang)
    for measure in _BARS:
        yield from _bars(found, titles, measure, lang)
    before = words.value("r", found.r_before, lang)
    yield f"<p>{_say('r_before', lang, r=before)}</p>"
    yield from _queue(plan, found, titles, lang)
    yield f"<h2>{_say('all', lang)}</h2>"
    yield from _values(found, titles, lang)
    if len(titles) > 1:
        yield from _differences(found, titles, lang)
    yield from _figures(plan, lang)


def winners(plan: Plan, found: Comparison, lang: Lang) -> Iterator[str]:
    """Who wins at each of the main measures, one sentence each, as HTML."""
    titles = {policy.name: said(policy.title, lang) for policy in plan.policies}
    by_name = {column.name: column.values for column in found.columns}
    colon = " : " if lang == "fr" else ": "
    for best in found.best:
        if best.measure in words.MAIN:
            means = {name: values[best.measure] for name, values in by_name.items()}
            told = words.won(best, titles, means, lang)
            yield f"<strong>{words.label(best.measure, lang)}</strong>{colon}{escape(told)}"


def _curve(found: Comparison, titles: list[str], lang: Lang) -> Iterator[str]:
    lines = [
        plots.Line(title, tuple(n / max(1, column.counts.positives) for n in column.counts.curve))
        for title, column in zip(titles, found.columns, strict=True)
    ]
    ticks = [(hour, str(hour)) for hour in range(0, STEPS + 1, 6)]
    picture = plots.curves(
        lines,
        _say("curve", lang),
        _say("curve_x", lang),
        ticks,
        lambda v: f"{100 * v:.0f} %",
        top=1.0,
        mark=24,
    )
    yield f"<h2>{_say('curve', lang)}</h2><figure>{picture}</figure>"
    rows = [
        (title, [words.value("reached", line.values[hour], lang) for hour in (1, 3, 6, 12, 24, 48)])
        for title, line in zip(titles, lines, strict=True)
    ]
    yield table(_say("curve", lang), [_say("policy", lang), *(f"{h} h" for h in (1, 3, 6, 12, 24, 48))], rows)


def _queue(plan: Plan, found: Comparison, titles: list[str], lang: Lang) -> Iterator[str]:
    scale = plan.country * plan.days / max(1, found.people)
    lines = [
        plots.Line(title, tuple(n * scale for n in column.counts.queue))
        for title, column in zip(titles, found.columns, strict=True)
    ]
    longest = max(len(line.values) for line in lines)
    ticks = [(at, f"{(7 + at) % 24} h") for at in range(0, longest, 6)]
    written = _thousands(lang)
    picture = plots.curves(lines, _say("queue", lang), _say("queue_x", lang), ticks, written)
    yield f"<h2>{_say('queue', lang)}</h2><figure>{picture}</figure>"
    shown = [at for at in (2, 5, 8, 12, 26, 36, 50, 60) if at < longest]
    heads = [
        _say("policy", lang),
        *(f"{'J' if lang == 'fr' else 'D'}{1 + (7 + at) // 24}, {(7 + at) % 24} h" for at in shown),
    ]
    rows = [
        (title, [written(line.values[at]) if at < len(line.values) else "" for at in shown])
        for title, line in zip(titles, lines, strict=True)
    ]
    yield table(_say("queue", lang), heads, rows)


def _bars(found: Comparison, titles: list[str], measure: str, lang: Lang) -> Iterator[str]:
    rows = [
        plots.Bar(title, one.mean, one.low, one.high, words.value(measure, one.mean, lang))
        for title, column in zip(titles, found.columns, strict=True)
        for one in (column.values[measure],)
    ]
    name = _say("bars", lang, measure=words.label(measure, lang))
    yield f"<h2>{name}</h2><figure>{plots.bars(rows, name)}</figure>"


def _values(found: Comparison, titles: list[str], lang: Lang) -> Iterator[str]:
    rows = []
    for measure in (*words.MAIN, *words.MORE):
        cells = []
        for column in found.columns:
            one = column.values[measure]
            half = words.half(measure, one, lang)
            cells.append(words.value(measure, one.mean, lang) + (f" ({half})" if half else ""))
        rows.append((words.label(measure, lang), cells))
    yield table(_say("caption", lang), [_say("measure", lang), *titles], rows)


def _differences(found: Comparison, titles: list[str], lang: Lang) -> Iterator[str]:
    rows = []
    for measure in (*words.MAIN, *words.MORE):
        cells = []
        for column in found.columns[1:]:
            one = column.differences[measure]
            sign = "+" if one.mean > 0 else "−" if one.mean < 0 else ""
            cells.append(("!" if one.sure else "") + sign + words.difference(measure, one.mean, lang))
        rows.append((words.label(measure, lang), cells))
    yield table(_say("difference", lang, first=titles[0]), [_say("measure", lang), *titles[1:]], rows)


def _figures(plan: Plan, lang: Lang) -> Iterator[str]:
    title = _say("figures", lang)
    yield f"<h2>{title}</h2><div class='scroll' tabindex='0' role='region' aria-label='{title}'>"
    yield "<table><thead><tr>"
    yield "".join(
        f"<th scope='col' class='words'>{_say(name, lang)}</th>" for name in ("figure", "value", "source")
    )
    yield "</tr></thead><tbody>"
    for name, figure in known().items():
        kind = f"{_say('assumption', lang)} : " if figure.assumption else ""
        shown = f"{getattr(plan.figures, name):g} {figure.unit}"
        label = figure.fr if lang == "fr" else figure.en
        yield (
            f"<tr><th scope='row'>{escape(label)}</th><td>{escape(shown)}</td>"
            f"<td class='words' lang='en'>{escape(kind + figure.source)}</td></tr>"
        )
    yield "</tbody></table></div>"


def table(caption: str, heads: list[str], rows: list[tuple[str, list[str]]]) -> str:
    """A table with its caption and heads; a cell that begins with ``!`` is bold."""
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    lines = "".join(
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(map(_cell, cells))}</tr>" for name, cells in rows
    )
    return (
        f"<div class='scroll' tabindex='0' role='region' aria-label='{escape(caption, quote=True)}'>"
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _cell(shown: str) -> str:
    if shown.startswith("!"):
        return f"<td><strong>{escape(shown[1:])}</strong></td>"
    return f"<td>{escape(shown)}</td>"


def _thousands(lang: Lang) -> plots.Written:
    return lambda found: words.number(float(f"{found:.3g}") if found else 0.0, lang)


def _style() -> str:
    return files(__package__).joinpath("data/report.css").read_text("utf-8")


def _say(name: str, lang: Lang, **values: object) -> str:
    return escape(said(words.texts()["report"][name], lang).format(**values), quote=False)
