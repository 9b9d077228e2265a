"""A comparison as one HTML file that needs nothing else: plots, a table beside each, sources. ``data/report.html`` is its page."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.template import Context, Engine
from msgspec import Struct

from tocsin.charter.words import format_day, translate_wording
from tocsin.locale.languages import get_language
from tocsin.web.charts import ChartBar, ChartPoint
from tocsin_simulation.locale import translate_simulation
from tocsin_simulation.policies import comparison_words, policy_charts
from tocsin_simulation.policies.comparison import PolicyColumn, PolicyComparison
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

_DATA: Final = Path(__file__).with_name("data")
_BARS: Final = ("reached", "contacts", "r", "cost")
_HOURS: Final = (1, 3, 6, 12, 24, 48)
"""After a result, in the table below the curve."""


class ReportTable(Struct, frozen=True):
    caption: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    """A name and its cells; one that begins with ``!`` is bold."""


class ReportSection(Struct, frozen=True):
    """A heading, and what stands under it."""

    title: str
    tables: tuple[ReportTable, ...] = ()
    picture: str = ""
    how: str = ""


def render_html(plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> str:
    return ComparisonReport(plan, found, lang).render()


class ComparisonReport:
    """One comparison, in one language."""

    def __init__(self, plan: ComparisonPlan, found: PolicyComparison, lang: Lang) -> None:
        self._plan, self._found, self._lang = plan, found, lang
        self._titles = [translate_wording(policy.title, lang) for policy in plan.policies]
        self._scale = plan.country * plan.days / max(1, found.people)

    def render(self) -> str:
        plan, found, lang = self._plan, self._found, self._lang
        size = self._say(
            "size", people=format_number(found.people, lang), seeds=plan.seeds,
            scale=format_number(self._scale * plan.seeds, lang),
        )  # fmt: skip
        words = {
            name: self._say(name)
            for name in ("honest", "who", "policies", "figures", "figure", "value", "source")
        }
        said = {
            "lang": lang, "title": self._say("title", day=format_day(plan.day, lang)), "size": size, "words": words,
            "colon": get_language(lang).colon, "style": (_DATA / "report.css").read_text("utf-8"),
            "winners": list(self._list_winners()) if len(self._titles) > 1 else (),
            "key": [(policy_charts.draw_legend_mark(n), title) for n, title in enumerate(self._titles)],
            "before": self._say("r_before", r=format_value("r", found.r_before, lang)),
            "drawn": [self._curve(), *map(self._bars, _BARS)],
            "more": [self._queue(), *([self._infections()] if plan.follow else []), self._every_figure()],
            "given": list(self._list_figures()),
        }  # fmt: skip
        return Engine(dirs=[str(_DATA)]).get_template("report.html").render(Context(said, use_l10n=False))

    def _say(self, name: str, **values: object) -> str:
        said = translate_wording(comparison_words.load_texts()["report"][name], self._lang).format(**values)
        return get_language(self._lang).typeset(said)

    def _list_winners(self) -> Iterator[tuple[str, str]]:
        """Each of the main measures, and who wins at it."""
        titles = dict(zip((policy.name for policy in self._plan.policies), self._titles, strict=True))
        by_name = {column.name: column.values for column in self._found.columns}
        for best in self._found.best:
            if best.measure in comparison_words.MAIN:
                means = {name: values[best.measure] for name, values in by_name.items()}
                yield name_measure(best.measure, self._lang), say_winner(best, titles, means, self._lang)

    # ---- drawn, with a table beside each

    def _curve(self) -> ReportSection:
        lines = [
            [
                ChartPoint(hour, n / max(1, column.counts.positives))
                for hour, n in enumerate(column.counts.curve)
            ]
            for column in self._found.columns
        ]
        picture = policy_charts.draw_policy_lines(
            "curve", self._say("curve"), self._titles, lines, self._say("curve_x"),
            [(hour, str(hour)) for hour in range(0, STEPS + 1, 6)], lambda v: f"{100 * v:.0f} %",
            axis=(0, 0.25, 0.5, 0.75, 1), upright=24,
        )  # fmt: skip
        shown = [[format_value("reached", line[hour].y, self._lang) for hour in _HOURS] for line in lines]
        table = self._table_by_policy("curve", [f"{hour} h" for hour in _HOURS], shown)
        return ReportSection(self._say("curve"), (table,), picture)

    def _queue(self) -> ReportSection:
        lines = [
            [ChartPoint(at, n * self._scale) for at, n in enumerate(column.counts.queue)]
            for column in self._found.columns
        ]
        longest = max(len(line) for line in lines)
        if self._plan.follow:  # days: hours would stand over one another
            days = -(-longest // 24)
            ticks = [(24 * n, self._number_day(n)) for n in range(0, days, max(1, days // 10))]
        else:
            ticks = [(at, f"{(7 + at) % 24} h") for at in range(0, longest, 6)]
        picture = policy_charts.draw_policy_lines(
            "queue", self._say("queue"), self._titles, lines, self._say("queue_x"), ticks, self._write_round
        )
        shown = [at for at in (2, 5, 8, 12, 26, 36, 50, 60) if at < longest]
        hours = [
            translate_simulation("comparison", "hour", self._lang, n=1 + (7 + at) // 24, hour=(7 + at) % 24)
            for at in shown
        ]
        cells = [[self._write_round(line[at].y) if at < len(line) else "" for at in shown] for line in lines]
        return ReportSection(self._say("queue"), (self._table_by_policy("queue", hours, cells),), picture)

    def _bars(self, measure: str) -> ReportSection:
        means = [column.values[measure] for column in self._found.columns]
        rows = [
            ChartBar(title, one.mean, format_value(measure, one.mean, self._lang), one.low, one.high)
            for title, one in zip(self._titles, means, strict=True)
        ]
        name = self._say("bars", measure=name_measure(measure, self._lang))
        return ReportSection(name, picture=policy_charts.draw_intervals(f"measure-{measure}", name, rows))

    def _infections(self) -> ReportSection:
        """People infected day by day: the median of the seeds, and where eight seeds in ten lie."""
        plan, columns = self._plan, self._found.columns
        lines = [
            [
                ChartPoint(day, one.median, one.lowest, one.highest)
                for day, one in enumerate(column.infections)
            ]
            for column in columns
        ]
        ticks = [(n, self._number_day(n)) for n in range(0, plan.follow, max(1, plan.follow // 8))]
        name = self._say("infections", days=plan.follow)
        picture = policy_charts.draw_policy_lines(
            "infections", name, self._titles, lines, self._say("infections_x"), ticks, self._write_round
        )
        rows = [
            (
                format_day(plan.day + timedelta(days=n), self._lang),
                [format_median_interval("infected", column.infections[n], self._lang) for column in columns],
            )
            for n in range(plan.follow)
        ]
        table = ReportTable(name, [self._say("day"), *self._titles], rows)
        return ReportSection(name, (table,), picture, self._say("infections_how"))

    # ---- every figure

    def _every_figure(self) -> ReportSection:
        lang, titles, columns = self._lang, self._titles, self._found.columns
        tables = [self._table_by_measure(self._say("caption"), titles, columns, self._write_mean)]
        if len(titles) > 1:
            caption = self._say("difference", first=titles[0])
            tables.append(self._table_by_measure(caption, titles[1:], columns[1:], self._write_difference))
        if self._plan.seeds > 1:
            against = [self._say("against", title=title, first=titles[0]) for title in titles[1:]]
            rows = [
                (
                    name_measure(measure, lang),
                    [format_median_interval(measure, one.values[measure], lang) for one in columns]
                    + [format_median_interval(measure, one.differences[measure], lang, signed=True) for one in columns[1:]],
                )
                for measure in (*_every_measure(), *(comparison_words.FOLLOWED if self._plan.follow else ()))
            ]  # fmt: skip
            tables.append(ReportTable(self._say("medians"), [self._say("measure"), *titles, *against], rows))
        return ReportSection(self._say("all"), tuple(tables))

    def _write_mean(self, measure: str, column: PolicyColumn) -> str:
        one = column.values[measure]
        half = format_half_interval(measure, one, self._lang)
        return format_value(measure, one.mean, self._lang) + (f" ({half})" if half else "")

    def _write_difference(self, measure: str, column: PolicyColumn) -> str:
        one = column.differences[measure]
        sign = "+" if one.mean > 0 else "−" if one.mean < 0 else ""
        return ("!" if one.is_significant else "") + sign + format_difference(measure, one.mean, self._lang)

    def _list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """What is taken for granted: its name, its value, whether it is an assumption, its source."""
        lang = self._lang
        for name, figure in load_figures().items():
            kind = self._say("assumption") + get_language(lang).colon if figure.assumption else ""
            shown = format_figure(getattr(self._plan.figures, name), figure.unit, lang)
            yield figure.fr if lang == "fr" else figure.en, shown, kind, figure.source

    # ---- tables and numbers

    def _table_by_policy(self, caption: str, heads: list[str], cells: list[list[str]]) -> ReportTable:
        rows = list(zip(self._titles, cells, strict=True))
        return ReportTable(self._say(caption), [self._say("policy"), *heads], rows)

    def _table_by_measure(
        self, caption: str, titles: list[str], columns: Iterable[PolicyColumn], write: Callable[[str, PolicyColumn], str]
    ) -> ReportTable:  # fmt: skip
        rows = [
            (name_measure(measure, self._lang), [write(measure, column) for column in columns])
            for measure in _every_measure()
        ]
        return ReportTable(caption, [self._say("measure"), *titles], rows)

    def _number_day(self, n: int) -> str:
        """The nth day, counted from 0, in a picture."""
        return translate_simulation("comparison", "day", self._lang, n=n + 1)

    def _write_round(self, found: float) -> str:
        return format_number(float(f"{found:.3g}") if found else 0.0, self._lang)


def _every_measure() -> tuple[str, ...]:
    return (*comparison_words.MAIN, *comparison_words.MORE)
