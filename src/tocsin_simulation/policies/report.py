"""A comparison as one HTML file that needs nothing else: plots, a table beside each, sources."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import escape
from importlib.resources import files
from typing import Final

from tocsin.charter.words import format_day, translate_wording
from tocsin.locale.languages import get_language
from tocsin.web.charts import ChartBar, ChartPoint
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.policies import comparison_words, policy_charts
from tocsin_simulation.policies.comparison import PolicyComparison
from tocsin_simulation.policies.comparison_plan import ComparisonPlan
from tocsin_simulation.policies.comparison_words import (
    Lang,
    format_difference,
    format_figure,
    format_half_interval,
    format_median_interval,
    format_number,
    format_value,
    name_measure,
    say_winner,
)
from tocsin_simulation.policies.figures import load_figures
from tocsin_simulation.policies.measures import STEPS

_BARS: Final = ("reached", "contacts", "r", "cost")


def render_html(plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> str:
    title = _sentence("title", lang, day=format_day(plan.day, lang))
    head = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_read_style()}</style></head><body><main><h1>{title}</h1>"
    )
    return "\n".join([head, *_iterate_body(plan, found, lang), "</main></body></html>", ""])


def _iterate_body(plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> Iterator[str]:
    titles = [translate_wording(policy.title, lang) for policy in plan.policies]
    size = _sentence(
        "size", lang, people=format_number(found.people, lang), seeds=plan.seeds,
        scale=format_number(plan.country * plan.days * plan.seeds / max(1, found.people), lang),
    )  # fmt: skip
    yield f"<p>{size}</p><p>{_sentence('honest', lang)}</p>"
    if len(titles) > 1:
        yield f"<h2>{_sentence('who', lang)}</h2><ul>"
        yield from (f"<li>{line}</li>" for line in winner_sentences(plan, found, lang))
        yield "</ul>"
    yield f"<h2>{_sentence('policies', lang)}</h2><ul class='key'>"
    yield from (
        f"<li>{policy_charts.draw_legend_mark(n)}<span>{escape(title)}</span></li>"
        for n, title in enumerate(titles)
    )
    yield "</ul>"
    yield from _curve_section(found, titles, lang)
    for measure in _BARS:
        yield from _bars_section(found, titles, measure, lang)
    before = format_value("r", found.r_before, lang)
    yield f"<p>{_sentence('r_before', lang, r=before)}</p>"
    yield from _queue_section(plan, found, titles, lang)
    if plan.follow:
        yield from _infections_section(plan, found, titles, lang)
    yield f"<h2>{_sentence('all', lang)}</h2>"
    yield from _values_table(found, titles, lang)
    if len(titles) > 1:
        yield from _differences_table(found, titles, lang)
    if plan.seeds > 1:
        yield from _medians_table(plan, found, titles, lang)
    yield from _figures_table(plan, lang)


def winner_sentences(plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> Iterator[str]:
    """Who wins at each of the main measures, one sentence each, as HTML."""
    titles = {policy.name: translate_wording(policy.title, lang) for policy in plan.policies}
    by_name = {column.name: column.values for column in found.columns}
    colon = get_language(lang).colon
    for best in found.best:
        if best.measure in comparison_words.MAIN:
            means = {name: values[best.measure] for name, values in by_name.items()}
            told = say_winner(best, titles, means, lang)
            yield f"<strong>{name_measure(best.measure, lang)}</strong>{colon}{escape(told)}"


def _curve_section(found: PolicyComparison, titles: list[str], lang: Lang) -> Iterator[str]:
    lines = [
        [ChartPoint(hour, n / max(1, column.counts.positives)) for hour, n in enumerate(column.counts.curve)]
        for column in found.columns
    ]
    ticks = [(hour, str(hour)) for hour in range(0, STEPS + 1, 6)]
    picture = policy_charts.draw_policy_lines(
        "curve", _text("curve", lang), titles, lines, _text("curve_x", lang), ticks, lambda v: f"{100 * v:.0f} %",
        axis=(0, 0.25, 0.5, 0.75, 1), upright=24,
    )  # fmt: skip
    yield f"<h2>{_sentence('curve', lang)}</h2><figure>{picture}</figure>"
    rows = [
        (
            title,
            [format_value("reached", line[hour].y, lang) for hour in (1, 3, 6, 12, 24, 48)],
        )
        for title, line in zip(titles, lines, strict=True)
    ]
    yield render_table(
        _sentence("curve", lang),
        [_sentence("policy", lang), *(f"{h} h" for h in (1, 3, 6, 12, 24, 48))],
        rows,
    )


def _queue_section(
    plan: ComparisonPlan, found: PolicyComparison, titles: list[str], lang: Lang
) -> Iterator[str]:
    scale = plan.country * plan.days / max(1, found.people)
    lines = [
        [ChartPoint(at, n * scale) for at, n in enumerate(column.counts.queue)] for column in found.columns
    ]
    longest = max(len(line) for line in lines)
    if plan.follow:  # days: hours would stand over one another
        each = max(1, -(-longest // 24) // 10)
        ticks = [(24 * n, _day_number(n, lang)) for n in range(0, -(-longest // 24), each)]
    else:
        ticks = [(at, f"{(7 + at) % 24} h") for at in range(0, longest, 6)]
    written = _thousands_format(lang)
    picture = policy_charts.draw_policy_lines(
        "queue", _text("queue", lang), titles, lines, _text("queue_x", lang), ticks, written
    )
    yield f"<h2>{_sentence('queue', lang)}</h2><figure>{picture}</figure>"
    shown = [at for at in (2, 5, 8, 12, 26, 36, 50, 60) if at < longest]
    heads = [
        _sentence("policy", lang),
        *(
            translate_simulation("comparison", "hour", lang, n=1 + (7 + at) // 24, hour=(7 + at) % 24)
            for at in shown
        ),
    ]
    rows = [
        (title, [written(line[at].y) if at < len(line) else "" for at in shown])
        for title, line in zip(titles, lines, strict=True)
    ]
    yield render_table(_sentence("queue", lang), heads, rows)


def _bars_section(found: PolicyComparison, titles: list[str], measure: str, lang: Lang) -> Iterator[str]:
    rows = [
        ChartBar(title, one.mean, format_value(measure, one.mean, lang), one.low, one.high)
        for title, column in zip(titles, found.columns, strict=True)
        for one in (column.values[measure],)
    ]
    name = _text("bars", lang, measure=name_measure(measure, lang))
    picture = policy_charts.draw_intervals(f"measure-{measure}", name, rows)
    yield f"<h2>{escape(name, quote=False)}</h2><figure>{picture}</figure>"


def _values_table(found: PolicyComparison, titles: list[str], lang: Lang) -> Iterator[str]:
    rows = []
    for measure in (*comparison_words.MAIN, *comparison_words.MORE):
        cells = []
        for column in found.columns:
            one = column.values[measure]
            half = format_half_interval(measure, one, lang)
            cells.append(format_value(measure, one.mean, lang) + (f" ({half})" if half else ""))
        rows.append((name_measure(measure, lang), cells))
    yield render_table(_sentence("caption", lang), [_sentence("measure", lang), *titles], rows)


def _differences_table(found: PolicyComparison, titles: list[str], lang: Lang) -> Iterator[str]:
    rows = []
    for measure in (*comparison_words.MAIN, *comparison_words.MORE):
        cells = []
        for column in found.columns[1:]:
            one = column.differences[measure]
            sign = "+" if one.mean > 0 else "−" if one.mean < 0 else ""
            cells.append(
                ("!" if one.is_significant else "") + sign + format_difference(measure, one.mean, lang)
            )
        rows.append((name_measure(measure, lang), cells))
    yield render_table(
        _sentence("difference", lang, first=titles[0]), [_sentence("measure", lang), *titles[1:]], rows
    )


def _infections_section(
    plan: ComparisonPlan, found: PolicyComparison, titles: list[str], lang: Lang
) -> Iterator[str]:
    """People infected day by day: the median of the seeds, and where eight seeds in ten lie."""
    lines = [
        [ChartPoint(day, one.median, one.lowest, one.highest) for day, one in enumerate(column.infections)]
        for column in found.columns
    ]
    written = _thousands_format(lang)
    days = [format_day(plan.day + timedelta(days=n), lang) for n in range(plan.follow)]
    ticks = [(n, _day_number(n, lang)) for n in range(0, plan.follow, max(1, plan.follow // 8))]
    name = _sentence("infections", lang, days=plan.follow)
    picture = policy_charts.draw_policy_lines(
        "infections", _text("infections", lang, days=plan.follow), titles, lines, _text("infections_x", lang),
        ticks, written,
    )  # fmt: skip
    yield f"<h2>{name}</h2><figure>{picture}</figure>"
    yield f"<p>{_sentence('infections_how', lang)}</p>"
    rows = [
        (
            day,
            [format_median_interval("infected", column.infections[n], lang) for column in found.columns],
        )
        for n, day in enumerate(days)
    ]
    yield render_table(name, [_sentence("day", lang), *titles], rows)


def _day_number(n: int, lang: Lang) -> str:
    """The nth day, counted from 0, in a picture."""
    return translate_simulation("comparison", "day", lang, n=n + 1)


def _medians_table(
    plan: ComparisonPlan, found: PolicyComparison, titles: list[str], lang: Lang
) -> Iterator[str]:
    """Median and the interval of 80 % over the seeds; and of the differences, seed by seed."""
    measures = (
        *comparison_words.MAIN,
        *comparison_words.MORE,
        *(comparison_words.FOLLOWED if plan.follow else ()),
    )
    rows = []
    for measure in measures:
        cells = [format_median_interval(measure, column.values[measure], lang) for column in found.columns]
        cells += [
            format_median_interval(measure, column.differences[measure], lang, signed=True)
            for column in found.columns[1:]
        ]
        rows.append((name_measure(measure, lang), cells))
    against = [_sentence("against", lang, title=title, first=titles[0]) for title in titles[1:]]
    yield render_table(_sentence("medians", lang), [_sentence("measure", lang), *titles, *against], rows)


def _figures_table(plan: ComparisonPlan, lang: Lang) -> Iterator[str]:
    title = _sentence("figures", lang)
    yield f"<h2>{title}</h2><div class='scroll' tabindex='0' role='region' aria-label='{title}'>"
    yield "<table><thead><tr>"
    yield "".join(
        f"<th scope='col' class='words'>{_sentence(name, lang)}</th>"
        for name in ("figure", "value", "source")
    )
    yield "</tr></thead><tbody>"
    for name, figure in load_figures().items():
        kind = _sentence("assumption", lang) + get_language(lang).colon if figure.assumption else ""
        shown = format_figure(getattr(plan.figures, name), figure.unit, lang)
        label = figure.fr if lang == "fr" else figure.en
        yield (
            f"<tr><th scope='row'>{escape(label)}</th><td>{escape(shown)}</td>"
            f"<td class='words'>{kind}<span lang='en'>{escape(figure.source)}</span></td></tr>"
        )
    yield "</tbody></table></div>"


def render_table(caption: str, heads: list[str], rows: list[tuple[str, list[str]]]) -> str:
    """A table with its caption and heads; a cell that begins with ``!`` is bold."""
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    lines = "".join(
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(map(_render_cell, cells))}</tr>"
        for name, cells in rows
    )
    return (
        f"<div class='scroll' tabindex='0' role='region' aria-label='{escape(caption, quote=True)}'>"
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _render_cell(shown: str) -> str:
    if shown.startswith("!"):
        return f"<td><strong>{escape(shown[1:])}</strong></td>"
    return f"<td>{escape(shown)}</td>"


def _thousands_format(lang: Lang) -> Callable[[float], str]:
    return lambda found: format_number(float(f"{found:.3g}") if found else 0.0, lang)


def _read_style() -> str:
    return files(__package__).joinpath("data/report.css").read_text("utf-8")


def _sentence(name: str, lang: Lang, **values: object) -> str:
    """A sentence as HTML."""
    return escape(_text(name, lang, **values), quote=False)


def _text(name: str, lang: Lang, **values: object) -> str:
    said = translate_wording(comparison_words.load_texts()["report"][name], lang).format(**values)
    return get_language(lang).typeset(said)
